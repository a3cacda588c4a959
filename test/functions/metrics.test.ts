/** The lines that are there to be counted: what the timers know of what waits, and how the marketplace's calls ended. */
import { type Mail, overdueMailId, owed } from '../../shared/domain/mail';
import { Unavailable, Undeliverable } from '../../shared/ports';
import type { Username } from '../../shared/validation/username';
import { createFaultyWorld, type FaultyWorld } from '../fakes/faults';
import { ACCOUNT_ID, billingCenterSettlement, buy, INSTANCE_ID, register, SELLER_KEY } from '../fakes/world';
import { bought, fallOverdue, OTHER_INSTANCE_ID, release, show } from './steps';

const startMs = Date.parse('2026-01-01T00:00:00.000Z');
const minute = 60_000;

/** The lines of one metric, without what every line has. */
const counted = (world: FaultyWorld, metric: string) =>
  world.lines
    .map((line) => JSON.parse(line))
    .filter((line) => line.metric === metric)
    .map(({ time: _, function: name, requestId: __, metric: ___, level, ...fields }) => ({ name, level, ...fields }));

describe('closures', () => {
  const fire = (world: FaultyWorld) => world.timer('close-subscription');
  const told = (underWay: number, oldestAgeMs: number) => ({
    name: 'close-subscription',
    level: 'info',
    underWay,
    oldestAgeMs,
  });

  test('none under way', async () => {
    const world = await bought();
    await fire(world);
    expect(counted(world, 'closures')).toEqual([told(0, 0)]);
  });

  test('several, and how long ago the first of them arrived; those that were walked are told of no more', async () => {
    const world = await bought();
    await buy(world, OTHER_INSTANCE_ID);
    await release(world);
    world.clock.advance(3 * minute);
    await release(world, OTHER_INSTANCE_ID);
    world.clock.advance(minute);
    await fire(world);
    await fire(world);
    expect(counted(world, 'closures')).toEqual([told(2, 4 * minute), told(0, 0)]);
  });

  test('they are told before any is walked, so that one that never ends does not hide itself', async () => {
    const world = await bought();
    await release(world);
    world.clock.advance(11 * minute);
    const stuck = world.during(
      ({ table }) => (table === 'bindings' ? 'fail' : 'proceed'),
      () => fire(world),
    );
    await expect(stuck).rejects.toThrow();
    expect(counted(world, 'closures')).toEqual([told(1, 11 * minute)]);
    const metrics = world.lines.flatMap((line) => JSON.parse(line).metric ?? []);
    expect(metrics.slice(-2)).toEqual(['closures', 'invocation']);
  });

  test('only the timer tells', async () => {
    const world = await bought();
    await release(world);
    await world.settle();
    expect(counted(world, 'closures')).toEqual([]);
  });
});

describe('mails', () => {
  const mailOf = (nth: number, changes: Partial<Mail> = {}): Mail => {
    const notice = {
      kind: 'overdue',
      instanceId: INSTANCE_ID,
      accountId: ACCOUNT_ID,
      overdueAtMs: nth,
      languages: ['en'],
    } as const;
    const to = { owner: 'acct_1', username: 'acme' as Username };
    return { ...owed(overdueMailId(INSTANCE_ID, nth), to, notice, startMs), ...changes };
  };
  const worldWith = async (...mails: Mail[]) => {
    const world = createFaultyWorld();
    await register(world, { settlement: billingCenterSettlement });
    for (const mail of mails) {
      await world.store.write({ table: 'mails', insert: mail });
      const todo = { queue: 'mails', subject: mail.mailId, sinceMs: mail.createdAtMs } as const;
      await world.store.write({ table: 'todos', put: todo });
    }
    return world;
  };
  const fire = (world: FaultyWorld) => world.timer('deliver-mail').catch(() => undefined);
  const none = { sent: 0, failed: 0, waiting: 0, failing: 0, undeliverable: 0, oldestAgeMs: 0 };
  const down = new Unavailable('SingleSendMail was not answered.');
  const refused = new Undeliverable('DirectMail sends nothing to this address: InvalidToAddress.');
  const later = { nextAttemptAtMs: startMs + 60 * minute };

  // biome-ignore format: one case a line
  test.each<[string, Mail[], Error | undefined, object]>([
    // what is owed                                  the mails                                                         mail service  told
    ['nothing',                                      [],                                                               undefined, {}],
    ['two, and both are sent',                       [mailOf(1), mailOf(2)],                                           undefined, { sent: 2 }],
    ['two, and neither is taken',                    [mailOf(1), mailOf(2, { createdAtMs: startMs + minute })],        down,      { failed: 2, waiting: 2, failing: 2, oldestAgeMs: 31 * minute }],
    ['one that failed before and is not due yet',    [mailOf(1, { ...later, attempts: 3, lastError: 'no answer' })],   undefined, { waiting: 1, failing: 1, oldestAgeMs: 31 * minute }],
    ['one that another sender is at',                [mailOf(1, { ...later, attempts: 1 })],                           undefined, { waiting: 1, oldestAgeMs: 31 * minute }],
    ['one that can never be delivered',              [mailOf(1)],                                                      refused,   { failed: 1, undeliverable: 1 }],
    ['one that was given up before',                 [mailOf(1, { undeliverableAtMs: startMs })],                      undefined, { undeliverable: 1 }],
    ['one that was sent, whose to-do row is left',   [mailOf(1, { sentAtMs: startMs })],                               undefined, {}],
  ])('%s', async (_, mails, fault, told) => {
    const world = await worldWith(...mails);
    world.mailer.fault = fault;
    world.clock.advance(31 * minute);
    await fire(world);
    expect(counted(world, 'mails')).toEqual([{ name: 'deliver-mail', level: 'info', ...none, ...told }]);
  });

  test('one whose row is out of reach waits as long as its to-do row', async () => {
    const world = await worldWith(mailOf(1));
    world.clock.advance(31 * minute);
    await world.during(
      ({ table }) => (table === 'mails' ? 'fail' : 'proceed'),
      () => fire(world),
    );
    expect(counted(world, 'mails')).toMatchObject([{ ...none, waiting: 1, oldestAgeMs: 31 * minute }]);
  });
});

describe('calls of the marketplace', () => {
  const told = (world: FaultyWorld) =>
    counted(world, 'spi').map(({ level, action, outcome }) => `${level} ${action} ${outcome}`);

  test('by action and outcome, however they end', async () => {
    const world = createFaultyWorld();
    await buy(world);
    await world.spi('renewInstance', {
      instanceId: INSTANCE_ID,
      orderId: '222222222222223',
      expiredOn: '2027-01-01 00:00:00',
    });
    await world.spi('upgradeInstance', { instanceId: INSTANCE_ID });
    await world.spi('nonsense', {});
    show(world, 'OPENED');
    await world.spi('expiredInstance', { instanceId: INSTANCE_ID });
    await fallOverdue(world);
    await world.spi('verify', { instanceId: OTHER_INSTANCE_ID, timeStamp: '2026-01-01 08:00:00' });
    await world.spi('verify', { instanceId: INSTANCE_ID, timeStamp: '2026-01-01 08:00:00' });
    await world.ask('GET', '/marketplace/spi', { query: { action: 'createInstance', token: 'x' } });
    await world.ask('GET', '/marketplace/spi', { query: { action: SELLER_KEY, token: 'x' } });
    expect(told(world)).toEqual([
      'info createInstance carried-out',
      'info renewInstance carried-out',
      'info upgradeInstance senseless',
      'info unknown senseless',
      'info expiredInstance outdated',
      'info expiredInstance carried-out',
      'info verify link-expired',
      'info verify brought',
      'warn createInstance unsigned',
      'warn unknown unsigned',
    ]);
  });

  test('one that finds the store down is not told here: its invocation ends in try-again', async () => {
    const world = createFaultyWorld();
    await world.during(
      () => 'fail',
      () => buy(world),
    );
    expect(told(world)).toEqual([]);
    expect(counted(world, 'invocation')).toMatchObject([
      { route: '/marketplace/spi', status: 503, outcome: 'try-again' },
    ]);
  });
});
