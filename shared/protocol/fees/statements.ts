/**
 * Owes the statements of the months that are over. A settlement puts the to-do of its account and month before its bills
 * (`complete.ts`), so that no account with a bill is missed, whatever crashes; the to-do goes last. The mail has the month in
 * its id: whoever makes it again finds it there, and a bill that comes after it makes no second one.
 *
 * The order is the proof; do not change it: add up the bills; insert the mail; put its to-do; remove the statement's.
 */
import {
  type Month,
  noSums,
  readStatementSubject,
  sorted,
  statementDueMs,
  statementSubject,
  withBill,
} from '../../domain/fees/statement';
import { owed, type StatementNotice, statementMailId } from '../../domain/mail';
import type { Workspace } from '../../domain/workspace';
import type { Key, Page, Rows, Store } from '../../ports';
import { pages } from '../pages';
import { insertOnce } from './ledger';

const PAGE = 100;

/** Our decision: the languages of so many workspaces are looked up; the mail is in both where both are among them. */
const ASKED = 100;

export const oweStatement = (store: Store, month: Month, owner: string, nowMs: number): Promise<void> =>
  store.write({
    table: 'todos',
    put: { queue: 'statements', subject: statementSubject(month, owner), sinceMs: nowMs },
  });

export interface Statements {
  readonly made: number;
  /** Of an account they do not hold up the others. */
  readonly faults: readonly unknown[];
}

export const makeStatements = async (store: Store, nowMs: number, isTimeUp: () => boolean): Promise<Statements> => {
  let made = 0;
  const faults: unknown[] = [];
  for await (const todos of pages(store, 'todos', { queue: 'statements' }, PAGE)) {
    for (const todo of todos) {
      const { month, owner } = readStatementSubject(todo.subject);
      // Those behind it are of this month too, or of later ones.
      if (nowMs < statementDueMs(month)) return { made, faults };
      try {
        if (await make(store, month, owner, nowMs)) made++;
        await store.write({ table: 'todos', remove: { queue: 'statements', subject: todo.subject } });
      } catch (fault) {
        faults.push(fault);
      }
      // Looked at after one, so that each run gets on; the next timer goes on with the rest.
      if (isTimeUp()) return { made, faults };
    }
  }
  return { made, faults };
};

/** False: there is nothing to tell, or it was told. */
const make = async (store: Store, month: Month, owner: string, nowMs: number): Promise<boolean> => {
  const mailId = statementMailId(owner, month);
  if ((await store.get('mails', { mailId }))?.sentAtMs !== undefined) return false;
  const ids = new Set<Workspace['workspaceId']>();
  let sums = noSums;
  for await (const bills of billsOf(store, owner, month)) {
    for (const bill of bills) {
      sums = withBill(sums, bill);
      if (ids.size < ASKED) ids.add(bill.workspaceId);
    }
  }
  const rows = await store.getMany(
    'workspaces',
    [...ids].map((workspaceId) => ({ workspaceId })),
  );
  const workspaces = rows
    .flatMap((row) => (row?.kind === 'workspace' ? [row] : []))
    .toSorted((one, other) => one.timeline[0].fromMs - other.timeline[0].fromMs);
  const [first] = workspaces;
  if (!first) return false;
  const languages = [...new Set(workspaces.map(({ language }) => language))];
  const notice: StatementNotice = { kind: 'statement', month, ...sorted(sums), languages };
  await insertOnce(store, { table: 'mails', insert: owed(mailId, first, notice, nowMs) });
  await store.write({ table: 'todos', put: { queue: 'mails', subject: mailId, sinceMs: nowMs } });
  return true;
};

async function* billsOf(store: Store, owner: string, month: Month): AsyncGenerator<readonly Rows['bills'][]> {
  // A bill's id begins with its day, so that none lies before this.
  let after: Key<'bills'> | undefined = { owner, day: `${month}-00`, billId: '0' };
  while (after) {
    const page: Page<'bills'> = await store.scan('bills', { owner }, { after, limit: PAGE });
    yield page.rows.filter(({ day }) => day.startsWith(month));
    after = page.next?.day.startsWith(month) ? page.next : undefined;
  }
}
