/**
 * What a failed call means. The SDK does not read the server's error: `code` is the HTTP status and `message` the raw
 * protobuf bytes `Error{code, message}` as text, so a failed condition, a bad signature and an exhausted quota are all
 * 403. The code is read here, once. Codes: Tablestore, "Error codes".
 */
import { StaleWrite, Unavailable } from '../../ports';

/**
 * - `stale`: the condition did not hold; nothing was written.
 * - `not-applied`: nothing was written, and the same call may pass later.
 * - `unknown`: a write may have taken effect, may do so later, or never will.
 * - `broken`: a bug of ours or a wrong configuration; nothing was written, and trying again changes nothing.
 */
export type Fault = 'stale' | 'not-applied' | 'unknown' | 'broken';

export interface Failure {
  readonly fault: Fault;
  /** Tablestore's error code, where it was Tablestore that answered. */
  readonly code?: string;
  /** For logs: the code and the request id, never a credential or a row. */
  readonly text: string;
  readonly cause?: unknown;
}

export type Outcome<R> = { readonly ok: true; readonly value: R } | { readonly ok: false; readonly failure: Failure };

/** What the port's callers are thrown. `doing` names the operation, as the policy that may have refused it does. */
export const errorOf = ({ fault, text, cause }: Failure, doing: string): Error => {
  const message = `Tablestore, ${doing}: ${text}`;
  if (fault === 'stale') return new StaleWrite(message);
  return fault === 'broken' ? new Error(message, { cause }) : new Unavailable(message, { cause });
};

const FAULTS: ReadonlyMap<string, Fault> = new Map<string, Fault>([
  ['OTSConditionCheckFail', 'stale'],

  ['OTSRowOperationConflict', 'not-applied'],
  ['OTSServerBusy', 'not-applied'],
  ['OTSPartitionUnavailable', 'not-applied'],
  ['OTSTableNotReady', 'not-applied'],
  ['OTSOperationThrottled', 'not-applied'],
  ['OTSNotEnoughCapacityUnit', 'not-applied'],
  ['OTSCapacityUnitExhausted', 'not-applied'],
  ['OTSQuotaExhausted', 'not-applied'],

  ['OTSTimeout', 'unknown'],
  ['OTSServerUnavailable', 'unknown'],
  ['OTSInternalServerError', 'unknown'],
  ['OTSRequestTimeout', 'unknown'],
]);

/** Refused by load, ours or the service's: what an operator hears of when it goes on. */
const THROTTLED: ReadonlySet<string | undefined> = new Set([
  'OTSServerBusy',
  'OTSOperationThrottled',
  'OTSNotEnoughCapacityUnit',
  'OTSCapacityUnitExhausted',
  'OTSQuotaExhausted',
]);

export const isThrottled = ({ code }: Failure): boolean => THROTTLED.has(code);

/** One row's failure inside a batch, whose code the SDK does read. */
export const rowFailure = (code: string | null | undefined): Failure => ({
  fault: FAULTS.get(code ?? '') ?? 'broken',
  ...(code && { code }),
  text: code ?? 'no answer for this row',
});

/** A call that was not answered in time. */
export const noAnswer = (timeoutMs: number): Failure => ({
  fault: 'unknown',
  text: `no answer within ${timeoutMs} ms`,
});

/** What the SDK rejects with, as far as it says anything. */
interface SdkError {
  /** The HTTP status as a number; `NetworkingError` where there was no answer; a word where the answer was empty. */
  readonly code?: unknown;
  readonly message: string;
  /** Node's own, of a network error. */
  readonly syscall?: unknown;
}

const isSdkError = (error: unknown): error is SdkError =>
  typeof error === 'object' && error !== null && 'code' in error && 'message' in error;

/** With a malformed request the server's sentence says what was wrong with it; other sentences may quote an access key. */
const hintOf = ({ code, message }: SdkError): string => {
  if (code !== 400) return '';
  const sentence = /OTS[A-Za-z]+(.*?)( requestId:|$)/s.exec(message)?.[1] ?? '';
  return `: ${sentence.replace(/[^\x20-\x7e]+/g, ' ').trim()}`;
};

export const failureOf = (error: unknown): Failure => {
  if (!isSdkError(error)) return { fault: 'broken', text: String(error), cause: error };
  if (error.code === 'NetworkingError') {
    // Not found or not connected: then nothing was sent.
    const unsent = error.syscall === 'connect' || error.syscall === 'getaddrinfo';
    return { fault: unsent ? 'not-applied' : 'unknown', text: error.message, cause: error };
  }
  // No cause from here on: the SDK hangs the answer's headers on the error, and they name and use our key.
  const request = /requestId:(\S+)/.exec(error.message)?.[1] ?? 'none';
  const code = /OTS[A-Za-z]+/.exec(error.message)?.[0];
  if (code) {
    return { fault: FAULTS.get(code) ?? 'broken', code, text: `${code}, request ${request}${hintOf(error)}` };
  }
  // Something between us and Tablestore answered.
  const unknown = typeof error.code === 'number' && error.code >= 500;
  return { fault: unknown ? 'unknown' : 'broken', text: `HTTP ${error.code}, request ${request}` };
};
