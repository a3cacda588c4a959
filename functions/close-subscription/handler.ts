/**
 * Carries the closure of an instance to its end: every workspace that it settles is switched to Billing Center account
 * settlement, each owner is owed one notice, the bindings are removed, the instance is closed. Invoked asynchronously
 * when a closing arrives, and each minute by a timer for whatever is still to be done.
 *
 * It may stop at any point and start again from the top, and any number of walkers may be at it at once. Each makes one
 * full pass over the bindings before it writes a notice, and removes bindings only after the notices are there: so a
 * notice that exists is complete, and whoever comes after finds either the bindings or the notice.
 */
import { closureNotice, decideClosureStep, type Switched, toSwitched } from '../../shared/domain/closure';
import type { Instance } from '../../shared/domain/instance';
import { closureMailId, owed } from '../../shared/domain/mail';
import { closed } from '../../shared/domain/subscription';
import {
  type Invoker,
  type Key,
  type Random,
  type Rows,
  StaleWrite,
  type Store,
  Unavailable,
  type Write,
  type Written,
} from '../../shared/ports';
import { writeWorkspace } from '../../shared/protocol/fence';
import { faultFields } from '../../shared/triggers/log';
import type { Call, Doors } from '../../shared/triggers/serve';
import type { WorkspaceId } from '../../shared/validation/workspace';
import { invocation } from './schema';

export interface Ports {
  readonly store: Store;
  readonly random: Random;
  readonly invoker: Invoker;
}

export const doors = (ports: Ports): Doors => ({
  async onInvocation(payload, call) {
    await walk(ports, invocation.parse(payload).instanceId, call);
  },
  async onTimer(_payload, call) {
    let walked = 0;
    const failed: unknown[] = [];
    for await (const instanceId of waiting(ports.store)) {
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

/** The closures that are still to be walked. */
async function* waiting(store: Store): AsyncGenerator<string> {
  let page = await store.scan('todos', { queue: 'closures' }, { limit: PAGE });
  for (;;) {
    for (const { subject } of page.rows) yield subject;
    if (!page.next) return;
    page = await store.scan('todos', { queue: 'closures' }, { limit: PAGE, after: page.next });
  }
}

/** Our decision: what one batch of writes can hold (Tablestore). */
const PAGE = 200;
/** How many ids of switched workspaces a notice carries in its own row; more lie in rows of as many. */
const IDS_PER_ROW = 1_000;
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
    if (switched.size > 0) await startMails(ports, call);
  }
  await removeBindings(store, instanceId);
  await markClosed(store, instanceId, call.nowMs);
  // Again: those of who was refused in between. Who is refused from now on removes its own.
  await removeBindings(store, instanceId);
  await store.write({ table: 'todos', remove: { queue: 'closures', subject: instanceId } });
  return true;
};

/** One full pass: after it no workspace is settled by the instance, and none can become so. Answers whom it concerns. */
const switchAll = async (store: Store, instance: Instance, nowMs: number): Promise<Map<string, Switched[]>> => {
  const switched = new Map<string, Switched[]>();
  const { instanceId } = instance;
  let page = await store.scan('bindings', { instanceId }, { limit: PAGE });
  for (;;) {
    for (const workspace of await switchPage(
      store,
      instance,
      page.rows.map(({ workspaceId }) => workspaceId),
      nowMs,
    )) {
      const owned = switched.get(workspace.owner);
      if (owned) owned.push(workspace);
      else switched.set(workspace.owner, [workspace]);
    }
    if (!page.next) return switched;
    page = await store.scan('bindings', { instanceId }, { limit: PAGE, after: page.next });
  }
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

/**
 * The notice to one owner, once: who comes second finds it there, complete. Its to-do row is written beside it, again by
 * whoever comes again: a mail that was sent is not sent because its to-do row is found once more.
 */
const giveNotice = async (
  { store, random }: Ports,
  instance: Instance,
  switched: readonly Switched[],
  nowMs: number,
): Promise<void> => {
  const [first] = switched;
  if (!first) return;
  const workspaceIds = switched.map(({ workspaceId }) => workspaceId).sort();
  const inRow = workspaceIds.length <= IDS_PER_ROW;
  const listId = random.id();
  const lists = inRow ? [] : pagesOf(workspaceIds).map((ids, page) => ({ listId, page, workspaceIds: ids }));
  await insist(() => store.writeMany(lists.map((list) => ({ table: 'noticeLists', put: list }))));

  const notice = { ...closureNotice(instance, switched, nowMs), ...(inRow ? { workspaceIds } : { listId }) };
  const mail = owed(closureMailId(instance.instanceId, first.owner), first, notice, nowMs);
  const [inserted] = await insist(() =>
    store.writeMany([
      { table: 'mails', insert: mail },
      { table: 'todos', put: { queue: 'mails', subject: mail.mailId, sinceMs: nowMs } },
    ]),
  );
  // Another walker's notice stands, or our own of before; a list of ours that no notice names is of no use.
  if (inserted === 'stale') await dropUnnamed(store, mail.mailId, lists);
};

const dropUnnamed = async (store: Store, mailId: string, lists: readonly Rows['noticeLists'][]): Promise<void> => {
  const stands = await store.get('mails', { mailId });
  const named = stands?.notice.kind === 'closure' ? stands.notice.listId : undefined;
  const unnamed = lists.filter(({ listId }) => listId !== named);
  await store.writeMany(unnamed.map(({ listId, page }) => ({ table: 'noticeLists', remove: { listId, page } })));
};

/** All of them: what is not settled by the instance after the pass never will be. */
const removeBindings = async (store: Store, instanceId: string): Promise<void> => {
  let after: Key<'bindings'> | undefined;
  do {
    const page = await store.scan('bindings', { instanceId }, { limit: PAGE, ...(after && { after }) });
    await insist(() => store.writeMany(page.rows.map((binding) => ({ table: 'bindings', remove: binding }))));
    after = page.next;
  } while (after);
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

const startMails = async ({ invoker }: Ports, { log }: Call): Promise<void> => {
  try {
    await invoker.invoke('deliver-mail', {});
  } catch (fault) {
    log('warn', { warning: 'The mails of a closure wait for their timer.', ...faultFields(fault) });
  }
};

/** Repeats writes that are safe to repeat until the outcome of each is known. */
const insist = async (write: () => Promise<readonly Written[]>): Promise<readonly Written[]> => {
  for (let round = 0; round < ROUNDS; round++) {
    const written = await write();
    if (!written.includes('unknown')) return written;
  }
  throw new Unavailable('The store never told whether the writes of a closure took effect.');
};

const pagesOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / IDS_PER_ROW) }, (_, page) =>
    ids.slice(page * IDS_PER_ROW, (page + 1) * IDS_PER_ROW),
  );
