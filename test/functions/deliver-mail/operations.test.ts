/** What operators are told of mails that are owed: whom they are for, how often they were tried, and what was wrong. */
import { Unavailable, Undeliverable } from '../../../shared/ports';
import type { FaultyWorld } from '../../fakes/faults';
import { alicloud, billingCenterSettlement, buy, change, logInAs, OPERATOR_TOKEN, register } from '../../fakes/world';
import { bought, close } from '../steps';

const told = async (world: FaultyWorld) =>
  (await world.ask('GET', '/api/operations/mails', { token: OPERATOR_TOKEN })).body.mails;

/** A customer whose instance was closed: the notice is owed, and not sent yet. */
const noticed = async () => {
  const world = await bought();
  await register(world);
  world.mailer.fault = new Unavailable('SingleSendMail was not answered.');
  await close(world);
  return world;
};

test('nothing is owed', async () => {
  expect(await told(await bought())).toEqual([]);
});

test('a mail that could not be sent, until it is', async () => {
  const world = await noticed();
  expect(await told(world)).toEqual([
    {
      to: 'ops@acme.example',
      kind: 'closure',
      attempts: 1,
      nextAttemptAt: new Date(world.clock.nowMs() + 60_000).toISOString(),
      lastError: 'SingleSendMail was not answered.',
    },
  ]);
  world.clock.advance(60_000);
  world.mailer.fault = undefined;
  await world.timer('deliver-mail');
  expect(await told(world)).toEqual([]);
});

test('a mail that never can be sent stays', async () => {
  const world = await noticed();
  world.clock.advance(60_000);
  world.mailer.fault = new Undeliverable('DirectMail sends nothing to this address: InvalidToAddress.');
  await world.timer('deliver-mail');
  for (let day = 0; day < 2; day++) {
    expect(await told(world)).toMatchObject([{ attempts: 2, lastError: expect.stringContaining('InvalidToAddress') }]);
    world.clock.advance(24 * 3_600_000);
    await world.timer('deliver-mail');
  }
});

test('a mail that nobody has tried yet has no error', async () => {
  const world = await noticed();
  const [{ subject: mailId } = { subject: '' }] = (await world.store.scan('todos', { queue: 'mails' }, { limit: 1 }))
    .rows;
  const mail = await world.store.get('mails', { mailId });
  if (!mail) throw new Error('There is no mail.');
  const { lastError: _, ...untried } = { ...mail, attempts: 0 };
  await world.store.write({ table: 'mails', put: untried });
  const [first] = await told(world);
  expect(first).toMatchObject({ attempts: 0 });
  expect(first).not.toHaveProperty('lastError');
});

test('the mail of a change is told of once it is made; one that was tried more often comes first', async () => {
  const world = await noticed();
  await buy(world, '33884914');
  const settlement = billingCenterSettlement;
  const { workspace } = (await register(world, { username: 'other', settlement })).body;
  await buy(world, '44444444', '44444444444444');
  const token = await logInAs(world, 'other');
  await change(world, token, workspace, alicloud('44444444', '44444444444444'));
  expect(await told(world)).toMatchObject([{ kind: 'closure', attempts: 1 }]);
  world.clock.advance(60_000);
  await world.timer('deliver-mail');
  expect(await told(world)).toMatchObject([
    { kind: 'closure', attempts: 2 },
    { kind: 'change', attempts: 1, to: 'ops@acme.example' },
  ]);
});

test('two hundred at most', async () => {
  const world = await noticed();
  const [{ subject: mailId } = { subject: '' }] = (await world.store.scan('todos', { queue: 'mails' }, { limit: 1 }))
    .rows;
  const mail = await world.store.get('mails', { mailId });
  if (!mail) throw new Error('There is no mail.');
  await world.store.writeMany(
    Array.from({ length: 250 }, (_, at) => ({ table: 'mails', put: { ...mail, mailId: `m${at}`, attempts: at } })),
  );
  await world.store.writeMany(
    Array.from({ length: 250 }, (_, at) => ({
      table: 'todos',
      put: { queue: 'mails', subject: `m${at}`, sinceMs: 0 },
    })),
  );
  const mails = await told(world);
  expect(mails).toHaveLength(200);
  expect([mails[0].attempts, mails[199].attempts]).toEqual([249, 50]);
});
