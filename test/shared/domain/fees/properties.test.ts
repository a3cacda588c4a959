/**
 * What holds of every day, whatever was used and whoever paid when: each hour is charged exactly once, to the payer of the
 * hour; what is due by an hour only grows and ends as the whole; and what was charged and what is adjusted together are
 * what is owed.
 */
import fc from 'fast-check';
import { adjustmentsOf } from '../../../../shared/domain/fees/adjust';
import type { BillRow, ChargedPayer } from '../../../../shared/domain/fees/bill';
import { costOf, quantityOf, quantityText, total } from '../../../../shared/domain/fees/money';
import { payerKey, payerOfHour } from '../../../../shared/domain/fees/payer';
import { priceLists, priceOf, pricesFor } from '../../../../shared/domain/fees/price-lists';
import { chargedAs, type Rated, type Rating, rate } from '../../../../shared/domain/fees/rate';
import type { Timeline } from '../../../../shared/domain/workspace';
import type { Settlement } from '../../../../shared/validation/settlement';
import type { Site } from '../../../../shared/validation/site';
import {
  factsOf,
  type Line,
  lineKey,
  lineOf,
  type UsageItem,
  usageItems,
} from '../../../../shared/validation/usage-item';
import { seed } from '../../../seed';
import { billingCenter, entry } from '../samples';
import { DAY, type Hour, hour, rating, timeline, viaX, viaY } from './samples';

// --- days ------------------------------------------------------------------------------------------------------------

const items = Object.keys(usageItems) as UsageItem[];
const lines: readonly Line[] = items.flatMap((item) => {
  const { retentions } = factsOf(item);
  return (retentions.length === 0 ? [undefined] : retentions).flatMap((retention) => lineOf(item, retention) ?? []);
});

/** From below a hundredth of a unit up to some thousands of units, most of them no whole ones. */
const quantityFor = ({ item }: Line): fc.Arbitrary<string> =>
  fc
    .oneof(fc.bigInt({ min: 0n, max: 30_000n }), fc.bigInt({ min: 0n, max: 5_000_000_000n }))
    .map((share) => quantityText((share * BigInt(factsOf(item).unit.size) * 7n) / 9n));

/** Few lines, so that many hours meet in one. */
const days: fc.Arbitrary<readonly Hour[]> = fc
  .uniqueArray(fc.constantFrom(...lines), { minLength: 1, maxLength: 3, selector: lineKey })
  .chain((some) =>
    fc.uniqueArray(
      fc
        .constantFrom(...some)
        .chain((line) =>
          fc
            .record({ hourMs: fc.integer({ min: 0, max: 23 }).map(hour), quantity: quantityFor(line) })
            .map((of): Hour => ({ ...line, ...of })),
        ),
      { maxLength: 40, selector: (of) => `${lineKey(of)} ${of.hourMs}` },
    ),
  );

/** Cut-overs at full hours and between them, some of them in one hour, some before and after the day. */
const timelines = (settlements: readonly Settlement[]): fc.Arbitrary<Timeline> =>
  fc
    .tuple(
      fc.constantFrom(...settlements),
      fc.array(fc.tuple(fc.integer({ min: -8, max: 100 }), fc.constantFrom(...settlements)), { maxLength: 6 }),
    )
    .map(([first, later]) =>
      timeline(
        first,
        ...later
          .toSorted(([one], [other]) => one - other)
          .map(([quarters, settlement]) => [quarters / 4, settlement] as const),
      ),
    );

const all = [billingCenter, viaX, viaY];

/** Days whose payers have one price list: either all pay in CNY, or the Billing Center pays at any site. */
const oneList: fc.Arbitrary<Rating> = fc
  .oneof(
    fc.tuple(fc.constant<Site>('cn1'), timelines(all)),
    fc.tuple(fc.constant<Site>('us1'), timelines([viaX, viaY])),
    fc.tuple(fc.constant<Site>('us1'), timelines([billingCenter])),
  )
  .chain(([site, paid]) => days.map((hours) => rating(hours, { site, timeline: paid })));

const anyList: fc.Arbitrary<Rating> = fc
  .tuple(fc.constantFrom<Site>('cn1', 'us1'), timelines(all), days)
  .map(([site, paid, hours]) => rating(hours, { site, timeline: paid }));

// --- what is owed ----------------------------------------------------------------------------------------------------

const amountOf = (payers: readonly Pick<Rated, 'amount'>[]): number => total(payers.map(({ amount }) => amount));

/** By payer and line: quantity and amount. */
const table = (payers: readonly Pick<ChargedPayer, 'payer' | 'rows'>[], rows = new Map<string, [bigint, number]>()) => {
  for (const { payer, rows: own } of payers) {
    for (const row of own) {
      const key = `${payerKey(payer)} ${lineKey(row)}`;
      const [quantity, amount] = rows.get(key) ?? [0n, 0];
      rows.set(key, [quantity + quantityOf(row.quantity), amount + row.amount]);
    }
  }
  return rows;
};

const withoutNoughts = (rows: ReadonlyMap<string, [bigint, number]>) =>
  [...rows].filter(([, [quantity, amount]]) => quantity !== 0n || amount !== 0).toSorted();

/** The day as one payer would owe it, reckoned from the documentation and not by the code: one sum for each line. */
const reckoned = ({ site, timeline: [first], hours }: Rating): Map<string, [bigint, number]> => {
  const prices = pricesFor(priceLists, first.settlement, site, DAY);
  const quantities = new Map<string, [Line, bigint]>();
  for (const of of hours) {
    const [, before] = quantities.get(lineKey(of)) ?? [of, 0n];
    const quantity = quantityOf(of.quantity);
    const max = quantity > before ? quantity : before;
    quantities.set(lineKey(of), [of, factsOf(of.item).aggregation === 'max' ? max : before + quantity]);
  }
  return new Map(
    [...quantities].map(([key, [line, quantity]]) => [
      key,
      [quantity, costOf(quantity, factsOf(line.item).unit.size, priceOf(prices, line))],
    ]),
  );
};

test('the payers of a day together owe what one payer would, line by line', () => {
  fc.assert(
    fc.property(oneList, (given) => {
      const ofLines = new Map<string, [bigint, number]>();
      for (const row of rate(given).flatMap(({ rows }): readonly BillRow[] => rows)) {
        const [quantity, amount] = ofLines.get(lineKey(row)) ?? [0n, 0];
        ofLines.set(lineKey(row), [quantity + quantityOf(row.quantity), amount + row.amount]);
      }
      expect(withoutNoughts(ofLines)).toEqual(withoutNoughts(reckoned(given)));
    }),
    { seed, numRuns: 400 },
  );
});

test('an hour adds to what its payer owes, and to nobody else', () => {
  fc.assert(
    fc.property(anyList, fc.integer({ min: 0, max: 23 }), (given, at) => {
      const before = rate({ ...given, beforeMs: hour(at) });
      const after = rate({ ...given, beforeMs: hour(at + 1) });
      const payer = payerOfHour(given.timeline, hour(at));
      if (!payer) throw new Error('An hour has no payer.');
      const others = (payers: readonly Rated[]) => payers.filter((one) => payerKey(one.payer) !== payerKey(payer));
      expect(withoutNoughts(table(others(after)))).toEqual(withoutNoughts(table(others(before))));
    }),
    { seed, numRuns: 400 },
  );
});

test('what is due by an hour never falls, and by the last is the whole', () => {
  fc.assert(
    fc.property(anyList, (given) => {
      const due = Array.from({ length: 25 }, (_, at) => rate({ ...given, beforeMs: hour(at) }));
      const keys = new Set(due.flat().map(({ payer }) => payerKey(payer)));
      for (const key of keys) {
        const amounts = due.map((payers) => amountOf(payers.filter(({ payer }) => payerKey(payer) === key)));
        expect(amounts).toEqual(amounts.toSorted((one, other) => one - other));
      }
      expect(due[0]).toEqual([]);
      expect(due[24]).toEqual(rate(given));
    }),
    { seed },
  );
});

test('in whatever order the hours are given, the same is owed', () => {
  fc.assert(
    fc.property(anyList, (given) => {
      expect(rate({ ...given, hours: given.hours.toReversed() })).toEqual(rate(given));
    }),
    { seed },
  );
});

test('no row is of nothing, none is less than nothing, and they add up', () => {
  fc.assert(
    fc.property(anyList, (given) => {
      for (const { rows, amount } of rate(given)) {
        expect(rows.filter((row) => quantityOf(row.quantity) <= 0n || row.amount < 0)).toEqual([]);
        expect(total(rows.map((row) => row.amount))).toBe(amount);
      }
    }),
    { seed },
  );
});

test('charged and adjusted together are what is owed, however often', () => {
  const sites = fc.constantFrom<Site>('cn1', 'us1');
  const states = fc.array(fc.tuple(timelines(all), days), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(sites, states, (site, changes) => {
      const billed = new Map<string, [bigint, number]>();
      let charged = chargedAs(0, []);
      for (const [at, [paid, hours]] of changes.entries()) {
        const rated = rate(rating(hours, { site, timeline: paid }));
        const adjustments = adjustmentsOf({ day: DAY, site, charged, rated });
        for (const { rows, amount } of adjustments) expect(total(rows.map((row) => row.amount))).toBe(amount);
        table(adjustments, billed);
        charged = chargedAs(at + 1, rated);
        expect(withoutNoughts(billed)).toEqual(withoutNoughts(table(rated)));
        expect(adjustmentsOf({ day: DAY, site, charged, rated })).toEqual([]);
      }
    }),
    { seed },
  );
});

test('a workspace created within the day has a payer for every hour from then on', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 95 }), timelines(all), days, (quarter, [first, ...later], hours) => {
      const createdMs = hour(quarter / 4);
      const paid: Timeline = [
        entry(first.settlement, { fromMs: createdMs }),
        ...later.map((one) => ({ ...one, fromMs: Math.max(one.fromMs, createdMs) })),
      ];
      for (let at = 0; at < 24; at += 1) {
        expect(payerOfHour(paid, hour(at)) === undefined).toBe(at < Math.floor(quarter / 4));
      }
      const own = hours.filter(({ hourMs }) => hourMs >= hour(Math.floor(quarter / 4)));
      expect(rate(rating(hours, { timeline: paid }))).toEqual(rate(rating(own, { timeline: paid })));
    }),
    { seed },
  );
});
