/**
 * Bills, brought together for a chart: for each currency the amounts of each day, by item or by payer. An adjustment counts on
 * the day of the bill that it stands on, as it is charged there.
 */

import type { Day } from '../../../../shared/validation/day';
import { tenThousandthsOf } from './amounts';
import type { Bill } from './answers';
import type { Stacking } from './place';

/** All amounts in 1/10,000 of the currency's unit. */
export interface MoneyByDay {
  readonly currency: string;
  readonly total: number;
  /** What the marketplace collects of it. */
  readonly alicloud: number;
  /** How many of the bills are not paid in full. */
  readonly owed: number;
  readonly bills: number;
  /** What is stacked, the greatest first; by item its name in the API, by payer `payerKey`. */
  readonly series: readonly Series[];
}

export interface Series {
  readonly key: string;
  readonly total: number;
  /** What is left out is nothing. */
  readonly days: ReadonlyMap<Day, number>;
}

/** The instance, or nothing for the Billing Center account. */
export const payerKey = ({ payer }: Pick<Bill, 'payer'>): string =>
  payer.method === 'alicloud' ? payer.instanceId : '';

const partsOf = (bill: Bill, by: Stacking): readonly (readonly [string, number])[] =>
  by === 'payer'
    ? [[payerKey(bill), tenThousandthsOf(bill.amount)]]
    : bill.rows.map(({ item, amount }) => [item, tenThousandthsOf(amount)]);

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** In the order in which the currencies come first. */
export const moneyByDay = (bills: readonly Bill[], by: Stacking): MoneyByDay[] =>
  [...new Set(bills.map(({ currency }) => currency))].map((currency) => {
    const own = bills.filter((bill) => bill.currency === currency);
    return {
      currency,
      total: sumOf(own.map(({ amount }) => tenThousandthsOf(amount))),
      alicloud: sumOf(own.map(({ deductions }) => tenThousandthsOf(deductions.alicloud))),
      owed: own.filter(({ state }) => state === 'owed').length,
      bills: own.length,
      series: seriesOf(own, by),
    };
  });

const seriesOf = (bills: readonly Bill[], by: Stacking): Series[] => {
  const found = new Map<string, Map<Day, number>>();
  for (const bill of bills) {
    for (const [key, amount] of partsOf(bill, by)) {
      const days = found.get(key) ?? new Map<Day, number>();
      days.set(bill.day, (days.get(bill.day) ?? 0) + amount);
      found.set(key, days);
    }
  }
  return [...found]
    .map(([key, days]) => ({ key, days, total: sumOf([...days.values()]) }))
    .toSorted((one, other) => other.total - one.total || (one.key < other.key ? -1 : 1));
};

/** What all that does not get a look of its own is brought together under. */
export const OTHERS = 'others';

/**
 * What gets a look of its own in the charts of all currencies, so that the same thing looks the same in each: at most so many,
 * `OTHERS` the last of them where there is more. The greatest of each currency come first, for only they can be seen.
 */
export const looksFor = (money: readonly MoneyByDay[], most: number): string[] => {
  const ranks = Math.max(0, ...money.map(({ series }) => series.length));
  const keys = Array.from({ length: ranks }, (_, rank) => money.flatMap(({ series }) => series[rank]?.key ?? []));
  const all = [...new Set(keys.flat())];
  return all.length <= most ? all : [...all.slice(0, most - 1), OTHERS];
};

/** In the order of the looks; what has none is brought together. */
export const stacked = (series: readonly Series[], looks: readonly string[]): Series[] => {
  const rest = series.filter(({ key }) => !looks.includes(key));
  const own = looks.flatMap((look) => series.find(({ key }) => key === look) ?? []);
  if (rest.length === 0) return own;
  const days = new Map<Day, number>();
  for (const one of rest) for (const [day, amount] of one.days) days.set(day, (days.get(day) ?? 0) + amount);
  return [...own, { key: OTHERS, total: sumOf(rest.map(({ total }) => total)), days }];
};
