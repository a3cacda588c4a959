/**
 * What a caller sees of a workspace, an account and a timeline: the shapes of `validation/answers.ts`. Times are RFC 3339 UTC.
 */
import type { BillingAccountView, TimelineView, WorkspaceView } from '../validation/answers';
import type { UsernameClaim } from './claims';
import type { TimelineEntry, Workspace } from './workspace';
import { currentEntry } from './workspace';

export const rfc3339 = (atMs: number): string => new Date(atMs).toISOString();

const settlementView = ({ settlement }: TimelineEntry) =>
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
