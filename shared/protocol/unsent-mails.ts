/** The mails that are owed and not sent, for an operator, with what was wrong at the last attempt. */
import type { Mail } from '../domain/mail';
import type { Store } from '../ports';
import { pages } from './pages';

export interface UnsentMail extends Pick<Mail, 'attempts' | 'nextAttemptAtMs' | 'lastError'> {
  /** The account's address; empty where there is no such account any more. */
  readonly to: string;
  readonly kind: Mail['notice']['kind'];
}

/** Our decision: so many are told of at most, those that were tried most often first. */
export const MOST_MAILS = 200;
const PAGE = 100;

export const unsentMails = async (store: Store): Promise<UnsentMail[]> => {
  let unsent: Mail[] = [];
  for (const queue of ['mails', 'changes'] as const) {
    for await (const todos of pages(store, 'todos', { queue }, PAGE)) {
      const keys = todos.map(({ subject }) => ({ mailId: subject }));
      const mails = (await store.getMany('mails', keys)).filter((mail) => mail !== undefined);
      unsent = [...unsent, ...mails.filter(({ sentAtMs }) => sentAtMs === undefined)]
        .sort((one, other) => other.attempts - one.attempts)
        .slice(0, MOST_MAILS);
    }
  }
  const accounts = await store.getMany(
    'usernames',
    unsent.map(({ username }) => ({ username })),
  );
  return unsent.map(({ notice, attempts, nextAttemptAtMs, lastError }, at) => ({
    to: accounts[at]?.email ?? '',
    kind: notice.kind,
    attempts,
    nextAttemptAtMs,
    ...(lastError !== undefined && { lastError }),
  }));
};
