/**
 * Which windows are sent together, and in which order. Source: marketplace documentation, PushMeteringData: at most 100
 * entries in a request, all of one product, and no two requests for an instance within 60 seconds.
 *
 * Our decisions: instances that have ended come first, for the marketplace may soon take nothing of them any more; then by the
 * time that is left. The first request of a run holds one window only: a marketplace that does not answer then leaves one
 * outcome unknown, and not a hundred. An instance has one window in a request.
 */
import type { MeteringWindow } from './metering';
import { goesAlone } from './metering-states';

const MOST_ENTRIES = 100;
/** Our decision: so many requests of a single window in a run; the rest of them wait for the next. */
const MOST_ALONE = 100;
const APART_MS = 60_000;

export interface Waiting {
  readonly window: MeteringWindow;
  /** Its instance has ended. */
  readonly ended: boolean;
  /** When a request that names its instance was last sent. */
  readonly pushedAtMs?: number | undefined;
}

export const mayBeSent = ({ window, pushedAtMs }: Waiting, nowMs: number): boolean =>
  window.state === 'pending' &&
  nowMs < window.deadlineMs &&
  nowMs >= (window.nextAttemptAtMs ?? 0) &&
  (pushedAtMs === undefined || nowMs - pushedAtMs >= APART_MS);

/** The most urgent first. */
export const byUrgency = (one: Waiting, other: Waiting): number =>
  Number(other.ended) - Number(one.ended) ||
  one.window.deadlineMs - other.window.deadlineMs ||
  one.window.windowStartMs - other.window.windowStartMs ||
  (one.window.instanceId < other.window.instanceId ? -1 : 1);

/** The requests to be sent now, one after the other. */
export const requestsOf = (waiting: readonly Waiting[], nowMs: number): readonly (readonly MeteringWindow[])[] => {
  const requests: MeteringWindow[][] = [];
  /** The request of each product that has room. */
  const open = new Map<string, MeteringWindow[]>();
  const instances = new Set<string>();
  let alone = 0;
  for (const { window } of waiting.filter((one) => mayBeSent(one, nowMs)).toSorted(byUrgency)) {
    if (instances.has(window.instanceId)) continue;
    const isFirst = requests.length === 0;
    if (!isFirst && goesAlone(window) && ++alone > MOST_ALONE) continue;
    instances.add(window.instanceId);
    if (isFirst || goesAlone(window) || window.productCode === undefined) {
      requests.push([window]);
      continue;
    }
    const request = open.get(window.productCode);
    if (request) request.push(window);
    else {
      const fresh = [window];
      requests.push(fresh);
      open.set(window.productCode, fresh);
    }
    if ((open.get(window.productCode)?.length ?? 0) >= MOST_ENTRIES) open.delete(window.productCode);
  }
  return requests;
};
