/**
 * The windows of time that are reported to the marketplace. The clock fixes them, and no run of ours: an hour, or a day of
 * Beijing for products whose usage is told by the day, so that whoever plans, and however late, plans the same windows.
 *
 * Source: marketplace documentation, PushMeteringData: the usage of an hour is taken before minute 59 of the next hour, that
 * of a day before 01:59 of the next day; what comes later is an error and never billed. Usage after the end of an instance is
 * not billed, but for the hour that holds the end.
 */
import { DAY_MS, HOUR_MS } from '../../validation/day';
import type { Instance } from '../instance';

const MINUTE_MS = 60_000;
const BEIJING_MS = 8 * HOUR_MS;

export type Rhythm = 'hourly' | 'daily';

/** A product's usage is told by the hour, unless a setting names it. */
export const rhythmOf = (productCode: string | undefined, dailyProductCodes: readonly string[]): Rhythm =>
  productCode !== undefined && dailyProductCodes.includes(productCode) ? 'daily' : 'hourly';

/** The last instant of the instance's life that can be billed, and the first after it; undefined: it has not ended. */
export const billedToMs = ({ status, releasedAtMs, closedAtMs }: Instance): number | undefined => {
  const endedAtMs = status === 'closing' || status === 'closed' ? (releasedAtMs ?? closedAtMs) : undefined;
  return endedAtMs === undefined ? undefined : Math.floor(endedAtMs / HOUR_MS) * HOUR_MS + HOUR_MS;
};

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The clock's window that holds the instant. */
export const windowAt = (rhythm: Rhythm, atMs: number): Span => {
  const lengthMs = rhythm === 'daily' ? DAY_MS : HOUR_MS;
  const startMs = Math.floor((atMs + BEIJING_MS) / lengthMs) * lengthMs - BEIJING_MS;
  return { startMs, endMs: startMs + lengthMs };
};

/** Until when the marketplace takes a window that begins then: before this instant. */
export const deadlineOf = (rhythm: Rhythm, startMs: number): number =>
  windowAt(rhythm, startMs).endMs + (rhythm === 'daily' ? HOUR_MS : 0) + 59 * MINUTE_MS;

/**
 * Our decision: a window is planned ten minutes after its end, so that its usage has come. What comes later still is carried
 * to the next one.
 */
const GRACE_MS = 10 * MINUTE_MS;

/**
 * Our decision: so far the marketplace's clock may be behind ours. It refuses a usage that has not ended by its own clock, and
 * what is refused alone is refused for good.
 */
const BEHIND_MS = MINUTE_MS;

/**
 * The windows to be planned now, oldest first, from the instant up to which all are. Our decisions: an instance that has
 * ended waits for the marketplace's clock only, but for its last window, after which nothing is billed; that one ends with
 * the hour that holds the instance's end, also of a daily product. The windows after it are planned too: whatever came too
 * late is in them, and has a name.
 */
export const windowsToPlan = (rhythm: Rhythm, instance: Instance, fromMs: number, nowMs: number): readonly Span[] => {
  const lastMs = billedToMs(instance);
  const spans: Span[] = [];
  for (let startMs = fromMs; ; ) {
    const { endMs: clockMs } = windowAt(rhythm, startMs);
    const endMs = lastMs !== undefined && startMs < lastMs && lastMs < clockMs ? lastMs : clockMs;
    const graceMs = lastMs !== undefined && endMs < lastMs ? BEHIND_MS : GRACE_MS;
    if (endMs + graceMs > nowMs) return spans;
    spans.push({ startMs, endMs });
    startMs = endMs;
  }
};

/** Our decision: usage older than 35 days is not taken, so that no window before that can hold any. */
const OLDEST_DAYS = 36;

/** Where the windows of an instance begin that was never metered. */
export const firstWindowMs = (rhythm: Rhythm, instance: Instance, nowMs: number): number => {
  const sinceMs = instance.openedAtMs ?? instance.releasedAtMs ?? instance.closedAtMs ?? nowMs;
  return windowAt(rhythm, Math.max(sinceMs, nowMs - OLDEST_DAYS * DAY_MS)).startMs;
};

/** Our decision: so long after its end an instance's late usage is still looked for. */
const AFTER_END_MS = 3 * DAY_MS;

/** Whether there may be something to plan for the instance. */
export const isMetered = (instance: Instance, nowMs: number): boolean => {
  if (instance.status === 'opening') return false;
  const lastMs = billedToMs(instance);
  return lastMs === undefined ? instance.status !== 'closed' : nowMs < lastMs + AFTER_END_MS;
};
