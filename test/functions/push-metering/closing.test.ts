/** The end of an instance: its last windows go first, up to the hour that holds the end, and nothing after it is charged. */
import { INSTANCE_ID } from '../../fakes/world';
import { at, begin, type Customer, FIRST_DAY, fire, morningAfter, moveTo, use } from '../settle-fees/books';
import { release } from '../steps';
import { dueOf, losses, push, pushUntil, told, windowsOf, wrong } from './scene';

const day = FIRST_DAY;
let customer: Customer;
beforeEach(async () => {
  customer = await begin();
});
afterEach(async () => {
  expect(await wrong(customer.world)).toEqual([]);
});

const hosts = (hour: number, quantity: string) => use(customer.world, customer.paid, at(day, hour), quantity, 'hosts');

test('the hour before is told at once, the hour of the end once its usage has come, and no other', async () => {
  const { world } = customer;
  moveTo(world, at(day, 10, 0));
  await hosts(9, '1');
  moveTo(world, at(day, 10, 3));
  await push(world);
  expect(await told(world)).toEqual([]);
  await release(world);
  await world.settle();
  await push(world);
  expect(await told(world)).toEqual(['09:00-10:00 200 accepted']);
  moveTo(world, at(day, 11, 5));
  await hosts(10, '3');
  await push(world);
  expect(await told(world)).toHaveLength(1);
  await pushUntil(world, at(day, 12, 5));
  // From eleven on the Billing Center account pays.
  await hosts(11, '7');
  await pushUntil(world, at(day, 15));
  expect(await told(world)).toEqual(['09:00-10:00 200 accepted', '10:00-11:00 400 accepted']);
  moveTo(world, morningAfter(day));
  await fire(world);
  await pushUntil(world, morningAfter(day) + 3_600_000);
  expect(await told(world)).toHaveLength(2);
  expect(await dueOf(world, world.clock.nowMs())).toBe(60_000);
});

test('a closure that is not walked yet charges the instance with nothing after its end', async () => {
  const { world } = customer;
  moveTo(world, at(day, 10, 25));
  await release(world);
  for (const hour of [10, 11, 12]) {
    await pushUntil(world, at(day, hour + 1, 8));
    await hosts(hour, String(hour));
  }
  await pushUntil(world, at(day, 15));
  expect(await told(world)).toEqual(['10:00-11:00 2000 accepted']);
});

test('they go first', async () => {
  const { world } = customer;
  const others = ['33884914', '33884915', '33884916'];
  moveTo(world, at(day, 10, 1));
  await hosts(9, '1');
  // Windows of others that have less time left.
  for (const instanceId of others) {
    const window = {
      instanceId,
      windowStartMs: at(day, 8, 30),
      windowEndMs: at(day, 9, 30),
      deadlineMs: at(day, 10, 20),
      version: 1,
      productCode: 'cmgj00053362',
      units: 1,
      amount: 100,
      state: 'pending',
      attempts: 0,
    } as const;
    const { windowStartMs } = window;
    const meter = { instanceId, version: 1, plannedToMs: at(day, 9, 30), units: 1, last: window };
    await world.store.write({ table: 'meters', put: meter });
    await world.store.write({ table: 'meteringWindows', put: window });
    const todo = { queue: 'metering', subject: `${instanceId}/${windowStartMs}`, sinceMs: 0 } as const;
    await world.store.write({ table: 'todos', put: todo });
  }
  await release(world);
  world.marketplace.metering = () => ({ outcome: { kind: 'throttled', code: 'Service.Flow.Control' } });
  await push(world);
  world.marketplace.pushed.length = 0;
  moveTo(world, at(day, 10, 12));
  world.marketplace.metering = () => undefined;
  await push(world);
  expect(world.marketplace.pushed.map((entries) => entries.map(({ instanceId }) => instanceId))).toEqual([
    [INSTANCE_ID],
    others,
  ]);
});

test('what comes too late for the last window is lost by name, and charged to nobody twice', async () => {
  const { world, paid } = customer;
  moveTo(world, at(day, 10, 25));
  await release(world);
  await world.settle();
  moveTo(world, at(day, 11, 5));
  await hosts(10, '1');
  await pushUntil(world, at(day, 11, 30));
  await hosts(10, '4');
  await pushUntil(world, at(day, 14));
  expect(await told(world)).toEqual(['10:00-11:00 200 accepted', '11:00-12:00 600 missed']);
  expect(await windowsOf(world)).toMatchObject([{}, { attempts: 0, code: 'after-end', deadlineMs: at(day, 11) }]);
  expect(losses(world)).toMatchObject([{ amount: '6', owner: paid.owner, code: 'after-end' }]);
  expect(world.marketplace.billed).toHaveLength(1);
});

test('after three days nobody looks any more', async () => {
  const { world } = customer;
  moveTo(world, at(day, 10, 25));
  await release(world);
  await world.settle();
  moveTo(world, at('2026-01-05', 12));
  await hosts(10, '4');
  await push(world);
  expect(await told(world)).toEqual([]);
});

test('an instance whose bill is overdue is told of as before', async () => {
  const { world } = customer;
  await world.spi('expiredInstance', { instanceId: INSTANCE_ID });
  moveTo(world, at(day, 9, 10));
  await hosts(8, '1');
  await push(world);
  expect(await told(world)).toEqual(['08:00-09:00 200 accepted']);
});

test('of a daily product the last window ends with the hour that holds the end', async () => {
  customer = await begin({ metering: { dailyProductCodes: ['cmgj00053362'] } });
  const { world } = customer;
  moveTo(world, at(day, 9, 5));
  await hosts(8, '1');
  moveTo(world, at(day, 10, 25));
  await release(world);
  await world.settle();
  moveTo(world, at(day, 11, 5));
  await hosts(10, '2');
  await pushUntil(world, at(day, 12));
  expect(await told(world)).toEqual(['00:00-11:00 400 accepted']);
  expect(await windowsOf(world)).toMatchObject([{ deadlineMs: at('2026-01-02', 1, 59) }]);
});
