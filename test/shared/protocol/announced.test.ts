import type { Instance } from '../../../shared/domain/instance';
import { type MarketplaceInstance, StaleWrite, Unavailable } from '../../../shared/ports';
import { announced, soldTo } from '../../../shared/protocol/announced';
import { fakeMarketplace } from '../../fakes/ports';
import { createFakeStore, type Effect, type Fate } from '../../fakes/store';

const nowMs = Date.parse('2026-01-01T00:00:00.000Z');
const instanceId = '33884913';
const accountId = '1234567890123456';
const told: MarketplaceInstance = {
  instanceId,
  accountId,
  orderId: '222222222222222',
  productCode: 'cmgj00053362',
  status: 'OPENED',
};
const { status: _, ...sold } = told;
const opening: Instance = { ...sold, version: 1, status: 'opening' };

const setUp = (answer: MarketplaceInstance | undefined, interfere?: (effect: Effect) => Fate | Promise<Fate>) => {
  const store = createFakeStore(interfere ? { interfere } : {});
  const marketplace = fakeMarketplace();
  if (answer) marketplace.instances.set(instanceId, answer);
  return { store, marketplace };
};

describe('an instance that nobody has told of', () => {
  // biome-ignore format: one case a line
  it.each([
    // the marketplace says   we know from then on
    ['OPENING',               { status: 'opening' }],
    ['OPENED',                { status: 'open',    openedAtMs: nowMs }],
    ['EXPIRED',               { status: 'overdue', openedAtMs: nowMs, overdueAtMs: nowMs }],
    ['CLOSED',                { status: 'closed',  releasedAtMs: nowMs, closedAtMs: nowMs }],
  ] as const)('%s: is looked up and known from then on', async (status, known) => {
    const ports = setUp({ ...told, status });
    const instance = { ...sold, version: 1, ...known };
    expect(await announced(ports, undefined, instanceId, nowMs)).toEqual(instance);
    expect(await ports.store.get('instances', { instanceId })).toEqual(instance);
    expect(await ports.store.get('instancesByAccount', { accountId, instanceId })).toEqual({ accountId, instanceId });
  });

  it('and that the marketplace does not know stays unknown: nothing is written', async () => {
    const ports = setUp(undefined);
    expect(await announced(ports, undefined, instanceId, nowMs)).toBeUndefined();
    expect(ports.store.calls).toMatchObject({ write: 0, writeMany: 0 });
  });

  it('is not made up while the marketplace is down', async () => {
    const ports = setUp(told);
    ports.marketplace.down = true;
    await expect(announced(ports, undefined, instanceId, nowMs)).rejects.toThrow(Unavailable);
    expect(ports.store.calls).toMatchObject({ write: 0, writeMany: 0 });
  });

  it('but was released meanwhile stays released: whoever asked must look again', async () => {
    const closing: Instance = { instanceId, version: 1, status: 'closing', releasedAtMs: nowMs };
    const ports = setUp(told);
    await ports.store.write({ table: 'instances', insert: closing });
    await expect(announced(ports, undefined, instanceId, nowMs)).rejects.toThrow(StaleWrite);
    expect(await ports.store.get('instances', { instanceId })).toEqual(closing);
  });

  it.each<Fate>(['fail', 'lose-answer'])('is not used before it is known to be written (%s)', async (fate) => {
    const ports = setUp(told, ({ table, write }) => (table === 'instances' && write ? fate : 'proceed'));
    await expect(announced(ports, undefined, instanceId, nowMs)).rejects.toThrow(Unavailable);
  });
});

test('an instance is never known without standing in its buyer’s list, whatever fails', async () => {
  const ports = setUp(told, ({ table, write }) => (table === 'instancesByAccount' && write ? 'fail' : 'proceed'));
  await expect(announced(ports, undefined, instanceId, nowMs)).rejects.toThrow(Unavailable);
  expect(await ports.store.get('instances', { instanceId })).toBeUndefined();
});

describe('an instance that only a release or an expiry has told of', () => {
  it.each(['closing', 'overdue'] as const)('%s: the marketplace is asked who bought it', async (status) => {
    const known: Instance = { instanceId, version: 1, status };
    const ports = setUp({ ...told, status: status === 'closing' ? 'CLOSED' : 'EXPIRED' });
    await ports.store.write({ table: 'instances', insert: known });
    expect(await announced(ports, known, instanceId, nowMs)).toMatchObject({ ...sold, status });
    expect(await ports.store.get('instances', { instanceId })).toMatchObject({ accountId, status });
  });
});

describe('an instance that is overdue', () => {
  const overdue: Instance = { ...sold, version: 3, status: 'overdue', openedAtMs: nowMs, overdueAtMs: nowMs };
  const ask = async (answer: MarketplaceInstance | undefined, down = false) => {
    const ports = setUp(answer);
    ports.marketplace.down = down;
    await ports.store.write({ table: 'instances', insert: overdue });
    return announced(ports, overdue, instanceId, nowMs);
  };

  it('is open where the marketplace shows that it was paid: the call may be under way', async () => {
    const { overdueAtMs: _, ...paid } = overdue;
    expect(await ask(told)).toEqual({ ...paid, status: 'open', version: 4 });
  });

  it('stays overdue where it shows that it was not, does not know it, or does not answer', async () => {
    expect(await ask({ ...told, status: 'EXPIRED' })).toEqual(overdue);
    expect(await ask(undefined)).toEqual(overdue);
    expect(await ask(told, true)).toEqual(overdue);
  });
});

describe('an instance that is being opened', () => {
  // biome-ignore format: one case a line
  it.each([
    // the marketplace says   it is then
    ['OPENING',               'opening'],
    ['OPENED',                'open'],
    // An end is told by a call of its own, and decided there.
    ['EXPIRED',               'opening'],
    ['CLOSED',                'opening'],
  ] as const)('%s: it is %s', async (status, then) => {
    const ports = setUp({ ...told, status });
    await ports.store.write({ table: 'instances', insert: opening });
    expect(await announced(ports, opening, instanceId, nowMs)).toMatchObject({ status: then });
    expect(await ports.store.get('instances', { instanceId })).toMatchObject({ status: then });
  });

  it('and was released meanwhile stays released', async () => {
    const ports = setUp(told);
    await ports.store.write({ table: 'instances', insert: { ...opening, version: 2, status: 'closing' } });
    await expect(announced(ports, opening, instanceId, nowMs)).rejects.toThrow(StaleWrite);
    expect(await ports.store.get('instances', { instanceId })).toMatchObject({ status: 'closing' });
  });

  it('stays so where the marketplace does not know it', async () => {
    expect(await announced(setUp(undefined), opening, instanceId, nowMs)).toEqual(opening);
  });
});

it.each(['open', 'overdue', 'closing', 'closed'] as const)('of what is %s nobody is asked', async (status) => {
  const ports = setUp({ ...told, status: 'OPENED' });
  ports.marketplace.down = true;
  const known: Instance = { ...opening, status };
  expect(await announced(ports, known, instanceId, nowMs)).toBe(known);
});

it('an instance stands in its buyer’s list, where the buyer is known', () => {
  expect(soldTo(opening)).toEqual([{ table: 'instancesByAccount', put: { accountId, instanceId } }]);
  expect(soldTo({ instanceId, version: 1, status: 'closing' })).toEqual([]);
});
