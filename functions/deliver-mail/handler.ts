/**
 * Sends the mails that are owed, through DirectMail. Invoked asynchronously when there are new ones, and each minute by a
 * timer for whatever was not sent yet.
 *
 * DirectMail knows no idempotency, so a mail is taken first, on the version of its row, for longer than a sending can
 * last; only who took it sends it. It is sent at least once, and twice only where the answer to the first was lost. A
 * failure is tried again, ever more rarely but without end, and stands in the row until then. What can never be delivered
 * is not tried again; its to-do row stays, for it is what an operator finds it by.
 *
 * The mail of a changed settlement is made here. Its to-do row was put before the change was committed, so no crash in
 * between loses the mail, and the workspace's timeline tells whether the change came. One account gets a limited number of
 * them a day, for its address may be that of somebody who never asked for an account; the last of them says so.
 *
 * `GET /api/operations/mails` tells operators which mails are still to be sent, and why. Refuses whoever does not carry their
 * token.
 */
import { changeMails, DAY_MS, limits } from '../../shared/domain/limits';
import { failed, type Mail, readChangeMailId, sent, taken, undeliverable } from '../../shared/domain/mail';
import { lastOfDay, owedForChange } from '../../shared/domain/mails/change';
import { mailOf } from '../../shared/domain/mails/content';
import { rfc3339 } from '../../shared/domain/views';
import {
  type Mailer,
  type Rows,
  StaleWrite,
  type Store,
  type Touches,
  Unavailable,
  Undeliverable,
} from '../../shared/ports';
import { pages } from '../../shared/protocol/pages';
import { unsentMails } from '../../shared/protocol/unsent-mails';
import { type Reply, reply } from '../../shared/triggers/http';
import { faultFields } from '../../shared/triggers/log';
import { type OperatorTokens, operatorRoute } from '../../shared/triggers/operator';
import type { Call, Doors } from '../../shared/triggers/serve';
import type { UnsentMailsView } from '../../shared/validation/answers';
import { invocation } from './schema';

export const touches = {
  store: {
    workspaces: ['get'],
    usernames: ['get', 'getMany'],
    mails: ['get', 'getMany', 'write'],
    todos: ['scan', 'remove'],
    attempts: ['count'],
  },
  mailer: ['send'],
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
  readonly mailer: Mailer;
}

export interface Rules {
  readonly publicUrl: string;
  readonly operatorTokens: OperatorTokens;
}

export const doors = (ports: Ports, rules: Rules): Doors => ({
  routes: [operatorRoute('/api/operations/mails', rules.operatorTokens, () => tell(ports.store))],
  onInvocation(payload, call) {
    invocation.parse(payload);
    return deliver(ports, rules, call);
  },
  onTimer: (_payload, call) => deliver(ports, rules, call),
});

const PAGE = 100;

/** Closures and unpaid bills first: whoever changes settlements to and fro must not hold them up. */
async function* waiting(store: Store): AsyncGenerator<Rows['todos']> {
  for (const queue of ['mails', 'changes'] as const) {
    for await (const todos of pages(store, 'todos', { queue }, PAGE)) yield* todos;
  }
}

const deliver = async (ports: Ports, rules: Rules, call: Call): Promise<{ sent: number; failed: number }> => {
  const count = { sent: 0, failed: 0 };
  const owed = { waiting: 0, failing: 0, undeliverable: 0, oldestAgeMs: 0 };
  const waits = (sinceMs: number) => {
    owed.waiting++;
    owed.oldestAgeMs = Math.max(owed.oldestAgeMs, call.nowMs - sinceMs);
  };
  const faults: unknown[] = [];
  for await (const todo of waiting(ports.store)) {
    try {
      const { outcome, mail } = await deliverOne(ports, rules, call, todo);
      if (outcome !== 'left') count[outcome]++;
      if (!mail) continue;
      if (mail.undeliverableAtMs !== undefined) owed.undeliverable++;
      else waits(mail.createdAtMs);
      if (mail.undeliverableAtMs === undefined && mail.lastError !== undefined) owed.failing++;
    } catch (fault) {
      // One mail whose row is out of reach must not hold up the others.
      call.log('error', { mailId: todo.subject, ...faultFields(fault) });
      waits(todo.sinceMs);
      faults.push(fault);
    }
  }
  call.log('info', { metric: 'mails', ...count, ...owed });
  if (faults.length > 0) throw faults[0];
  return count;
};

/** What became of it now, and the mail where it is still owed. */
interface Delivery {
  readonly outcome: 'sent' | 'failed' | 'left';
  readonly mail?: Mail;
}

const deliverOne = async (
  { store, mailer }: Ports,
  rules: Rules,
  call: Call,
  todo: Rows['todos'],
): Promise<Delivery> => {
  const { nowMs, log } = call;
  const mailId = todo.subject;
  const mail = (await store.get('mails', { mailId })) ?? (await made(store, call, todo));
  if (!mail) return { outcome: 'left' };
  if (mail.sentAtMs !== undefined) {
    await done(store, todo);
    return { outcome: 'left' };
  }
  if (mail.undeliverableAtMs !== undefined || mail.nextAttemptAtMs > nowMs) return { outcome: 'left', mail };

  const mine = taken(mail, nowMs);
  try {
    await store.write({ table: 'mails', replace: mine, of: mail.version });
  } catch (fault) {
    // Another sender has it; or we may, and let it lie until the time it was taken for is over.
    if (fault instanceof StaleWrite || fault instanceof Unavailable) return { outcome: 'left', mail };
    throw fault;
  }
  try {
    const account = await store.get('usernames', { username: mail.username });
    if (!account) throw new Undeliverable('The mail has no account to go to.');
    await mailer.send({ to: account.email, ...mailOf(mail.notice, rules.publicUrl) });
  } catch (fault) {
    const [ending, warning] =
      fault instanceof Undeliverable
        ? [undeliverable, 'A mail can never be delivered; it waits for an operator.']
        : [failed, 'A mail could not be sent; it will be tried again.'];
    log('warn', { warning, mailId, ...faultFields(fault) });
    const why = fault instanceof Error ? fault.message : String(fault);
    const ended = ending(mine, nowMs, why);
    await store.write({ table: 'mails', replace: ended, of: mine.version });
    return { outcome: 'failed', mail: ended };
  }
  await record(store, mine, nowMs);
  await done(store, todo);
  return { outcome: 'sent' };
};

/**
 * Our decision: how old a to-do row is when its change is taken for one that never came, in milliseconds. A change that
 * committed runs for seconds, and a write that lands late is not that late.
 */
const HOPELESS_MS = 15 * 60 * 1_000;

/** The mail of a change that has taken effect, owed from now on. Undefined: there is none, or not yet. */
const made = async (store: Store, { nowMs, log }: Call, todo: Rows['todos']): Promise<Mail | undefined> => {
  const named = readChangeMailId(todo.subject);
  const workspace = named && (await store.get('workspaces', { workspaceId: named.workspaceId }));
  const owed = named && owedForChange(workspace, named.changeId, nowMs);
  if (owed) {
    const nth = await store.count({ subject: changeMails(owed.owner), windowStartMs: nowMs - (nowMs % DAY_MS) }, 1);
    if (nth > limits.changeMailsPerAccountAndDay) {
      await done(store, todo);
      return undefined;
    }
    const mail = nth === limits.changeMailsPerAccountAndDay ? lastOfDay(owed) : owed;
    try {
      await store.write({ table: 'mails', insert: mail });
      return mail;
    } catch (fault) {
      // Another sender has made it, and goes on with it.
      if (fault instanceof StaleWrite) return undefined;
      throw fault;
    }
  }
  // The other kinds of mail are written beside their to-do row, which may be there a moment before.
  if (nowMs - todo.sinceMs < HOPELESS_MS) return undefined;
  if (named) await done(store, todo);
  else log('warn', { warning: 'A to-do row has no mail, and none can be made of it; it stays.', mailId: todo.subject });
  return undefined;
};

const done = (store: Store, { queue, subject }: Rows['todos']): Promise<void> =>
  store.write({ table: 'todos', remove: { queue, subject } });

const ROUNDS = 5;

/** It was sent: that is written until it is known to be, for a mail that does not say so goes out again. */
const record = async (store: Store, mine: Mail, nowMs: number): Promise<void> => {
  let mail: Mail | undefined = mine;
  for (let round = 0; mail && mail.sentAtMs === undefined; round++) {
    try {
      await store.write({ table: 'mails', replace: sent(mail, nowMs), of: mail.version });
      break;
    } catch (fault) {
      if (round === ROUNDS || !(fault instanceof StaleWrite || fault instanceof Unavailable)) throw fault;
      mail = await store.get('mails', { mailId: mine.mailId });
    }
  }
};

const tell = async (store: Store): Promise<Reply> => {
  const mails = await unsentMails(store);
  return reply(200, {
    mails: mails.map(({ to, kind, attempts, nextAttemptAtMs, lastError }) => ({
      to,
      kind,
      attempts,
      nextAttemptAt: rfc3339(nextAttemptAtMs),
      ...(lastError !== undefined && { lastError }),
    })),
  } satisfies UnsentMailsView);
};
