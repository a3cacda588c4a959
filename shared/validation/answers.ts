/**
 * What callers are answered: the contract's shapes, each once. The types of the views and of the client are inferred from
 * them, and the API's document is made of them. The functions that answer import types only, so nothing here is bundled
 * with them.
 */
import * as z from 'zod';
import { accountId } from './account-id';
import { company } from './company';
import { currency } from './currency';
import { day } from './day';
import { email } from './email';
import { faultCodes } from './fault-code';
import { instanceId } from './instance-id';
import { language } from './language';
import { phone } from './phone';
import { refusalCodes } from './refusal-code';
import { site } from './site';
import { usageItem } from './usage-item';
import { username } from './username';
import { workspaceId, workspaceName } from './workspace';

/** RFC 3339, UTC, with milliseconds. */
export const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const count = z.int().min(0);

// --- what a customer has ---------------------------------------------------------------------------------------------

/** How a workspace pays, with what else is said of it: each method with its members. */
const settledBy = <Shape extends z.core.$ZodLooseShape>(more: Shape) =>
  z.discriminatedUnion('method', [
    z.object({ method: z.literal('billing-center'), ...more }),
    z.object({ method: z.literal('alicloud'), accountId, instanceId, ...more }),
  ]);

export const workspaceShown = z.object({
  site,
  workspaceId,
  name: workspaceName,
  language,
  settlement: settledBy({ since: time }),
  createdAt: time,
});
export type WorkspaceView = z.input<typeof workspaceShown>;

/** Entries touch: each `to` is the next one's `from`; only the last has none. */
export const timelineEntry = settledBy({
  from: time,
  to: time.exactOptional(),
  cause: z.enum(['registration', 'change', 'closure', 'repair']),
  by: z.enum(['owner', 'marketplace', 'operator']),
});
export type TimelineView = z.input<typeof timelineEntry>;

export const billingAccount = z.object({
  username,
  email,
  phone: phone.exactOptional(),
  company: company.exactOptional(),
  createdAt: time,
});
export type BillingAccountView = z.input<typeof billingAccount>;

export const cloudAccount = z.object({
  accountId,
  instances: z.array(
    z.object({
      instanceId,
      status: z.enum(['opening', 'open', 'overdue', 'closing', 'closed']),
      openedAt: time.exactOptional(),
      closedAt: time.exactOptional(),
      workspaceCount: count,
    }),
  ),
});
export type CloudAccountView = z.input<typeof cloudAccount>;

export const registered = z.object({ workspace: workspaceShown, billingAccount });
export const oneWorkspace = z.object({ workspace: workspaceShown });
export const workspacePage = z.object({
  workspaces: z.array(workspaceShown),
  nextCursor: z.string().exactOptional(),
});
export const timeline = z.object({ settlements: z.array(timelineEntry).min(1) });
export const cloudAccounts = z.object({ cloudAccounts: z.array(cloudAccount) });
export const bearer = z.object({ token: z.string(), expiresAt: time });

// --- what it costs ---------------------------------------------------------------------------------------------------

/** Decimal text in the currency's unit, with the decimals that it needs, at most four: "3.6". */
export const amount = z.string().regex(/^-?\d+(\.\d{1,4})?$/);
/** Decimal text with at most six decimals; negative where an adjustment takes back. */
export const shownQuantity = z.string().regex(/^-?\d+(\.\d{1,6})?$/);
const retention = z.int().min(1).exactOptional();

/** Who pays: the Billing Center account, or an instance that an AliCloud account bought. */
export const payer = settledBy({});
export type PayerView = z.input<typeof payer>;

export const deductions = z.object({
  vouchers: amount,
  prepaid: amount,
  cash: amount,
  /** What nothing was left to pay with. */
  arrears: amount,
  /** What the AliCloud account pays, through the marketplace. */
  alicloud: amount,
});

/** The price is for `unit` of the item; with `adjusts`, the row corrects what was billed for that earlier day. */
export const billRow = z.object({
  item: usageItem,
  /** For how many days the data is kept, where the price depends on it. */
  retention,
  quantity: shownQuantity,
  unit: z.int().min(1),
  unitPrice: amount,
  amount,
  adjusts: day.exactOptional(),
});

/** What one payer owes for one workspace's day. */
export const bill = z.object({
  billId: z.string(),
  day,
  site,
  workspaceId,
  currency,
  payer,
  rows: z.array(billRow).min(1),
  amount,
  deductions,
  /** `owed` turns `paid` once later credits cover its arrears; `alicloud`: the marketplace collects it. */
  state: z.enum(['paid', 'owed', 'alicloud']),
});
export type BillView = z.input<typeof bill>;

export const billPage = z.object({ bills: z.array(bill), nextCursor: z.string().exactOptional() });

export const balances = z.object({ vouchers: amount, prepaid: amount, cash: amount, arrears: amount });

/** A bill, or what was credited to the balance of this kind; `balances` are those after it. */
export const ledgerEntry = z.object({
  entryId: z.string(),
  at: time,
  kind: z.enum(['bill', 'vouchers', 'prepaid', 'cash']),
  /** Of the bill, or of the credit. */
  amount,
  billId: z.string().exactOptional(),
  /** Of a credit. */
  reason: z.string().exactOptional(),
  /** Of a bill. */
  deductions: deductions.exactOptional(),
  balances,
});
export type LedgerEntryView = z.input<typeof ledgerEntry>;

/** What is left now, and how it came to be, newest first. */
export const ledgerPage = z.object({
  currency,
  balances,
  entries: z.array(ledgerEntry),
  nextCursor: z.string().exactOptional(),
});
export type LedgerPageView = z.input<typeof ledgerPage>;

/** One hour's value of an item, and who pays for the hour. */
export const usageHour = z.object({ hour: time, item: usageItem, retention, quantity: shownQuantity, payer });
export const usageOfOneDay = z.object({ day, hours: z.array(usageHour) });
export type UsageOfDayView = z.input<typeof usageOfOneDay>;

// --- what operators see ----------------------------------------------------------------------------------------------

/** What findings about money come to, by currency: decimal text. */
const differences = z.record(z.string(), z.string());

const tally = z.object({ found: count, repaired: count, left: count, differences: differences.exactOptional() });

/** One run of the timed check; its findings by their kind. */
export const consistencyReport = z.object({
  startedAt: time,
  endedAt: time,
  dryRun: z.boolean(),
  checked: count,
  findings: z.record(z.string(), tally),
  stopped: z.string().exactOptional(),
});
export const consistency = z.object({
  reports: z.array(consistencyReport),
  findings: z.array(
    z.object({
      kind: z.string(),
      subject: z.string(),
      since: time,
      differences: differences.exactOptional(),
      advice: z.string(),
    }),
  ),
});
export type ConsistencyView = z.input<typeof consistency>;

export const closures = z.object({
  closures: z.array(
    z.object({ instanceId, startedAt: time, done: count, left: count, closedAt: time.exactOptional() }),
  ),
});
export type ClosuresView = z.input<typeof closures>;

export const unsentMails = z.object({
  mails: z.array(
    z.object({
      to: z.string(),
      kind: z.string(),
      attempts: count,
      nextAttemptAt: time,
      lastError: z.string().exactOptional(),
    }),
  ),
});
export type UnsentMailsView = z.input<typeof unsentMails>;

/** The elements that came last, and of all how many there are of each reason. */
export const unusableUsage = z.object({
  unusable: z.array(
    z.object({
      subject: z.string(),
      reason: z.string(),
      receivedAt: time,
      seen: count,
      /** As JSON text, as it was sent; cut where it is long. */
      element: z.string(),
      advice: z.string(),
    }),
  ),
  counts: z.record(z.string(), count),
});
export type UnusableUsageView = z.input<typeof unusableUsage>;

/** A window of an instance's usage, as it is told to the marketplace. Money is decimal text, in CNY. */
export const meteringWindow = z.object({
  instanceId,
  productCode: z.string().exactOptional(),
  windowStart: time,
  windowEnd: time,
  /** The marketplace takes it before then. */
  deadline: time,
  /** Until the deadline; 0 once it has passed. */
  minutesLeft: count,
  state: z.enum(['pending', 'sent', 'accepted', 'refused', 'unknown', 'missed']),
  units: count,
  amount,
  attempts: count,
  /** The Billing Center account whose usage it is. */
  owner: z.string().exactOptional(),
  /** What the marketplace answered last, where it did not accept. */
  code: z.string().exactOptional(),
  sentAt: time.exactOptional(),
  endedAt: time.exactOptional(),
});
export type MeteringWindowView = z.input<typeof meteringWindow>;

export const metering = z.object({
  /** What is open, the least time left first; then what was lost, the latest first. Of each 200 at most. */
  windows: z.array(meteringWindow),
  /** Of all of them. */
  counts: z.object({ pending: count, sent: count, unknown: count, refused: count, missed: count }),
});
export type MeteringView = z.input<typeof metering>;

// --- what the marketplace is answered, in its own forms ---------------------------------------------------------------

const truth = z.enum(['true', 'false']);

/** By the action that was called: whether it was carried out; of createInstance the instance, `0` for none yet. */
export const marketplaceAnswer = z.union([
  z.object({ success: truth }),
  z.object({ success: z.boolean() }),
  z.object({ instanceId: z.literal('0') }),
  z.object({ instanceId, appInfo: z.object({ frontEndUrl: z.url(), authUrl: z.url() }) }),
]);
export const marketplaceRefusal = z.object({ success: z.literal('false') });

// --- what nobody wants -----------------------------------------------------------------------------------------------

/** A mistake in a request: where, as a JSON Pointer, a code for programs and a sentence for the person. */
export const fault = z.object({ path: z.string(), code: z.enum(faultCodes), message: z.string() });

/** `application/problem+json` (RFC 9457). `internal-error` is no refusal: the mistake is ours. */
export const problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum([...refusalCodes, 'internal-error']),
  requestId: z.string(),
  /** With `invalid-request`: all that is wrong with the call. */
  errors: z.array(fault).min(1).exactOptional(),
});
export type Problem = z.output<typeof problem>;
