/** The local controls of the clock: what time it is, and to let time pass. */
import type { LocalClock } from './clock';
import { type Control, type ControlReply, controlFault } from './controls';

/** The last instant that a `Date` can hold. */
const LAST_MS = 8.64e15;

export const clockControls = (clock: LocalClock): Control[] => {
  const now = (): ControlReply => ({ status: 200, body: { now: new Date(clock.nowMs()).toISOString() } });
  return [
    { method: 'GET', path: '/local/clock', answer: async () => now() },
    {
      method: 'POST',
      path: '/local/clock',
      async answer({ body }) {
        const { advanceMs } = (body ?? {}) as { advanceMs?: unknown };
        if (typeof advanceMs !== 'number' || !Number.isInteger(advanceMs) || advanceMs < 0) {
          const what = 'Send {"advanceMs": n}, a whole number of milliseconds from 0 on: the clock never goes back.';
          return controlFault(400, 'advanceMs is malformed', what);
        }
        if (clock.nowMs() + advanceMs > LAST_MS) {
          return controlFault(400, 'advanceMs is too large', 'Send a smaller number: no date is that far off.');
        }
        await clock.advance(advanceMs);
        return now();
      },
    },
  ];
};
