/** A beginning, and writes made by hand on top of it: what the laws are shown, lawful and not. */
import type { Instance } from '../../../shared/domain/instance';
import { closureMailId, type Mail } from '../../../shared/domain/mail';
import { type TimelineEntry, type Workspace, withEntry } from '../../../shared/domain/workspace';
import type { Rows, Write } from '../../../shared/ports';
import {
  ACCOUNT_ID,
  addWorkspace,
  billingCenterSettlement,
  buy,
  createWorld,
  INSTANCE_ID,
  logInAs,
  register,
} from '../../fakes/world';
import { OTHER_ACCOUNT_ID, OTHER_INSTANCE_ID } from '../../functions/steps';
import { createAuditor, type Request } from '../auditor';

export const NOW_MS = Date.parse('2026-02-01T00:00:00.000Z');

/** Acme has one workspace that X settles and one that its Billing Center account does; Bob has one; Z is another's. */
export const begun = async () => {
  const world = createWorld();
  await buy(world);
  await buy(world, OTHER_INSTANCE_ID);
  await buy(world, '33884915', OTHER_ACCOUNT_ID);
  const { workspace } = (await register(world, {}, { 'Idempotency-Key': 'acme-1' })).body;
  const token = await logInAs(world);
  const other = (await addWorkspace(world, token, billingCenterSettlement)).body.workspace;
  const bobs = (await register(world, { username: 'bob', settlement: billingCenterSettlement })).body.workspace;
  const rowOf = (workspaceId: string) =>
    world.store.contents.of('workspaces').get([workspaceId]) as unknown as Workspace;
  return {
    world,
    token,
    settled: rowOf(workspace.workspaceId),
    free: rowOf(other.workspaceId),
    bobs: rowOf(bobs.workspaceId),
    instance: world.store.contents.of('instances').get([INSTANCE_ID]) as unknown as Instance,
    link: world.store.contents.of('links').get([ACCOUNT_ID]) as unknown as Rows['links'],
    username: world.store.contents.of('usernames').get(['acme']) as unknown as Rows['usernames'],
    key: world.store.contents
      .of('idempotencyKeys')
      .get(['registrations', 'acme-1']) as unknown as Rows['idempotencyKeys'],
  };
};

export type Begun = Awaited<ReturnType<typeof begun>>;

export const entry = (changes: Partial<TimelineEntry> = {}): TimelineEntry => ({
  settlement: { method: 'billing-center' },
  fromMs: NOW_MS,
  cause: 'change',
  by: 'owner',
  changeId: 'a change',
  ...changes,
});

export const replace = (next: Workspace): Write => ({ table: 'workspaces', replace: next, of: next.version - 1 });
export const todo = (of: Workspace, changeId = 'a change'): Write => ({
  table: 'todos',
  put: { queue: 'changes', subject: `change/${of.workspaceId}/${changeId}`, sinceMs: NOW_MS },
});
export const onto = (instance: Instance, status: Instance['status'], steps = 1): Write => ({
  table: 'instances',
  replace: { ...instance, status, version: instance.version + steps },
  of: instance.version + steps - 1,
});
export const bind = (of: Workspace, instanceId = INSTANCE_ID): Write => ({
  table: 'bindings',
  put: { instanceId, workspaceId: of.workspaceId },
});
export const unbind = (of: Workspace): Write => ({
  table: 'bindings',
  remove: { instanceId: INSTANCE_ID, workspaceId: of.workspaceId },
});
export const settle = (of: Workspace, by: object, changeId = 'a change'): Workspace =>
  withEntry(of, entry({ settlement: by as TimelineEntry['settlement'], changeId }));
const closureEntry = entry({ cause: 'closure', by: 'marketplace', closureOf: INSTANCE_ID, changeId: 'closure' });
export const switched = (of: Workspace): Write => replace(withEntry(of, closureEntry));
export const notice = (of: Workspace, workspaceIds: readonly string[], version = 1): Mail => ({
  mailId: closureMailId(INSTANCE_ID, of.owner),
  version,
  owner: of.owner,
  username: of.username,
  notice: {
    kind: 'closure',
    instanceId: INSTANCE_ID,
    closedAtMs: NOW_MS,
    count: workspaceIds.length,
    first: workspaceIds.map((workspaceId) => ({ workspaceId, site: 'cn1', name: 'a name' })),
    workspaceIds,
    languages: ['zh'],
  },
  createdAtMs: NOW_MS,
  attempts: 0,
  nextAttemptAtMs: NOW_MS,
});
export const inserted = (mail: Mail): Write => ({ table: 'mails', insert: mail });

/** The steps of a lawful closure, which the cases below break off or twist. */
export const lawfulClosure = ({ settled, instance }: Begun): Write[] => [
  onto(instance, 'closing'),
  switched(settled),
  inserted(notice(settled, [settled.workspaceId])),
  unbind(settled),
  onto(instance, 'closed', 2),
];

/** The writes take effect, in order, on top of what was begun with; the auditor hears of each. */
export const hear = async (begun: Begun, writes: readonly Write[]) => {
  const auditor = createAuditor(begun.world.store.contents);
  const world = createWorld({ contents: begun.world.store.contents.copy(), accepted: auditor.accepted });
  world.clock.advance(NOW_MS - world.clock.nowMs());
  for (const write of writes) await world.store.write(write);
  return { auditor, world };
};

/** A call of the marketplace about X, unsigned: for an auditor that is told of it. */
export const called = (action: string, method = 'GET'): Request => ({
  method,
  path: '/marketplace/spi',
  query: { action, instanceId: INSTANCE_ID },
});
