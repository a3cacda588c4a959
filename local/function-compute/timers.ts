/**
 * The time triggers of the deployed functions, as tasks of the local clock.
 *
 * Our decision: a timer fires again only after its function has answered. The platform would not wait, but here advancing
 * by an hour would else start sixty runs at once.
 */
import type { LocalClock } from '../clock';
import type { AsynchronousInvocations } from './asynchronous';
import type { Timer } from './deployment';
import type { FunctionHost } from './host';
import { parseSchedule } from './schedule';

/** The event of a time trigger (Function Compute documents, "Time triggers"). */
export const timerEvent = (triggerName: string, payload: string, atMs: number): string =>
  JSON.stringify({ triggerTime: new Date(atMs).toISOString().replace(/\.\d+/, ''), triggerName, payload });

/** Throws a sentence where a schedule is wrong, before any timer is started. */
export const startTimers = (host: FunctionHost, invocations: AsynchronousInvocations, clock: LocalClock): void => {
  const startMs = clock.nowMs();
  const timers = [...host.functions.values()].flatMap((called) =>
    called.settings.timers.map((timer: Timer) => ({ called, timer, schedule: parseSchedule(timer.schedule, startMs) })),
  );
  for (const { called, timer, schedule } of timers) {
    const arm = (afterMs: number) => {
      const dueMs = schedule.nextMs(afterMs);
      clock.at(dueMs, async () => {
        await invocations.run(called, timerEvent(timer.name, timer.payload, dueMs), host.newRequestId());
        arm(Math.max(dueMs, clock.nowMs()));
      });
    };
    arm(startMs);
  }
};
