/** The local controls of the clock: what time it is, and to let time pass, by so much or until so late. */
import { beginOfDayMs, DAY_MS, dayOf } from '../shared/validation/day';
import type { LocalClock } from './clock';
import { type Control, type ControlReply, controlFault } from './controls';

/** The last instant that a `Date` can hold. */
const LAST_MS = 8.64e15;

/** How long it is until it is so late in Beijing, the next time; `HH:MM`. Undefined: there is no such time of day. */
export const untilBeijing = (time: unknown, nowMs: number): number | undefined => {
  const [, hours, minutes] = (typeof time === 'string' && /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time)) || [];
  if (hours === undefined || minutes === undefined) return undefined;
  const thenMs = beginOfDayMs(dayOf(nowMs)) + (Number(hours) * 60 + Number(minutes)) * 60_000;
  return thenMs > nowMs ? thenMs - nowMs : thenMs + DAY_MS - nowMs;
};

export const clockControls = (clock: LocalClock): Control[] => {
  const now = (): ControlReply => ({ status: 200, body: { now: new Date(clock.nowMs()).toISOString() } });
  return [
    { method: 'GET', path: '/local/clock', answer: async () => now() },
    {
      method: 'POST',
      path: '/local/clock',
      async answer({ body }) {
        const { until, ...given } = (body ?? {}) as { advanceMs?: unknown; until?: unknown };
        const advanceMs = until === undefined ? given.advanceMs : untilBeijing(until, clock.nowMs());
        if (until !== undefined && advanceMs === undefined) {
          return controlFault(400, 'until is malformed', 'Send {"until": "HH:MM"}, a time of day in Beijing.');
        }
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
