/**
 * Adjusting: what was charged for a day and what it is rated at now, when usage came or changed late. A bill is never
 * rewritten. The difference, for each payer and line, becomes rows of a later bill of the same payer that say which day
 * they adjust; they may be negative. Charged and adjusted together are exactly what the day is rated at now.
 */
import type { Day } from '../../validation/day';
import type { Site } from '../../validation/site';
import { compareLines, lineKey } from '../../validation/usage-item';
import type { BillRow, Charged, ChargedPayer, ChargedRow } from './bill';
import { quantityOf, total } from './money';
import { payerKey } from './payer';
import { type PriceList, priceLists } from './price-lists';
import { pricing, type Rated, rowOf } from './rate';

export interface Adjusting {
  /** The day that is adjusted. */
  readonly day: Day;
  readonly site: Site;
  readonly charged: Charged;
  /** What the whole day is rated at now. */
  readonly rated: readonly Rated[];
  /** Absent: the product's. */
  readonly lists?: readonly PriceList[];
}

/** Of each payer for whom anything differs: first those that were charged, then those that were not. */
export const adjustmentsOf = ({ day, site, charged, rated, lists = priceLists }: Adjusting): readonly Rated[] => {
  const parties = new Map<string, ChargedPayer>([...charged.payers, ...rated].map((one) => [payerKey(one.payer), one]));
  return [...parties].flatMap(([key, { payer, currency }]) => {
    const before = rowsOf(charged.payers, key);
    const after = rowsOf(rated, key);
    const lines = new Map([...before.values(), ...after.values()].map((row) => [lineKey(row), row]));
    const rows = [...lines.values()].toSorted(compareLines).flatMap((line): BillRow[] => {
      const [was, is] = [before.get(lineKey(line)), after.get(lineKey(line))];
      const quantity = quantityOf(is?.quantity ?? '0') - quantityOf(was?.quantity ?? '0');
      const amount = (is?.amount ?? 0) - (was?.amount ?? 0);
      if (quantity === 0n && amount === 0) return [];
      return [{ ...rowOf(line, { quantity, amount }, pricing(line, { payer, site, day, lists })), adjusts: day }];
    });
    return rows.length === 0 ? [] : [{ payer, currency, rows, amount: total(rows.map(({ amount }) => amount)) }];
  });
};

const rowsOf = (payers: readonly ChargedPayer[], key: string): ReadonlyMap<string, ChargedRow> =>
  new Map(payers.find(({ payer }) => payerKey(payer) === key)?.rows.map((row) => [lineKey(row), row]));

/** Bills of one payer of one workspace in one currency are one bill: the day's rows, then those of the adjusted days. */
export const together = (parts: readonly Rated[]): readonly Rated[] => {
  const bills = new Map<string, Rated>();
  for (const part of parts) {
    const key = payerKey(part.payer);
    const rows = [...(bills.get(key)?.rows ?? []), ...part.rows];
    bills.set(key, { ...part, rows, amount: total(rows.map(({ amount }) => amount)) });
  }
  return [...bills.values()];
};
