/** An instance with workspaces on it, closed by its buyer but not walked yet; and what a complete closure looks like. */
import type { ClosureNotice } from '../../../shared/domain/mail';
import { payingInstance, type TimelineEntry, type Workspace } from '../../../shared/domain/workspace';
import { freshWorkspaceId, workspaceRow } from '../../contracts/sample-rows';
import type { FaultyWorld } from '../../fakes/faults';
import { billingCenterSettlement, INSTANCE_ID, register, type WorldOptions } from '../../fakes/world';
import { bindingsOf, bought, rowOf } from '../steps';

export interface Owner {
  readonly owner: string;
  readonly username: Workspace['username'];
}

/** A customer with one workspace that the Billing Center account pays and the instance knows nothing of. */
export const ownerOf = async (world: FaultyWorld, username: string): Promise<Owner> => {
  const { workspace } = (await register(world, { username, settlement: billingCenterSettlement })).body;
  return rowOf(world, workspace);
};

/** Puts workspaces, with bindings to the instance, whatever the rules would say of them. */
export const bind = async (world: FaultyWorld, workspaces: readonly Workspace[]): Promise<string[]> => {
  await world.store.writeMany(
    workspaces.flatMap((put) => [
      { table: 'workspaces' as const, put },
      { table: 'bindings' as const, put: { instanceId: INSTANCE_ID, workspaceId: put.workspaceId } },
    ]),
  );
  return workspaces.map(({ workspaceId }) => workspaceId);
};

/** So many workspaces of the owner, settled by the instance. */
export const settled = ({ owner, username }: Owner, count: number): Workspace[] =>
  Array.from({ length: count }, () => workspaceRow({ owner, username }));

const paidByBillingCenter = (more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  settlement: { method: 'billing-center' },
  fromMs: Date.parse('2026-01-01T00:00:00.000Z'),
  cause: 'change',
  by: 'owner',
  changeId: 'change-2',
  ...more,
});

/** Settled by the instance once, and no more when it was closed. */
export const movedOn = (of: Owner): Workspace => {
  const [row] = settled(of, 1);
  if (!row) throw new Error('There is no workspace.');
  return { ...row, timeline: [...row.timeline, paidByBillingCenter()] };
};

/** Switched by this closure on an earlier walk, and changed by its owner since. */
export const switchedBefore = (of: Owner): Workspace => {
  const [row] = settled(of, 1);
  if (!row) throw new Error('There is no workspace.');
  const byClosure = { cause: 'closure', by: 'marketplace', closureOf: INSTANCE_ID } as const;
  const again = { ...row.timeline[0], settlement: { ...row.timeline[0].settlement, instanceId: '77777777' } };
  return {
    ...row,
    timeline: [
      ...row.timeline,
      paidByBillingCenter({ ...byClosure, changeId: `closure/${INSTANCE_ID}` }),
      { ...again, changeId: 'change-3' } as TimelineEntry,
    ],
  };
};

export interface Fleet {
  readonly world: FaultyWorld;
  /** By owner, the ids of the workspaces that the closure switches. */
  readonly switched: ReadonlyMap<string, readonly string[]>;
}

/** Two customers with workspaces in every state that a walk can find, though the link rule knows only one. */
export const motley = async (): Promise<Fleet> => {
  const world = await bought();
  const [acme, other] = [await ownerOf(world, 'acme'), await ownerOf(world, 'other')];
  const switched = new Map([
    [acme.owner, await bind(world, [...settled(acme, 2), switchedBefore(acme)])],
    [other.owner, await bind(world, settled(other, 1))],
  ]);
  await bind(world, [movedOn(acme)]);
  const [fenced, missing] = [freshWorkspaceId(), freshWorkspaceId()];
  await world.store.write({ table: 'workspaces', put: { kind: 'void', workspaceId: fenced, version: 1 } });
  for (const workspaceId of [fenced, missing]) {
    await world.store.write({ table: 'bindings', put: { instanceId: INSTANCE_ID, workspaceId } });
  }
  return { world, switched };
};

/** So many workspaces of one customer. */
export const fleetOf = async (count: number, options: WorldOptions = {}): Promise<Fleet> => {
  const world = await bought(options);
  const acme = await ownerOf(world, 'acme');
  const ids = await bind(world, settled(acme, count));
  return { world, switched: new Map(count === 0 ? [] : [[acme.owner, ids]]) };
};

/** The closure's notices, by owner. */
export const noticesOf = async (world: FaultyWorld, owners: Iterable<string>): Promise<Map<string, ClosureNotice>> => {
  const notices = new Map<string, ClosureNotice>();
  for (const owner of owners) {
    const mail = await world.store.get('mails', { mailId: `closure/${INSTANCE_ID}/${owner}` });
    if (mail?.notice.kind === 'closure') notices.set(owner, mail.notice);
  }
  return notices;
};

/** All the ids that a notice names, wherever it keeps them. */
export const namedBy = async (world: FaultyWorld, { workspaceIds, listId }: ClosureNotice) => {
  if (workspaceIds) return workspaceIds;
  const pages = await world.store.scan('noticeLists', { listId: listId ?? '' }, { limit: 100 });
  return pages.rows.flatMap((page) => page.workspaceIds);
};

/** What is left to be seen of a closure that is complete, to be compared with `complete`. */
export const closureOf = async ({ world, switched }: Fleet) => {
  const notices = await noticesOf(world, switched.keys());
  const named: Record<string, readonly string[]> = {};
  for (const [owner, notice] of notices) named[owner] = [...(await namedBy(world, notice))].sort();
  const counts = [...notices.values()].map(({ count }) => count);
  const closures: number[] = [];
  const paying: (string | undefined)[] = [];
  for (const workspaceId of [...switched.values()].flat()) {
    const row = await rowOf(world, { workspaceId: workspaceId as Workspace['workspaceId'] });
    closures.push(row.timeline.filter((entry) => entry.closureOf === INSTANCE_ID).length);
    paying.push(payingInstance(row));
  }
  return {
    status: (await world.store.get('instances', { instanceId: INSTANCE_ID }))?.status,
    bindings: await bindingsOf(world),
    toDo: (await world.store.scan('todos', { queue: 'closures' }, { limit: 10 })).rows,
    /** How often the closure stands in each timeline. */
    closures: [...new Set(closures)],
    paidByIt: paying.filter((instanceId) => instanceId === INSTANCE_ID),
    named,
    counts,
  };
};

export const complete = ({ switched }: Fleet) => ({
  status: 'closed',
  bindings: [],
  toDo: [],
  closures: switched.size > 0 ? [1] : [],
  paidByIt: [],
  named: Object.fromEntries([...switched].map(([owner, ids]) => [owner, [...ids].sort()])),
  counts: [...switched.values()].map((ids) => ids.length),
});

/** Every mail that is owed is sent, by as many timers as it takes; how many of them told of a closure. */
export const mailed = async (world: FaultyWorld): Promise<number> => {
  for (let minute = 0; minute < 5; minute++) {
    await world.timer('deliver-mail');
    world.clock.advance(60_000);
  }
  return world.mailer.sent.filter(({ subject }) => /已关闭|closed:/.test(subject)).length;
};
