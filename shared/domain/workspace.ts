/**
 * A workspace and how it is paid. Its row is the only one that commits anything: the settlement in force is the last
 * entry of the payer timeline inside it, so one conditional write of one row changes the payer and the history together.
 */
import type { AccountId } from '../validation/account-id';
import type { Language } from '../validation/language';
import type { Settlement } from '../validation/settlement';
import type { Site } from '../validation/site';
import type { Username } from '../validation/username';
import type { WorkspaceId, WorkspaceName } from '../validation/workspace';

export type Cause = 'registration' | 'change' | 'closure' | 'repair';
export type Actor = 'owner' | 'marketplace' | 'operator';

/** From `fromMs` on, the workspace is settled so; until the next entry begins. */
export interface TimelineEntry {
  readonly settlement: Settlement;
  readonly fromMs: number;
  readonly cause: Cause;
  readonly by: Actor;
  /** The request that made the entry: a request that finds its own id here has taken effect. */
  readonly changeId: string;
  /** With cause `closure`: the instance whose closure switched the workspace. */
  readonly closureOf?: string;
}

export type Timeline = readonly [TimelineEntry, ...TimelineEntry[]];

export interface Workspace {
  readonly kind: 'workspace';
  readonly workspaceId: WorkspaceId;
  /** Counts every write of the row, fences included; never shown to a customer. */
  readonly version: number;
  readonly site: Site;
  readonly name: WorkspaceName;
  readonly language: Language;
  /** The Billing Center account that owns it. */
  readonly owner: string;
  readonly username: Username;
  readonly createdAtMs: number;
  readonly timeline: Timeline;
}

/** A workspace that never came to be, and now never can: its id was fenced. */
export interface VoidWorkspace {
  readonly kind: 'void';
  readonly workspaceId: WorkspaceId;
  readonly version: number;
}

export type WorkspaceRow = Workspace | VoidWorkspace;

/** The entry in force. */
export const currentEntry = (workspace: Pick<Workspace, 'timeline'>): TimelineEntry =>
  workspace.timeline[workspace.timeline.length - 1] ?? workspace.timeline[0];

/** The instance that pays for the workspace now; undefined where the Billing Center account does. */
export const payingInstance = (workspace: Workspace): string | undefined =>
  instanceOf(currentEntry(workspace).settlement);

export const instanceOf = (settlement: Settlement): string | undefined =>
  settlement.method === 'billing-center' ? undefined : settlement.instanceId;

export const cloudAccountOf = (settlement: Settlement): AccountId | undefined =>
  settlement.method === 'billing-center' ? undefined : settlement.accountId;

/** Two settlements are the same wish; a proof belongs to the asking, not to the settlement. */
export const sameSettlement = (one: Settlement, other: Settlement): boolean =>
  one.method === other.method && instanceOf(one) === instanceOf(other) && cloudAccountOf(one) === cloudAccountOf(other);

/** The request has already taken effect on this workspace. */
export const hasTakenEffect = (workspace: Workspace, changeId: string): boolean =>
  workspace.timeline.some((entry) => entry.changeId === changeId);

/** The closure of this instance switched the workspace, now or at any time before. */
export const switchedBy = (workspace: Workspace, instanceId: string): boolean =>
  workspace.timeline.some((entry) => entry.closureOf === instanceId);

/** The workspace is, or once was, settled by this AliCloud account: what makes a link good for ever. */
export const everSettledBy = (workspace: Workspace, accountId: string): boolean =>
  workspace.timeline.some((entry) => cloudAccountOf(entry.settlement) === accountId);

/** The ETag's number: the customer sees a change, not a fence. */
export const revision = (workspace: Workspace): number => workspace.timeline.length;

/** The next state of the row, one entry longer. An entry never begins before the one it follows. */
export const withEntry = (workspace: Workspace, entry: TimelineEntry): Workspace => ({
  ...workspace,
  version: workspace.version + 1,
  timeline: [...workspace.timeline, { ...entry, fromMs: Math.max(entry.fromMs, currentEntry(workspace).fromMs) }],
});

/** The row as a fence leaves it: whoever decided on what was there before can no longer commit. */
export const fenced = (row: WorkspaceRow | undefined, workspaceId: WorkspaceId): WorkspaceRow =>
  row ? { ...row, version: row.version + 1 } : { kind: 'void', workspaceId, version: 1 };
