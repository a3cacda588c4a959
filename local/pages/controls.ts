/** The local controls, as these pages use them. A refusal is thrown; what had no answer rejects as `fetch` does. */
import { QueryClient } from '@tanstack/react-query';
import { watchedFetch } from '../../functions/console/pages/connection';

/** A control says what is wrong with a wish, and what to do instead. */
export class ControlRefused extends Error {
  constructor(
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail);
  }
}

const call = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> => {
  const response = await watchedFetch(path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const answered: unknown = await response.json();
  if (response.ok) return answered;
  const { title = '', detail = '' } = answered as { title?: string; detail?: string };
  throw new ControlRefused(title, detail);
};

/** What a control answers, its own tests hold it to. */
export const readControl = async <Answer>(path: string): Promise<Answer> => (await call('GET', path)) as Answer;
export const postControl = async <Answer>(path: string, body: unknown): Promise<Answer> =>
  (await call('POST', path, body)) as Answer;

/** What is read is asked for again until there is an answer. */
export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: (_, fault) => !(fault instanceof ControlRefused), retryDelay: 1_000 },
      mutations: { networkMode: 'always' },
    },
  });
