/**
 * A client as one must be written for a service that may go down at any moment: where the connection breaks, or the answer
 * is 503, or 502 (the platform's word where a function took too long), the same request is sent again, with the same key,
 * until it is answered. What is answered is believed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lives } from './lives';

export interface Sent {
  readonly json?: unknown;
  readonly key?: string;
  readonly token?: string;
}

export interface Answer {
  readonly status: number;
  /** Of a refusal. */
  readonly code: string | undefined;
  /** How long to wait before the next try; 0 where it does not say. */
  readonly retryAfterMs: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
  readonly body: any;
}

export interface Client {
  /** Rejects only where no patience helps. */
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, sent?: Sent): Promise<Answer>;
  /** Requests sent, repeated ones too, and those that changed something and were told so. */
  counts(): { readonly requests: number; readonly acknowledged: number };
}

/**
 * Real milliseconds. A connection that broke is tried again soon, for the system may be up again; one that could not cope is
 * left alone for longer each time, else its clients never let it come to an end.
 */
const PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 10_000;
const MOST_TRIES = 200;
const PATIENCE_MS = 300_000;

export const createClient = (lives: Lives): Client => {
  let requests = 0;
  let acknowledged = 0;

  const attempt = async (method: string, path: string, { json, key, token }: Sent): Promise<Answer | undefined> => {
    const origin = await lives.origin();
    requests++;
    try {
      const response = await fetch(`${origin}${path}`, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          'accept-language': 'en',
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      const body = isJson && text !== '' ? JSON.parse(text) : text;
      const retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1_000;
      return { status: response.status, code: body.code, retryAfterMs, body };
    } catch (fault) {
      if (fault instanceof Error && fault.name === 'TimeoutError') {
        throw new Error(`${method} ${path} was not answered in time.`);
      }
      return undefined;
    }
  };

  return {
    async call(method, path, sent = {}) {
      let pauseMs = PAUSE_MS;
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const answer = await attempt(method, path, sent);
        if (answer?.status === 429) {
          // Each log-in that a kill cut off was an attempt: who comes too often waits, on the system's clock.
          await attempt('POST', '/local/clock', { json: { advanceMs: answer.retryAfterMs } });
        } else if (answer && ![502, 503].includes(answer.status)) {
          if (answer.status >= 500) throw new Error(`${method} ${path} was answered ${answer.status}.`);
          if (method !== 'GET' && answer.status < 300) acknowledged++;
          return answer;
        }
        pauseMs = answer ? Math.min(2 * pauseMs, LONGEST_PAUSE_MS) : PAUSE_MS;
        await sleep(pauseMs);
      }
      throw new Error(`${method} ${path} was sent ${MOST_TRIES} times, and never answered.`);
    },
    counts: () => ({ requests, acknowledged }),
  };
};
