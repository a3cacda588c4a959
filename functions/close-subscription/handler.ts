/**
 * Carries the closure of an instance to its end: every workspace that it settles is switched to Billing Center account
 * settlement, each owner is owed one notice, the bindings are removed, the instance is closed. Invoked asynchronously
 * when a closing arrives, and each minute by a timer for whatever is still to be done.
 *
 * It may stop at any point and start again from the top, and any number of walkers may be at it at once. Each makes one
 * full pass over the bindings before it writes a notice, and removes bindings only after the notices are there: so a
 * notice that exists is complete, and whoever comes after finds either the bindings or the notice.
 *
 * `GET /api/operations/closures` tells operators how far the closures are. Refuses whoever does not carry their token.
 */
import { decideClosureStep, type Switched, toSwitched } from '../../shared/domain/closure';
import type { Instance } from '../../shared/domain/instance';
import { closed } from '../../shared/domain/subscription';
import { rfc3339 } from '../../shared/domain/views';
import {
  type Invoker,
  type Random,
  type Rows,
  StaleWrite,
  type Store,
  type Touches,
  type Write,
} from '../../shared/ports';
import { type Gathered, gather, giveNotice, insist } from '../../shared/protocol/closure-notice';
import { closures } from '../../shared/protocol/closures';
import { writeWorkspace } from '../../shared/protocol/fence';
import { pages } from '../../shared/protocol/pages';
import { type Reply, reply } from '../../shared/triggers/http';
import { faultFields } from '../../shared/triggers/log';
import { type OperatorTokens, operatorRoute } from '../../shared/triggers/operator';
import type { Call, Doors } from '../../shared/triggers/serve';
import { sooner } from '../../shared/triggers/sooner';
import type { ClosuresView } from '../../shared/validation/answers';
import type { WorkspaceId } from '../../shared/validation/workspace';
import { invocation } from './schema';

export const touches = {
  store: {
    workspaces: ['getMany', 'writeMany'],
    instances: ['get', 'scan', 'writeMany'],
    bindings: ['scan', 'writeMany'],
    links: ['get'],
    mails: ['get', 'writeMany'],
    noticeLists: ['writeMany'],
    todos: ['scan', 'remove', 'writeMany'],
  },
  invoker: ['deliver-mail'],
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
  readonly random: Random;
  readonly invoker: Invoker;
}

export interface Rules {
  readonly operatorTokens: OperatorTokens;
}

export const doors = (ports: Ports, rules: Rules): Doors => ({
  routes: [operatorRoute('/api/operations/closures', rules.operatorTokens, () => tell(ports.store))],
  async onInvocation(payload, call) {
    await walk(ports, invocation.parse(payload).instanceId, call);
  },
  async onTimer(_payload, call) {
    let walked = 0;
    const failed: unknown[] = [];
    const todos = await waiting(ports.store);
    // Before the walks: a long one must not keep the alarm waiting that it is long.
    const oldestAgeMs = todos.reduce((oldest, { sinceMs }) => Math.max(oldest, call.nowMs - sinceMs), 0);
    call.log('info', { metric: 'closures', underWay: todos.length, oldestAgeMs });
    for (const { subject: instanceId } of todos) {
      try {
        if (await walk(ports, instanceId, call)) walked++;
      } catch (fault) {
        // One closure that cannot go on now must not hold up the others.
        call.log('error', { instanceId, ...faultFields(fault) });
        failed.push(fault);
      }
    }
    if (failed.length > 0) throw failed[0];
    return { walked };
  },
});

/** The closures that are still to be walked: few at a time, so all of them are read before the first walk. */
const waiting = async (store: Store): Promise<readonly Rows['todos'][]> => {
  const todos: Rows['todos'][] = [];
  for await (const page of pages(store, 'todos', { queue: 'closures' }, PAGE)) todos.push(...page);
  return todos;
};

/**
 * Our decision: two batches of writes, which go out together (Tablestore: 200 rows each). So the page's scan, of the bindings
 * before and of those to be removed, costs half as many calls; a page's rows are in memory at once.
 */
const PAGE = 400;
/** How often what is not known to be written is read and written again before the walk is given up, to be begun anew. */
const ROUNDS = 20;

/** False: the instance is not closing (yet), nothing was done. */
const walk = async (ports: Ports, instanceId: string, call: Call): Promise<boolean> => {
  const { store } = ports;
  const instance = await store.get('instances', { instanceId });
  if (instance?.status !== 'closing' && instance?.status !== 'closed') return false;
  if (instance.status === 'closing') {
    const switched = await switchAll(store, instance, call.nowMs);
    for (const owned of switched.values()) await giveNotice(ports, instance, owned, call.nowMs);
    if (switched.size > 0) await sooner(ports.invoker, call.log, 'deliver-mail', {});
  }
  await removeBindings(store, instanceId);
  await markClosed(store, instanceId, call.nowMs);
  // Again: those of who was refused in between. Who is refused from now on removes its own.
  await removeBindings(store, instanceId);
  await store.write({ table: 'todos', remove: { queue: 'closures', subject: instanceId } });
  return true;
};

/** One full pass: after it no workspace is settled by the instance, and none can become so. Answers whom it concerns. */
const switchAll = async (store: Store, instance: Instance, nowMs: number): Promise<Map<string, Gathered>> => {
  const switched = new Map<string, Gathered>();
  const { instanceId } = instance;
  for await (const bindings of pages(store, 'bindings', { instanceId }, PAGE)) {
    const ids = bindings.map(({ workspaceId }) => workspaceId);
    for (const workspace of await switchPage(store, instance, ids, nowMs)) gather(switched, workspace);
  }
  return switched;
};

/** What is stale or unknown is read again: the walker must not leave a workspace before it knows. */
const switchPage = async (
  store: Store,
  instance: Instance,
  ids: readonly WorkspaceId[],
  nowMs: number,
): Promise<Switched[]> => {
  const switched: Switched[] = [];
  let left = ids;
  for (let round = 0; left.length > 0; round++) {
    if (round === ROUNDS) throw new StaleWrite('Some workspaces of the closing instance never held still.');
    const rows = await store.getMany(
      'workspaces',
      left.map((workspaceId) => ({ workspaceId })),
    );
    const again = new Set<WorkspaceId>();
    const writes = new Map<WorkspaceId, Write>();
    const steps = left.map((workspaceId, at) => {
      const step = decideClosureStep(rows[at], workspaceId, instance, nowMs);
      if (step.kind === 'switch' || step.kind === 'fence') writes.set(workspaceId, writeWorkspace(rows[at], step.next));
      return { workspaceId, step };
    });
    const written = await store.writeMany([...writes.values()]);
    for (const [at, workspaceId] of [...writes.keys()].entries()) {
      if (written[at] !== 'done') again.add(workspaceId);
    }
    for (const { workspaceId, step } of steps) {
      if (again.has(workspaceId)) continue;
      if (step.kind === 'switch') switched.push(toSwitched(step.next));
      if (step.kind === 'switched') switched.push(toSwitched(step.workspace));
    }
    left = [...again];
  }
  return switched;
};

/** All of them: what is not settled by the instance after the pass never will be. */
const removeBindings = async (store: Store, instanceId: string): Promise<void> => {
  for await (const bindings of pages(store, 'bindings', { instanceId }, PAGE)) {
    await insist(() => store.writeMany(bindings.map((binding) => ({ table: 'bindings', remove: binding }))));
  }
};

/** A late call may still teach a closing instance who bought it: then it is read again. */
const markClosed = async (store: Store, instanceId: string, nowMs: number): Promise<void> => {
  await insist(async () => {
    const instance = await store.get('instances', { instanceId });
    if (instance?.status !== 'closing') return [];
    const next = closed(instance, nowMs);
    const written = await store.writeMany([{ table: 'instances', replace: next, of: instance.version }]);
    return written.map((outcome) => (outcome === 'stale' ? 'unknown' : outcome));
  });
};

const tell = async (store: Store): Promise<Reply> => {
  const found = await closures(store);
  return reply(200, {
    closures: found.map(({ instanceId, startedAtMs, done, left, closedAtMs }) => ({
      instanceId,
      startedAt: rfc3339(startedAtMs),
      done,
      left,
      ...(closedAtMs !== undefined && { closedAt: rfc3339(closedAtMs) }),
    })),
  } satisfies ClosuresView);
};
