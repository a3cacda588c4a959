/**
 * Sends the mails that are owed, through DirectMail. Invoked asynchronously when there are new ones, and each minute by a
 * timer for whatever was not sent yet.
 *
 * DirectMail knows no idempotency, so a mail is taken first, on the version of its row, for longer than a sending can
 * last; only who took it sends it. It is sent at least once, and twice only where the answer to the first was lost. A
 * failure is tried again, ever more rarely but without end, and stands in the row until then.
 */
import { failed, type Mail, sent, taken } from '../../shared/domain/mail';
import { mailOf } from '../../shared/domain/mails/content';
import { type Mailer, StaleWrite, type Store, Unavailable } from '../../shared/ports';
import { faultFields } from '../../shared/triggers/log';
import type { Call, Doors } from '../../shared/triggers/serve';
import { invocation } from './schema';

export interface Ports {
  readonly store: Store;
  readonly mailer: Mailer;
}

export interface Rules {
  readonly publicUrl: string;
}

export const doors = (ports: Ports, rules: Rules): Doors => ({
  onInvocation(payload, call) {
    invocation.parse(payload);
    return deliver(ports, rules, call);
  },
  onTimer: (_payload, call) => deliver(ports, rules, call),
});

const PAGE = 100;

const deliver = async (ports: Ports, rules: Rules, call: Call): Promise<{ sent: number; failed: number }> => {
  const count = { sent: 0, failed: 0, left: 0 };
  const faults: unknown[] = [];
  let page = await ports.store.scan('todos', { queue: 'mails' }, { limit: PAGE });
  for (;;) {
    for (const { subject } of page.rows) {
      try {
        count[await deliverOne(ports, rules, call, subject)]++;
      } catch (fault) {
        // One mail whose row is out of reach must not hold up the others.
        call.log('error', { mailId: subject, ...faultFields(fault) });
        faults.push(fault);
      }
    }
    if (!page.next) break;
    page = await ports.store.scan('todos', { queue: 'mails' }, { limit: PAGE, after: page.next });
  }
  if (faults.length > 0) throw faults[0];
  return { sent: count.sent, failed: count.failed };
};

const deliverOne = async (
  { store, mailer }: Ports,
  rules: Rules,
  { nowMs, log }: Call,
  mailId: string,
): Promise<'sent' | 'failed' | 'left'> => {
  const mail = await store.get('mails', { mailId });
  // The to-do row may be there a moment before its mail.
  if (!mail) return 'left';
  if (mail.sentAtMs !== undefined) return done(store, mailId);
  if (mail.nextAttemptAtMs > nowMs) return 'left';

  const mine = taken(mail, nowMs);
  try {
    await store.write({ table: 'mails', replace: mine, of: mail.version });
  } catch (fault) {
    // Another sender has it; or we may, and let it lie until the time it was taken for is over.
    if (fault instanceof StaleWrite || fault instanceof Unavailable) return 'left';
    throw fault;
  }
  try {
    const account = await store.get('usernames', { username: mail.username });
    if (!account) throw new Error('The mail has no account to go to.');
    await mailer.send({ to: account.email, ...mailOf(mail.notice, rules.publicUrl) });
  } catch (fault) {
    log('warn', { warning: 'A mail could not be sent; it will be tried again.', mailId, ...faultFields(fault) });
    const why = fault instanceof Error ? fault.message : String(fault);
    await store.write({ table: 'mails', replace: failed(mine, nowMs, why), of: mine.version });
    return 'failed';
  }
  await record(store, mine, nowMs);
  return 'sent';
};

const done = async (store: Store, mailId: string): Promise<'left'> => {
  await store.write({ table: 'todos', remove: { queue: 'mails', subject: mailId } });
  return 'left';
};

const ROUNDS = 5;

/** It was sent: that is written until it is known to be, for a mail that does not say so goes out again. */
const record = async (store: Store, taken: Mail, nowMs: number): Promise<void> => {
  let mail: Mail | undefined = taken;
  for (let round = 0; mail && mail.sentAtMs === undefined; round++) {
    try {
      await store.write({ table: 'mails', replace: sent(mail, nowMs), of: mail.version });
      break;
    } catch (fault) {
      if (round === ROUNDS || !(fault instanceof StaleWrite || fault instanceof Unavailable)) throw fault;
      mail = await store.get('mails', { mailId: taken.mailId });
    }
  }
  await store.write({ table: 'todos', remove: { queue: 'mails', subject: taken.mailId } });
};
