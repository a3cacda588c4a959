/** What is told to the marketplace, when, and what becomes of it. The world begins at eight in the morning in Beijing. */
import type { MeteringOutcome } from '../../../shared/ports';
import { INSTANCE_ID, OPERATOR_TOKEN } from '../../fakes/world';
import { all, at, begin, type Customer, FIRST_DAY, fire, morningAfter, moveTo, use } from '../settle-fees/books';
import { dueOf, losses, push, pushUntil, told, windowsOf, wrong } from './scene';

const day = FIRST_DAY;
let customer: Customer;
beforeEach(async () => {
  customer = await begin();
});
afterEach(async () => {
  expect(await wrong(customer.world)).toEqual([]);
});

/** So many hosts in the hour; they go by the day's greatest number, two yuan each. */
const hosts = (hour: number, quantity: string) => use(customer.world, customer.paid, at(day, hour), quantity, 'hosts');
const HOST_UNITS = 200;
const lastLine = (metric: string) =>
  customer.world.lines.map((line) => JSON.parse(line)).findLast((line) => line.metric === metric);

test('an hour is told ten minutes after its end, once', async () => {
  const { world } = customer;
  moveTo(world, at(day, 9, 5));
  await hosts(8, '2');
  await push(world);
  expect(world.marketplace.pushed).toEqual([]);
  moveTo(world, at(day, 9, 10));
  expect(await push(world)).toEqual({ planned: 1, requests: 1, accepted: 1, refused: 0, missed: 0 });
  const entry = { instanceId: INSTANCE_ID, startMs: at(day, 8), endMs: at(day, 9), key: 'Unit', units: 2 * HOST_UNITS };
  expect(world.marketplace.pushed).toEqual([[entry]]);
  const [window] = await windowsOf(world);
  expect(window).toMatchObject({
    productCode: 'cmgj00053362',
    amount: 40_000,
    deadlineMs: at(day, 9, 59),
    attempts: 1,
  });
  expect(window?.owner).toBe(customer.paid.owner);
  await pushUntil(world, at(day, 12));
  expect(world.marketplace.pushed).toHaveLength(1);
  expect(await all(world, 'todos')).toEqual([]);
});

test('an hour of nothing has no window; the next one that has anything comes', async () => {
  const { world } = customer;
  moveTo(world, at(day, 11, 30));
  await hosts(10, '1');
  await push(world);
  expect(await told(world)).toEqual(['10:00-11:00 200 accepted']);
  expect(await all(world, 'meters')).toMatchObject([{ plannedToMs: at(day, 11), units: 200 }]);
});

test('what comes late, or is corrected, is told with the next window; what was taken back is waited for', async () => {
  const { world } = customer;
  moveTo(world, at(day, 9, 10));
  await hosts(8, '3');
  await push(world);
  moveTo(world, at(day, 9, 30));
  await hosts(8, '1');
  moveTo(world, at(day, 10, 10));
  await hosts(9, '2');
  await push(world);
  moveTo(world, at(day, 11, 10));
  await hosts(9, '5');
  await push(world);
  expect(await told(world)).toEqual(['08:00-09:00 600 accepted', '10:00-11:00 400 accepted']);
});

const LITTLE = '0.13';
test('what is below a unit is carried, and nothing of it is lost, over the bill of the day', async () => {
  const { world, paid } = customer;
  // A unit costs ten cents: a hundredth of it is a tenth of a cent.
  for (let hour = 9; hour < 24; hour++) {
    moveTo(world, at(day, hour, 8));
    await use(world, paid, at(day, hour - 1), LITTLE, 'pipeline');
    moveTo(world, at(day, hour, 10));
    await push(world);
  }
  moveTo(world, morningAfter(day));
  await use(world, paid, at(day, 23), LITTLE, 'pipeline');
  await push(world);
  await fire(world);
  await pushUntil(world, morningAfter(day) + 3_600_000);
  const due = await dueOf(world, world.clock.nowMs());
  const units = (await windowsOf(world)).reduce((sum, window) => sum + window.units, 0);
  expect(due % 100).not.toBe(0);
  expect(units).toBe(Math.floor(due / 100));
  expect(new Set((await windowsOf(world)).map((window) => window.state))).toEqual(new Set(['accepted']));
});

test('an adjustment of a day that was billed is told when it is known', async () => {
  const { world, paid } = customer;
  moveTo(world, at(day, 9, 10));
  await hosts(8, '1');
  await push(world);
  moveTo(world, morningAfter(day));
  await fire(world);
  await pushUntil(world, at('2026-01-02', 3));
  await use(world, paid, at(day, 8), '4', 'hosts');
  moveTo(world, morningAfter('2026-01-02'));
  await fire(world);
  await pushUntil(world, at('2026-01-03', 3));
  expect((await windowsOf(world)).map(({ units }) => units)).toEqual([200, 600]);
  expect(await dueOf(world, world.clock.nowMs())).toBe(80_000);
});

test('workspaces that the instance does not pay for are none of its business', async () => {
  const { world, own } = customer;
  moveTo(world, at(day, 9, 10));
  await use(world, own, at(day, 8), '9', 'hosts');
  await push(world);
  expect(await told(world)).toEqual([]);
});

describe('what the marketplace answers', () => {
  const answering = (...outcomes: readonly (MeteringOutcome & { readonly taken?: boolean })[]) => {
    const rest = [...outcomes];
    customer.world.marketplace.metering = () => {
      const next = rest.shift();
      if (!next) return undefined;
      const { taken = false, ...outcome } = next;
      return { outcome, taken };
    };
  };
  beforeEach(async () => {
    moveTo(customer.world, at(day, 9, 8));
    await hosts(8, '1');
  });

  test('throttled: sent again until it is taken', async () => {
    const { world } = customer;
    const busy = { kind: 'throttled', code: 'Service.Flow.Control' } as const;
    answering(busy, busy, busy);
    await pushUntil(world, at(day, 9, 40));
    expect(await told(world)).toEqual(['08:00-09:00 200 accepted']);
    expect(world.marketplace.pushed).toHaveLength(4);
    expect(await windowsOf(world)).toMatchObject([{ attempts: 4 }]);
  });

  test('refused for what it says: lost, with its owner and amount, and shown', async () => {
    const { world, paid } = customer;
    answering({ kind: 'refused', code: 'Invalid.Parameter.InstanceId' });
    await pushUntil(world, at(day, 10));
    expect(await told(world)).toEqual(['08:00-09:00 200 refused']);
    expect(world.marketplace.pushed).toHaveLength(1);
    expect(losses(world)).toEqual([
      expect.objectContaining({
        level: 'error',
        instanceId: INSTANCE_ID,
        windowStart: '2026-01-01T00:00:00.000Z',
        windowEnd: '2026-01-01T01:00:00.000Z',
        units: 200,
        amount: '2',
        owner: paid.owner,
        state: 'refused',
        code: 'Invalid.Parameter.InstanceId',
      }),
    ]);
  });

  test('refused for who we are: tried until the deadline, then missed', async () => {
    const { world } = customer;
    world.marketplace.metering = () => ({ outcome: { kind: 'refused', code: 'Permission.Denied' } });
    await pushUntil(world, at(day, 9, 55));
    expect(await told(world)).toEqual(['08:00-09:00 200 pending']);
    expect(lastLine('metering')).toMatchObject({ waiting: 1, endangered: 1, unknown: 0 });
    await pushUntil(world, at(day, 10));
    expect(await told(world)).toEqual(['08:00-09:00 200 missed']);
    expect(losses(world)).toMatchObject([{ code: 'Permission.Denied', state: 'missed' }]);
  });

  test.each([true, false])('unknown (taken: %s): never sent again, and held', async (taken) => {
    const { world } = customer;
    answering({ kind: 'unknown', why: '500 InternalError', taken });
    await pushUntil(world, at(day, 13));
    expect(await told(world)).toEqual(['08:00-09:00 200 unknown']);
    expect(world.marketplace.pushed).toHaveLength(1);
    expect(lastLine('metering')).toMatchObject({ waiting: 0, endangered: 0, unknown: 1 });
    expect(losses(world)).toEqual([]);
  });

  test('a later window of the same instance goes on meanwhile', async () => {
    const { world } = customer;
    answering({ kind: 'unknown', why: 'no answer' });
    await pushUntil(world, at(day, 10, 5));
    await hosts(9, '2');
    await pushUntil(world, at(day, 10, 15));
    expect(await told(world)).toEqual(['08:00-09:00 200 unknown', '09:00-10:00 200 accepted']);
  });

  test('it throws, which it should not: unknown', async () => {
    const { world } = customer;
    world.marketplace.metering = () => {
      throw new TypeError('a bug');
    };
    await pushUntil(world, at(day, 9, 30));
    expect(await told(world)).toEqual(['08:00-09:00 200 unknown']);
  });
});

test('five hours without anybody to tell it: each window is lost by name, and none is told late', async () => {
  const { world, paid } = customer;
  for (const hour of [8, 9, 10, 11, 12, 13, 14]) {
    moveTo(world, at(day, hour + 1, 1));
    await hosts(hour, String(hour));
  }
  moveTo(world, at(day, 15, 12));
  await push(world);
  const lost = [
    '08:00-09:00 1600',
    '09:00-10:00 200',
    '10:00-11:00 200',
    '11:00-12:00 200',
    '12:00-13:00 200',
    '13:00-14:00 200',
  ];
  expect(await told(world)).toEqual([...lost.map((window) => `${window} missed`), '14:00-15:00 200 accepted']);
  expect(losses(world).map(({ amount, owner }) => [amount, owner])).toEqual(
    ['16', '2', '2', '2', '2', '2'].map((amount) => [amount, paid.owner]),
  );
  expect(world.marketplace.billed).toHaveLength(1);
});

test('a marketplace that is down takes one window a run with it, and no other', async () => {
  const { world } = customer;
  world.marketplace.down = true;
  for (const hour of [8, 9, 10]) {
    moveTo(world, at(day, hour + 1, 8));
    await hosts(hour, String(hour));
    await pushUntil(world, at(day, hour + 1, 50));
  }
  expect((await windowsOf(world)).map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
  expect(world.marketplace.pushed.map((entries) => entries.length)).toEqual([1, 1, 1]);
});

/** Windows of other instances, that wait as long. */
const others = async (...instanceIds: readonly string[]): Promise<void> => {
  const { store, clock } = customer.world;
  for (const instanceId of instanceIds) {
    const last = {
      instanceId,
      windowStartMs: at(day, 8),
      windowEndMs: at(day, 9),
      deadlineMs: at(day, 9, 59),
      version: 1,
      productCode: 'cmgj00053362',
      units: 1,
      amount: 100,
      state: 'pending',
      attempts: 0,
    } as const;
    const meter = { instanceId, version: 1, plannedToMs: last.windowEndMs, units: 1, last };
    await store.write({ table: 'meters', put: meter });
    await store.write({ table: 'meteringWindows', put: last });
    const subject = `${instanceId}/${last.windowStartMs}`;
    await store.write({ table: 'todos', put: { queue: 'metering', subject, sinceMs: clock.nowMs() } });
  }
};

test('after an unknown outcome a run sends nothing more', async () => {
  const { world } = customer;
  moveTo(world, at(day, 9, 10));
  await others('33884914', '33884915', '33884916', '33884917');
  world.marketplace.down = true;
  await push(world);
  expect(world.marketplace.pushed).toHaveLength(1);
  world.marketplace.down = false;
  world.clock.advance(300_000);
  await push(world);
  expect(world.marketplace.pushed.map((entries) => entries.length)).toEqual([1, 1, 2]);
  expect((await told(world)).sort()).toEqual([...Array(3).fill('08:00-09:00 1 accepted'), '08:00-09:00 1 unknown']);
});

test('sixty seconds lie between two requests for an instance, also where an operator has a window sent again', async () => {
  const { world } = customer;
  moveTo(world, at(day, 9, 10));
  await hosts(8, '1');
  world.marketplace.metering = () => ({ outcome: { kind: 'unknown', why: 'no answer' } });
  await push(world);
  world.marketplace.metering = () => undefined;
  const [window] = await windowsOf(world);
  if (!window) throw new Error('There is no window.');
  const { code: _, ...rest } = window;
  const put = { ...rest, version: window.version + 1, state: 'pending' } as const;
  await world.store.write({ table: 'meteringWindows', put });
  world.clock.advance(59_999);
  await push(world);
  expect(world.marketplace.pushed).toHaveLength(1);
  world.clock.advance(1);
  await push(world);
  expect(world.marketplace.pushed).toHaveLength(2);
  expect(await told(world)).toEqual(['08:00-09:00 200 accepted']);
});

test('of a daily product the day is told after midnight in Beijing, before 01:59', async () => {
  customer = await begin({ metering: { dailyProductCodes: ['cmgj00053362'], meteringAssit: 'cmapi1-Unit-1' } });
  const { world } = customer;
  moveTo(world, at(day, 9, 10));
  await hosts(8, '2');
  await pushUntil(world, at('2026-01-02', 0, 9));
  expect(world.marketplace.pushed).toEqual([]);
  await pushUntil(world, at('2026-01-02', 0, 10));
  expect(world.marketplace.pushed).toEqual([
    [
      {
        instanceId: INSTANCE_ID,
        startMs: at(day, 0),
        endMs: at('2026-01-02', 0),
        key: 'Unit',
        units: 400,
        meteringAssit: 'cmapi1-Unit-1',
      },
    ],
  ]);
  expect(await windowsOf(world)).toMatchObject([{ deadlineMs: at('2026-01-02', 1, 59), state: 'accepted' }]);
});

describe('GET /api/operations/metering', () => {
  const list = (token: string | undefined = OPERATOR_TOKEN) =>
    customer.world.ask('GET', '/api/operations/metering', { token });

  test('tells the windows, the minutes left, and what was lost', async () => {
    const { world, paid } = customer;
    world.marketplace.metering = () => ({ outcome: { kind: 'throttled', code: 'Service.Flow.Control' } });
    moveTo(world, at(day, 9, 8));
    await hosts(8, '1');
    await pushUntil(world, at(day, 10, 8));
    world.marketplace.metering = () => ({ outcome: { kind: 'unknown', why: '500 X' } });
    await hosts(9, '2');
    await pushUntil(world, at(day, 10, 34));
    world.marketplace.metering = () => ({ outcome: { kind: 'throttled', code: 'Service.Flow.Control' } });
    expect((await list()).body).toEqual({
      windows: [
        {
          instanceId: INSTANCE_ID,
          productCode: 'cmgj00053362',
          windowStart: '2026-01-01T01:00:00.000Z',
          windowEnd: '2026-01-01T02:00:00.000Z',
          deadline: '2026-01-01T02:59:00.000Z',
          minutesLeft: 25,
          state: 'unknown',
          units: 200,
          amount: '2',
          attempts: 1,
          owner: paid.owner,
          code: '500 X',
          sentAt: '2026-01-01T02:10:00.000Z',
        },
        {
          instanceId: INSTANCE_ID,
          productCode: 'cmgj00053362',
          windowStart: '2026-01-01T00:00:00.000Z',
          windowEnd: '2026-01-01T01:00:00.000Z',
          deadline: '2026-01-01T01:59:00.000Z',
          minutesLeft: 0,
          state: 'missed',
          units: 200,
          amount: '2',
          attempts: expect.any(Number),
          owner: paid.owner,
          code: 'Service.Flow.Control',
          sentAt: expect.any(String),
          endedAt: '2026-01-01T02:00:00.000Z',
        },
      ],
      counts: { pending: 0, sent: 0, unknown: 1, refused: 0, missed: 1 },
    });
  });

  test('a loss is shown for five weeks', async () => {
    const { world } = customer;
    moveTo(world, at(day, 12));
    await hosts(8, '1');
    await push(world);
    const shown = async () => (await list()).body.counts.missed;
    world.clock.advance(34 * 86_400_000);
    await push(world);
    expect(await shown()).toBe(1);
    world.clock.advance(2 * 86_400_000);
    await push(world);
    expect(await shown()).toBe(0);
    // The window itself stays.
    expect(await told(world)).toEqual(['08:00-09:00 200 missed']);
    await world.store.write({
      table: 'todos',
      put: { queue: 'metering-losses', subject: `${INSTANCE_ID}/${at(day, 8)}`, sinceMs: 0 },
    });
  });

  test.each([undefined, 'another'])('is for operators: %s', async (token) => {
    const { world } = customer;
    const answer = await world.ask('GET', '/api/operations/metering', token === undefined ? {} : { token });
    expect([answer.status, answer.body.code]).toEqual([401, 'not-signed-in']);
  });
});
