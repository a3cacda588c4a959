/**
 * A ledger: entries that are only ever added, each with the balances after it. The head names the last; it is the row that
 * commits, and whoever finds that the last entry has no row of its own yet writes it first. An account has a ledger for
 * each currency. An instance has one too, without balances: the marketplace collects, and only the total billed counts.
 *
 * Amounts are integers in 1/10,000 of the currency's unit.
 */
import type { Currency } from '../../validation/currency';
import type { Day } from '../../validation/day';
import type { Deductions } from './bill';

/** What an account holds, and what it owes; none is ever negative. */
export interface Balances {
  readonly vouchers: number;
  readonly prepaid: number;
  readonly cash: number;
  readonly arrears: number;
}

export type CreditKind = Exclude<keyof Balances, 'arrears'>;

/** Why an entry was made: a bill, or what an operator credited. */
export type LedgerCause =
  | { readonly kind: 'bill'; readonly billId: string; readonly day: Day; readonly workspaceId: string }
  | { readonly kind: 'credit'; readonly credit: CreditKind; readonly by: string; readonly why: string };

export interface LedgerEntry {
  readonly ledgerId: string;
  /** Counts the ledger's entries from 1. */
  readonly sequence: number;
  /** The bill's id, or the operation's: nothing is entered twice under the same. */
  readonly entryId: string;
  readonly atMs: number;
  readonly cause: LedgerCause;
  /** What the entry takes: a bill's amount, or a credit's with a minus. */
  readonly amount: number;
  /** Where it was taken from, or, negative, put to. They add up to the amount. */
  readonly deductions: Deductions;
  /** After the entry. */
  readonly balances: Balances;
  /** The amounts of all bills up to here. */
  readonly billed: number;
  /** All arrears ever incurred, and all ever repaid: their difference is the balance. */
  readonly arrearsIncurred: number;
  readonly arrearsRepaid: number;
}

export interface LedgerHead {
  readonly ledgerId: string;
  readonly version: number;
  /** Of the last entry. */
  readonly sequence: number;
  readonly last: LedgerEntry;
}

export const accountLedgerId = (owner: string, currency: Currency): string => `account/${owner}/${currency}`;
export const instanceLedgerId = (instanceId: string): string => `instance/${instanceId}`;
