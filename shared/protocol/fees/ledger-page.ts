/**
 * A ledger, newest entry first. The store scans forward only, but entries are counted from 1 and none is ever missing, so
 * the page before a given entry is known by its numbers. The last entry stands in the head, and perhaps nowhere else yet:
 * who reads takes it from there, and leaves the row to who writes.
 */
import type { Balances, LedgerEntry, LedgerHead } from '../../domain/fees/ledger';
import type { Store } from '../../ports';

export interface LedgerPage {
  readonly balances: Balances;
  readonly entries: readonly LedgerEntry[];
  /** The newest entry of the next page; absent at the end. */
  readonly next?: number;
}

const nothing: Balances = { vouchers: 0, prepaid: 0, cash: 0, arrears: 0 };

/** `newest` is the first entry of the page; without it, the last one made. An entry that is not there yet is none. */
export const ledgerPage = async (
  store: Pick<Store, 'scan'>,
  head: LedgerHead | undefined,
  limit: number,
  newest = Number.MAX_SAFE_INTEGER,
): Promise<LedgerPage> => {
  if (!head) return { balances: nothing, entries: [] };
  const { ledgerId, sequence, last } = head;
  const to = Math.min(newest, sequence);
  const from = Math.max(1, to - limit + 1);
  const rows =
    from < sequence
      ? (await store.scan('ledgerEntries', { ledgerId }, { after: { ledgerId, sequence: from - 1 }, limit })).rows
      : [];
  const entries = [...rows.filter((entry) => entry.sequence <= to && entry.sequence < sequence)].reverse();
  return {
    balances: last.balances,
    entries: to === sequence ? [last, ...entries] : entries,
    ...(from > 1 && { next: from - 1 }),
  };
};
