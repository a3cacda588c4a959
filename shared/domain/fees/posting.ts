/**
 * What an entry makes of a ledger: where a bill's amount is taken from, and where a credit goes. Pure; that an entry is
 * made once is the protocol's work (`protocol/fees/ledger.ts`).
 *
 * Source: a bill is deducted from vouchers, then prepaid, then cash, and what is left becomes a negative balance (product
 * documentation, "Deduction"); here the negative balance is a positive one of its own, the arrears. Discount vouchers, which
 * the product knows between vouchers and prepaid, are not built. Our decisions: a credit of any kind pays arrears first; a
 * bill below nought, which only an adjustment makes, does too, and the rest of it becomes cash.
 *
 * Amounts are integers in 1/10,000 of the currency's unit.
 */
import type { BillDraft, BillState, Deductions, Payer } from './bill';
import { accountLedgerId, type Balances, type CreditKind, instanceLedgerId, type LedgerEntry } from './ledger';

/** An entry that is wanted: the ledger gives it its place and its balances. */
export type Posting = Pick<LedgerEntry, 'ledgerId' | 'entryId' | 'atMs' | 'cause' | 'amount'> & {
  /** The marketplace collects the amount, so no balance is touched. */
  readonly collected?: true;
};

const nothing: Balances = { vouchers: 0, prepaid: 0, cash: 0, arrears: 0 };

/** The entry that follows the last one; undefined: the ledger is empty. */
export const entryAfter = (last: LedgerEntry | undefined, { collected, ...posting }: Posting): LedgerEntry => {
  const { cause, amount } = posting;
  const before = last?.balances ?? nothing;
  const deductions = collected
    ? { ...nothing, alicloud: amount }
    : { ...(cause.kind === 'credit' ? given(before, -amount, cause.credit) : taken(before, amount)), alicloud: 0 };
  const { vouchers, prepaid, cash, arrears } = deductions;
  return {
    ...posting,
    sequence: (last?.sequence ?? 0) + 1,
    deductions,
    balances: {
      vouchers: before.vouchers - vouchers,
      prepaid: before.prepaid - prepaid,
      cash: before.cash - cash,
      arrears: before.arrears + arrears,
    },
    billed: (last?.billed ?? 0) + (cause.kind === 'bill' ? amount : 0),
    arrearsIncurred: (last?.arrearsIncurred ?? 0) + Math.max(0, arrears),
    arrearsRepaid: (last?.arrearsRepaid ?? 0) + Math.max(0, -arrears),
  };
};

const order = ['vouchers', 'prepaid', 'cash'] as const;

const taken = (balances: Balances, amount: number): Balances => {
  if (amount < 0) return given(balances, -amount, 'cash');
  const from = { ...nothing };
  let left = amount;
  for (const kind of order) {
    from[kind] = Math.min(left, balances[kind]);
    left -= from[kind];
  }
  return { ...from, arrears: left };
};

/** Deductions with a minus: nought is never written as one, for no row may tell it from nought. */
const given = ({ arrears }: Balances, amount: number, kind: CreditKind): Balances => {
  const repaid = Math.min(arrears, amount);
  return { ...nothing, arrears: 0 - repaid, [kind]: 0 - (amount - repaid) };
};

/** The ledger that the payer's bills are entered in. */
export const ledgerIdOf = ({ payer, owner, currency }: Pick<BillDraft, 'payer' | 'owner' | 'currency'>): string =>
  payer.method === 'billing-center' ? accountLedgerId(owner, currency) : instanceLedgerId(payer.instanceId);

export const postingOf = (bill: BillDraft, atMs: number): Posting => ({
  ledgerId: ledgerIdOf(bill),
  entryId: bill.billId,
  atMs,
  cause: { kind: 'bill', billId: bill.billId, day: bill.day, workspaceId: bill.workspaceId },
  amount: bill.amount,
  ...(bill.payer.method !== 'billing-center' && { collected: true }),
});

/** With the entry a spell of arrears begins: before it nothing was owed. */
export const beginsArrears = ({ deductions, balances }: LedgerEntry): boolean =>
  deductions.arrears > 0 && balances.arrears === deductions.arrears;

/** `head`: the last entry of the ledger that the bill is entered in, as it is now. */
export const billStateOf = (
  bill: { readonly payer: Payer; readonly deductions: Deductions; readonly arrearsIncurred?: number },
  head: Pick<LedgerEntry, 'arrearsRepaid'> | undefined,
): BillState => {
  if (bill.payer.method !== 'billing-center') return 'alicloud';
  const covered = (head?.arrearsRepaid ?? 0) >= (bill.arrearsIncurred ?? 0);
  return bill.deductions.arrears <= 0 || covered ? 'paid' : 'owed';
};
