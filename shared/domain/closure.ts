/**
 * What the closure of an instance does to each workspace that has, or may have, a binding to it, and the notice that its
 * owner gets. Source: the product's page on cancelling: the Billing Center unbinds all associated workspaces, switches
 * them to Billing Center account settlement, and sends an e-mail.
 */
import type { Instance } from './instance';
import { type ClosureNotice, LISTED_WORKSPACES } from './mail';
import { fenced, payingInstance, switchedBy, type Workspace, type WorkspaceRow, withEntry } from './workspace';

export type ClosureStep =
  /** Settled by the instance: the next row, to be written on the version of the one read. */
  | { readonly kind: 'switch'; readonly next: Workspace }
  /** This closure switched it before; it stands in the notice all the same. */
  | { readonly kind: 'switched'; readonly workspace: Workspace }
  /** Not settled by the instance, but a binder may be at it: the fence makes its commit impossible. */
  | { readonly kind: 'fence'; readonly next: WorkspaceRow }
  /** Fenced for ever. */
  | { readonly kind: 'nothing' };

/**
 * The step for one workspace. A workspace that this closure switched is recognised anywhere in its timeline: the owner
 * may have moved it on since, and the notice must name it still.
 */
export const decideClosureStep = (
  row: WorkspaceRow | undefined,
  workspaceId: Workspace['workspaceId'],
  instance: Instance,
  nowMs: number,
): ClosureStep => {
  if (row?.kind === 'void') return { kind: 'nothing' };
  if (row && payingInstance(row) === instance.instanceId) {
    return {
      kind: 'switch',
      next: withEntry(row, {
        settlement: { method: 'billing-center' },
        // Our decision: from when the customer's closing reached us, not from when the walk came by; the marketplace
        // bills nothing after it.
        fromMs: instance.releasedAtMs ?? nowMs,
        cause: 'closure',
        by: 'marketplace',
        changeId: `closure/${instance.instanceId}`,
        closureOf: instance.instanceId,
      }),
    };
  }
  if (row && switchedBy(row, instance.instanceId)) return { kind: 'switched', workspace: row };
  return { kind: 'fence', next: fenced(row, workspaceId) };
};

/**
 * The workspace as the closure of the instance that pays now leaves it, where that has begun and has not come by yet;
 * undefined: there is nothing to be switched. Whoever changes the settlement in between writes this first: the walk would find
 * another payer and switch nothing, and the hours since the release would be those of an instance for which the marketplace
 * bills nothing any more.
 */
export const switchedEarly = (
  workspace: Workspace,
  payer: Instance | undefined,
  nowMs: number,
): Workspace | undefined => {
  if (payer?.status !== 'closing') return undefined;
  const step = decideClosureStep(workspace, workspace.workspaceId, payer, nowMs);
  return step.kind === 'switch' ? step.next : undefined;
};

/** What is kept of a switched workspace until its owner's notice is written: there may be very many. */
export type Switched = Pick<Workspace, 'workspaceId' | 'site' | 'name' | 'language' | 'owner' | 'username'>;

export const toSwitched = ({ workspaceId, site, name, language, owner, username }: Workspace): Switched => ({
  workspaceId,
  site,
  name,
  language,
  owner,
  username,
});

/** The notice to one owner over the workspaces that the closure switched, but for where the full list lies. */
export const closureNotice = (instance: Instance, switched: readonly Switched[], nowMs: number): ClosureNotice => ({
  kind: 'closure',
  instanceId: instance.instanceId,
  ...(instance.accountId !== undefined && { accountId: instance.accountId }),
  closedAtMs: instance.releasedAtMs ?? nowMs,
  count: switched.length,
  first: switched.slice(0, LISTED_WORKSPACES).map(({ workspaceId, site, name }) => ({ workspaceId, site, name })),
  languages: [...new Set(switched.map(({ language }) => language))].sort(),
});
