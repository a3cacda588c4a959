/**
 * Throttling of guesses: the wrong tries of a window of time are counted, and forgotten with it, so nobody is locked out
 * for longer than the window unless somebody goes on guessing.
 *
 * A try that costs us much or tells whoever tries something (a password, an instance that only the marketplace knows) is
 * counted before it is made, so that tries made at the same time count too, and taken back where it was right.
 */
import { knownPlace, type Limit } from '../domain/limits';
import { type Refused, refused } from '../domain/refusals';
import type { Store } from '../ports';

/** Our decision, in milliseconds. */
export const WINDOW_MS = 15 * 60 * 1_000;

/** When the window that holds this time began. */
export const windowOf = (nowMs: number): number => nowMs - (nowMs % WINDOW_MS);

/**
 * Counts one try against every limit; refuses, with the time to wait, where one is exceeded. `known` says whether the
 * limits for strangers do not hold.
 */
export const countAttempt = async (
  store: Store,
  limits: readonly Limit[],
  nowMs: number,
  known: boolean | Promise<boolean> = false,
): Promise<Refused | undefined> => {
  const windowStartMs = windowOf(nowMs);
  const [isKnown, ...counts] = await Promise.all([
    known,
    ...limits.map(({ subject }) => store.count({ subject, windowStartMs }, 1)),
  ]);
  const exceeded = limits.filter(({ attempts }, at) => (counts[at] ?? 0) > attempts);
  const refusal = refusalOf(exceeded, isKnown, nowMs);
  // What is refused is not tried, so it is no guess: else one place, refused, could use up a name's count for everybody.
  if (refusal) await forgiveAttempt(store, limits, nowMs);
  return refusal;
};

/** Takes the try back: it was no guess. */
export const forgiveAttempt = async (store: Store, limits: readonly Limit[], nowMs: number): Promise<void> => {
  const windowStartMs = windowOf(nowMs);
  await Promise.all(limits.map(({ subject }) => store.count({ subject, windowStartMs }, -1)));
};

/** The limits that wrong tries have used up: one more is not made, though it were right. */
export const usedUp = async (store: Store, limits: readonly Limit[], nowMs: number): Promise<readonly Limit[]> => {
  const windowStartMs = windowOf(nowMs);
  const rows = await store.getMany(
    'attempts',
    limits.map(({ subject }) => ({ subject, windowStartMs })),
  );
  return limits.filter(({ attempts }, at) => (rows[at]?.count ?? 0) >= attempts);
};

/** The refusal of who has to wait until the window ends, where one of these limits holds for them. */
export const refusalOf = (spent: readonly Limit[], known: boolean, nowMs: number): Refused | undefined =>
  spent.some(({ strangersOnly }) => !(strangersOnly && known))
    ? refused('too-many-attempts', { retryAfterS: Math.ceil((windowOf(nowMs) + WINDOW_MS - nowMs) / 1_000) })
    : undefined;

/** Rows that no window ends, for the log-ins of a username in a place. */
const FOR_GOOD = 0;

/** Whether the username was logged in from this place before; for how long that is remembered, the store's schema says. */
export const isKnownPlace = async (store: Store, username: string, place: string): Promise<boolean> =>
  (await store.get('attempts', { subject: knownPlace(username, place), windowStartMs: FOR_GOOD })) !== undefined;

export const rememberPlace = async (store: Store, username: string, place: string): Promise<void> => {
  await store.count({ subject: knownPlace(username, place), windowStartMs: FOR_GOOD }, 1);
};
