/**
 * What two accounts of the same money differ by. Payers and lines are compared one by one, so that what one payer was charged
 * too much and another too little is no balance but twice a difference. Added up here from the rows as they stand, without the
 * code that wrote them.
 *
 * Amounts are integers in 1/10,000 of the currency's unit.
 */
import type { Currency } from '../../validation/currency';
import { lineKey } from '../../validation/usage-item';
import type { Bill, ChargedPayer, Deductions } from './bill';
import type { LedgerEntry } from './ledger';
import { quantityOf, total } from './money';
import { payerKey } from './payer';

/** Amounts, none of them negative; nought where only quantities differ. */
export type Differences = Partial<Record<Currency, number>>;

export type Parties = readonly Pick<ChargedPayer, 'payer' | 'currency' | 'rows'>[];

interface Sum {
  readonly currency: Currency;
  readonly quantity: bigint;
  readonly amount: bigint;
}

/** Undefined: payers, lines, quantities and amounts are the same. */
export const differencesOf = (one: Parties, other: Parties): Differences | undefined => {
  const sums = new Map<string, Sum>();
  const add = (parties: Parties, sign: 1n | -1n): void => {
    for (const { payer, currency, rows } of parties) {
      for (const row of rows) {
        const name = `${payerKey(payer)} ${currency} ${lineKey(row)}`;
        const { quantity, amount } = sums.get(name) ?? { quantity: 0n, amount: 0n };
        sums.set(name, {
          currency,
          quantity: quantity + sign * quantityOf(row.quantity),
          amount: amount + sign * BigInt(row.amount),
        });
      }
    }
  };
  add(one, 1n);
  add(other, -1n);
  const left = [...sums.values()].filter(({ quantity, amount }) => quantity !== 0n || amount !== 0n);
  if (left.length === 0) return undefined;
  return left.reduce<Differences>(
    (all, { currency, amount }) => added(all, { [currency]: Number(amount < 0n ? -amount : amount) }),
    {},
  );
};

export const added = (one: Differences, other: Differences): Differences => {
  const sum: Differences = { ...one };
  for (const [currency, amount] of Object.entries(other) as [Currency, number][]) {
    sum[currency] = total([sum[currency] ?? 0, amount]);
  }
  return sum;
};

/** What is charged, or billed, in all. */
export const amountsOf = (parties: readonly Pick<ChargedPayer, 'currency' | 'amount'>[]): Differences =>
  parties.reduce<Differences>((all, { currency, amount }) => added(all, { [currency]: Math.abs(amount) }), {});

/** What a workspace's bills say of a day: its own rows, and those of later bills that adjust it. */
export const billedFor = (day: string, bills: readonly Pick<Bill, 'day' | 'payer' | 'currency' | 'rows'>[]): Parties =>
  bills.map((bill) => ({ ...bill, rows: bill.rows.filter(({ adjusts }) => (adjusts ?? bill.day) === day) }));

const kinds = ['vouchers', 'prepaid', 'cash'] as const;

/**
 * By how much an entry does not follow from the one before; undefined: it does. Of an account the balances move by what was
 * deducted; of an instance nothing moves but the total billed.
 */
export const brokenBy = (before: LedgerEntry | undefined, entry: LedgerEntry): number | undefined => {
  const { amount, deductions, balances, billed, arrearsIncurred, arrearsRepaid, cause } = entry;
  const was = before?.balances;
  const off = [
    total(Object.values(deductions)) - amount,
    ...kinds.map((kind) => (was?.[kind] ?? 0) - deductions[kind] - balances[kind]),
    (was?.arrears ?? 0) + deductions.arrears - balances.arrears,
    (before?.billed ?? 0) + (cause.kind === 'bill' ? amount : 0) - billed,
    arrearsIncurred - arrearsRepaid - balances.arrears,
    ...Object.values(balances).filter((balance) => balance < 0),
  ].map(Math.abs);
  return off.some((one) => one !== 0) ? Math.max(...off) : undefined;
};

/** By how much a bill and its entry differ; undefined: they are the same. */
export const billOffBy = (
  { amount, deductions, rows }: Pick<Bill, 'amount' | 'deductions' | 'rows'>,
  entry: Pick<LedgerEntry, 'amount' | 'deductions'>,
): number | undefined => {
  const names = Object.keys(deductions) as (keyof Deductions)[];
  const off = [
    total(rows.map((row) => row.amount)) - amount,
    amount - entry.amount,
    ...names.map((name) => deductions[name] - entry.deductions[name]),
  ].map(Math.abs);
  return off.some((one) => one !== 0) ? Math.max(...off) : undefined;
};
