/**
 * What a settlement of a workspace commits to: one bill for each payer, and what the days that it charges are to say. Its
 * own day is billed whole where nothing was charged for it yet; of any other that is due only the difference is billed,
 * with rows that say which day they adjust. Pure: the order of reads and writes stands in `protocol/fees/settle.ts`.
 *
 * Source: usage of a day is settled to one daily bill (product documentation, "Fees"). Our decisions: a bill has one
 * payer; an adjustment goes to the payer whose hours changed, on the next bill of the workspace, and may be negative; a
 * bill of amount nought is made where it has rows, so that whoever looks for what was measured finds it.
 */
import type { Day } from '../../validation/day';
import type { Workspace } from '../workspace';
import { adjustmentsOf, together } from './adjust';
import type { BillDraft, ChargedDay, FeeHead, PendingSettlement } from './bill';
import { type PriceList, priceLists } from './price-lists';
import { chargedAs, type Rated, rate } from './rate';
import type { UsageDay } from './usage';

/** A sealed day, and the versions of `adjustmentsDue` that its row includes. */
export interface DueDay {
  readonly usage: UsageDay;
  readonly due: readonly number[];
}

export interface Settling {
  /** With nothing pending; undefined: the workspace was never settled. */
  readonly head: FeeHead | undefined;
  readonly workspace: Workspace;
  readonly day: Day;
  readonly days: readonly DueDay[];
  readonly nowMs: number;
  /** Absent: the product's. */
  readonly lists?: readonly PriceList[];
}

/**
 * Which days the settlement charges: its own, unless it was charged and nothing is due; and those of the others that were
 * charged before. What is due of a day that was not is left: that day's own settlement takes it.
 */
export const chargedWith = (day: Day, days: readonly DueDay[]): readonly DueDay[] =>
  days.filter(({ usage, due }) => (usage.charged ? due.length > 0 : usage.day === day));

/** The head with the settlement in it. */
export const settlementOf = (settling: Settling): FeeHead & { readonly pending: PendingSettlement } => {
  const { head, workspace, day, days } = settling;
  const number = (head?.count ?? 0) + 1;
  const parts = days.map((one) => partOf(settling, one, number));
  const made = head?.billCount ?? 0;
  const bills = together(parts.flatMap(({ billed }) => billed)).map((rated, at) =>
    billOf(settling, rated, made + at + 1),
  );
  return {
    workspaceId: workspace.workspaceId,
    version: (head?.version ?? 0) + 1,
    count: number,
    billCount: made + bills.length,
    pending: { number, day, bills, days: parts.map(({ charging }) => charging) },
  };
};

interface Part {
  readonly billed: readonly Rated[];
  readonly charging: ChargedDay;
}

const partOf = (
  { workspace, lists = priceLists }: Settling,
  { usage: { day, hours, charged }, due }: DueDay,
  number: number,
): Part => {
  const { site, timeline } = workspace;
  const rated = rate({ day, site, timeline, hours, lists });
  return {
    billed: charged ? adjustmentsOf({ day, site, charged, rated, lists }) : rated,
    charging: { day, charged: chargedAs(number, rated), due },
  };
};

const billOf = (
  { workspace, day, nowMs }: Settling,
  { payer, currency, rows, amount }: Rated,
  n: number,
): BillDraft => ({
  billId: `${day}-${workspace.workspaceId.replace('wksp_', '')}-${n}`,
  owner: workspace.owner,
  day,
  site: workspace.site,
  workspaceId: workspace.workspaceId,
  payer,
  currency,
  rows,
  amount,
  billedAtMs: nowMs,
});

/** The head once the settlement is carried out. */
export const carriedOut = ({ workspaceId, version, count, billCount }: FeeHead): FeeHead => ({
  workspaceId,
  version: version + 1,
  count,
  billCount,
});
