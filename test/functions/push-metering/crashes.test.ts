/**
 * Planning and sending, each window once, whatever befalls the store at whichever row, and whoever else is at it. The scene
 * touches all that a run can: a settlement of yesterday is half-way, one window is too late already, one is to be sent, and
 * one was sent by somebody who died.
 */

import type { Workspace } from '../../../shared/domain/workspace';
import type { MeteringEntry } from '../../../shared/ports';
import { addDays } from '../../../shared/validation/day';
import type { Contents } from '../../fakes/contents';
import {
  befalls,
  crashBefore,
  createFaultyWorld,
  delayed,
  effectsOf,
  type FaultyWorld,
  holdAt,
  interleaved,
  SIMULATION_MS,
} from '../../fakes/faults';
import { fakeClock } from '../../fakes/ports';
import { at, begin, FIRST_DAY, fire, moveTo, use, wrong as wrongInBooks } from '../settle-fees/books';
import { dueOf, losses, push, pushUntil, told, windowsOf, wrong } from './scene';

const day = FIRST_DAY;
const next = addDays(day, 1);

interface Scene {
  readonly workspace: Workspace;
  readonly contents: Contents;
  readonly nowMs: number;
  /** What the marketplace has taken by then. */
  readonly billed: readonly MeteringEntry[];
}

/** Yesterday's settlement has died half-way, or has not begun. */
const prepare = async (settlement: 'half-way' | 'to come'): Promise<Scene> => {
  const { world, paid } = await begin();
  for (const [hour, quantity] of [
    [20, '2'],
    [21, '3'],
  ] as const) {
    moveTo(world, at(day, hour + 1, 8));
    await use(world, paid, at(day, hour), quantity, 'hosts');
  }
  // The first window is too late by then. The second is taken, and its sender dies before it has heard of that.
  moveTo(world, at(day, 22, 10));
  await world.during(
    ({ write }) => (world.marketplace.billed.length > 0 && write ? 'fail' : 'proceed'),
    () => push(world).catch(() => undefined),
  );
  moveTo(world, at(day, 23, 5));
  await use(world, paid, at(day, 22), '5', 'hosts');
  moveTo(world, at(next, 0, 5));
  await use(world, paid, at(day, 23), '6', 'hosts');
  // The settlement dies when it has entered its bill in the ledger.
  if (settlement === 'half-way') {
    await world.during(
      (effect) => (effect.write?.table === 'bills' ? 'fail' : 'proceed'),
      async () => fire(world).catch(() => undefined),
    );
  }
  moveTo(world, at(next, 0, 12));
  const { store, clock, marketplace } = world;
  return { workspace: paid, contents: store.contents, nowMs: clock.nowMs(), billed: marketplace.billed };
};
const scene = prepare('half-way');
const unsettled = prepare('to come');

const open = async (of = scene): Promise<FaultyWorld> => {
  const { contents, nowMs, billed } = await of;
  const world = createFaultyWorld({ contents: contents.copy(), clock: fakeClock(nowMs) });
  world.marketplace.billed.push(...billed);
  return world;
};

const LATER_MS = at(next, 3);

test('nothing befalls it', async () => {
  const world = await open();
  expect(await told(world)).toEqual(['20:00-21:00 400 missed', '21:00-22:00 200 sent']);
  await push(world);
  expect(await told(world)).toEqual([
    '20:00-21:00 400 missed',
    '21:00-22:00 200 unknown',
    '22:00-23:00 400 missed',
    '23:00-00:00 200 accepted',
  ]);
  await after(world);
});

const after = async (world: FaultyWorld): Promise<void> => {
  await pushUntil(world, LATER_MS);
  const windows = await windowsOf(world);
  expect(await wrong(world)).toEqual([]);
  // Every unit that is due has its window, and every loss its name.
  const units = windows.reduce((sum, window) => sum + window.units, 0);
  expect(units).toBe(Math.floor((await dueOf(world, world.clock.nowMs())) / 100));
  const missed = windows.filter(({ state }) => state === 'missed');
  const named = new Set(losses(world).map(({ windowStart }) => windowStart));
  // That of the first was told before.
  const before = new Set([new Date(at(day, 20)).toISOString()]);
  expect(
    missed
      .map(({ windowStartMs }) => new Date(windowStartMs).toISOString())
      .filter((start) => !named.has(start) && !before.has(start)),
  ).toEqual([]);
  // Nothing waits any more, and only what may have been sent is unknown.
  expect(windows.filter(({ state }) => state === 'pending' || state === 'sent')).toEqual([]);
  for (const { attempts } of windows.filter(({ state }) => state === 'unknown')) expect(attempts).toBeGreaterThan(0);
};

/** Usage that comes before the next run: what was planned must not be planned again, with other units. */
const correct = async (world: FaultyWorld): Promise<void> =>
  use(world, (await scene).workspace, at(day, 23), '9', 'hosts');

const countEffects = async (): Promise<number> => {
  const world = await open();
  return (await effectsOf(world, () => push(world))).length;
};

test.each(befalls)(
  '%s, at each row in turn: each window is sent at most once, and none is lost without a name',
  async (_, faultAt) => {
    const count = await countEffects();
    expect(count).toBeGreaterThan(40);
    for (let nth = 1; nth <= count + 1; nth++) {
      const world = await open();
      await world.during(faultAt(nth), () => push(world).catch(() => undefined));
      await correct(world);
      await after(world);
    }
  },
  SIMULATION_MS,
);

test(
  'a crash before each row, with what was on its way arriving later',
  async () => {
    const count = await countEffects();
    for (let nth = 1; nth <= count; nth++) {
      const world = await open();
      const late = delayed();
      await world.during(late.of(crashBefore(nth)), () => push(world).catch(() => undefined));
      world.clock.advance(60_000);
      await push(world);
      await late.land(world.store);
      await after(world);
    }
  },
  SIMULATION_MS,
);

test.each([
  ['was half-way', scene],
  ['had not begun', unsettled],
])(
  'a settlement that %s and passes while a run reads changes nothing of what is due',
  async (_, of) => {
    const count = await countEffects();
    const expected = async (world: FaultyWorld) => (await windowsOf(world)).map(({ units }) => units);
    const undisturbed = await open(of);
    await push(undisturbed);
    for (let nth = 1; nth <= count; nth++) {
      const world = await open(of);
      await world.during(
        holdAt(nth, () => fire(world)),
        () => push(world),
      );
      expect(await expected(world)).toEqual(await expected(undisturbed));
    }
  },
  SIMULATION_MS,
);

test(
  'several runs at once, over a store that fails, loses answers and writes late',
  async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const world = await open();
      const odds = seed % 2 === 0 ? {} : { fail: 0.05, loseAnswer: 0.05, late: 0.5 };
      await interleaved(world, seed, [() => push(world), () => push(world), () => fire(world)], odds);
      await fire(world);
      await after(world);
      expect(await wrongInBooks(world)).toEqual([]);
    }
  },
  SIMULATION_MS,
);
