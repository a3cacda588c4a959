/**
 * Sends the windows that wait, each once. A window says that it is sent before the request leaves, written on its version,
 * so two senders never send the same one; the meter of its instance says when, on its own version, so that no two requests
 * for an instance leave within 60 seconds. Whatever happens after that, the window is never sent again unless the marketplace
 * said that it took nothing (one that it refused for good: not before an operator says so): a sender that dies, and an answer that is lost, leave an outcome that is unknown, and an operator
 * looks at the marketplace's bill. It knows no idempotency (marketplace documentation, PushMeteringData).
 *
 * After an unknown outcome a run sends nothing more: a marketplace that is down takes one request of each run with it.
 */
import type { Meter, MeteringWindow } from '../../domain/fees/metering';
import { byUrgency, requestsOf, type Waiting } from '../../domain/fees/metering-requests';
import { answered, isLost, isOpen, type MeteringOutcome, overtaken, sending } from '../../domain/fees/metering-states';
import { billedToMs } from '../../domain/fees/metering-windows';
import { type Clock, type Marketplace, StaleWrite, type Store, Unavailable } from '../../ports';
import { pages } from '../pages';
import { endWindow, keyOfSubject, type MeteringNews, noteLoss, subjectOf, writeWindow } from './metering-window';
import type { Run } from './plan-metering';

export interface SendPorts {
  readonly store: Store;
  readonly marketplace: Pick<Marketplace, 'pushMetering'>;
  readonly clock: Clock;
}

export interface SendRules {
  /** The product's metering item, and its rule of metering where the product asks for it. */
  readonly itemKey: string;
  readonly meteringAssit?: string | undefined;
}

export interface Sent {
  /** Windows, by what became of them now. */
  readonly accepted: number;
  readonly refused: number;
  readonly missed: number;
  readonly requests: number;
  /** An outcome is unknown: nothing more is to be sent in this run. */
  readonly stopped: boolean;
  /** Those that are still open, as they are now. */
  readonly open: readonly MeteringWindow[];
  readonly faults: readonly unknown[];
}

const PAGE = 100;

export const sendMetering = async (
  ports: SendPorts,
  rules: SendRules,
  { nowMs, news, isTimeUp }: Run,
): Promise<Sent> => {
  const { store, clock } = ports;
  const sent = { accepted: 0, refused: 0, missed: 0, requests: 0, stopped: false };
  const faults: unknown[] = [];
  const open = new Map<string, MeteringWindow>();
  const note = (window: MeteringWindow) => {
    if (isOpen(window)) open.set(subjectOf(window), window);
    else open.delete(subjectOf(window));
    if (window.state === 'accepted' || window.state === 'refused' || window.state === 'missed') sent[window.state]++;
  };
  for (const found of await waitingWindows(store, nowMs)) {
    try {
      const window = await overtake(store, found, clock.nowMs());
      if (isOpen(window)) open.set(subjectOf(window), window);
      else {
        if (window !== found) note(window);
        await endWindow(store, window, news, clock.nowMs());
      }
    } catch (fault) {
      // Another is at it, or it is out of reach: the next run looks again.
      if (!(fault instanceof StaleWrite)) faults.push(fault);
      open.set(subjectOf(found), found);
    }
  }
  const { waiting, meters } = await withInstances(store, [...open.values()]);
  for (const request of requestsOf(waiting, clock.nowMs())) {
    if (isTimeUp()) break;
    const taken = await take(store, request, meters, clock.nowMs());
    if (taken.length === 0) continue;
    sent.requests++;
    const outcome = await push(ports, rules, taken);
    news.requested(taken.length, outcome);
    for (const window of taken) {
      try {
        note(await record(store, window, outcome, taken.length === 1, news, clock.nowMs()));
      } catch (fault) {
        // It stands as sent, and will be found out.
        news.failed(window.instanceId, fault);
        faults.push(fault);
      }
    }
    if (outcome.kind === 'unknown') {
      sent.stopped = true;
      break;
    }
  }
  return { ...sent, open: [...open.values()], faults };
};

/** All windows that have a to-do. One without a row is of a planner that died: its meter holds it. */
const waitingWindows = async (store: Store, nowMs: number): Promise<readonly MeteringWindow[]> => {
  const windows: MeteringWindow[] = [];
  for await (const todos of pages(store, 'todos', { queue: 'metering' }, PAGE)) {
    const keys = todos.map(({ subject }) => keyOfSubject(subject));
    for (const [at, row] of (await store.getMany('meteringWindows', keys)).entries()) {
      const key = keys[at];
      if (row) windows.push(row);
      else if (key) {
        const last = (await store.get('meters', key))?.last;
        if (last?.windowStartMs !== key.windowStartMs) continue;
        await writeWindow(store, last, nowMs);
        windows.push(last);
      }
    }
  }
  return windows;
};

/** What time has made of it. */
const overtake = async (store: Store, window: MeteringWindow, nowMs: number): Promise<MeteringWindow> => {
  const next = overtaken(window, nowMs);
  if (!next) return window;
  if (isLost(next)) await noteLoss(store, next, nowMs);
  await store.write({ table: 'meteringWindows', replace: next, of: window.version });
  return next;
};

const withInstances = async (
  store: Store,
  windows: readonly MeteringWindow[],
): Promise<{ readonly waiting: readonly Waiting[]; readonly meters: ReadonlyMap<string, Meter> }> => {
  const pending = windows.filter(({ state }) => state === 'pending');
  const keys = [...new Set(pending.map(({ instanceId }) => instanceId))].map((instanceId) => ({ instanceId }));
  const [instances, meters] = await Promise.all([store.getMany('instances', keys), store.getMany('meters', keys)]);
  const byId = new Map(instances.flatMap((row) => (row ? [[row.instanceId, row]] : [])));
  const meterById = new Map(meters.flatMap((row) => (row ? [[row.instanceId, row]] : [])));
  const waiting = pending.map((window): Waiting => {
    const instance = byId.get(window.instanceId);
    return {
      window,
      ended: instance !== undefined && billedToMs(instance) !== undefined,
      pushedAtMs: meterById.get(window.instanceId)?.pushedAtMs,
    };
  });
  return { waiting: waiting.toSorted(byUrgency), meters: meterById };
};

/** Those of the request that are ours to send now, as they stand in their rows. */
const take = async (
  store: Store,
  request: readonly MeteringWindow[],
  meters: ReadonlyMap<string, Meter>,
  nowMs: number,
): Promise<readonly MeteringWindow[]> => {
  const metered = request.flatMap((window) => {
    const meter = meters.get(window.instanceId);
    return meter ? [{ window, meter }] : [];
  });
  const marked = await store.writeMany(
    metered.map(({ meter }) => ({
      table: 'meters',
      replace: { ...meter, version: meter.version + 1, pushedAtMs: nowMs },
      of: meter.version,
    })),
  );
  const ours = metered.filter((_, at) => marked[at] === 'done').map(({ window }) => window);
  const next = ours.map((window) => sending(window, nowMs));
  const written = await store.writeMany(
    next.map((replace, at) => ({ table: 'meteringWindows', replace, of: ours[at]?.version ?? 0 })),
  );
  const unknown = next.filter((_, at) => written[at] === 'unknown');
  // Nobody else can have written what we wrote: the meter let only us through.
  const found = await lookFor(store, unknown);
  const isThere = (window: MeteringWindow) =>
    found.some(
      (row) =>
        row?.instanceId === window.instanceId &&
        row.windowStartMs === window.windowStartMs &&
        row.version === window.version &&
        row.sentAtMs === window.sentAtMs,
    );
  return next.filter((window, at) => written[at] === 'done' || (written[at] === 'unknown' && isThere(window)));
};

/** Out of reach, none of them goes with the request; those that are known to say that they are sent must, or are unknown too. */
const lookFor = async (store: Store, windows: readonly MeteringWindow[]) => {
  try {
    return await store.getMany('meteringWindows', windows);
  } catch (fault) {
    if (fault instanceof Unavailable) return [];
    throw fault;
  }
};

const push = async (
  { marketplace }: SendPorts,
  { itemKey, meteringAssit }: SendRules,
  windows: readonly MeteringWindow[],
): Promise<MeteringOutcome> => {
  try {
    return await marketplace.pushMetering(
      windows.map(({ instanceId, windowStartMs, windowEndMs, units }) => ({
        instanceId,
        startMs: windowStartMs,
        endMs: windowEndMs,
        key: itemKey,
        units,
        ...(meteringAssit !== undefined && { meteringAssit }),
      })),
    );
  } catch (fault) {
    // It should not throw. If it does, nobody knows what happened before.
    return { kind: 'unknown', why: (fault as Error).name };
  }
};

const ROUNDS = 5;

/**
 * Writes what became of a window that we sent, until it is known to be written. Meanwhile it may have been taken for unknown;
 * we know better.
 */
const record = async (
  store: Store,
  sent: MeteringWindow,
  outcome: MeteringOutcome,
  alone: boolean,
  news: MeteringNews,
  nowMs: number,
): Promise<MeteringWindow> => {
  let window: MeteringWindow | undefined = sent;
  for (let round = 0; window && window.sentAtMs === sent.sentAtMs && isOpen(window); round++) {
    const next = answered(window, outcome, alone, nowMs);
    try {
      if (window.state === 'pending' || (window.state === 'unknown' && outcome.kind === 'unknown')) return window;
      if (isLost(next)) await noteLoss(store, next, nowMs);
      await store.write({ table: 'meteringWindows', replace: next, of: window.version });
      window = next;
      break;
    } catch (fault) {
      if (round === ROUNDS || !(fault instanceof StaleWrite || fault instanceof Unavailable)) throw fault;
      window = await store.get('meteringWindows', sent);
    }
  }
  if (window && !isOpen(window)) await endWindow(store, window, news, nowMs);
  return window ?? sent;
};
