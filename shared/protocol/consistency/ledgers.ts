/**
 * Ledgers against themselves and their bills. Each entry must follow from the one before, so that the balances of the head are
 * what all entries add up to; each has a row that finds it by its id; each bill's entry has its bill. Entries are gone through
 * as rows, and not ledger by ledger: a ledger may have more of them than memory.
 */
import { billOffBy, brokenBy } from '../../domain/fees/differences';
import type { LedgerCause, LedgerEntry } from '../../domain/fees/ledger';
import { isUnderWay } from '../../domain/repair';
import type { Key, Rows, Store } from '../../ports';
import { type Currency, currency } from '../../validation/currency';
import { insertOnce } from '../fees/ledger';
import { type Finding, passOver, present, rowsBy } from './pass';

type Entry = Rows['ledgerEntries'];

/** An account's ledger says in which currency it is; the marketplace collects in CNY. */
const inCurrencyOf = (ledgerId: string, amount: number) => {
  const read = currency.safeParse(ledgerId.split('/')[2]);
  const of: Currency = read.success ? read.data : 'CNY';
  return { differences: { [of]: amount } };
};

const placeOf = ({ ledgerId, sequence }: Entry): string => `${ledgerId} ${sequence}`;

export const ledgerEntries = passOver('ledgerEntries', async ({ store, nowMs }, rows) => {
  const settled = rows.filter(({ atMs }) => !isUnderWay(atMs, nowMs));
  const isFound = await present(store, 'ledgerEntryIds', settled);
  return [
    ...(await broken(store, rows)),
    ...settled.filter((entry) => !isFound(entry)).map((entry) => lost(store, entry)),
    ...(await unlike(store, settled)),
  ];
});

/** An entry has its rows before the next one is made, so the one before it cannot be still to come. */
const broken = async (store: Store, rows: readonly Entry[]): Promise<Finding[]> => {
  const known = new Map(rows.map((entry) => [placeOf(entry), entry]));
  const beforeOf = (entry: Entry): Entry => ({ ...entry, sequence: entry.sequence - 1 });
  const keys = rows.map(beforeOf).filter((key) => key.sequence > 0 && !known.has(placeOf(key)));
  for (const entry of await store.getMany('ledgerEntries', keys)) if (entry) known.set(placeOf(entry), entry);
  return rows.flatMap((entry): Finding[] => {
    const before = known.get(placeOf(beforeOf(entry)));
    const off = brokenBy(before, entry) ?? (before || entry.sequence === 1 ? undefined : 0);
    if (off === undefined) return [];
    return [{ kind: 'ledger-broken', subject: entry.ledgerId, ...inCurrencyOf(entry.ledgerId, off) }];
  });
};

/** The entry, or what finds it: whoever writes them writes the same. */
const lost = (store: Store, entry: LedgerEntry): Finding => {
  const { ledgerId, sequence, entryId, amount } = entry;
  const repair = async () => {
    await insertOnce(store, { table: 'ledgerEntries', insert: entry });
    await insertOnce(store, { table: 'ledgerEntryIds', insert: { ledgerId, entryId, sequence } });
    return 'repaired' as const;
  };
  const subject = `${ledgerId}/${sequence}`;
  return { kind: 'ledger-entry-missing', subject, ...inCurrencyOf(ledgerId, Math.abs(amount)), repair };
};

type OfBill = Entry & { readonly cause: Extract<LedgerCause, { readonly kind: 'bill' }> };

const isOfBill = (entry: Entry): entry is OfBill => entry.cause.kind === 'bill';

/** Entries whose bill is not there, or is another. One that is still to be carried out has its bill in the fee head. */
const unlike = async (store: Store, rows: readonly Entry[]): Promise<Finding[]> => {
  const entries = rows.filter(isOfBill);
  const ids = entries.map(({ cause }) => cause.workspaceId as Rows['workspaces']['workspaceId']);
  const workspaces = await rowsBy(store, 'workspaces', 'workspaceId', ids);
  const keys = entries.flatMap(({ cause: { workspaceId, day, billId } }): Key<'bills'>[] => {
    const workspace = workspaces.get(workspaceId as (typeof ids)[number]);
    return workspace?.kind === 'workspace' ? [{ owner: workspace.owner, day, billId }] : [];
  });
  const bills = new Map((await store.getMany('bills', keys)).map((bill) => [bill?.billId, bill]));
  const without = entries.filter(({ cause }) => !bills.has(cause.billId));
  const heads = await rowsBy(
    store,
    'feeHeads',
    'workspaceId',
    without.map(({ cause }) => cause.workspaceId as (typeof ids)[number]),
  );
  return entries.flatMap((entry): Finding[] => {
    const { ledgerId, amount, cause } = entry;
    const bill = bills.get(cause.billId);
    const subject = cause.billId;
    if (bill) {
      const off = billOffBy(bill, entry);
      return off === undefined ? [] : [{ kind: 'bill-differs', subject, ...inCurrencyOf(ledgerId, off) }];
    }
    const pending = heads.get(cause.workspaceId as (typeof ids)[number])?.pending;
    if (pending?.bills.some(({ billId }) => billId === subject)) return [];
    return [{ kind: 'bill-missing', subject, ...inCurrencyOf(ledgerId, Math.abs(amount)) }];
  });
};

/** The head holds its last entry: that is the proof of its rows. */
export const ledgerHeads = passOver('ledgerHeads', async ({ store, nowMs }, heads) => {
  const lasts = heads.map(({ last }) => last).filter(({ atMs }) => !isUnderWay(atMs, nowMs));
  const entries = await store.getMany('ledgerEntries', lasts);
  return lasts.flatMap((last, at): Finding[] => {
    const entry = entries[at];
    if (!entry) return [lost(store, last)];
    if (entry.entryId === last.entryId && entry.amount === last.amount) return [];
    return [{ kind: 'ledger-broken', subject: last.ledgerId, ...inCurrencyOf(last.ledgerId, Math.abs(last.amount)) }];
  });
});
