/** The outbox: one row per mail that is owed, kept after it was sent as the record of what was said to whom. */

import type { Currency } from '../validation/currency';
import type { Day } from '../validation/day';
import type { Settlement } from '../validation/settlement';
import type { Username } from '../validation/username';
import { type WorkspaceId, workspaceId } from '../validation/workspace';
import type { Actor } from './workspace';

export interface SwitchedWorkspace {
  readonly workspaceId: string;
  readonly site: string;
  readonly name: string;
}

/** What a closure notice says. A notice that exists is complete. */
export interface ClosureNotice {
  readonly kind: 'closure';
  readonly instanceId: string;
  readonly accountId?: string;
  readonly closedAtMs: number;
  /** How many workspaces of this owner the closure switched. */
  readonly count: number;
  /** The first of them, at most `LISTED_WORKSPACES`. */
  readonly first: readonly SwitchedWorkspace[];
  /** All of their ids, where they fit into the row; else they lie in the list rows of `listId`. */
  readonly workspaceIds?: readonly string[];
  readonly listId?: string;
  /** The languages of the workspaces, each once: an account with both gets the mail in both. */
  readonly languages: readonly ('zh' | 'en')[];
}

/** An unpaid bill: the instance takes no new workspaces until it is paid. Once per overdue spell. */
export interface OverdueNotice {
  readonly kind: 'overdue';
  readonly instanceId: string;
  readonly accountId: string;
  readonly overdueAtMs: number;
  readonly languages: readonly ('zh' | 'en')[];
}

/** The settlement of a workspace was changed: its owner must learn of it, above all where it was somebody else. */
export interface ChangeNotice {
  readonly kind: 'change';
  readonly workspace: SwitchedWorkspace;
  readonly before: Settlement;
  readonly after: Settlement;
  readonly changedAtMs: number;
  readonly by: Actor;
  /** The last that the account gets today: whatever else is changed stands in the timelines only. */
  readonly lastOfDay?: true;
  readonly languages: readonly ('zh' | 'en')[];
}

/** A bill found the account's balance too small: once per spell of arrears, whatever is added to them in it. */
export interface ArrearsNotice {
  readonly kind: 'arrears';
  readonly currency: Currency;
  /** What was owed when the spell began, in 1/10,000 of the currency's unit. */
  readonly amount: number;
  /** The day of the bill that it began with. */
  readonly day: Day;
  readonly languages: readonly ('zh' | 'en')[];
}

/** What a month cost, by who pays it. Amounts are in 1/10,000 of the currency's unit. Once for each account and month. */
export interface StatementNotice {
  readonly kind: 'statement';
  /** 'YYYY-MM'. */
  readonly month: string;
  /** What the Billing Center account pays; `arrears`: so much of it found no balance when it was billed. */
  readonly account: readonly { readonly currency: Currency; readonly amount: number; readonly arrears: number }[];
  /** What AliCloud invoices. */
  readonly alicloud: readonly { readonly accountId: string; readonly currency: Currency; readonly amount: number }[];
  readonly languages: readonly ('zh' | 'en')[];
}

export type Notice = ClosureNotice | OverdueNotice | ChangeNotice | ArrearsNotice | StatementNotice;

export interface Mail {
  /** Says what the mail is for, so that the same occasion cannot be mailed twice. */
  readonly mailId: string;
  readonly version: number;
  readonly owner: string;
  readonly username: Username;
  readonly notice: Notice;
  readonly createdAtMs: number;
  readonly attempts: number;
  /** Not before this: backoff after a failure, and, while one sender is at it, the time after which another may. */
  readonly nextAttemptAtMs: number;
  readonly sentAtMs?: number;
  /** The mail service will never take it: it is not tried again, and stands before an operator. */
  readonly undeliverableAtMs?: number;
  readonly lastError?: string;
}

/** How many workspaces a mail names; the rest are behind its link. */
export const LISTED_WORKSPACES = 100;

export const closureMailId = (instanceId: string, owner: string): string => `closure/${instanceId}/${owner}`;

export const overdueMailId = (instanceId: string, overdueAtMs: number): string =>
  `overdue/${instanceId}/${overdueAtMs}`;

/** `sequence`: that of the ledger's entry with which the spell began. */
export const arrearsMailId = (owner: string, currency: Currency, sequence: number): string =>
  `arrears/${owner}/${currency}/${sequence}`;

export const statementMailId = (owner: string, month: string): string => `statement/${owner}/${month}`;

/**
 * The to-do row of a change's mail is written before the change is committed, so that no crash in between loses the mail;
 * the mail itself is made from the workspace's timeline, where the change stands once it has taken effect.
 */
export const changeMailId = (workspaceId: string, changeId: string): string => `change/${workspaceId}/${changeId}`;

/** Undefined where it is not the id of a change's mail. */
export const readChangeMailId = (
  mailId: string,
): { readonly workspaceId: WorkspaceId; readonly changeId: string } | undefined => {
  const [, named, changeId] = /^change\/([^/]*)\/(.+)$/s.exec(mailId) ?? [];
  const read = workspaceId.safeParse(named);
  return read.success && changeId !== undefined ? { workspaceId: read.data, changeId } : undefined;
};

/**
 * Until then nobody else sends it, in milliseconds. It counts from the time at which the sender began its round, so it is
 * longer than the sender may run at all (`s.yaml`: five minutes).
 */
const TAKEN_MS = 6 * 60 * 1_000;
const FIRST_PAUSE_MS = 60 * 1_000;
/** Our decision: a mail that cannot be sent is tried four times a day, for as long as it takes. */
const LONGEST_PAUSE_MS = 6 * 60 * 60 * 1_000;

/** The row of a mail that is owed from now on to the owner of these workspaces. */
export const owed = (
  mailId: string,
  to: { readonly owner: string; readonly username: Username },
  notice: Notice,
  nowMs: number,
): Mail => ({
  mailId,
  version: 1,
  owner: to.owner,
  username: to.username,
  notice,
  createdAtMs: nowMs,
  attempts: 0,
  nextAttemptAtMs: nowMs,
});

/** The row of who is about to send the mail. */
export const taken = (mail: Mail, nowMs: number): Mail => ({
  ...mail,
  version: mail.version + 1,
  attempts: mail.attempts + 1,
  nextAttemptAtMs: nowMs + TAKEN_MS,
});

export const failed = (mail: Mail, nowMs: number, why: string): Mail => ({
  ...mail,
  version: mail.version + 1,
  nextAttemptAtMs: nowMs + Math.min(FIRST_PAUSE_MS * 2 ** (mail.attempts - 1), LONGEST_PAUSE_MS),
  lastError: why,
});

/** Nobody tries it again. */
export const undeliverable = (mail: Mail, nowMs: number, why: string): Mail => ({
  ...mail,
  version: mail.version + 1,
  undeliverableAtMs: nowMs,
  lastError: why,
});

export const sent = ({ lastError: _, ...mail }: Mail, nowMs: number): Mail => ({
  ...mail,
  version: mail.version + 1,
  sentAtMs: nowMs,
});

/** Whoever took the mail may be sending it at this moment. */
export const isTaken = ({ sentAtMs, undeliverableAtMs, attempts, nextAttemptAtMs }: Mail, nowMs: number): boolean =>
  sentAtMs === undefined &&
  undeliverableAtMs === undefined &&
  attempts > 0 &&
  nextAttemptAtMs > nowMs &&
  nextAttemptAtMs <= nowMs + TAKEN_MS;

/** Due now and tried as if for the first time, whatever came of it before: an operator's decision. */
export const dueAgain = (
  { lastError: _, undeliverableAtMs: __, sentAtMs: ___, ...mail }: Mail,
  nowMs: number,
): Mail => ({ ...mail, version: mail.version + 1, attempts: 0, nextAttemptAtMs: nowMs });
