/**
 * Asynchronous invocations: accepted at once, run as tasks of the local clock, tried again when they fail.
 *
 * Our decision: between the tries it waits 1 s, 2 s, 4 s and so on; the documents give intervals for the platform's own
 * failures only. What waits here is in memory and ends with the process: everything that must happen has a timer as well.
 */
import type { LocalClock } from '../clock';
import type { DeployedFunction } from './host';
import type { Outcome } from './instance';

export interface AsynchronousInvocations {
  /** Runs it as soon as the clock comes to it. */
  accept(called: DeployedFunction, event: string | Buffer, requestId: string): void;
  /** Runs it now, and resolves with how the first try ended; further ones follow as tasks. Never rejects. */
  run(called: DeployedFunction, event: string | Buffer, requestId: string): Promise<Outcome>;
}

export const createAsynchronousInvocations = (clock: LocalClock): AsynchronousInvocations => {
  const attempt = async (
    called: DeployedFunction,
    event: string | Buffer,
    requestId: string,
    retried: number,
  ): Promise<Outcome> => {
    const outcome = await called.invoke(event, requestId);
    if (outcome.kind === 'failed' && retried < called.settings.asynchronous.retries) {
      clock.at(clock.nowMs() + 1000 * 2 ** retried, async () => {
        await attempt(called, event, requestId, retried + 1);
      });
    }
    return outcome;
  };
  return {
    run: (called, event, requestId) => attempt(called, event, requestId, 0),
    accept(called, event, requestId) {
      clock.at(clock.nowMs(), async () => {
        await attempt(called, event, requestId, 0);
      });
    },
  };
};
