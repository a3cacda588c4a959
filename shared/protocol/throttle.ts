/**
 * Throttling of guesses: an attempt is counted before it is tried, so that attempts made at the same time count too, and
 * the count of a window of time is forgotten with it: nobody is locked out for longer.
 */
import { type Refused, refused } from '../domain/refusals';
import type { Store } from '../ports';

export interface Limit {
  /** What is counted, for instance one username from one address. */
  readonly subject: string;
  readonly attempts: number;
}

/** Our decision, in milliseconds. */
export const WINDOW_MS = 15 * 60 * 1_000;

/** Counts one attempt against every limit; refuses, with the time to wait, where one is exceeded. */
export const countAttempt = async (
  store: Store,
  limits: readonly Limit[],
  nowMs: number,
): Promise<Refused | undefined> => {
  const windowStartMs = nowMs - (nowMs % WINDOW_MS);
  const counts = await Promise.all(limits.map(({ subject }) => store.count({ subject, windowStartMs }, 1)));
  if (limits.every(({ attempts }, at) => (counts[at] ?? 0) <= attempts)) return undefined;
  // What is refused is not tried, so it is no guess: else one address, refused, could use up a name's count for everybody.
  await forgiveAttempt(store, limits, nowMs);
  return refused('too-many-attempts', { retryAfterS: Math.ceil((windowStartMs + WINDOW_MS - nowMs) / 1_000) });
};

/** Takes the attempt back: it was no guess. */
export const forgiveAttempt = async (store: Store, limits: readonly Limit[], nowMs: number): Promise<void> => {
  const windowStartMs = nowMs - (nowMs % WINDOW_MS);
  await Promise.all(limits.map(({ subject }) => store.count({ subject, windowStartMs }, -1)));
};
