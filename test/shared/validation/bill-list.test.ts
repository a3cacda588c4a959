import {
  billFile,
  billList,
  daysIn,
  daysOf,
  ledgerList,
  MOST_DAYS,
  usageOfDay,
} from '../../../shared/validation/bill-list';
import { addDays } from '../../../shared/validation/day';
import { read, refusedAs } from './reading';

const id = `wksp_${'0'.repeat(32)}`;

// biome-ignore format: one case a line
test.each<[given: Readonly<Record<string, unknown>>, read: unknown]>([
  [{},                                                         { limit: 50 }],
  [{ from: '', to: null, site: ' ' },                          { limit: 50 }],
  [{ from: '2026-01-01', to: '2026-01-01' },                   { limit: 50, from: '2026-01-01', to: '2026-01-01' }],
  [{ from: '2026-01-01', to: '2026-04-02' },                   { limit: 50, from: '2026-01-01', to: '2026-04-02' }],
  [{ from: '2026-01-01', to: '2026-04-03' },                   refusedAs('range-too-long')],
  [{ from: '0001-01-01', to: '9999-12-31' },                   refusedAs('range-too-long')],
  [{ from: '2026-01-02', to: '2026-01-01' },                   refusedAs('range-reversed')],
  [{ from: '2026-01-02' },                                     { limit: 50, from: '2026-01-02' }],
  [{ to: '2026-01-02' },                                       { limit: 50, to: '2026-01-02' }],
  [{ from: '2028-02-29' },                                     { limit: 50, from: '2028-02-29' }],
  [{ from: '2026-02-29' },                                     refusedAs('malformed')],
  [{ from: '2026-01-01,2026-01-02' },                          refusedAs('malformed')],
  [{ from: ['2026-01-01'] },                                   refusedAs('malformed')],
  [{ from: 'x', to: '2026-01-01' },                            refusedAs('malformed')],
  [{ from: '2026-01-02', to: '2026-01-01', site: 'x' },        refusedAs('not-offered range-reversed')],
  [{ site: 'eu1', workspaceId: id },                           { limit: 50, site: 'eu1', workspaceId: id }],
  [{ workspaceId: id.toUpperCase() },                          refusedAs('malformed')],
  [{ limit: '200', cursor: 'abc', currency: 'CNY' },           { limit: 200, cursor: 'abc' }],
])('%j is read as %j, and by the file without its pages', (given, expected) => {
  expect(read(billList, given)).toEqual(expected);
  const { limit: _, cursor: __, ...rest } = given;
  const { limit: ___, cursor: ____, ...readOf } = expected as Record<string, unknown>;
  expect(read(billFile, rest)).toEqual(readOf);
});

// biome-ignore format: one case a line
test.each<[days: { from?: string; to?: string }, now: string, from: string, to: string]>([
  [{},                                         '2026-01-15T00:00:00.000Z', '2026-01-01', '2026-01-31'],
  [{},                                         '2026-01-31T15:59:59.999Z', '2026-01-01', '2026-01-31'],
  [{},                                         '2026-01-31T16:00:00.000Z', '2026-02-01', '2026-02-28'],
  [{},                                         '2028-02-10T00:00:00.000Z', '2028-02-01', '2028-02-29'],
  [{ from: '2026-04-10' },                     '2026-01-15T00:00:00.000Z', '2026-04-10', '2026-04-30'],
  [{ to: '2026-04-10' },                       '2026-01-15T00:00:00.000Z', '2026-04-01', '2026-04-10'],
  [{ from: '2025-12-31', to: '2026-01-02' },   '2026-01-15T00:00:00.000Z', '2025-12-31', '2026-01-02'],
  [{ from: '0050-02-10' },                     '2026-01-15T00:00:00.000Z', '0050-02-10', '0050-02-28'],
  [{ from: '9999-12-10' },                     '2026-01-15T00:00:00.000Z', '9999-12-10', '9999-12-31'],
])('%j, at %s, are the days from %s to %s: never more than may be asked for', (days, now, from, to) => {
  expect(daysOf(days, Date.parse(now))).toEqual({ from, to });
  expect(daysIn(from, to).length).toBeLessThanOrEqual(MOST_DAYS);
});

test('the days of a range are all of them, once', () => {
  expect(daysIn('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(daysIn('2026-01-01', '2026-01-01')).toEqual(['2026-01-01']);
  expect(daysIn('2026-01-02', '2026-01-01')).toEqual([]);
  expect(daysIn('9999-12-30', '9999-12-31')).toEqual(['9999-12-30', '9999-12-31']);
  expect(daysIn('2026-01-01', addDays('2026-01-01', MOST_DAYS - 1))).toHaveLength(MOST_DAYS);
});

// biome-ignore format: one case a line
test.each<[given: unknown, read: unknown]>([
  [{},                                        { currency: 'CNY', limit: 50 }],
  [{ currency: 'USD', limit: '1' },           { currency: 'USD', limit: 1 }],
  [{ currency: 'cny' },                       refusedAs('not-offered')],
  [{ cursor: 'abc' },                         { currency: 'CNY', limit: 50, cursor: 'abc' }],
])('of a ledger, %j is read as %j', (given, expected) => {
  expect(read(ledgerList, given)).toEqual(expected);
});

test('of a day of usage, only the day counts', () => {
  expect(read(usageOfDay, { day: '2026-01-31', limit: 'x' })).toEqual({ day: '2026-01-31' });
  expect(read(usageOfDay, {})).toEqual({});
  expect(read(usageOfDay, { day: '2026-01-32' })).toEqual(refusedAs('malformed'));
});
