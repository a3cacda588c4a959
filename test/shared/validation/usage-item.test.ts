import {
  compareLines,
  factsOf,
  type Line,
  lineKey,
  lineOf,
  usageItem,
  usageItems,
} from '../../../shared/validation/usage-item';
import { read, refusedAs } from './reading';

describe('usage item', () => {
  test.each<[given: unknown, read: unknown]>([
    ['time-series', 'time-series'],
    ['forwarding-internal', 'forwarding-internal'],
    ['Logs', refusedAs('not-offered')],
    ['', refusedAs('not-offered')],
    ['toString', refusedAs('not-offered')],
    [1, refusedAs('malformed')],
    [undefined, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(usageItem, given)).toEqual(expected);
  });

  it('goes by the greatest hour where the product documentation says so, and by the sum else', () => {
    const items = Object.keys(usageItems).map((name) => usageItem.parse(name));
    expect(items.filter((item) => factsOf(item).aggregation === 'max')).toEqual([
      'time-series',
      'sessions',
      'hosts',
      'forwarding-external',
      'forwarding-internal',
    ]);
  });

  it('has a name of its own in both languages', () => {
    for (const language of ['zh', 'en'] as const) {
      const names = Object.values(usageItems).map(({ name }) => name[language]);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('the line of usage', () => {
  // biome-ignore format: a table
  test.each<[item: keyof typeof usageItems, retention: number | undefined, line: Line | undefined]>([
    ['logs',     7,         { item: 'logs', retention: 7 }],
    ['logs',     60,        { item: 'logs', retention: 60 }],
    ['logs',     undefined, { item: 'logs', retention: 3 }],
    ['logs',     180,       undefined],
    ['logs',     8,         undefined],
    ['profiles', 30,        undefined],
    ['hosts',    undefined, { item: 'hosts' }],
    ['hosts',    14,        { item: 'hosts', retention: 14 }],
    ['hosts',    15,        undefined],
    ['hosts',    Number.NaN, undefined],
  ])('%s kept for %s days is %j', (item, retention, line) => {
    expect(lineOf(item, retention)).toStrictEqual(line);
  });

  it('is told from every other, and stands in the order of the items', () => {
    const lines: readonly Line[] = [
      { item: 'time-series', retention: 30 },
      { item: 'logs', retention: 3 },
      { item: 'logs', retention: 30 },
      { item: 'hosts' },
      { item: 'hosts', retention: 3 },
      { item: 'reports' },
    ];
    expect(lines.toReversed().toSorted(compareLines)).toEqual(lines);
    expect(new Set(lines.map(lineKey)).size).toBe(lines.length);
  });
});
