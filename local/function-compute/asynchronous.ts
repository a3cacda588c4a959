/**
 * Asynchronous invocations: accepted at once, run as tasks of the local clock, tried again when they fail, and given up
 * with a word to the function's failure destination, if it has one. Source: Function Compute documents, "Asynchronous
 * invocations", "Configure a retry mechanism" and "Result callback".
 *
 * Our decision: between the tries it waits 1 s, 2 s, 4 s and so on; the documents give intervals for the platform's own
 * failures only. What waits here is in memory and ends with the process: everything that must happen has a timer as well.
 */
import type { LocalClock } from '../clock';
import { type DeployedFunction, type FunctionHost, functionArn } from './host';
import type { Outcome } from './instance';

export interface AsynchronousInvocations {
  /** Runs it once `delayMs` have passed. */
  accept(called: DeployedFunction, event: string | Buffer, requestId: string, delayMs?: number): void;
  /** False where the function takes each task ID once, and had this one before. */
  claimTask(called: DeployedFunction, taskId: string): boolean;
  /** Runs it now, and resolves with how the first try ended; further ones follow as tasks. Never rejects. */
  run(called: DeployedFunction, event: string | Buffer, requestId: string): Promise<Outcome>;
}

interface Accepted {
  called: DeployedFunction;
  event: string | Buffer;
  requestId: string;
  /** When it was first due: a delay that was asked for does not make it old. */
  firstDueMs: number;
}

export const createAsynchronousInvocations = (host: FunctionHost, clock: LocalClock): AsynchronousInvocations => {
  const taskIds = new Map<DeployedFunction, Set<string>>();

  const attempt = async (accepted: Accepted, tries: number): Promise<Outcome> => {
    const { called, event, requestId, firstDueMs } = accepted;
    const { retries, maxAgeMs, onFailure } = called.settings.asynchronous;
    const outcome = await called.invoke(event, requestId);
    if (outcome.kind === 'result') return outcome;
    const nextMs = clock.nowMs() + 1000 * 2 ** (tries - 1);
    if (tries <= retries && nextMs - firstDueMs <= maxAgeMs) {
      clock.at(nextMs, async () => {
        await attempt(accepted, tries + 1);
      });
      return outcome;
    }
    const told = onFailure === undefined ? undefined : host.functions.get(onFailure);
    if (told) accept(told, failureEvent(accepted, tries, outcome, clock.nowMs()), host.newRequestId());
    return outcome;
  };

  const accept: AsynchronousInvocations['accept'] = (called, event, requestId, delayMs = 0) => {
    const firstDueMs = clock.nowMs() + delayMs;
    clock.at(firstDueMs, async () => {
      await attempt({ called, event, requestId, firstDueMs }, 1);
    });
  };

  return {
    accept,
    claimTask(called, taskId) {
      if (!called.settings.asynchronous.task) return true;
      const taken = taskIds.get(called) ?? new Set();
      taskIds.set(called, taken);
      return taken.size < taken.add(taskId).size;
    },
    run: (called, event, requestId) => attempt({ called, event, requestId, firstDueMs: clock.nowMs() }, 1),
  };
};

/**
 * What a failure destination is told. The status is that of the platform, which did its part. Our decision: `condition`,
 * of which the documents say that it is the error's code, names the kind of the last failure, as `functionError` does.
 */
const failureEvent = (
  { called, event, requestId }: Accepted,
  tries: number,
  { errorType, fault }: Outcome & { kind: 'failed' },
  atMs: number,
): string =>
  JSON.stringify({
    timestamp: atMs,
    requestContext: {
      requestId,
      functionArn: functionArn(called.settings),
      condition: errorType,
      approximateInvokeCount: tries,
    },
    requestPayload: event.toString(),
    responseContext: { statusCode: 200, functionError: errorType },
    responsePayload: JSON.stringify(fault),
  });
