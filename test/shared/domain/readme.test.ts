/** What this folder's README says in tables is what the code does: the two cannot drift apart. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moneyText } from '../../../shared/domain/fees/money';
import { priceLists, priceOf } from '../../../shared/domain/fees/price-lists';
import { findingFacts, findingKinds } from '../../../shared/domain/findings';
import { limits } from '../../../shared/domain/limits';
import { refusalCodes, refusals } from '../../../shared/domain/refusals';
import { transitions } from '../../../shared/domain/subscription';
import { factsOf, lineOf, usageItem, usageItems } from '../../../shared/validation/usage-item';

const readme = readFileSync(join(__dirname, '../../../shared/domain/README.md'), 'utf8');

/** The cells of the first table under the heading, its rule left out. */
const tableUnder = (heading: string): string[][] => {
  const section = readme.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  const [, table = ''] = /\n\n((?:\|.*\n)+)/.exec(section) ?? [];
  const rows = table.trim().split('\n');
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return cells.filter(([first = '']) => !/^-+$/.test(first));
};

test('the subscription’s states and calls', () => {
  const [calls, ...rows] = tableUnder('Subscription');
  const states = Object.entries(transitions);
  expect(calls).toEqual(['known', ...Object.keys(transitions.unknown)]);
  expect(rows).toEqual(states.map(([state, row]) => [state, ...Object.values(row)]));
});

test('the refusals, in their order, with their status', () => {
  const [, ...rows] = tableUnder('Refusals');
  expect(rows.map(([code, status]) => [code, status])).toEqual(
    refusalCodes.map((code) => [`\`${code}\``, `${refusals[code].status}`]),
  );
});

test('the limits', () => {
  const [, ...rows] = tableUnder('Limits');
  expect(rows.map(([limit, tries]) => [limit, tries])).toEqual(
    Object.entries(limits).map(([limit, tries]) => [`\`${limit}\``, `${tries}`]),
  );
});

test('what is counted for fees, and what it costs', () => {
  const [, ...rows] = tableUnder('Fees');
  const items = Object.keys(usageItems).map((name) => usageItem.parse(name));
  expect(rows).toEqual(
    items.map((item) => {
      const { unit, aggregation, retentions } = factsOf(item);
      const prices = priceLists.map(({ versions }) => (versions.at(-1) ?? versions[0]).prices);
      return [
        `\`${item}\``,
        unit.size.toLocaleString('en'),
        aggregation === 'max' ? 'the greatest hour' : 'the sum',
        retentions.join(', ') || 'any',
        ...prices.map((list) => moneyText(priceOf(list, lineOf(item) ?? { item }))),
      ];
    }),
  );
});

test('what the timed check finds, and whether it repairs it', () => {
  const [, ...rows] = tableUnder('What the timed check finds');
  expect(rows.map(([kind = '', , repair]) => [kind, !repair?.startsWith('none')])).toEqual(
    findingKinds.map((kind) => [`\`${kind}\``, findingFacts[kind].repaired]),
  );
});

test('the files that it names are there', () => {
  const named = [...readme.matchAll(/`([a-z/-]+\.ts)`/g)].map(([, name = '']) => name);
  const there = (name: string) => {
    const folder = name.endsWith('.test.ts') ? __dirname : join(__dirname, '../../../shared/domain');
    return readFileSync(join(folder, name), 'utf8') !== '';
  };
  expect(new Set(named).size).toBeGreaterThan(10);
  for (const name of named) expect(there(name)).toBe(true);
});
