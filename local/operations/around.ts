/** What stands about a row in other tables: the state of its mails, its to-dos, and what the timed check has found of it. */
import { findingKinds } from '../../shared/domain/findings';
import type { Mail } from '../../shared/domain/mail';
import type { Key, Store } from '../../shared/ports';
import type { Seen } from './command';

/** Of one subject, of every kind: subjects of different kinds do not look alike. */
export const findingsOf = async (store: Store, subject: string): Promise<readonly Seen[]> => {
  const rows = await store.getMany(
    'findings',
    findingKinds.map((kind) => ({ kind, subject })),
  );
  return rows.flatMap((row) => (row ? [{ kind: row.kind, sinceMs: row.sinceMs }] : []));
};

export const mailState = (mailId: string, mail: Mail | undefined): Seen => ({
  mailId,
  state: !mail
    ? 'not there'
    : mail.sentAtMs !== undefined
      ? 'sent'
      : mail.undeliverableAtMs !== undefined
        ? 'undeliverable'
        : 'waiting',
  sentAtMs: mail?.sentAtMs,
  undeliverableAtMs: mail?.undeliverableAtMs,
  ...(mail?.sentAtMs === undefined && { attempts: mail?.attempts, nextAttemptAtMs: mail?.nextAttemptAtMs }),
  lastError: mail?.lastError,
});

/** Those that are there. */
export const todosOf = async (store: Store, keys: readonly Key<'todos'>[]): Promise<readonly Seen[]> =>
  (await store.getMany('todos', keys)).flatMap((row) => (row ? [{ ...row }] : []));
