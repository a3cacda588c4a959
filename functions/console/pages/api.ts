/**
 * The API, as the pages use it: with the session's cookie, in the page's language; a refusal is thrown, so that what asks can
 * await what it wants. What had no answer is asked again: reads until there is one, wishes a few times, for each of them may be
 * repeated safely (by its Idempotency-Key, or because the same wish twice changes nothing). What something else than the API
 * has answered is asked again a few times, whichever it is.
 */
import { MutationCache, QueryCache, QueryClient, type QueryKey } from '@tanstack/react-query';
import type { Problem } from '../../../shared/validation/answers';
import type { OperationName } from '../../../shared/validation/api';
import { type Answered, createApiClient, type Given, NotOfTheApi } from './api-client';
import { watchedFetch } from './connection';
import { language } from './language';

/** An answer that is a refusal. */
export class Refused extends Error {
  /** When the same can succeed, in milliseconds since 1970. */
  readonly againAtMs: number | undefined;

  constructor(
    readonly problem: Problem,
    /** In milliseconds, where the same can succeed later. */
    readonly retryAfterMs: number | undefined,
  ) {
    super(problem.detail);
    this.againAtMs = retryAfterMs === undefined ? undefined : Date.now() + retryAfterMs;
  }
}

const call = createApiClient((address, init) =>
  watchedFetch(address, { ...init, headers: { 'Accept-Language': language.get(), ...init.headers } }),
);

/** The answer, with its ETag. Throws `Refused`, `NotOfTheApi`, or what `fetch` throws where there is no connection. */
export const ask = async <Name extends OperationName>(
  name: Name,
  given: Given<Name>,
): Promise<Extract<Answered<Name>, { ok: true }>> => {
  const answered = await call(name, given);
  if (answered.ok) return answered as Extract<Answered<Name>, { ok: true }>;
  const { problem, retryAfterMs } = answered as Extract<Answered<OperationName>, { ok: false }>;
  throw new Refused(problem, retryAfterMs);
};

export const isRefusal = (fault: unknown, code: Problem['code']): fault is Refused =>
  fault instanceof Refused && fault.problem.code === code;

/** No answer of the API, or one that says so. */
export const passes = (fault: unknown): boolean => !(fault instanceof Refused) || fault.problem.code === 'try-again';

/** After 1, 2, 4, 8 s, and every 10 s from then on; or when the server says. */
export const retryDelay = (failures: number, fault: unknown): number =>
  fault instanceof Refused && fault.retryAfterMs !== undefined
    ? fault.retryAfterMs
    : Math.min(1_000 * 2 ** failures, 10_000);

/** How often a wish that had no answer is sent again. */
export const WISHES_AGAIN = 3;

const isAnswered = (fault: unknown): boolean => fault instanceof Refused || fault instanceof NotOfTheApi;

export const accountKey: QueryKey = ['account'];

/** What was cached of one account must not be seen by another: it is made anew for each sign-in. */
export const createQueries = (): QueryClient => {
  /** Whoever shows the account then leads on to the log-in. */
  const askWhoIsSignedIn = (fault: unknown) => {
    if (isRefusal(fault, 'not-signed-in')) void queries.invalidateQueries({ queryKey: accountKey });
  };
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (fault, { queryKey }) => {
        if (queryKey[0] !== accountKey[0]) askWhoIsSignedIn(fault);
      },
    }),
    mutationCache: new MutationCache({ onError: askWhoIsSignedIn }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        refetchOnReconnect: true,
        retry: (failures, fault) => passes(fault) && (!isAnswered(fault) || failures < WISHES_AGAIN),
        retryDelay,
      },
      mutations: {
        networkMode: 'always',
        retry: (failures, fault) => passes(fault) && failures < WISHES_AGAIN,
        retryDelay,
      },
    },
  });
  return queries;
};
