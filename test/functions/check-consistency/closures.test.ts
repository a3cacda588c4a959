/** Closures of many workspaces: what stopped is walked to its end, and many rows need no more memory than few. */
import type { Workspace } from '../../../shared/domain/workspace';
import {
  crashAfter,
  crashBefore,
  createFaultyWorld,
  effectsOf,
  type FaultyWorld,
  SIMULATION_MS,
} from '../../fakes/faults';
import { ACCOUNT_ID, buy, INSTANCE_ID, OPERATOR_TOKEN } from '../../fakes/world';
import { bind, closureOf, complete, type Fleet, mailed, ownerOf, settled } from '../close-subscription/fleet';
import { release, show } from '../steps';
import { allOf, check, HOUR_MS, look, repaired, told } from './house';

/** So many workspaces of one customer, settled by the instance, with every row that their registrations would have left. */
const fleetOf = async (count: number): Promise<Fleet> => {
  const world = createFaultyWorld();
  await buy(world);
  show(world, 'OPENED');
  const acme = await ownerOf(world, 'acme');
  const rows = settled(acme, count);
  await bind(world, rows);
  await world.store.writeMany(
    rows.map(({ owner, workspaceId }) => ({ table: 'workspacesByOwner', put: { owner, workspaceId } })),
  );
  const [{ workspaceId }] = rows as [Workspace];
  const claim = { claimId: 'c', changeId: 'change-1', claimedAtMs: 0 };
  const accountId = ACCOUNT_ID as never;
  await world.store.write({ table: 'links', put: { accountId, workspaceId, owner: acme.owner, ...claim } });
  world.clock.advance(HOUR_MS);
  return { world, switched: new Map([[acme.owner, rows.map((row) => row.workspaceId)]]) };
};

const releasedFleetOf = async (count: number): Promise<Fleet> => {
  const fleet = await fleetOf(count);
  show(fleet.world, 'CLOSED');
  await release(fleet.world);
  fleet.world.invoker.invoked.length = 0;
  return fleet;
};

const walk = (world: FaultyWorld) => world.timer('close-subscription');

/** The first and the last effect of each batch: where a walk over pages can stop differently. */
const edgesOf = (effects: readonly string[]): number[] =>
  effects.flatMap((effect, at) => (effect !== effects[at - 1] || effect !== effects[at + 1] ? [at + 1] : []));

/** A walk that stopped, its to-do row lost; an hour later the check: every workspace switched, and one mail sent. */
const stoppedAndChecked = async (count: number, crash: Parameters<FaultyWorld['during']>[0]): Promise<Fleet> => {
  const fleet = await releasedFleetOf(count);
  const { world } = fleet;
  await world.during(crash, () => walk(world).catch(() => undefined));
  await world.store.write({ table: 'todos', remove: { queue: 'closures', subject: INSTANCE_ID } });
  world.clock.advance(HOUR_MS);
  await check(world);
  expect(await closureOf(fleet)).toEqual(complete(fleet));
  expect(await mailed(world)).toBe(1);
  return fleet;
};

describe('a closure that stopped, at every effect of a walk, with its to-do row lost', () => {
  test.each([
    ['before it', crashBefore],
    ['after it', crashAfter],
  ])(
    '%s: the check has it walked to its end, and every notice is sent once',
    async (_, crash) => {
      const counted = await releasedFleetOf(2);
      const effects = (await effectsOf(counted.world, () => walk(counted.world))).length;
      for (let nth = 1; nth <= effects; nth++) {
        const { world } = await stoppedAndChecked(2, crash(nth));
        world.clock.advance(HOUR_MS);
        expect((await check(world)).findings).toEqual({});
      }
    },
    SIMULATION_MS,
  );

  test.each([
    ['before it', crashBefore],
    ['after it', crashAfter],
  ])(
    '%s, at the edges of each page of several',
    async (_, crash) => {
      const counted = await releasedFleetOf(401);
      const edges = edgesOf(await effectsOf(counted.world, () => walk(counted.world)));
      expect(edges.length).toBeGreaterThan(20);
      for (const nth of edges) {
        await stoppedAndChecked(401, crash(nth));
      }
    },
    SIMULATION_MS,
  );
});

test('a notice of more workspaces than fit into its row is made again, whole, with its list', async () => {
  const fleet = await releasedFleetOf(1_001);
  const { world } = fleet;
  await walk(world);
  const [owner = ''] = fleet.switched.keys();
  const mailId = `closure/${INSTANCE_ID}/${owner}`;
  await world.store.write({ table: 'mails', remove: { mailId } });
  for (const { listId, page } of await allOf(world, 'noticeLists')) {
    await world.store.write({ table: 'noticeLists', remove: { listId, page } });
  }
  world.clock.advance(HOUR_MS);
  expect((await check(world)).findings).toEqual(repaired('notice-missing'));
  expect(await closureOf(fleet)).toEqual(complete(fleet));
  expect((await check(world)).findings).toEqual({});
});

test('looking counts a notice that many workspaces miss once', async () => {
  const fleet = await releasedFleetOf(301);
  const { world } = fleet;
  await walk(world);
  const [owner = ''] = fleet.switched.keys();
  await world.store.write({ table: 'mails', remove: { mailId: `closure/${INSTANCE_ID}/${owner}` } });
  world.clock.advance(HOUR_MS);
  expect((await look(world)).findings).toEqual({ 'notice-missing': { found: 1, repaired: 0, left: 1 } });
});

describe('many rows', () => {
  /** What one check asks of the store: how often, and the most rows at once. */
  const costOf = async (count: number) => {
    const { world } = await fleetOf(count);
    const cost = { calls: 0, mostRows: 0 };
    const { store } = world;
    const [scan, getMany] = [store.scan, store.getMany];
    store.scan = async (table, under, options) => {
      const page = await scan(table, under, options);
      cost.mostRows = Math.max(cost.mostRows, page.rows.length);
      return page;
    };
    store.getMany = (table, keys) => {
      cost.mostRows = Math.max(cost.mostRows, keys.length);
      return getMany(table, keys);
    };
    const before = Object.values(store.calls).reduce((one, other) => one + other, 0);
    expect((await check(world)).findings).toEqual({});
    cost.calls = Object.values(store.calls).reduce((one, other) => one + other, 0) - before;
    expect((await told(world)).reports[0]?.checked).toBeGreaterThan(3 * count);
    return cost;
  };

  test('are read a page at a time, a page costs the same however many there are', async () => {
    const [few, more, most] = [await costOf(1_000), await costOf(1_500), await costOf(2_000)];
    expect([few.mostRows, more.mostRows, most.mostRows]).toEqual([500, 500, 500]);
    expect(most.calls - more.calls).toBe(more.calls - few.calls);
    // Of five hundred workspaces in three passes, and five pages of what they were charged: each is scanned, compared and
    // written down.
    expect(more.calls - few.calls).toBeLessThanOrEqual(2 + 6 + 2 + 1 + 2 + 2 + 5 * 5);
  });
});

describe('operators see how far closures are', () => {
  const closures = async (world: FaultyWorld) =>
    (await world.ask('GET', '/api/operations/closures', { token: OPERATOR_TOKEN })).body.closures;

  test('none, under way, half done, noticed, complete', async () => {
    const fresh = await fleetOf(3);
    expect(await closures(fresh.world)).toEqual([]);

    const { world } = await releasedFleetOf(3);
    const startedAt = new Date(world.clock.nowMs()).toISOString();
    const closure = { instanceId: INSTANCE_ID, startedAt };
    expect(await closures(world)).toEqual([{ ...closure, done: 0, left: 3 }]);

    const trial = await releasedFleetOf(3);
    const order = await effectsOf(trial.world, () => walk(trial.world));
    const secondSwitch = order.indexOf('write workspaces') + 2;
    await world.during(crashAfter(secondSwitch), () => walk(world).catch(() => undefined));
    expect(await closures(world)).toEqual([{ ...closure, done: 2, left: 1 }]);

    const noticed = await releasedFleetOf(3);
    await noticed.world.during(crashBefore(order.indexOf('write bindings') + 1), () =>
      walk(noticed.world).catch(() => undefined),
    );
    expect(await closures(noticed.world)).toEqual([{ ...closure, done: 3, left: 0 }]);

    world.clock.advance(HOUR_MS);
    const closedAt = new Date(world.clock.nowMs()).toISOString();
    await walk(world);
    expect(await closures(world)).toEqual([{ ...closure, done: 3, left: 0, closedAt }]);
  });
});
