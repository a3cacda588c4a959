/**
 * A bill: what one payer owes for one workspace's day. It is written once and never changed; what is found out later is a
 * row of a later bill that says which day it adjusts.
 *
 * Amounts are integers in 1/10,000 of the currency's unit, quantities decimal text.
 */
import type { Currency } from '../../validation/currency';
import type { Day } from '../../validation/day';
import type { SettlementMethod } from '../../validation/settlement';
import type { Site } from '../../validation/site';
import type { UsageItem } from '../../validation/usage-item';
import type { WorkspaceId } from '../../validation/workspace';

/** Who pays: the Billing Center account that owns the workspace, or an instance. */
export type Payer =
  | { readonly method: 'billing-center' }
  | {
      readonly method: Exclude<SettlementMethod, 'billing-center'>;
      readonly accountId: string;
      readonly instanceId: string;
    };

export interface BillRow {
  readonly item: UsageItem;
  /** Days: always there where the item's price depends on it. */
  readonly retention?: number;
  /** Decimal text: this payer's share of the day's quantity; negative where an adjustment takes back. */
  readonly quantity: string;
  /** The price is for so many. */
  readonly unit: number;
  /** An amount: the price of one unit. */
  readonly unitPrice: number;
  /** Negative where an adjustment takes back. */
  readonly amount: number;
  /** The earlier day that the row corrects; absent: the row is of the bill's own day. */
  readonly adjusts?: Day;
}

/** What a bill's amount was taken from. They add up to it; those of a negative bill are negative. */
export interface Deductions {
  readonly vouchers: number;
  readonly prepaid: number;
  readonly cash: number;
  /** What nothing was left to pay with. */
  readonly arrears: number;
  /** What the AliCloud account pays, through the marketplace. */
  readonly alicloud: number;
}

/** A bill before its payer's ledger was asked: what `settle-fees` commits to. */
export interface BillDraft {
  /** `${day}-${32 hex digits of the workspace's ID}-${n}`, n counting the workspace's bills from 1. */
  readonly billId: string;
  /** The Billing Center account that owns the workspace, and sees the bill whoever pays it. */
  readonly owner: string;
  readonly day: Day;
  readonly site: Site;
  readonly workspaceId: WorkspaceId;
  readonly payer: Payer;
  readonly currency: Currency;
  readonly rows: readonly BillRow[];
  /** Of all its rows together. */
  readonly amount: number;
  readonly billedAtMs: number;
}

export interface Bill extends BillDraft {
  readonly deductions: Deductions;
  /**
   * All arrears that the account's ledger had ever incurred, this bill's included: once so much was repaid, this bill's
   * are. Absent where the Billing Center account is not the payer.
   */
  readonly arrearsIncurred?: number;
}

/** `owed` turns `paid` once later credits cover its arrears; `alicloud`: the marketplace collects it. */
export type BillState = 'paid' | 'owed' | 'alicloud';

/** What was charged of one line. */
export interface ChargedRow {
  readonly item: UsageItem;
  readonly retention?: number;
  readonly quantity: string;
  readonly amount: number;
}

/** What one payer was charged for a day. */
export interface ChargedPayer {
  readonly payer: Payer;
  readonly currency: Currency;
  readonly rows: readonly ChargedRow[];
  readonly amount: number;
}

/** What has been charged for a workspace's day so far, adjustments included. */
export interface Charged {
  /** The workspace's settlement that last charged it: an older one changes it no more. */
  readonly chargedBy: number;
  readonly payers: readonly ChargedPayer[];
}

/** A settlement that is committed and may not be carried out yet: any process can do so from here. */
export interface PendingSettlement {
  readonly number: number;
  readonly day: Day;
  readonly bills: readonly BillDraft[];
  /** The days that it charges: its own, unless that had been settled before, and those that it adjusts. */
  readonly days: readonly ChargedDay[];
}

/** What a day's row is to say was charged, and what that takes care of. */
export interface ChargedDay {
  readonly day: Day;
  readonly charged: Charged;
  /** The versions of `adjustmentsDue` that are settled with it: none above that on which the day was rated. */
  readonly due: readonly number[];
}

/** The commit row of `settle-fees`, one for each workspace: what is not in here never happened. */
export interface FeeHead {
  readonly workspaceId: WorkspaceId;
  readonly version: number;
  /** How many settlements were committed, the pending one included: its number. */
  readonly count: number;
  /** How many bills they made: the next one's `n` is one more. */
  readonly billCount: number;
  readonly pending?: PendingSettlement;
}
