/**
 * What a caller sees of bills, of a ledger and of a day's usage: the shapes of `validation/answers.ts`. Amounts, kept as
 * integers in 1/10,000 of the currency's unit, are shown as decimal text in that unit, so that no program reads them as
 * binary fractions.
 */
import type { BillView, LedgerEntryView, LedgerPageView, PayerView, UsageOfDayView } from '../../validation/answers';
import type { Day } from '../../validation/day';
import { compareLines } from '../../validation/usage-item';
import { rfc3339 } from '../views';
import type { Workspace } from '../workspace';
import type { Bill, BillState, Deductions, Payer } from './bill';
import type { Balances, LedgerEntry } from './ledger';
import { amountText } from './money';
import { payerOf, payerOfHour } from './payer';
import type { UsageHour } from './usage';

const payerView = (payer: Payer): PayerView =>
  payer.method === 'billing-center'
    ? { method: payer.method }
    : { method: payer.method, accountId: payer.accountId, instanceId: payer.instanceId };

const deductionsView = ({ vouchers, prepaid, cash, arrears, alicloud }: Deductions): BillView['deductions'] => ({
  ...balancesView({ vouchers, prepaid, cash, arrears }),
  alicloud: amountText(alicloud),
});

export const balancesView = ({ vouchers, prepaid, cash, arrears }: Balances): LedgerPageView['balances'] => ({
  vouchers: amountText(vouchers),
  prepaid: amountText(prepaid),
  cash: amountText(cash),
  arrears: amountText(arrears),
});

export const billView = (bill: Bill, state: BillState): BillView => ({
  billId: bill.billId,
  day: bill.day,
  site: bill.site,
  workspaceId: bill.workspaceId,
  currency: bill.currency,
  payer: payerView(bill.payer),
  rows: bill.rows.map(({ item, retention, quantity, unit, unitPrice, amount, adjusts }) => ({
    item,
    ...(retention !== undefined && { retention }),
    quantity,
    unit,
    unitPrice: amountText(unitPrice),
    amount: amountText(amount),
    ...(adjusts !== undefined && { adjusts }),
  })),
  amount: amountText(bill.amount),
  deductions: deductionsView(bill.deductions),
  state,
});

/** Who of the operators made a credit is not the customer's business; why, is. */
export const ledgerEntryView = ({ entryId, atMs, cause, amount, ...entry }: LedgerEntry): LedgerEntryView => ({
  entryId,
  at: rfc3339(atMs),
  ...(cause.kind === 'bill'
    ? {
        kind: cause.kind,
        amount: amountText(amount),
        billId: cause.billId,
        deductions: deductionsView(entry.deductions),
      }
    : { kind: cause.credit, amount: amountText(-amount), reason: cause.why }),
  balances: balancesView(entry.balances),
});

/** In the order of the hours, and within one in that of a bill's rows. */
export const usageOfDayView = ({ timeline }: Workspace, day: Day, hours: readonly UsageHour[]): UsageOfDayView => ({
  day,
  hours: [...hours]
    .sort((one, other) => one.hourMs - other.hourMs || compareLines(one, other))
    .map(({ item, retention, hourMs, quantity }) => ({
      hour: rfc3339(hourMs),
      item,
      ...(retention !== undefined && { retention }),
      quantity,
      // No usage is taken of an hour before there was a workspace; were it, it would be shown to whom it is nearest.
      payer: payerView(payerOfHour(timeline, hourMs) ?? payerOf(timeline[0].settlement)),
    })),
});
