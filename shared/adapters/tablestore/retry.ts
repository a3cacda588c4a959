/**
 * The only retry there is: the SDK's own is switched off, because it repeats reads for up to 51 seconds, never repeats
 * after throttling, and cannot be told a deadline. Full jitter, so that those who collided do not collide again.
 *
 * A write is repeated only where the answer says that it was not applied. After an unknown outcome a repeated conditional
 * write could find its own first attempt and report `stale` for a success; whoever asked must read instead.
 */
import type { Clock, Random } from '../../ports';
import type { Meter } from '../../triggers/meter';
import { type Fault, isThrottled, type Outcome } from './errors';

export interface Waiting {
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  /** Hears of each attempt. */
  readonly meter?: Meter;
  /** How long each may take, in milliseconds, where that is not for a person who waits. */
  readonly attemptMs?: number;
}

/** No attempt begins later than this after the first. Our decision: with the last attempt, 3.5 seconds at most. */
const REPEAT_FOR_MS = 2_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

export const REPEAT_READ: readonly Fault[] = ['not-applied', 'unknown'];
export const REPEAT_WRITE: readonly Fault[] = ['not-applied'];

/** Attempts until one succeeds, fails in another way than those to be repeated, or time is up: then the last failure. */
export const persist = async <R>(
  attempt: () => Promise<Outcome<R>>,
  repeat: readonly Fault[],
  { clock, random, meter }: Waiting,
  repeatForMs = REPEAT_FOR_MS,
): Promise<Outcome<R>> => {
  const deadlineMs = clock.nowMs() + repeatForMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const outcome = await attempt();
    meter?.add({ storeCalls: 1, storeThrottled: !outcome.ok && isThrottled(outcome.failure) ? 1 : 0 });
    if (outcome.ok || !repeat.includes(outcome.failure.fault)) return outcome;
    const waitMs = random.fraction() * pauseMs;
    if (clock.nowMs() + waitMs > deadlineMs) return outcome;
    await clock.sleep(waitMs);
    meter?.add({ storeRetries: 1 });
  }
};
