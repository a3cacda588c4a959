/**
 * Carries out a settlement that is committed. Whoever finds one pending does it, from the start, any number of them at once,
 * after a crash again: every step is made once by its own name or number, and finding it made is as good as making it.
 *
 * The order is the proof; do not change it.
 * 1. Put that the account is owed a statement of the month, before there is a bill in it.
 *    For each bill: enter it in its payer's ledger, which says what it is taken from, then write the bill. Whoever sees a
 *    bill sees it paid.
 * 2. Mark whom the instances' meters have to count.
 * 3. Write in each day what was charged. From here on the day's usage counts as billed, so not before the ledger has it:
 *    the meter of an instance counts what the ledger has, and of the days what is not charged yet.
 * 4. Remove the adjustments whose versions were rated, and no others.
 * 5. Take it out of the head, on the version on which it was found.
 * 6. Remove the to-do, last of all: removed earlier, a crash would leave a settlement pending that no timer finds.
 */
import type { Bill, BillDraft, ChargedDay, FeeHead, PendingSettlement } from '../../domain/fees/bill';
import type { LedgerEntry } from '../../domain/fees/ledger';
import { instanceOfPayer } from '../../domain/fees/payer';
import { beginsArrears, postingOf } from '../../domain/fees/posting';
import { shardOf } from '../../domain/fees/record';
import { carriedOut } from '../../domain/fees/settling';
import { monthOf } from '../../domain/fees/statement';
import { arrearsMailId, owed } from '../../domain/mail';
import { type Rows, StaleWrite, type Store, Unavailable } from '../../ports';
import { append, insertOnce } from './ledger';
import { oweStatement } from './statements';

type WorkspaceId = Rows['feeHeads']['workspaceId'];

/** How often a row that others move is read again. */
const ROUNDS = 20;

/** The head with nothing pending; and how many mails became owed on the way. */
export const atRest = async (
  store: Store,
  workspaceId: WorkspaceId,
  nowMs: number,
): Promise<{ readonly head: FeeHead | undefined; readonly mails: number }> => {
  let mails = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const head = await store.get('feeHeads', { workspaceId });
    if (!head?.pending) return { head, mails };
    mails += await complete(store, head, nowMs);
  }
  throw new Unavailable('Settlements of the workspace followed each other without end.');
};

/**
 * Resolves once nothing of the pending settlement is left to be done, by whomever; with how many mails became owed. Throws
 * `Unavailable` where that is not known: the same again is safe.
 */
export const complete = async (store: Store, head: FeeHead, nowMs: number): Promise<number> => {
  const { workspaceId, pending } = head;
  if (!pending) return 0;
  let mails = 0;
  const [bill] = pending.bills;
  if (bill) await oweStatement(store, monthOf(pending.day), bill.owner, nowMs);
  for (const draft of pending.bills) {
    const entry = await append(store, postingOf(draft, nowMs));
    await insertOnce(store, { table: 'bills', insert: billOf(draft, entry) });
    if (beginsArrears(entry)) {
      await oweMail(store, draft, entry, nowMs);
      mails++;
    }
  }
  for (const put of metered(workspaceId, pending)) await store.write({ table: 'meteredWorkspaces', put });
  for (const day of pending.days) await charge(store, workspaceId, day);
  for (const { day, due } of pending.days) {
    for (const version of due) await store.write({ table: 'adjustmentsDue', remove: { workspaceId, day, version } });
  }
  try {
    await store.write({ table: 'feeHeads', replace: carriedOut(head), of: head.version });
  } catch (fault) {
    // Another has completed it.
    if (!(fault instanceof StaleWrite)) throw fault;
  }
  const shard = shardOf(pending.day, workspaceId);
  await store.write({ table: 'usageTodos', remove: { shard, workspaceId } });
  return mails;
};

const billOf = (draft: BillDraft, { deductions, arrearsIncurred }: LedgerEntry): Bill => ({
  ...draft,
  deductions,
  ...(instanceOfPayer(draft.payer) === undefined && { arrearsIncurred }),
});

/** The instances that are billed, at every day that they are charged for. */
const metered = (workspaceId: WorkspaceId, { bills, days }: PendingSettlement): Rows['meteredWorkspaces'][] => {
  const instances = new Set(bills.flatMap(({ payer }) => instanceOfPayer(payer) ?? []));
  return days.flatMap(({ day, charged }) =>
    charged.payers.flatMap(({ payer }) => {
      const instanceId = instanceOfPayer(payer);
      return instanceId !== undefined && instances.has(instanceId)
        ? [{ instanceDay: `${instanceId}/${day}`, workspaceId }]
        : [];
    }),
  );
};

/** A later settlement's charge stands: whoever comes late with an earlier one changes nothing. */
const charge = async (store: Store, workspaceId: WorkspaceId, { day, charged }: ChargedDay): Promise<void> => {
  for (let round = 0; round < ROUNDS; round++) {
    const row = await store.get('usageDays', { workspaceId, day });
    if (!row) throw new Error(`The day ${day} of ${workspaceId} is lost: what was charged for it cannot be written.`);
    if (row.charged && row.charged.chargedBy >= charged.chargedBy) return;
    try {
      await store.write({
        table: 'usageDays',
        replace: { ...row, version: row.version + 1, charged },
        of: row.version,
      });
      return;
    } catch (fault) {
      // Usage came meanwhile, or another has charged it.
      if (!(fault instanceof StaleWrite)) throw fault;
    }
  }
  throw new Unavailable('The day never held still to be charged.');
};

/** Once for each spell: the entry that it began with names it. */
const oweMail = async (store: Store, bill: BillDraft, entry: LedgerEntry, nowMs: number): Promise<void> => {
  const { owner, currency, day, workspaceId } = bill;
  const workspace = await store.get('workspaces', { workspaceId });
  if (workspace?.kind !== 'workspace') return;
  const mailId = arrearsMailId(owner, currency, entry.sequence);
  const notice = {
    kind: 'arrears',
    currency,
    amount: entry.balances.arrears,
    day,
    languages: [workspace.language],
  } as const;
  await insertOnce(store, { table: 'mails', insert: owed(mailId, workspace, notice, nowMs) });
  await store.write({ table: 'todos', put: { queue: 'mails', subject: mailId, sinceMs: nowMs } });
};
