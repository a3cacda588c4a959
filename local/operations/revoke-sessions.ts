/**
 * Ends all sessions of an account: whoever uses one has to log in again. For a password that became known this is half of the
 * cure; the password itself nobody here can change. Sessions lie under their own ids, so all of them are read.
 */
import type { Rows, Store } from '../../shared/ports';
import { pages } from '../../shared/protocol/pages';
import { type Command, nothingToDo, type Plan, type Reach, refuse } from './command';
import { readUsername } from './identifiers';

type Username = Rows['usernames']['username'];

const PAGE = 200;

export const revokeSessions: Command = {
  name: 'revoke-sessions',
  usage: 'revoke-sessions <username>',
  purpose: 'ends all sessions of a Billing Center account',
  prepare({ positionals }) {
    const username = readUsername(positionals);
    return { kind: 'act', given: { username }, plan: (reach) => plan(reach, username) };
  },
};

const plan = async ({ store, clock }: Reach, username: Username): Promise<Plan> => {
  const account = await store.get('usernames', { username });
  if (!account) return refuse(`There is no account ${username}: check how the username is written.`);
  const sessionIds = await sessionsOf(store, account.owner, clock.nowMs());
  if (sessionIds.length === 0) return nothingToDo(`Nobody is logged in as ${username}.`);
  return {
    kind: 'action',
    would: `End ${sessionIds.length} sessions of ${username}.`,
    because: ['Whoever knows the password can log in again.'],
    async carryOut() {
      for (const sessionId of sessionIds) await store.write({ table: 'sessions', remove: { sessionId } });
      return { outcome: 'done', detail: `${sessionIds.length} sessions of ${username} were ended.` };
    },
  };
};

const sessionsOf = async (store: Store, owner: string, nowMs: number): Promise<string[]> => {
  const ids: string[] = [];
  for await (const rows of pages(store, 'sessions', {}, PAGE)) {
    ids.push(...rows.flatMap((row) => (row.owner === owner && row.expiresAtMs > nowMs ? [row.sessionId] : [])));
  }
  return ids;
};
