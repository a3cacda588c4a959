/**
 * The statement of a month: what an account's workspaces cost in it, by who pays and in which currency, added up from its
 * bills. Source: a month's bills are complete once the 3rd of the next is over (product documentation, "Bills"); that the
 * account is then told by mail, and once: our decision. What is billed for the month after that stands on the page of bills.
 *
 * Amounts are integers in 1/10,000 of the currency's unit.
 */
import type { Currency } from '../../validation/currency';
import { beginOfDayMs, type Day } from '../../validation/day';
import type { StatementNotice } from '../mail';
import type { Bill } from './bill';
import { total } from './money';

/** 'YYYY-MM', of Beijing. */
export type Month = string;

export const monthOf = (day: Day): Month => day.slice(0, 7);

/** Which account a month's statement is owed to: the subject of its to-do. Months stand in their order. */
export const statementSubject = (month: Month, owner: string): string => `${month}/${owner}`;

export const readStatementSubject = (subject: string): { readonly month: Month; readonly owner: string } => ({
  month: subject.slice(0, 7),
  owner: subject.slice(8),
});

/** The first instant after the 3rd of the next month. */
export const statementDueMs = (month: Month): number => {
  const [year = 0, nth = 0] = month.split('-').map(Number);
  const next = nth === 12 ? `${year + 1}-01` : `${year}-${String(nth + 1).padStart(2, '0')}`;
  return beginOfDayMs(`${next}-04`);
};

type Sums = Pick<StatementNotice, 'account' | 'alicloud'>;

export const noSums: Sums = { account: [], alicloud: [] };

/** With one bill more. */
export const withBill = ({ account, alicloud }: Sums, bill: Bill): Sums => {
  const { payer, currency, amount, deductions } = bill;
  if (payer.method !== 'billing-center') {
    const { accountId } = payer;
    const before = alicloud.find((one) => one.accountId === accountId && one.currency === currency);
    const next = { accountId, currency, amount: total([before?.amount ?? 0, amount]) };
    return { account, alicloud: [...alicloud.filter((one) => one !== before), next] };
  }
  const before = account.find((one) => one.currency === currency);
  const next = {
    currency,
    amount: total([before?.amount ?? 0, amount]),
    arrears: total([before?.arrears ?? 0, deductions.arrears]),
  };
  return { account: [...account.filter((one) => one !== before), next], alicloud };
};

/** In an order of their own, whatever the bills came in. */
export const sorted = ({ account, alicloud }: Sums): Sums => ({
  account: account.toSorted((one, other) => order(one.currency, other.currency)),
  alicloud: alicloud.toSorted(
    (one, other) => order(one.accountId, other.accountId) || order<Currency>(one.currency, other.currency),
  ),
});

const order = <Text extends string>(one: Text, other: Text): number => (one === other ? 0 : one < other ? -1 : 1);
