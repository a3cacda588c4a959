/** Mails against their to-do rows, their closures, and the lists of workspaces that outgrew their rows. */
import type { ClosureNotice, Mail } from '../../domain/mail';
import { isUnderWay } from '../../domain/repair';
import type { Key, Store } from '../../ports';
import { pages } from '../pages';
import { type Finding, PAGE, passOver, present, rowsBy, type Tools } from './pass';

export const mails = passOver('mails', async (tools, rows) => {
  const { store, nowMs } = tools;
  const settled = rows.filter(({ createdAtMs }) => !isUnderWay(createdAtMs, nowMs));
  return [...(await unsent(tools, settled)), ...(await misleading(store, settled))];
});

const todoOf = ({ mailId, notice }: Mail): Key<'todos'> => ({
  queue: notice.kind === 'change' ? 'changes' : 'mails',
  subject: mailId,
});

const unsent = async ({ store, nowMs, sooner }: Tools, rows: readonly Mail[]): Promise<Finding[]> => {
  const waiting = rows.filter(({ sentAtMs }) => sentAtMs === undefined);
  const isQueued = await present(store, 'todos', waiting.map(todoOf));
  // A sender marks the mail as sent before it removes the to-do.
  const again = await rowsBy(
    store,
    'mails',
    'mailId',
    waiting.map(({ mailId }) => mailId),
  );
  return waiting.flatMap((mail): Finding[] => {
    const subject = mail.mailId;
    if (again.get(subject)?.sentAtMs !== undefined) return [];
    const refused: Finding[] = mail.undeliverableAtMs === undefined ? [] : [{ kind: 'mail-undeliverable', subject }];
    if (isQueued(todoOf(mail))) return refused;
    const repair = async () => {
      await store.write({ table: 'todos', put: { ...todoOf(mail), sinceMs: nowMs } });
      await sooner('deliver-mail', {});
      return 'repaired' as const;
    };
    return [...refused, { kind: 'mail-forgotten', subject, repair }];
  });
};

const misleading = async (store: Store, rows: readonly Mail[]): Promise<Finding[]> => {
  const closures = rows.flatMap(({ mailId, notice }) => (notice.kind === 'closure' ? [{ mailId, notice }] : []));
  const instances = await rowsBy(
    store,
    'instances',
    'instanceId',
    closures.map(({ notice }) => notice.instanceId),
  );
  const findings: Finding[] = [];
  for (const { mailId, notice } of closures) {
    const status = instances.get(notice.instanceId)?.status;
    if (status !== 'closing' && status !== 'closed') findings.push({ kind: 'notice-without-closure', subject: mailId });
    if ((await namedBy(store, notice)) !== notice.count) findings.push({ kind: 'notice-incomplete', subject: mailId });
  }
  return findings;
};

/** How many workspaces the notice names, wherever it keeps them. */
const namedBy = async (store: Store, { workspaceIds, listId, count }: ClosureNotice): Promise<number> => {
  if (workspaceIds) return workspaceIds.length;
  if (listId === undefined) return count;
  let named = 0;
  // A row holds a thousand ids.
  for await (const lists of pages(store, 'noticeLists', { listId }, PAGE / 10)) {
    named += lists.reduce((sum, row) => sum + row.workspaceIds.length, 0);
  }
  return named;
};
