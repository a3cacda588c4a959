/**
 * A mail in its end state, or one that waits for its next attempt, becomes due now and is tried as if for the first time, by
 * the mailer itself. A mail that was sent is not sent again unless the operator says so: the mail service knows no repeat, so
 * the customer has it twice. While a sender may be at it nothing is changed, for the same reason.
 */
import { dueAgain, isTaken, type Mail } from '../../shared/domain/mail';
import { rfc3339 } from '../../shared/domain/views';
import type { Key } from '../../shared/ports';
import { sooner } from '../../shared/triggers/sooner';
import { type Command, nothingToDo, type Plan, type Reach, refuse } from './command';

export const todoOf = ({ mailId, notice }: Pick<Mail, 'mailId' | 'notice'>): Key<'todos'> => ({
  queue: notice.kind === 'change' ? 'changes' : 'mails',
  subject: mailId,
});

export const resendMail: Command = {
  name: 'resend-mail',
  usage: 'resend-mail <mailId> [--again]',
  purpose: 'makes a mail due now that is undeliverable or waits for its next attempt; with --again one that was sent',
  options: { again: { type: 'boolean' } },
  prepare({ positionals: [mailId, ...more], flag }) {
    if (!mailId || more.length > 0) throw new Error('Which mail? Name one, as in resend-mail closure/33884913/acct_….');
    const again = flag('again');
    return {
      kind: 'act',
      given: { mailId, ...(again && { again: 'true' }) },
      plan: (reach) => plan(reach, mailId, again),
    };
  },
};

const plan = async (reach: Reach, mailId: string, again: boolean): Promise<Plan> => {
  const { store, clock, invoker, log } = reach;
  const nowMs = clock.nowMs();
  const mail = await store.get('mails', { mailId });
  if (!mail) {
    return refuse(
      `There is no mail ${mailId}. The mail of a change is made by deliver-mail once the change is there; \`show workspace\` and \`show instance\` name the mails that they owe.`,
    );
  }
  const { sentAtMs, attempts, nextAttemptAtMs } = mail;
  if (sentAtMs !== undefined && !again) {
    return refuse(
      `It was sent at ${rfc3339(sentAtMs)}, and would be sent a second time: add --again where the customer asked for it.`,
    );
  }
  if (isTaken(mail, nowMs)) {
    return nothingToDo(
      `A sender may be at it until ${rfc3339(nextAttemptAtMs)}, and it is due then by itself: wait, then look at it with \`show mail\`.`,
    );
  }
  const queued = await store.get('todos', todoOf(mail));
  const isDue = sentAtMs === undefined && mail.undeliverableAtMs === undefined && nextAttemptAtMs <= nowMs;
  if (isDue && queued) {
    return nothingToDo('It is due already: deliver-mail tries it within a minute; `show mail` says what came of it.');
  }
  return {
    kind: 'action',
    would: `Make ${mailId} due now, as if it had never been tried, and start deliver-mail.`,
    because: [
      stateOf(mail),
      `It was tried ${attempts} times${mail.lastError === undefined ? '' : `; the last time: ${mail.lastError}`}.`,
      ...(queued ? [] : ['Its to-do row is missing, and would be put.']),
    ],
    async carryOut() {
      // The to-do first: the mail is not found without it.
      if (!queued) await store.write({ table: 'todos', put: { ...todoOf(mail), sinceMs: nowMs } });
      await store.write({ table: 'mails', replace: dueAgain(mail, nowMs), of: mail.version });
      await sooner(invoker, log, 'deliver-mail', {});
      return { outcome: 'done', detail: `${mailId} is due. Before: ${stateOf(mail)}` };
    },
  };
};

/** One sentence. */
const stateOf = ({ sentAtMs, undeliverableAtMs, nextAttemptAtMs }: Mail): string => {
  if (sentAtMs !== undefined) return `It was sent at ${rfc3339(sentAtMs)}.`;
  if (undeliverableAtMs !== undefined) return `The mail service refused it for good at ${rfc3339(undeliverableAtMs)}.`;
  return `Its next attempt is at ${rfc3339(nextAttemptAtMs)}.`;
};
