/** Mails that no sending will ever bring to anybody: given up at once, kept, and shown to an operator. */
import { closureMailId, type Mail, type Notice, overdueMailId, owed } from '../../../shared/domain/mail';
import { Unavailable, Undeliverable } from '../../../shared/ports';
import type { Username } from '../../../shared/validation/username';
import {
  createFaultyWorld,
  effectsOf,
  type FaultyWorld,
  failOnce,
  type Interfere,
  loseAnswerOnce,
} from '../../fakes/faults';
import { ACCOUNT_ID, billingCenterSettlement, INSTANCE_ID, register } from '../../fakes/world';

const startMs = Date.parse('2026-01-01T00:00:00.000Z');
const minute = 60_000;

const closure: Notice = {
  kind: 'closure',
  instanceId: INSTANCE_ID,
  closedAtMs: startMs,
  count: 1,
  first: [{ workspaceId: `wksp_${'a'.repeat(32)}`, site: 'cn1', name: 'Acme production' }],
  languages: ['zh'],
};
const overdue: Notice = {
  kind: 'overdue',
  instanceId: INSTANCE_ID,
  accountId: ACCOUNT_ID,
  overdueAtMs: startMs,
  languages: ['zh'],
};
const change: Notice = {
  kind: 'change',
  workspace: { workspaceId: `wksp_${'a'.repeat(32)}`, site: 'cn1', name: 'Acme production' },
  before: { method: 'billing-center' },
  after: { method: 'billing-center' },
  changedAtMs: startMs,
  by: 'owner',
  languages: ['zh'],
};

const to = (username: string) => ({ owner: 'acct_1', username: username as Username });
const mail = owed(closureMailId(INSTANCE_ID, 'acct_1'), to('acme'), closure, startMs);

const worldWith = async (...mails: Mail[]) => {
  const world = createFaultyWorld();
  await register(world, { settlement: billingCenterSettlement });
  for (const one of mails) {
    await world.store.write({ table: 'mails', insert: one });
    await world.store.write({ table: 'todos', put: { queue: 'mails', subject: one.mailId, sinceMs: startMs } });
  }
  world.mailer.fault = new Undeliverable('DirectMail sends nothing to this address: InvalidToAddress.');
  return world;
};
const fire = (world: FaultyWorld) => world.timer('deliver-mail');
const stateOf = async (world: FaultyWorld, mailId = mail.mailId) => ({
  row: await world.store.get('mails', { mailId }),
  todos: (await world.store.scan('todos', { queue: 'mails' }, { limit: 1_000 })).rows.map(({ subject }) => subject),
});
const warningsIn = (world: FaultyWorld): string[] =>
  world.lines
    .map((line) => JSON.parse(line))
    .filter(({ level }) => level === 'warn')
    .map(({ warning }) => warning);
const GIVEN_UP = 'A mail can never be delivered; it waits for an operator.';

it('says since when and why, and keeps its to-do row', async () => {
  const world = await worldWith(mail);
  expect(await fire(world)).toEqual({ sent: 0, failed: 1 });
  const { row, todos } = await stateOf(world);
  expect(row).toMatchObject({
    attempts: 1,
    undeliverableAtMs: startMs,
    lastError: 'DirectMail sends nothing to this address: InvalidToAddress.',
  });
  expect(row).not.toHaveProperty('sentAtMs');
  expect(todos).toEqual([mail.mailId]);
});

it('is not tried again, and one warning was all', async () => {
  const world = await worldWith(mail);
  await fire(world);
  world.mailer.fault = undefined;
  for (let hours = 0; hours < 48; hours++) {
    world.clock.advance(60 * minute);
    expect(await fire(world)).toEqual({ sent: 0, failed: 0 });
  }
  expect(world.mailer.sent).toEqual([]);
  expect(warningsIn(world)).toEqual([GIVEN_UP]);
  expect(world.lines.join()).not.toContain('ops@acme.example');
});

it('is given up after failures that pass, whenever that turns out', async () => {
  const world = await worldWith(mail);
  world.mailer.fault = new Unavailable('SingleSendMail was not answered.');
  await fire(world);
  world.mailer.fault = new Undeliverable('DirectMail sends nothing to this address: InvalidToAddress.Spam.');
  world.clock.advance(minute);
  await fire(world);
  expect((await stateOf(world)).row).toMatchObject({ attempts: 2, undeliverableAtMs: startMs + minute });
});

it.each<[what: string, mailId: string, notice: Notice]>([
  ['a closure', closureMailId(INSTANCE_ID, 'acct_1'), closure],
  ['an unpaid bill', overdueMailId(INSTANCE_ID, startMs), overdue],
  ['a change', `change/wksp_${'a'.repeat(32)}/one`, change],
])('the mail of %s whose account is missing has nowhere to go', async (_what, mailId, notice) => {
  const world = await worldWith(owed(mailId, to('nobody'), notice, startMs));
  world.mailer.fault = undefined;
  expect(await fire(world)).toEqual({ sent: 0, failed: 1 });
  expect(await stateOf(world, mailId)).toMatchObject({
    row: { undeliverableAtMs: startMs, lastError: 'The mail has no account to go to.' },
    todos: [mailId],
  });
  expect(world.mailer.sent).toEqual([]);
  expect(warningsIn(world)).toEqual([GIVEN_UP]);
});

it('an account that could not be read is not a missing one: it is tried again', async () => {
  const world = await worldWith(mail);
  world.mailer.fault = undefined;
  await world.during(
    ({ table }) => (table === 'usernames' ? 'fail' : 'proceed'),
    () => fire(world),
  );
  expect((await stateOf(world)).row).not.toHaveProperty('undeliverableAtMs');
  world.clock.advance(minute);
  expect(await fire(world)).toEqual({ sent: 1, failed: 0 });
});

// biome-ignore format: one case a line
it.each<[what: string, strike: (nth: number) => Interfere]>([
  ['fails',         failOnce],
  ['is unanswered', loseAnswerOnce],
])('whichever call of the store %s, it is given up all the same, and its to-do row stays', async (_what, strike) => {
  const sample = await worldWith(mail);
  const effects = await effectsOf(sample, () => fire(sample));
  expect(effects).toEqual(['scan todos', 'scan todos', 'read mails', 'write mails', 'read usernames', 'write mails', 'scan todos']);
  for (let nth = 1; nth <= effects.length; nth++) {
    const world = await worldWith(mail);
    await world.during(strike(nth), () => fire(world).catch(() => {}));
    for (let minutes = 0; minutes < 10; minutes++) {
      world.clock.advance(minute);
      await fire(world);
    }
    const { row, todos } = await stateOf(world);
    expect([nth, typeof row?.undeliverableAtMs, todos, world.mailer.sent]).toEqual([nth, 'number', [mail.mailId], []]);
  }
});
