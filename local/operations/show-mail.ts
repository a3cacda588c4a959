/** A mail: what it tells, to whom, what came of it, and whether the mailer finds it. */
import type { Notice } from '../../shared/domain/mail';
import { findingsOf, mailState, todosOf } from './around';
import type { Reach, Seen } from './command';
import { maskedEmail } from './masked';
import { todoOf } from './resend-mail';

export const showMail = async ({ store }: Reach, mailId: string, personal: boolean): Promise<Seen> => {
  const mail = await store.get('mails', { mailId });
  const findings = await findingsOf(store, mailId);
  if (!mail) {
    const todos = await todosOf(store, [
      { queue: 'changes', subject: mailId },
      { queue: 'mails', subject: mailId },
    ]);
    if (todos.length === 0) {
      throw new Error(`There is no mail ${mailId}: show workspace and show instance name the mails that they owe.`);
    }
    return { mail: mailState(mailId, mail), todos, findings };
  }
  const { owner, username, notice, createdAtMs, version } = mail;
  const account = await store.get('usernames', { username });
  const to = account?.email;
  return {
    mail: { ...mailState(mailId, mail), createdAtMs, version },
    to: { username, owner, email: to === undefined ? 'there is no such account' : personal ? to : maskedEmail(to) },
    tells: told(notice),
    todos: await todosOf(store, [todoOf(mail)]),
    findings,
  };
};

/** Without the customers' own words. */
const told = (notice: Notice): Seen => {
  if (notice.kind !== 'change') {
    const { first: _, workspaceIds: __, ...rest } = { first: undefined, workspaceIds: undefined, ...notice };
    return rest;
  }
  const { workspace, before, after, changedAtMs, by } = notice;
  return {
    kind: notice.kind,
    workspace: `${workspace.site}/${workspace.workspaceId}`,
    before: before.method === 'billing-center' ? before.method : before.instanceId,
    after: after.method === 'billing-center' ? after.method : after.instanceId,
    changedAtMs,
    by,
  };
};
