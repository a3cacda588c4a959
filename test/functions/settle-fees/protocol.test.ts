/**
 * Settling, whole and once, whatever befalls the store at whichever row of it, and whoever else is at the workspace: a second
 * settler, usage that arrives, a closure. The day that is settled has two payers and adjusts two days before it, so a
 * settlement here touches everything that one can.
 */
import { settle } from '../../../shared/protocol/fees/settle';
import { addDays } from '../../../shared/validation/day';
import type { Contents } from '../../fakes/contents';
import {
  befalls,
  crashBefore,
  createFaultyWorld,
  delayed,
  effectsOf,
  type FaultyWorld,
  failOnce,
  holdAt,
  type Interfere,
  interleaved,
  type Odds,
  SIMULATION_MS,
} from '../../fakes/faults';
import { fakeClock } from '../../fakes/ports';
import { release } from '../steps';
import {
  all,
  at,
  begin,
  type Customer,
  FIRST_DAY,
  fire,
  MINUTE_MS,
  morningAfter,
  moveTo,
  told,
  use,
  wrong,
} from './books';

const SECOND_DAY = addDays(FIRST_DAY, 1);
const THIRD_DAY = addDays(FIRST_DAY, 2);

interface Scene {
  readonly contents: Contents;
  readonly nowMs: number;
  readonly workspace: Customer['paid'];
}

/** The third day is over and not settled; the two before it were billed, and changed since. */
const prepare = async (): Promise<Scene> => {
  const { world, paid } = await begin();
  for (const day of [FIRST_DAY, SECOND_DAY]) {
    moveTo(world, at(day, 12));
    await use(world, paid, at(day, 11), '1000000');
    await use(world, paid, at(day, 11), '3', 'hosts');
    moveTo(world, morningAfter(day));
    await fire(world);
  }
  moveTo(world, at(THIRD_DAY, 12, 30));
  await release(world);
  await world.settle();
  for (const hour of [9, 12]) await use(world, paid, at(THIRD_DAY, hour), '2000000');
  moveTo(world, at(THIRD_DAY, 20));
  for (const hour of [13, 18]) await use(world, paid, at(THIRD_DAY, hour), '3000000');
  await use(world, paid, at(FIRST_DAY, 11), '500000');
  await use(world, paid, at(SECOND_DAY, 12), '4', 'hosts');
  moveTo(world, morningAfter(THIRD_DAY));
  return { contents: world.store.contents, nowMs: world.clock.nowMs(), workspace: paid };
};

const scene = prepare();

/** A world of its own over a copy, where nothing was sent yet. */
const open = async (): Promise<FaultyWorld & { readonly workspace: Scene['workspace'] }> => {
  const { contents, nowMs, workspace } = await scene;
  return { ...createFaultyWorld({ contents: contents.copy(), clock: fakeClock(nowMs) }), workspace };
};

const settling = ({ store, workspace, clock }: Awaited<ReturnType<typeof open>>) =>
  settle(store, workspace.workspaceId, THIRD_DAY, clock.nowMs());

const BILLS = [
  `${FIRST_DAY} alicloud 70000`,
  `${SECOND_DAY} alicloud 70000`,
  `${THIRD_DAY} alicloud 55000`,
  `${THIRD_DAY} billing-center 60000`,
];

/** The timer comes until it has nothing to do; what was billed, what is wrong with the books, and the mails. */
const ended = async (world: FaultyWorld) => {
  for (let round = 0; round < 2; round++) {
    world.clock.advance(10 * MINUTE_MS);
    await fire(world);
  }
  await world.timer('deliver-mail');
  return {
    bills: await told(world),
    wrong: await wrong(world),
    due: (await all(world, 'adjustmentsDue')).length,
    mails: world.mailer.sent.length,
  };
};
const right = { bills: BILLS, wrong: [], due: 0, mails: 1 };

test('undisturbed it is as it should be', async () => {
  const world = await open();
  expect(await settling(world)).toEqual({ kind: 'settled', bills: 2, mails: 1 });
  expect(await ended(world)).toEqual(right);
});

test('its rows come in the order that the protocol asks for', async () => {
  const world = await open();
  const effects = await effectsOf(world, () => settling(world));
  const first = (effect: string) => effects.indexOf(effect);
  const last = (effect: string) => effects.lastIndexOf(effect);
  const rows = [
    first('read feeHeads'),
    first('write usageDays'),
    first('read workspaces'),
    first('scan adjustmentsDue'),
    first('write feeHeads'),
    first('write ledgerHeads'),
    first('write bills'),
    last('write bills'),
    first('write meteredWorkspaces'),
    // The first of them was the seal.
    effects.indexOf('write usageDays', first('write usageDays') + 1),
    last('write usageDays'),
    first('write adjustmentsDue'),
    last('write adjustmentsDue'),
    last('write feeHeads'),
    first('write usageTodos'),
  ];
  expect(rows).toEqual(rows.toSorted((one, other) => one - other));
  expect(rows).not.toContain(-1);
  expect(first('write usageTodos')).toBe(effects.length - 1);
});

describe('whatever befalls one of its rows', () => {
  const length = open()
    .then((world) => effectsOf(world, () => settling(world)))
    .then((effects) => effects.length);

  test.each(befalls)(
    '%s: the timer brings it to its end, once',
    async (_, befall) => {
      for (let nth = 1; nth <= (await length); nth++) {
        const world = await open();
        await world.during(befall(nth), () => settling(world)).catch(() => undefined);
        expect({ nth, ...(await ended(world)) }).toEqual({ nth, ...right });
      }
    },
    SIMULATION_MS,
  );

  test.each<[string, (nth: number) => Interfere]>([
    ['one that fails', failOnce],
    ['all from one on that fail', crashBefore],
  ])(
    'writes of %s land late, before the timer comes or after it',
    async (_, befall) => {
      for (let nth = 1; nth <= (await length); nth++) {
        for (const after of [false, true]) {
          const world = await open();
          const under = delayed();
          await world.during(under.of(befall(nth)), () => settling(world)).catch(() => undefined);
          if (after) await fire(world);
          await under.land(world.store);
          expect({ nth, after, ...(await ended(world)) }).toEqual({ nth, after, ...right });
        }
      }
    },
    SIMULATION_MS,
  );

  test(
    'a second settler who comes while it waits there takes it to its end, and it finds that done',
    async () => {
      for (let nth = 1; nth <= (await length); nth++) {
        const world = await open();
        await world.during(
          holdAt(nth, () => settling(world)),
          () => settling(world),
        );
        expect({ nth, ...(await ended(world)) }).toEqual({ nth, ...right });
      }
    },
    SIMULATION_MS,
  );

  test(
    'usage of the day, and of an adjusted one, that arrives while it waits there is billed: now, or next',
    async () => {
      for (let nth = 1; nth <= (await length); nth++) {
        const world = await open();
        const { workspace } = world;
        const arrives = async () => {
          await use(world, workspace, at(THIRD_DAY, 20), '1000000');
          await use(world, workspace, at(FIRST_DAY, 11), '1500000');
        };
        await world.during(holdAt(nth, arrives), () => settling(world));
        moveTo(world, morningAfter(addDays(THIRD_DAY, 1)));
        expect({ nth, ...(await ended(world)), bills: undefined }).toEqual({ nth, ...right, bills: undefined });
        const amounts = (await all(world, 'bills')).map(({ amount }) => amount);
        // A million logs more of each day.
        expect({ nth, sum: amounts.reduce((one, other) => one + other) }).toEqual({ nth, sum: 255_000 + 20_000 });
      }
    },
    SIMULATION_MS,
  );
});

describe('a closure that is walked meanwhile', () => {
  /** Released at half past twelve; of the day one hour of each payer, and nobody has walked yet. */
  const closing = async (): Promise<FaultyWorld & { readonly workspace: Scene['workspace'] }> => {
    const { world, paid } = await begin();
    moveTo(world, at(FIRST_DAY, 12, 30));
    await release(world);
    world.invoker.invoked.length = 0;
    moveTo(world, at(FIRST_DAY, 20));
    for (const hour of [12, 15]) await use(world, paid, at(FIRST_DAY, hour), '1000000');
    moveTo(world, morningAfter(FIRST_DAY));
    return { ...world, workspace: paid };
  };
  const bills = [`${FIRST_DAY} alicloud 10000`, `${FIRST_DAY} billing-center 10000`];

  test('at whichever row it waits: each payer has its hours', async () => {
    const kinds = new Set<string>();
    for (let nth = 1; ; nth++) {
      const world = await closing();
      let reached = false;
      const walk = () => {
        reached = true;
        return world.timer('close-subscription');
      };
      const { store, workspace, clock } = world;
      const { kind } = await world.during(holdAt(nth, walk), () =>
        settle(store, workspace.workspaceId, FIRST_DAY, clock.nowMs()),
      );
      if (!reached) break;
      kinds.add(kind);
      const { bills: made, wrong: faults } = await ended(world);
      expect({ nth, made, faults }).toEqual({ nth, made: bills, faults: [] });
    }
    expect([...kinds].sort()).toEqual(['deferred', 'settled']);
  });

  test(
    'in any order of the rows',
    async () => {
      for (let seed = 1; seed <= 100; seed++) {
        const world = await closing();
        const { store, workspace, clock } = world;
        const settles = () => settle(store, workspace.workspaceId, FIRST_DAY, clock.nowMs());
        await interleaved<unknown>(world, seed, [settles, () => world.timer('close-subscription'), settles]);
        const { bills: made, wrong: faults } = await ended(world);
        expect({ seed, made, faults }).toEqual({ seed, made: bills, faults: [] });
      }
    },
    SIMULATION_MS,
  );
});

describe('several at once, in any order of their rows', () => {
  const SEEDS = 100;

  test.each<[string, Odds]>([
    ['', {}],
    [', though the store fails them', { fail: 0.03, loseAnswer: 0.03, late: 0.5 }],
  ])(
    'settlers bill once%s',
    async (_, odds) => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const world = await open();
        const acts = [1, 2, 3].map(() => () => settling(world));
        await interleaved<unknown>(world, seed, acts, odds);
        expect({ seed, ...(await ended(world)) }).toEqual({ seed, ...right });
      }
    },
    SIMULATION_MS,
  );

  test.each<[string, Odds]>([
    ['', {}],
    [', though the store fails them', { fail: 0.02, loseAnswer: 0.02, late: 0.5 }],
  ])(
    'no change of usage is lost%s',
    async (_, odds) => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const world = await open();
        const { workspace } = world;
        const arrive = (day: string, hour: number, values: readonly string[]) => async () => {
          for (const quantity of values) {
            // The platform brings it again until it is taken.
            for (let time = 0; ; time++) {
              try {
                await use(world, workspace, at(day, hour), quantity);
                break;
              } catch (fault) {
                if (time === 5) throw fault;
              }
            }
          }
        };
        await interleaved<unknown>(
          world,
          seed,
          [
            () => settling(world),
            () => settling(world),
            arrive(THIRD_DAY, 20, ['5000000', '1000000']),
            arrive(FIRST_DAY, 11, ['9000000', '1500000']),
          ],
          odds,
        );
        moveTo(world, morningAfter(addDays(THIRD_DAY, 1)));
        const { wrong: faults, due } = await ended(world);
        const amounts = (await all(world, 'bills')).map(({ amount }) => amount);
        const sum = amounts.reduce((one, other) => one + other, 0);
        expect({ seed, faults, due, sum }).toEqual({ seed, faults: [], due: 0, sum: 275_000 });
      }
    },
    SIMULATION_MS,
  );
});
