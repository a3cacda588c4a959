/**
 * How often each mail was taken by the mail service, against how often it had to be: once, and once more for each time
 * that the process was killed between the taking and the record of it. Such a loss shows while the process is dead: the
 * mail is in the mailbox, and its row was taken up for sending and does not say that it was sent.
 */
import type { Mail } from '../../shared/domain/mail';
import type { Data } from './data';

/** What a mail is about, and to whom; two changes of one workspace are told alike. */
type Matter = string;

const matterOfMail = ({ notice }: Mail, to: string): Matter => {
  if (notice.kind === 'change') return `${to} change of ${notice.workspace.workspaceId}`;
  if (notice.kind === 'arrears') return `${to} arrears in ${notice.currency} since ${notice.day}`;
  if (notice.kind === 'statement') return `${to} statement of ${notice.month}`;
  return `${to} ${notice.kind} of ${notice.instanceId}`;
};

const matterOfMessage = ({ to, subject, text }: Data['messages'][number]): Matter => {
  const [, closed] = /商品实例 (\d+) 已关闭|Product instance (\d+) closed/.exec(subject)?.filter(Boolean) ?? [];
  if (closed !== undefined) return `${to} closure of ${closed}`;
  const [, overdue] = /商品实例 (\d+) 已欠费|Product instance (\d+) is overdue/.exec(subject)?.filter(Boolean) ?? [];
  if (overdue !== undefined) return `${to} overdue of ${overdue}`;
  const [, month] = /^(?:Your statement for )?(\d{4}-\d\d)(?: 的月度账单)?$/.exec(subject) ?? [];
  if (month !== undefined) return `${to} statement of ${month}`;
  const [, currency, day] = /^(CNY|USD) .*?(\d{4}-\d\d-\d\d)/.exec(subject) ?? [];
  if (currency !== undefined) return `${to} arrears in ${currency} since ${day}`;
  return `${to} change of ${/\/workspaces\/\w+\/(wksp_\w+)/.exec(text)?.[1]}`;
};

interface Tally {
  taken: number;
  recorded: number;
  /** Rows that were taken up for sending, and do not say that they were sent. */
  underWay: number;
  owed: number;
}

const tally = ({ account, messages }: Data): Map<Matter, Tally> => {
  const byMatter = new Map<Matter, Tally>();
  const of = (matter: Matter): Tally => {
    const found = byMatter.get(matter) ?? { taken: 0, recorded: 0, underWay: 0, owed: 0 };
    byMatter.set(matter, found);
    return found;
  };
  for (const mail of account.all('mails')) {
    const { email = 'nobody' } = account.get('usernames', mail) ?? {};
    const counted = of(matterOfMail(mail, email));
    counted.owed++;
    if (mail.sentAtMs !== undefined) counted.recorded++;
    else if (mail.attempts > 0) counted.underWay++;
  }
  for (const message of messages) of(matterOfMessage(message)).taken++;
  return byMatter;
};

export const createMailCount = (complain: (what: string) => void) => {
  const lost = new Map<Matter, number>();
  return {
    /** After a kill: which answers it took away. */
    whileDead(data: Data): void {
      for (const [matter, { taken, recorded, underWay }] of tally(data)) {
        const before = lost.get(matter) ?? 0;
        const more = taken - recorded - before;
        if (more < 0) complain(`A mail is recorded as sent that was not taken: ${matter}.`);
        if (more > underWay) complain(`A mail was sent ${taken} times, and no kill tells why: ${matter}.`);
        lost.set(matter, before + Math.max(0, more));
      }
    },
    atRest(data: Data): void {
      for (const [matter, { taken, owed }] of tally(data)) {
        const wanted = owed + (lost.get(matter) ?? 0);
        if (taken !== wanted) complain(`A mail was taken ${taken} times, not ${wanted}: ${matter}.`);
      }
    },
    /** How many answers of the mail service were lost. */
    lost: () => [...lost.values()].reduce((sum, count) => sum + count, 0),
  };
};
