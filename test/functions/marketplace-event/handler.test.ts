import type { Instance, InstanceStatus } from '../../../shared/domain/instance';
import {
  createFaultyWorld,
  effectsOf,
  type FaultyWorld,
  failOnce,
  interleaved,
  loseAnswerOnce,
  roundsOf,
} from '../../fakes/faults';
import { ACCOUNT_ID, buy, INSTANCE_ID } from '../../fakes/world';
import { bought, close, fallOverdue, release, show } from '../steps';
import { create, created, expire, instanceIn, refund, renew, success, upgrade, warnings } from './calls';

const nowMs = Date.parse('2026-01-01T00:00:00.000Z');

const statusIn = async (world: FaultyWorld) => (await instanceIn(world))?.status;
const todosIn = async (world: FaultyWorld) =>
  (await world.store.scan('todos', { queue: 'closures' }, { limit: 10 })).rows;

const calls = {
  create: (world: FaultyWorld) => buy(world),
  renew: (world: FaultyWorld) => world.spi('renewInstance', renew),
  upgrade: (world: FaultyWorld) => world.spi('upgradeInstance', upgrade),
  expire: (world: FaultyWorld) => world.spi('expiredInstance', expire),
  refund: (world: FaultyWorld) => world.spi('refundRenewInstance', refund),
  release: (world: FaultyWorld) => release(world),
};
type Call = keyof typeof calls;

/** A world in which the instance stands so. */
const standing: Record<'unknown' | InstanceStatus, () => Promise<FaultyWorld>> = {
  unknown: async () => createFaultyWorld(),
  async opening() {
    const world = createFaultyWorld();
    const { aliUid: accountId = '', orderId = '', productCode = '' } = create;
    const instance: Instance = {
      instanceId: INSTANCE_ID,
      version: 1,
      status: 'opening',
      accountId,
      orderId,
      productCode,
    };
    await world.store.write({ table: 'instances', insert: instance });
    return world;
  },
  open: bought,
  async overdue() {
    const world = await bought();
    await fallOverdue(world);
    // The bill was paid meanwhile: that is what a renewal says, and what the marketplace shows.
    show(world, 'OPENED');
    return world;
  },
  async closing() {
    const world = await bought();
    await release(world);
    return world;
  },
  async closed() {
    const world = await bought();
    await close(world);
    return world;
  },
};

describe('what a call makes of an instance', () => {
  // biome-ignore format: one case a line
  const table: Record<'unknown' | InstanceStatus, Partial<Record<Call, InstanceStatus>>> = {
    // before   call:  create             renew            upgrade             expire             refund             release
    unknown: { create: 'open',                                                expire: 'overdue',                    release: 'closing' },
    opening: { create: 'open',    renew: 'open',    upgrade: 'opening', expire: 'overdue', refund: 'opening', release: 'closing' },
    open:    { create: 'open',    renew: 'open',    upgrade: 'open',    expire: 'overdue', refund: 'open',    release: 'closing' },
    overdue: { create: 'overdue', renew: 'open',    upgrade: 'overdue', expire: 'overdue', refund: 'overdue', release: 'closing' },
    closing: { create: 'closing', renew: 'closing', upgrade: 'closing', expire: 'closing', refund: 'closing', release: 'closing' },
    closed:  { create: 'closed',  renew: 'closed',  upgrade: 'closed',  expire: 'closed',  refund: 'closed',  release: 'closed' },
  };
  const cases = Object.entries(table).flatMap(([before, row]) =>
    Object.entries(row).map(([call, after]) => [before, call, after] as [InstanceStatus, Call, InstanceStatus]),
  );

  it.each(cases)('%s, %s: %s, however often it comes', async (before, call, after) => {
    const world = await standing[before]();
    for (let time = 1; time <= 3; time++) {
      expect(await calls[call](world)).toMatchObject(call === 'create' ? created : success);
      expect(await statusIn(world)).toBe(after);
    }
    expect(warnings(world)).toEqual([]);
  });

  it.each(cases)('%s, %s, again: the same row', async (before, call) => {
    const world = await standing[before]();
    await calls[call](world);
    const first = await instanceIn(world);
    world.clock.advance(3 * 24 * 3_600_000);
    await calls[call](world);
    // A payment may move the version on: it must stop an expiry that is being written.
    const version = call === 'renew' ? { version: expect.any(Number) } : {};
    expect(await instanceIn(world)).toEqual({ ...first, ...version });
  });
});

it('a renewal moves the expiry on, a late one not back; a refund moves it back', async () => {
  const world = await bought();
  const expiry = async () => new Date((await instanceIn(world))?.expiresAtMs ?? 0).toISOString();
  await world.spi('renewInstance', { ...renew, expiredOn: '2028-01-01 08:00:00' });
  expect(await expiry()).toBe('2028-01-01T00:00:00.000Z');
  await world.spi('renewInstance', { ...renew, expiredOn: '2027-01-01 08:00:00' });
  expect(await expiry()).toBe('2028-01-01T00:00:00.000Z');
  await world.spi('refundRenewInstance', { ...refund, expiredOn: '2027-01-01 08:00:00' });
  expect(await expiry()).toBe('2027-01-01T00:00:00.000Z');
});

it('an upgrade changes the specification and nothing else', async () => {
  const world = await bought();
  const before = await instanceIn(world);
  await world.spi('upgradeInstance', upgrade);
  expect(await instanceIn(world)).toEqual({ ...before, version: 2, skuId: 'yuncode3621600002' });
});

describe('createInstance', () => {
  // biome-ignore format: one case a line
  it.each<[string, Call[]]>([
    ['expired',                 ['expire']],
    ['expired and paid',        ['expire', 'renew']],
    ['upgraded',                ['upgrade']],
    ['released',                ['release']],
    ['expired, then released',  ['expire', 'release']],
  ])('answers the same after it was %s, and after the closure', async (_, later) => {
    const world = await bought();
    for (const call of later) await calls[call](world);
    expect(await buy(world)).toMatchObject(created);
    await world.settle();
    expect(await buy(world)).toMatchObject(created);
  });

  it.each<[Call, InstanceStatus]>([
    ['release', 'closing'],
    ['expire', 'overdue'],
  ])('that comes after the %s does not reopen the instance, but tells whose it is', async (call, status) => {
    const world = createFaultyWorld();
    await calls[call](world);
    expect(await buy(world)).toMatchObject(created);
    expect(await instanceIn(world)).toMatchObject({ status, accountId: ACCOUNT_ID, productCode: 'cmgj00053362' });
    expect(
      await world.store.get('instancesByAccount', { accountId: ACCOUNT_ID, instanceId: INSTANCE_ID }),
    ).toBeDefined();
  });

  it('that comes after the closure of an unknown instance leaves it closed', async () => {
    const world = createFaultyWorld();
    await close(world);
    expect(await buy(world)).toMatchObject(created);
    expect(await statusIn(world)).toBe('closed');
  });

  it('names another account than before: the first sale stands, with a warning', async () => {
    const world = await bought();
    expect(await buy(world, INSTANCE_ID, '6543210987654321')).toMatchObject(created);
    expect(await instanceIn(world)).toMatchObject({ accountId: ACCOUNT_ID, version: 1 });
    expect(warnings(world)).toEqual([expect.objectContaining({ level: 'warn', action: 'createInstance' })]);
    expect(world.lines.join()).not.toMatch(/6543210987654321|1234567890123456/);
  });

  it('costs one call of the store', async () => {
    const world = createFaultyWorld();
    expect(await roundsOf(world, () => buy(world))).toEqual([['write instances', 'write instancesByAccount']]);
    expect(world.store.calls).toMatchObject({ get: 0, writeMany: 1 });
  });
});

describe('an unknown instance that was renewed, upgraded or refunded is looked up at the marketplace', () => {
  // biome-ignore format: one case a line
  it.each<[Call, 'OPENED' | 'EXPIRED' | 'CLOSED', InstanceStatus]>([
    // call       the marketplace says   it is then
    ['renew',     'OPENED',              'open'],
    ['upgrade',   'OPENED',              'open'],
    ['refund',    'OPENED',              'open'],
    ['renew',     'EXPIRED',             'overdue'],
    ['upgrade',   'EXPIRED',             'overdue'],
    ['refund',    'EXPIRED',             'overdue'],
    ['renew',     'CLOSED',              'closed'],
    ['upgrade',   'CLOSED',              'closed'],
    ['refund',    'CLOSED',              'closed'],
  ])('%s of one that is %s: %s, with its buyer', async (call, status, after) => {
    const world = createFaultyWorld();
    show(world, status);
    // What the marketplace does not bear out is answered false: it may be ahead of what is shown.
    const answer = call === 'renew' && status === 'EXPIRED' ? { status: 200, body: { success: 'false' } } : success;
    expect(await calls[call](world)).toMatchObject(answer);
    expect(await instanceIn(world)).toMatchObject({ status: after, accountId: ACCOUNT_ID });
    expect(await world.store.get('instancesByAccount', { accountId: ACCOUNT_ID, instanceId: INSTANCE_ID })).toBeDefined();
    expect(await calls[call](world)).toMatchObject(answer);
    expect(await statusIn(world)).toBe(after);
  });

  it.each<Call>(['renew', 'upgrade', 'refund'])(
    '%s while the marketplace is down: called again later',
    async (call) => {
      const world = createFaultyWorld();
      world.marketplace.down = true;
      expect(await calls[call](world)).toMatchObject({ status: 503, body: { code: 'try-again' } });
      expect(await instanceIn(world)).toBeUndefined();
      world.marketplace.down = false;
      show(world, 'OPENED');
      expect(await calls[call](world)).toMatchObject(success);
    },
  );

  it.each<Call>(['create', 'expire', 'release'])('and is not, where the call says enough: %s', async (call) => {
    const world = createFaultyWorld();
    world.marketplace.down = true;
    expect(await calls[call](world)).toMatchObject(call === 'create' ? created : success);
  });
});

describe('releaseInstance', () => {
  // biome-ignore format: one case a line
  it.each([
    ['known',   bought],
    ['unknown', async () => createFaultyWorld()],
  ])('of an instance that is %s is durable before the answer, whoever is down', async (_, start) => {
    const world = await start();
    world.invoker.down = true;
    expect(await release(world)).toMatchObject(success);
    expect(await instanceIn(world)).toMatchObject({ status: 'closing', releasedAtMs: nowMs });
    expect(await todosIn(world)).toEqual([{ queue: 'closures', subject: INSTANCE_ID, sinceMs: nowMs }]);
    expect(warnings(world)).toMatchObject([{ level: 'warn', fault: 'Unavailable' }]);

    world.invoker.down = false;
    await world.timer('close-subscription');
    expect(await statusIn(world)).toBe('closed');
    expect(await todosIn(world)).toEqual([]);
  });

  it('starts the walk after that', async () => {
    const world = await bought();
    await release(world);
    expect(world.invoker.invoked).toEqual([
      { functionName: 'close-subscription', payload: { instanceId: INSTANCE_ID } },
    ]);
  });

  it('that comes again while the walk is on starts it again, and keeps the time of the first', async () => {
    const world = await bought();
    await release(world);
    world.clock.advance(60_000);
    await release(world);
    expect(world.invoker.invoked).toHaveLength(2);
    expect(await instanceIn(world)).toMatchObject({ releasedAtMs: nowMs });
    expect(await todosIn(world)).toMatchObject([{ sinceMs: nowMs }]);
  });

  it('that comes after the closure starts nothing', async () => {
    const world = await bought();
    await close(world);
    expect(await release(world)).toMatchObject(success);
    expect(world.invoker.invoked).toEqual([]);
    expect(await todosIn(world)).toEqual([]);
  });

  it('of the international site, without isRefund, is one like any other', async () => {
    const world = await bought();
    expect(await world.spi('releaseInstance', { instanceId: INSTANCE_ID })).toMatchObject(success);
    expect(await statusIn(world)).toBe('closing');
  });

  it('costs two calls of the store in a row', async () => {
    const world = await bought();
    expect(await roundsOf(world, () => release(world))).toEqual([
      ['read instances'],
      ['write instances', 'write instancesByAccount', 'write todos'],
    ]);
  });
});

describe('whatever befalls one call of the store, the answer and the state are right', () => {
  // biome-ignore format: one case a line
  const cases: [Call, 'unknown' | InstanceStatus, InstanceStatus][] = [
    // call      before     after
    ['create',   'unknown', 'open'],
    ['create',   'closing', 'closing'],
    ['renew',    'overdue', 'open'],
    ['upgrade',  'open',    'open'],
    ['expire',   'open',    'overdue'],
    ['expire',   'unknown', 'overdue'],
    ['refund',   'open',    'open'],
    ['release',  'open',    'closing'],
    ['release',  'overdue', 'closing'],
    ['release',  'unknown', 'closing'],
  ];

  // biome-ignore format: one case a line
  describe.each([
    ['failed',           failOnce],
    ['lost its answer',  loseAnswerOnce],
  ])('it %s', (_, once) => {
    it.each(cases)('%s of what is %s: %s', async (call, before, after) => {
      const sample = await standing[before]();
      const effects = await effectsOf(sample, () => calls[call](sample));
      const expected = { ...(await instanceIn(sample)), version: 0 };
      expect(effects.length).toBeGreaterThan(0);

      for (let nth = 1; nth <= effects.length; nth++) {
        const world = await standing[before]();
        const answer = await world.during(once(nth), () => calls[call](world));
        expect(answer).toMatchObject(call === 'create' ? created : success);
        const instance = await instanceIn(world);
        // A run that was needed twice is a few milliseconds later.
        for (const [member, value] of Object.entries(expected)) {
          if (!/version|AtMs/.test(member)) expect(instance).toHaveProperty(member, value);
        }
        expect(Object.keys(instance ?? {}).sort()).toEqual(Object.keys(expected).sort());
        expect(instance?.status).toBe(after);
        if (instance?.accountId) {
          const { accountId, instanceId } = instance;
          expect(await world.store.get('instancesByAccount', { accountId, instanceId })).toBeDefined();
        }
        if (after === 'closing') expect(await todosIn(world)).toHaveLength(1);
      }
    });
  });

  it.each(Object.keys(calls) as Call[])('%s while the store is down: 503, so that it is called again', async (call) => {
    const world = await bought();
    const answer = await world.during(
      () => 'fail',
      () => calls[call](world),
    );
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '2' }, body: { code: 'try-again' } });
    expect(await instanceIn(world)).toMatchObject({ status: 'open', version: 1 });
    expect(await calls[call](world)).toMatchObject(call === 'create' ? created : success);
  });
});

describe('calls that come at the same time', () => {
  // biome-ignore format: one case a line
  it.each<[Call[], 'unknown' | InstanceStatus]>([
    // at once                        the instance before
    [['renew', 'release'],            'overdue'],
    [['create', 'release'],           'unknown'],
    [['expire', 'release'],           'unknown'],
    [['expire', 'renew', 'release'],  'open'],
    [['release', 'release'],          'open'],
    [['create', 'create', 'release'], 'unknown'],
  ])('%j on what is %s: a release wins over all of them, in any order', async (together, before) => {
    for (let seed = 1; seed <= 30; seed++) {
      const world = await standing[before]();
      const sent = together.map((call) => () => calls[call](world));
      const answers = await interleaved(world, seed, sent);
      for (const answer of answers) expect(answer).toMatchObject({ status: 200 });
      expect(await statusIn(world)).toBe('closing');
      expect(await todosIn(world)).toHaveLength(1);
    }
  });
});
