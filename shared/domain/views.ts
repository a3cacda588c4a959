/** What a caller sees of a workspace, an account and a timeline: the contract's shapes. Times are RFC 3339 UTC. */
import type { UsernameClaim } from './claims';
import type { Actor, Cause, TimelineEntry, Workspace } from './workspace';
import { currentEntry } from './workspace';

export interface SettlementView {
  method: string;
  accountId?: string;
  instanceId?: string;
}

export interface WorkspaceView {
  site: string;
  workspaceId: string;
  name: string;
  language: string;
  settlement: SettlementView & { since: string };
  createdAt: string;
}

export interface TimelineView extends SettlementView {
  from: string;
  /** The next entry's `from`; the last entry has none. */
  to?: string;
  cause: Cause;
  by: Actor;
}

export interface BillingAccountView {
  username: string;
  email: string;
  phone?: string;
  company?: string;
  createdAt: string;
}

export const rfc3339 = (atMs: number): string => new Date(atMs).toISOString();

const settlementView = ({ settlement }: TimelineEntry): SettlementView =>
  settlement.method === 'billing-center'
    ? { method: settlement.method }
    : { method: settlement.method, accountId: settlement.accountId, instanceId: settlement.instanceId };

/** The workspace as settled by `entry`: the one in force, or, for an answer given again, the one it began with. */
export const workspaceView = (workspace: Workspace, entry: TimelineEntry = currentEntry(workspace)): WorkspaceView => ({
  site: workspace.site,
  workspaceId: workspace.workspaceId,
  name: workspace.name,
  language: workspace.language,
  settlement: { ...settlementView(entry), since: rfc3339(entry.fromMs) },
  createdAt: rfc3339(workspace.createdAtMs),
});

/** Oldest first; entries touch. */
export const timelineView = (workspace: Workspace): TimelineView[] =>
  workspace.timeline.map((entry, at) => {
    const next = workspace.timeline[at + 1];
    return {
      ...settlementView(entry),
      from: rfc3339(entry.fromMs),
      ...(next && { to: rfc3339(next.fromMs) }),
      cause: entry.cause,
      by: entry.by,
    };
  });

export const billingAccountView = (account: UsernameClaim): BillingAccountView => ({
  username: account.username,
  email: account.email,
  ...(account.phone !== undefined && { phone: account.phone }),
  ...(account.company !== undefined && { company: account.company }),
  createdAt: rfc3339(account.claimedAtMs),
});
