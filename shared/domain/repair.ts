/** What the timed check makes of rows that contradict each other, as far as one of them is proof against the other. */
import type { Instance } from './instance';
import { currentEntry, payingInstance, type Workspace, withEntry } from './workspace';

/**
 * Our decision, in milliseconds: what is younger may still be under way, for several rows are written one beside the other,
 * and a walk takes its time.
 */
export const UNDER_WAY_MS = 15 * 60 * 1_000;

export const isUnderWay = (sinceMs: number | undefined, nowMs: number): boolean =>
  sinceMs === undefined || nowMs - sinceMs < UNDER_WAY_MS;

/** The request id of the repair: the same for whoever makes it, another one the next time. */
export const repairId = (workspace: Workspace, instanceId: string): string =>
  `repair/${instanceId}/${workspace.timeline.length}`;

/**
 * The workspace, settled by an instance that is closed: nothing pays for it. Its next state, from when the instance was
 * released on, as a closure would have it; but it is no closure's doing, so no closure's notice has to name it.
 */
export const switchedByRepair = (workspace: Workspace, instance: Instance, nowMs: number): Workspace | undefined =>
  instance.status === 'closed' && payingInstance(workspace) === instance.instanceId
    ? withEntry(workspace, {
        settlement: { method: 'billing-center' },
        fromMs: instance.releasedAtMs ?? instance.closedAtMs ?? nowMs,
        cause: 'repair',
        by: 'operator',
        changeId: repairId(workspace, instance.instanceId),
      })
    : undefined;

/**
 * Whether the history is one that we could have written: each entry begins no sooner than the one before it,
 * and a closure, and nothing else, names the instance that was closed and leaves the workspace to the Billing
 * Center account. Entries touch by their form, so there is no gap to look for but a history without any entry.
 */
export const isWellFormed = ({ timeline }: Workspace): boolean =>
  timeline.length > 0 &&
  timeline.every((entry, at) => {
    const before = timeline[at - 1];
    const ordered = !before || entry.fromMs >= before.fromMs;
    const ofClosure = entry.cause === 'closure';
    const closes = entry.closureOf !== undefined && entry.settlement.method === 'billing-center';
    return ordered && (ofClosure ? closes : entry.closureOf === undefined);
  });

/** The AliCloud account and the instance that settle the workspace now. */
export const payerOf = (
  workspace: Workspace,
): { readonly accountId: string; readonly instanceId: string } | undefined => {
  const { settlement } = currentEntry(workspace);
  return settlement.method === 'billing-center' ? undefined : settlement;
};
