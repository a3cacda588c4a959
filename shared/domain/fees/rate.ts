/**
 * Rating: what each payer owes for a workspace's day.
 *
 * Each line (an item and its retention) is run through hour by hour. The quantity up to an hour is the sum of the hours, or
 * the greatest of them, as the item has it; its cost is that quantity's by the rounding rule. What an hour adds to the cost
 * belongs to the payer of this hour. So every hour is charged once, and the payers of one price list together owe exactly
 * what one payer would: nothing is lost or made where the payer changes. Our decision: an item that goes by its maximum
 * thus falls due with the hour that raises the maximum.
 *
 * Where the payers of a day have different price lists, the cost is run through in each list, and each payer owes what its
 * own hours add in its own list.
 */
import type { Currency } from '../../validation/currency';
import type { Day } from '../../validation/day';
import type { Site } from '../../validation/site';
import { compareLines, factsOf, type Line, lineKey } from '../../validation/usage-item';
import type { Timeline } from '../workspace';
import type { BillRow, Charged, Payer } from './bill';
import { costOf, quantityOf, quantityText, total } from './money';
import { payerKey, payerOfHour } from './payer';
import { currencyOf, type PriceList, priceLists, priceOf, pricesFor } from './price-lists';
import type { UsageHour } from './usage';

export interface Rating {
  readonly day: Day;
  readonly site: Site;
  readonly timeline: Timeline;
  readonly hours: readonly Pick<UsageHour, 'item' | 'retention' | 'hourMs' | 'quantity'>[];
  /** Only the hours that begin before this instant; absent: the whole day. */
  readonly beforeMs?: number;
  /** Absent: the product's. */
  readonly lists?: readonly PriceList[];
}

/** What one payer owes for the day: its rows in the order of a bill. */
export interface Rated {
  readonly payer: Payer;
  readonly currency: Currency;
  readonly rows: readonly BillRow[];
  readonly amount: number;
}

interface Share {
  readonly line: Line;
  readonly payer: Payer;
  quantity: bigint;
  amount: number;
}

/**
 * In the order in which the payers first owe. A line of which a payer's hours add nothing is no row of this payer, and a
 * payer without rows is not there. An hour from before the workspace has no payer and is left out: such usage is not taken.
 */
export const rate = ({ day, site, timeline, hours, beforeMs, lists = priceLists }: Rating): readonly Rated[] => {
  const counted = hours
    .filter(({ hourMs }) => beforeMs === undefined || hourMs < beforeMs)
    .toSorted((one, other) => one.hourMs - other.hourMs || compareLines(one, other));
  const reached = new Map<string, bigint>();
  const shares = new Map<string, Map<string, Share>>();
  for (const hour of counted) {
    const payer = payerOfHour(timeline, hour.hourMs);
    if (!payer) continue;
    const key = lineKey(hour);
    const before = reached.get(key) ?? 0n;
    const quantity = quantityOf(hour.quantity);
    const after = aggregated(hour, before, quantity);
    reached.set(key, after);
    if (after === before) continue;
    const unitPrice = priceOf(pricesFor(lists, payer, site, day), hour);
    const unit = factsOf(hour.item).unit.size;
    const own = shares.get(payerKey(payer)) ?? new Map<string, Share>();
    shares.set(payerKey(payer), own);
    const share = own.get(key) ?? { line: lineIn(hour), payer, quantity: 0n, amount: 0 };
    own.set(key, share);
    share.quantity += after - before;
    share.amount += costOf(after, unit, unitPrice) - costOf(before, unit, unitPrice);
  }
  return [...shares.values()].map((own) => ratedOf([...own.values()], { day, site, lists }));
};

const aggregated = ({ item }: Line, before: bigint, quantity: bigint): bigint => {
  if (factsOf(item).aggregation === 'sum') return before + quantity;
  return quantity > before ? quantity : before;
};

const lineIn = ({ item, retention }: Line): Line => ({ item, ...(retention === undefined ? {} : { retention }) });

const ratedOf = (
  shares: readonly Share[],
  { day, site, lists }: Required<Pick<Rating, 'day' | 'site' | 'lists'>>,
): Rated => {
  const payer: Payer = shares[0]?.payer ?? { method: 'billing-center' };
  const rows = shares
    .toSorted((one, other) => compareLines(one.line, other.line))
    .map(({ line, quantity, amount }) => rowOf(line, { quantity, amount }, pricing(line, { payer, site, day, lists })));
  return { payer, currency: currencyOf(payer, site), rows, amount: total(rows.map(({ amount }) => amount)) };
};

/** Where a line's price is looked up. */
export interface Pricing {
  readonly payer: Payer;
  readonly site: Site;
  readonly day: Day;
  readonly lists: readonly PriceList[];
}

/** What a row says of its price. */
export const pricing = (line: Line, { payer, site, day, lists }: Pricing): Pick<BillRow, 'unit' | 'unitPrice'> => ({
  unit: factsOf(line.item).unit.size,
  unitPrice: priceOf(pricesFor(lists, payer, site, day), line),
});

export const rowOf = (
  line: Line,
  { quantity, amount }: { readonly quantity: bigint; readonly amount: number },
  price: Pick<BillRow, 'unit' | 'unitPrice'>,
): BillRow => ({ ...lineIn(line), quantity: quantityText(quantity), ...price, amount });

/** As the day's row keeps it, once the settlement of this number has charged it. */
export const chargedAs = (chargedBy: number, payers: readonly Rated[]): Charged => ({
  chargedBy,
  payers: payers.map((rated) => ({
    ...rated,
    rows: rated.rows.map((row) => ({ ...lineIn(row), quantity: row.quantity, amount: row.amount })),
  })),
});
