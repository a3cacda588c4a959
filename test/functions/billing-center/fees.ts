/** Rows of the fees as `settle-fees` leaves them, written straight into the store: what the reads are to show. */
import type { Bill, Payer } from '../../../shared/domain/fees/bill';
import type { LedgerEntry, LedgerHead } from '../../../shared/domain/fees/ledger';
import { entryAfter, type Posting } from '../../../shared/domain/fees/posting';
import type { Workspace } from '../../../shared/domain/workspace';
import type { Currency } from '../../../shared/validation/currency';
import { addDays, type Day } from '../../../shared/validation/day';
import type { Site } from '../../../shared/validation/site';
import type { WorkspaceId } from '../../../shared/validation/workspace';
import { createFaultyWorld, type FaultyWorld } from '../../fakes/faults';
import { ACCOUNT_ID, billingCenterSettlement, INSTANCE_ID, logInAs, register } from '../../fakes/world';

export type Query = Readonly<Record<string, string>>;

export const idOf = (nth: number) => `wksp_${nth.toString(16).padStart(32, '0')}` as WorkspaceId;

export const byInstance: Payer = { method: 'alicloud', accountId: ACCOUNT_ID, instanceId: INSTANCE_ID };
export const byAccount: Payer = { method: 'billing-center' };

/** A customer of one workspace who is signed in, on 15 January in Beijing. */
export const customer = async () => {
  const world = createFaultyWorld();
  const { workspace } = (await register(world, { settlement: billingCenterSettlement })).body;
  world.clock.advance(Date.parse('2026-01-15T04:00:00.000Z') - world.clock.nowMs());
  const row = (await world.store.get('workspaces', { workspaceId: workspace.workspaceId })) as Workspace;
  return { world, row, owner: row.owner, token: await logInAs(world) };
};
export type Customer = Awaited<ReturnType<typeof customer>>;

export const deductions = { vouchers: 0, prepaid: 0, cash: 0, arrears: 0, alicloud: 0 };

export interface BillKind {
  readonly workspace?: number;
  readonly day?: Day;
  readonly site?: Site;
  readonly payer?: Payer;
  readonly currency?: Currency;
  readonly n?: number;
  readonly changes?: Partial<Bill>;
}

export const billOf = (owner: string, kind: BillKind = {}): Bill => {
  const { workspace = 0, day = '2026-01-01', site = 'cn1', payer = byInstance, currency = 'CNY', n = 1 } = kind;
  return {
    billId: `${day}-${idOf(workspace).slice(5)}-${n}`,
    owner,
    day,
    site,
    workspaceId: idOf(workspace),
    payer,
    currency,
    rows: [{ item: 'hosts', quantity: '2', unit: 1, unitPrice: 20_000, amount: 40_000 }],
    amount: 40_000,
    billedAtMs: Date.parse(`${addDays(day, 1)}T00:00:00.000Z`),
    deductions:
      payer.method === 'billing-center' ? { ...deductions, cash: 40_000 } : { ...deductions, alicloud: 40_000 },
    ...kind.changes,
  };
};

export const putBills = async (world: FaultyWorld, bills: readonly Bill[]): Promise<void> => {
  await world.store.writeMany(bills.map((put) => ({ table: 'bills', put })));
};

/** A ledger with these entries, as its writer leaves it; the last may have no row yet. */
export const putLedger = async (
  world: Pick<FaultyWorld, 'store'>,
  ledgerId: string,
  postings: readonly Omit<Posting, 'ledgerId'>[],
  { lastHasRow = true } = {},
): Promise<LedgerEntry[]> => {
  const entries: LedgerEntry[] = [];
  for (const posting of postings) entries.push(entryAfter(entries.at(-1), { ledgerId, ...posting }));
  const last = entries.at(-1);
  if (!last) return [];
  const head: LedgerHead = { ledgerId, version: last.sequence, sequence: last.sequence, last };
  const rows = lastHasRow ? entries : entries.slice(0, -1);
  await world.store.writeMany([
    { table: 'ledgerHeads', put: head },
    ...rows.map((put) => ({ table: 'ledgerEntries', put }) as const),
  ]);
  return entries;
};

export const credit = (amount: number, kind: 'vouchers' | 'prepaid' | 'cash', entryId: string, atMs: number) =>
  ({
    entryId,
    atMs,
    cause: { kind: 'credit', credit: kind, by: 'Ada Operator', why: 'Bank transfer.' },
    amount: -amount,
  }) as const;
