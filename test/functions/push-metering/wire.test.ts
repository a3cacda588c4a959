/**
 * Over the wire, to the marketplace of this machine, which enforces every limit and lies: its bill is what the rows call
 * accepted, and of what they call unknown that which it took.
 */
import { localCredentials } from '../../../local/credentials';
import type { BillLine } from '../../../local/marketplace/push-metering-data';
import { seededRandom } from '../../../local/tablestore/seeded-random';
import { marketplaceOf } from '../../../shared/adapters/marketplace';
import type { Workspace } from '../../../shared/domain/workspace';
import { dayOf, HOUR_MS } from '../../../shared/validation/day';
import { createFaultyWorld, type FaultyWorld, SIMULATION_MS } from '../../fakes/faults';
import { fakeClock, fakeMarketplace } from '../../fakes/ports';
import { ACCOUNT_ID, addWorkspace, alicloud, buy, logInAs, register, type WorldOptions } from '../../fakes/world';
import { accountId, instances, type Market, startMarket } from '../../local/marketplace/marketplace';
import { fire, use } from '../settle-fees/books';
import { release, rowOf } from '../steps';
import { dueOf, push, windowsOf, wrong } from './scene';

const MINUTE_MS = 60_000;
const first = 33_884_913;

interface Scene {
  readonly market: Market;
  readonly world: FaultyWorld;
  readonly workspaces: readonly Workspace[];
  /** Lets time pass on both sides. */
  advance(ms: number): Promise<void>;
  bill(): Promise<readonly BillLine[]>;
}

let scene: Scene;
afterEach(() => scene.market.stop());

const start = async (count: number, metering: WorldOptions['metering'] = {}): Promise<Scene> => {
  const dailyProductCodes = metering.dailyProductCodes ?? [];
  const market = await startMarket({ metering: { dailyProductCodes, meteringAssit: metering.meteringAssit } });
  await market.clock.advance(HOUR_MS - (market.clock.nowMs() % HOUR_MS));
  const marketplace = {
    ...fakeMarketplace(),
    ...marketplaceOf(market.endpoint(), localCredentials, undefined),
  };
  const world = createFaultyWorld({ clock: fakeClock(market.clock.nowMs()), marketplace, metering });
  const ids: Workspace[] = [];
  let token = '';
  for (let at = 0; at < count; at++) {
    await market.post(instances, { accountId });
    const instanceId = String(first + at);
    await buy(world, instanceId);
    if (at === 0) {
      ids.push(await rowOf(world, (await register(world, { settlement: alicloud(instanceId) })).body.workspace));
      token = await logInAs(world);
    } else {
      const added = await addWorkspace(world, token, alicloud(instanceId, ACCOUNT_ID), `w${at}`, 'cn1');
      ids.push(await rowOf(world, added.body.workspace));
    }
  }
  return {
    market,
    world,
    workspaces: ids,
    async advance(ms) {
      await market.clock.advance(ms);
      world.clock.advance(ms);
    },
    async bill() {
      const { usages } = (await (await market.get('/local/marketplace/bill')).json()) as { usages: BillLine[] };
      return usages;
    },
  };
};

/** What the rows say, against the marketplace's bill. */
const audit = async ({ world, bill }: Scene): Promise<void> => {
  const billed = (await bill()).map((line) => {
    expect(line.billed).toBe(true);
    const { instanceId, startTime, endTime, value } = line;
    return { instanceId, startMs: Date.parse(startTime), endMs: Date.parse(endTime), units: Number(value) };
  });
  expect(await wrong(world, billed)).toEqual([]);
  const windows = await windowsOf(world);
  const unitsOf = (state: string) =>
    windows.filter((window) => window.state === state).reduce((sum, { units }) => sum + units, 0);
  const unknownButTaken = windows
    .filter(({ state }) => state === 'unknown')
    .filter((window) =>
      billed.some(({ instanceId, startMs }) => instanceId === window.instanceId && startMs === window.windowStartMs),
    );
  const taken = billed.reduce((sum, { units }) => sum + units, 0);
  expect(taken).toBe(unitsOf('accepted') + unknownButTaken.reduce((sum, { units }) => sum + units, 0));
};

test('two instances, an hour: on the bill', async () => {
  scene = await start(2, { meteringAssit: 'cmapi00060317-Unit-1' });
  const { world, workspaces, advance } = scene;
  const hourMs = world.clock.nowMs();
  await advance(HOUR_MS + 5 * MINUTE_MS);
  for (const workspace of workspaces) await use(world, workspace, hourMs, '2', 'hosts');
  await advance(5 * MINUTE_MS);
  expect(await push(world)).toEqual({ planned: 2, requests: 2, accepted: 2, refused: 0, missed: 0 });
  expect((await scene.bill()).map(({ value }) => value)).toEqual(['400', '400']);
  await audit(scene);
});

test('the marketplace asks for what we do not send: each window is refused, alone, and named', async () => {
  scene = await start(3);
  const { world, workspaces, advance, market } = scene;
  const hourMs = world.clock.nowMs();
  await advance(HOUR_MS + 5 * MINUTE_MS);
  for (const workspace of workspaces) await use(world, workspace, hourMs, '1', 'hosts');
  await market.post('/local/marketplace/faults', {
    metering: { refuse: { code: 'Invalid.Parameter.MeteringAssit', times: 100 } },
  });
  for (let run = 0; run < 4; run++) {
    await advance(5 * MINUTE_MS);
    await push(world);
  }
  expect((await windowsOf(world)).map(({ state, code }) => `${state} ${code}`)).toEqual(
    Array(3).fill('refused Invalid.Parameter.MeteringAssit'),
  );
  await audit(scene);
});

test(
  'a day with a marketplace that throttles, refuses, lies, loses answers and is down for five hours, and a closure',
  async () => {
    scene = await start(5);
    const { world, workspaces, advance, market } = scene;
    const fraction = seededRandom(7);
    const startMs = world.clock.nowMs();
    const faults = [
      {},
      { throttle: 3 },
      { acceptThen500: 1 },
      { acceptThenDrop: 1 },
      { drop: 1 },
      { refuse: { code: 'Invalid.Parameter.Value', times: 1 } },
      { refuse: { code: 'InternalError', times: 1 } },
    ];
    for (let run = 1; run <= 26 * 12; run++) {
      await advance(5 * MINUTE_MS);
      const nowMs = world.clock.nowMs();
      const hour = Math.floor((nowMs - startMs) / HOUR_MS);
      if (run % 12 === 1 && hour > 0) {
        for (const workspace of workspaces) {
          if (fraction() < 0.3) continue;
          const quantity = String(Math.floor(fraction() * 9) / 100);
          await use(world, workspace, startMs + (hour - 1) * HOUR_MS, quantity, 'pipeline');
        }
      }
      if (run === 6 * 12 + 5) {
        // The customer closes the third at the marketplace, which tells us.
        const instanceId = String(first + 2);
        await market.post(`${instances}/${instanceId}/close`);
        await release(world, instanceId);
        await world.settle();
      }
      const metering = hour >= 12 && hour < 17 ? { down: true } : faults[Math.floor(fraction() * faults.length)];
      await market.post('/local/marketplace/faults', { metering });
      await push(world);
      if (dayOf(nowMs) !== dayOf(startMs) && run % 24 === 0) await fire(world);
    }
    await audit(scene);
    const windows = await windowsOf(world);
    expect([...new Set(windows.map(({ state }) => state))].sort()).toEqual(['accepted', 'refused', 'unknown']);
    // What is due is in the windows, but for what is below a unit.
    for (let at = 0; at < workspaces.length; at++) {
      const instanceId = String(first + at);
      const units = windows
        .filter((window) => window.instanceId === instanceId)
        .reduce((sum, window) => sum + window.units, 0);
      const meter = await world.store.get('meters', { instanceId });
      expect(units).toBe(Math.floor((await dueOf(world, meter?.plannedToMs ?? 0, instanceId)) / 100));
    }
  },
  SIMULATION_MS,
);
