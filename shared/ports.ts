/**
 * What the handlers need of the world, and nothing more. Each port has one implementation that reaches the cloud
 * (`adapters`) and one for tests (`test/fakes`); both pass the same contract suite.
 */
import type { KeyClaim, Link, UsernameClaim } from './domain/claims';
import type { Check, LeftFinding } from './domain/consistency';
import type { Bill, FeeHead } from './domain/fees/bill';
import type { LedgerEntry, LedgerHead } from './domain/fees/ledger';
import type { Meter, MeteringWindow } from './domain/fees/metering';
import type { MeteringOutcome } from './domain/fees/metering-states';
import type { UnusableUsage, UsageDay } from './domain/fees/usage';
import type { Instance } from './domain/instance';
import type { Mail } from './domain/mail';
import type { Operation } from './domain/operation';
import type { Shown } from './domain/subscription';
import type { WorkspaceRow } from './domain/workspace';
import type { Day } from './validation/day';
import type { Username } from './validation/username';
import type { WorkspaceId } from './validation/workspace';

// --- the store -------------------------------------------------------------------------------------------------------

/** The rows of every table, with their key members in them. */
export interface Rows {
  /** The only row that commits: see `domain/workspace.ts`. */
  workspaces: WorkspaceRow;
  instances: Instance;
  /** A workspace that is, was or may become settled by the instance. No content: the workspace's row decides. */
  bindings: { readonly instanceId: string; readonly workspaceId: WorkspaceId };
  usernames: UsernameClaim;
  links: Link;
  idempotencyKeys: KeyClaim;
  /** An owner's list. An entry counts once its workspace exists. */
  workspacesByOwner: { readonly owner: string; readonly workspaceId: WorkspaceId };
  /** What an AliCloud account bought. An entry counts if the instance's row says the same. */
  instancesByAccount: { readonly accountId: string; readonly instanceId: string };
  sessions: {
    readonly sessionId: string;
    readonly owner: string;
    readonly username: Username;
    readonly expiresAtMs: number;
  };
  mails: Mail;
  /** The ids of a closure notice that outgrew its row, a thousand to a row. */
  noticeLists: { readonly listId: string; readonly page: number; readonly workspaceIds: readonly string[] };
  /**
   * Work that a timer must find: closures to walk, mails to send, changes to make a mail of. Removed when done; finding one
   * again is harmless. Metering windows: what is to be sent, or its outcome to be found out;
   * losses are those that ended without being on the marketplace's bill, to be shown for a while. Statements: accounts with a
   * bill in a month, to be told once it is over.
   */
  todos: {
    readonly queue: 'closures' | 'mails' | 'changes' | 'metering' | 'metering-losses' | 'statements';
    readonly subject: string;
    readonly sinceMs: number;
  };
  /** The books of the timed check: one row. */
  checks: Check;
  /** What the timed check found and left to an operator. */
  findings: LeftFinding;
  /** What is counted within one window of time, to throttle guessing; from 0 on, what is counted as long as the row lives. */
  attempts: { readonly subject: string; readonly windowStartMs: number; readonly count: number };
  /** What operators did by hand. */
  operations: Operation;
  usageDays: UsageDay;
  /**
   * A workspace with something to be settled with a day: put before its usage, removed once settled. The shard is
   * `${day}/${first hexadecimal digit of the workspace's ID}`, so that a day's workspaces lie in 16 places.
   */
  usageTodos: { readonly shard: string; readonly workspaceId: WorkspaceId; readonly sinceMs: number };
  /**
   * Usage of a sealed day is about to be changed: put before the change, and named by the version that the change will make
   * of the day's row. Who rated a version removes the rows up to it and no later one, for a change that is on its way may
   * have put it. One whose version never comes is of a change that died, or came again under a later version.
   */
  adjustmentsDue: {
    readonly workspaceId: WorkspaceId;
    readonly day: Day;
    readonly version: number;
    readonly sinceMs: number;
  };
  /**
   * The instance may have to pay for hours of the workspace on a day; `${instanceId}/${day}`. No content: the workspace's
   * timeline decides. Put before the usage.
   */
  meteredWorkspaces: { readonly instanceDay: string; readonly workspaceId: WorkspaceId };
  unusableUsage: UnusableUsage;
  /** The only row of fees that commits what is charged: see `domain/fees/bill.ts`. */
  feeHeads: FeeHead;
  bills: Bill;
  ledgerHeads: LedgerHead;
  ledgerEntries: LedgerEntry;
  /** Where in its ledger an entry stands: what makes an entry once, however often it is asked for. */
  ledgerEntryIds: { readonly ledgerId: string; readonly entryId: string; readonly sequence: number };
  meters: Meter;
  meteringWindows: MeteringWindow;
}

export type Table = keyof Rows;

/**
 * Key members of each table, in order, and the member that a conditional write looks at. The leading key member also
 * spreads the rows over partitions, and is what a scan is given.
 */
export const tables = {
  workspaces: { key: ['workspaceId'], guard: 'version' },
  instances: { key: ['instanceId'], guard: 'version' },
  bindings: { key: ['instanceId', 'workspaceId'], guard: undefined },
  usernames: { key: ['username'], guard: 'claimId' },
  links: { key: ['accountId'], guard: 'claimId' },
  idempotencyKeys: { key: ['scope', 'key'], guard: 'claimId' },
  workspacesByOwner: { key: ['owner', 'workspaceId'], guard: undefined },
  instancesByAccount: { key: ['accountId', 'instanceId'], guard: undefined },
  sessions: { key: ['sessionId'], guard: undefined },
  mails: { key: ['mailId'], guard: 'version' },
  noticeLists: { key: ['listId', 'page'], guard: undefined },
  todos: { key: ['queue', 'subject'], guard: undefined },
  checks: { key: ['checkId'], guard: 'version' },
  findings: { key: ['kind', 'subject'], guard: undefined },
  attempts: { key: ['subject', 'windowStartMs'], guard: undefined },
  operations: { key: ['operationId'], guard: undefined },
  usageDays: { key: ['workspaceId', 'day'], guard: 'version' },
  usageTodos: { key: ['shard', 'workspaceId'], guard: undefined },
  adjustmentsDue: { key: ['workspaceId', 'day', 'version'], guard: undefined },
  meteredWorkspaces: { key: ['instanceDay', 'workspaceId'], guard: undefined },
  unusableUsage: { key: ['subject'], guard: undefined },
  feeHeads: { key: ['workspaceId'], guard: 'version' },
  bills: { key: ['owner', 'day', 'billId'], guard: undefined },
  ledgerHeads: { key: ['ledgerId'], guard: 'version' },
  ledgerEntries: { key: ['ledgerId', 'sequence'], guard: undefined },
  ledgerEntryIds: { key: ['ledgerId', 'entryId'], guard: undefined },
  meters: { key: ['instanceId'], guard: 'version' },
  meteringWindows: { key: ['instanceId', 'windowStartMs'], guard: 'version' },
} as const satisfies { [T in Table]: { key: readonly (keyof Rows[T])[]; guard: 'version' | 'claimId' | undefined } };

type KeyMember<T extends Table> = Extract<(typeof tables)[T]['key'][number], keyof Rows[T]>;
export type Key<T extends Table> = Pick<Rows[T], KeyMember<T>>;

/** Tables whose rows are written on a condition. */
export type Guarded = { [T in Table]: (typeof tables)[T]['guard'] extends undefined ? never : T }[Table];

/** One write of one row. Rows are written whole. */
export type Write =
  | { [T in Table]: { readonly table: T; readonly put: Rows[T] } }[Table]
  /** Only where there is no such row. */
  | { [T in Table]: { readonly table: T; readonly insert: Rows[T] } }[Table]
  /** Only where the row's guard (version or claim id) still is `of`. */
  | { [T in Guarded]: { readonly table: T; readonly replace: Rows[T]; readonly of: number | string } }[Guarded]
  | { [T in Table]: { readonly table: T; readonly remove: Key<T> } }[Table];

/**
 * `stale`: the condition did not hold, nothing was written. `unknown`: the write may have taken effect, may take effect
 * later, or never will; only reading tells.
 */
export type Written = 'done' | 'stale' | 'unknown';

export interface Page<T extends Table> {
  readonly rows: readonly Rows[T][];
  /** Give it as `after` to read on; absent at the end. */
  readonly next?: Key<T>;
}

/**
 * Single-row reads are strong, single-row writes atomic with their condition; nothing holds across rows, and a scan is no
 * snapshot. Every method may throw `Unavailable`; a read then told nothing.
 */
export interface Store {
  get<T extends Table>(table: T, key: Key<T>): Promise<Rows[T] | undefined>;
  /** Any number of keys; answers in their order. */
  getMany<T extends Table>(table: T, keys: readonly Key<T>[]): Promise<readonly (Rows[T] | undefined)[]>;
  /** Throws `StaleWrite` where the condition does not hold, `Unavailable` where the outcome is unknown. */
  write(write: Write): Promise<void>;
  /** Any number of writes, no row twice, each for itself; answers in their order, throws only before anything was sent. */
  writeMany(writes: readonly Write[]): Promise<readonly Written[]>;
  /**
   * The rows under the leading key members that are given, in the order of the others; with `{}` the whole table, in an
   * order of the store's own that is the same each time. A page may be read on from at any time later, by anybody.
   */
  scan<T extends Table>(
    table: T,
    under: Partial<Key<T>>,
    options: { readonly after?: Key<T>; readonly limit: number },
  ): Promise<Page<T>>;
  /** Adds `by` to the count and answers the new one. Not for anything that must be exact after a lost answer. */
  count(key: Key<'attempts'>, by: 1 | -1): Promise<number>;
}

// --- faults of the world ---------------------------------------------------------------------------------------------

/** A conditional write found another state than the one it was decided on. Running the handler again cures it. */
export class StaleWrite extends Error {
  override readonly name = 'StaleWrite';
}

/** The mail service will never take this mail: sending it again cannot help. The message holds its code, no address. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

/** A part outside did not answer, or not in time. The cause is kept; a write's outcome is unknown. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** A part outside answered otherwise than its documents say: asking again does not help. The message holds nothing of it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

// --- the other ports -------------------------------------------------------------------------------------------------

export interface Clock {
  /** Unix time in milliseconds. */
  nowMs(): number;
  /** Resolves after about so many milliseconds. */
  sleep(ms: number): Promise<void>;
}

export interface Random {
  /** 32 lower-case hex digits, unguessable. */
  id(): string;
  /** At least 0, below 1: for jitter. */
  fraction(): number;
}

export interface Hasher {
  hash(password: string): Promise<string>;
  /** With no hash at all: as much work, and false. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

/** What the marketplace says of an instance: DescribeInstanceForIsv and DescribeOrderForIsv together. */
export type MarketplaceInstance = Shown;

/** A call that the marketplace gave up to deliver. */
export interface FailedNotification {
  readonly notificationId: string;
  readonly action: string;
  /** The call's parameters as JSON text, as the marketplace wrote them. */
  readonly message: string;
}

/** What an instance used in a time, for the marketplace to bill. */
export interface MeteringEntry {
  readonly instanceId: string;
  /** Whole seconds, and more than five minutes apart. */
  readonly startMs: number;
  readonly endMs: number;
  /** The product's metering item, and how much of it: a whole number from 0 on. */
  readonly key: string;
  readonly units: number;
  /** Which of the product's rules of metering it is for: products published recently ask for it. */
  readonly meteringAssit?: string;
}

export type { MeteringOutcome };

export interface Marketplace {
  /** Undefined where the marketplace knows no such instance of ours. */
  instance(instanceId: string): Promise<MarketplaceInstance | undefined>;
  /** `page` counts from 1; `total` is how many there are in all. What is confirmed is listed no more. */
  failedNotifications(
    page: number,
    pageSize: number,
  ): Promise<{ readonly notifications: readonly FailedNotification[]; readonly total: number }>;
  /** The call has been taken; to confirm it again does no harm. */
  confirmNotification(notificationId: string): Promise<void>;
  /**
   * Tells what instances used: at most 100 entries, all of one product, and of an instance no two requests within 60 seconds.
   * Sent once and never repeated; answers whatever happens, and never throws `Unavailable`.
   */
  pushMetering(entries: readonly MeteringEntry[]): Promise<MeteringOutcome>;
}

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface Mailer {
  /**
   * Resolves once the mail was taken. The service knows no idempotency: a repeat is a second mail. Throws `Undeliverable`
   * where it refuses the mail for good.
   */
  send(mail: OutgoingMail): Promise<void>;
}

/** The functions that others start. */
export type Invoked = 'close-subscription' | 'deliver-mail' | 'check-consistency' | 'settle-fees';

export interface Invoker {
  /** Starts a function of this stage asynchronously. Only makes things sooner: a timer guarantees them. */
  invoke(functionName: Invoked, payload: unknown): Promise<void>;
}

// --- files -----------------------------------------------------------------------------------------------------------

/** What the build put beside a function, to be served as it is. */
export interface Files {
  /** Undefined: there is no file of this name. */
  read(name: string): Promise<Uint8Array | undefined>;
}

// --- what a function uses of them ------------------------------------------------------------------------------------

/** What is done to a table: the store's methods, and `remove`, a single write that removes, which is another permission. */
export type StoreUse = keyof Store | 'remove';

/**
 * A function's manifest: what it uses of the cloud's ports, and nothing more. Its role's permissions are generated from it,
 * and whatever else it tried would be refused before it was sent.
 */
export interface Touches {
  readonly store?: { readonly [T in Table]?: readonly StoreUse[] };
  readonly marketplace?: readonly (keyof Marketplace)[];
  readonly mailer?: readonly (keyof Mailer)[];
  /** The functions that it starts. */
  readonly invoker?: readonly Invoked[];
}
