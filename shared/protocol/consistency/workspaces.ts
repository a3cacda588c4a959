/**
 * Workspaces against what their settlement rests on. A workspace's row is the only one that commits, so it is the proof: what
 * must have been there before it was written, and is not, was lost.
 */
import { changeMailId } from '../../domain/mail';
import { isWellFormed, payerOf, switchedByRepair } from '../../domain/repair';
import { currentEntry, type Workspace } from '../../domain/workspace';
import type { Rows, Store } from '../../ports';
import { announced } from '../announced';
import { commit } from '../commit';
import { type Finding, present, rowsBy, type Tools, widePassOver } from './pass';

export const workspaces = widePassOver('workspaces', async (tools, rows) => {
  const { store } = tools;
  const committed = rows.filter((row) => row.kind === 'workspace');
  const paid = committed.flatMap((workspace) => {
    const payer = payerOf(workspace);
    return payer ? [{ workspace, payer }] : [];
  });
  const bindingOf = (workspace: Workspace, instanceId: string) => ({ instanceId, workspaceId: workspace.workspaceId });
  const [instances, links, accounts, isBound, isListed] = await Promise.all([
    rowsBy(
      store,
      'instances',
      'instanceId',
      paid.map(({ payer }) => payer.instanceId),
    ),
    rowsBy(
      store,
      'links',
      'accountId',
      paid.map(({ payer }) => payer.accountId as Rows['links']['accountId']),
    ),
    rowsBy(
      store,
      'usernames',
      'username',
      committed.map(({ username }) => username),
    ),
    present(
      store,
      'bindings',
      paid.map(({ workspace, payer }) => bindingOf(workspace, payer.instanceId)),
    ),
    present(
      store,
      'workspacesByOwner',
      committed.map(({ owner, workspaceId }) => ({ owner, workspaceId })),
    ),
  ]);

  const suspected = committed.flatMap((workspace): [Workspace, Finding][] => {
    const { workspaceId, owner, username } = workspace;
    const found: Finding[] = [];
    const payer = payerOf(workspace);
    if (!isWellFormed(workspace)) found.push({ kind: 'timeline-broken', subject: workspaceId });
    if (accounts.get(username)?.owner !== owner) found.push({ kind: 'account-missing', subject: workspaceId });
    if (!isListed({ owner, workspaceId })) found.push(ownerEntryMissing(tools, workspace));
    if (payer) {
      const instance = instances.get(payer.instanceId);
      const link = links.get(payer.accountId as Rows['links']['accountId']);
      const bound = isBound(bindingOf(workspace, payer.instanceId));
      found.push(...ofInstance(tools, workspace, payer, instance, bound));
      if (!link) found.push(linkMissing(tools, workspace));
      else if (link.owner !== owner) found.push({ kind: 'link-elsewhere', subject: workspaceId });
    }
    return found.map((finding) => [workspace, finding]);
  });
  return unmoved(store, suspected);
});

/**
 * The findings whose workspace is still as it was read: the rows around it were read in between, so they were as they were
 * found while the workspace was as it was found.
 */
const unmoved = async (store: Store, suspected: readonly [Workspace, Finding][]): Promise<Finding[]> => {
  if (suspected.length === 0) return [];
  const again = await rowsBy(
    store,
    'workspaces',
    'workspaceId',
    suspected.map(([{ workspaceId }]) => workspaceId),
  );
  return suspected.flatMap(([{ workspaceId, version }, finding]) =>
    again.get(workspaceId)?.version === version ? [finding] : [],
  );
};

const ofInstance = (
  tools: Tools,
  workspace: Workspace,
  { accountId, instanceId }: { readonly accountId: string; readonly instanceId: string },
  instance: Rows['instances'] | undefined,
  bound: boolean,
): Finding[] => {
  const { store, nowMs } = tools;
  const subject = workspace.workspaceId;
  if (!instance) {
    return [
      {
        kind: 'instance-missing',
        subject: instanceId,
        repair: async () => ((await announced(tools, undefined, instanceId, nowMs)) ? 'repaired' : 'instance-missing'),
      },
    ];
  }
  if (instance.accountId !== undefined && instance.accountId !== accountId) {
    return [{ kind: 'settled-by-stranger', subject }];
  }
  if (instance.status === 'closed') {
    return [{ kind: 'settled-by-closed', subject, repair: () => switchOver(tools, workspace, instance) }];
  }
  if (bound) return [];
  // Only put: should the instance be closing and its walker have passed already, the workspace is switched once it is closed.
  const put = { instanceId, workspaceId: workspace.workspaceId };
  return [{ kind: 'binding-missing', subject, repair: () => done(store.write({ table: 'bindings', put })) }];
};

/** As a change is made: first the mail is owed, then the workspace is written on the version that was read. */
const switchOver = async (
  { store, nowMs, sooner }: Tools,
  workspace: Workspace,
  instance: Rows['instances'],
): Promise<'repaired' | 'settled-by-closed'> => {
  const next = switchedByRepair(workspace, instance, nowMs);
  if (!next) return 'settled-by-closed';
  const { changeId } = currentEntry(next);
  const subject = changeMailId(workspace.workspaceId, changeId);
  await store.write({ table: 'todos', put: { queue: 'changes', subject, sinceMs: nowMs } });
  await commit(store, workspace, next, changeId);
  await sooner('deliver-mail', {});
  return 'repaired';
};

const ownerEntryMissing = ({ store }: Tools, { owner, workspaceId }: Workspace): Finding => ({
  kind: 'owner-entry-missing',
  subject: workspaceId,
  repair: () => done(store.write({ table: 'workspacesByOwner', put: { owner, workspaceId } })),
});

/** A link that counts is never released, so it was there; whoever claims the AliCloud account meanwhile is not overruled. */
const linkMissing = ({ store, random }: Tools, workspace: Workspace): Finding => {
  const { workspaceId, owner } = workspace;
  const entry = currentEntry(workspace);
  const repair = async () => {
    if (entry.settlement.method === 'billing-center') return 'link-missing';
    const { accountId } = entry.settlement;
    const claim = { claimId: random.id(), changeId: entry.changeId, claimedAtMs: entry.fromMs };
    await store.write({ table: 'links', insert: { accountId, workspaceId, owner, ...claim } });
    return 'repaired';
  };
  return { kind: 'link-missing', subject: workspaceId, repair };
};

const done = async (write: Promise<void>): Promise<'repaired'> => {
  await write;
  return 'repaired';
};
