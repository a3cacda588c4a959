/**
 * A window that was refused and that an operator has sent again, while the run that it was refused in is still at it, or the
 * next one begins: whichever of the two stops at whichever row, it is sent once more, and no run overlooks it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { crashAfter, crashBefore, type FaultyWorld, holdAt, type Interfere, SIMULATION_MS } from '../../fakes/faults';
import type { Fate } from '../../fakes/store';
import { INSTANCE_ID } from '../../fakes/world';
import { outcome } from '../../local/operations/operator';
import { at, begin, FIRST_DAY, moveTo, use } from '../settle-fees/books';
import { push, pushUntil, told, wrong } from './scene';

const day = FIRST_DAY;
const line = `resolve-window ${INSTANCE_ID} --window ${new Date(at(day, 8)).toISOString()} --not-accepted`;
const resolve = (world: FaultyWorld) => outcome(world, line);

/** The item's name is wrong, until `mend`. */
const open = async () => {
  const { world, paid } = await begin();
  moveTo(world, at(day, 9, 8));
  await use(world, paid, at(day, 8), '1', 'hosts');
  moveTo(world, at(day, 9, 10));
  const answer = world.marketplace.metering;
  world.marketplace.metering = () => ({ outcome: { kind: 'refused', code: 'Invalid.Parameter.Key' } });
  return { world, mend: () => Object.assign(world.marketplace, { metering: answer }) };
};

const refused = async () => {
  const { world, mend } = await open();
  await push(world);
  mend();
  moveTo(world, at(day, 9, 15));
  return world;
};

const counting = async (world: FaultyWorld, act: () => Promise<unknown>): Promise<number> => {
  let count = 0;
  await world.during(() => {
    count++;
    return 'proceed';
  }, act);
  return count;
};

/** Whose an effect is. */
const whose = new AsyncLocalStorage<'operator'>();

const gate = () => {
  let open = () => {};
  const passed = new Promise<void>((pass) => {
    open = pass;
  });
  return { passed, open };
};

const during = (world: FaultyWorld, meddle: Interfere, act: () => Promise<unknown>) =>
  world.during(meddle, () => act().catch(() => undefined));

const after = async (world: FaultyWorld): Promise<void> => {
  expect(await wrong(world)).toEqual([]);
  await pushUntil(world, at(day, 9, 40));
  expect([await wrong(world), await told(world)]).toEqual([[], ['08:00-09:00 200 accepted']]);
  expect(world.marketplace.billed).toHaveLength(1);
};

test('it is sent once more, alone, and the amounts agree', async () => {
  const { world, mend } = await open();
  await push(world);
  expect(await told(world)).toEqual(['08:00-09:00 200 refused']);
  mend();
  await pushUntil(world, at(day, 9, 20));
  expect(world.marketplace.pushed).toHaveLength(1);
  expect(await resolve(world)).toEqual(['done', 'The window is pending: 200 units, 2 CNY.']);
  await after(world);
  expect(world.marketplace.pushed).toHaveLength(2);
});

test('refused again it is shown as a loss again', async () => {
  const { world } = await open();
  await push(world);
  moveTo(world, at(day, 9, 20));
  await resolve(world);
  await push(world);
  expect([await told(world), await wrong(world)]).toEqual([['08:00-09:00 200 refused'], []]);
  expect(world.marketplace.pushed).toHaveLength(2);
});

test('too late it is missed, and still shown', async () => {
  const { world } = await open();
  await push(world);
  moveTo(world, at(day, 9, 59));
  expect(await resolve(world)).toEqual(['done', 'The window is missed: 200 units, 2 CNY.']);
  await push(world);
  expect([await told(world), await wrong(world)]).toEqual([['08:00-09:00 200 missed'], []]);
  expect(world.marketplace.pushed).toHaveLength(1);
});

test(
  'while the run that it was refused in stops at any row',
  async () => {
    const counted = await open();
    const effects = await counting(counted.world, () => push(counted.world));
    let resolved = 0;
    for (let nth = 1; nth <= effects; nth++) {
      const { world, mend } = await open();
      const act = async () => {
        const [kind] = await resolve(world);
        if (kind === 'done') resolved++;
      };
      await during(world, holdAt(nth, act), () => push(world));
      mend();
      if ((await told(world))[0]?.endsWith('refused')) await resolve(world);
      await after(world);
    }
    // Else it was refused to the operator: it was not refused yet.
    expect(resolved).toBeGreaterThan(1);
  },
  SIMULATION_MS,
);

test(
  'while the operator stops at any row, and a run passes that finds what is there',
  async () => {
    const counted = await refused();
    const effects = await counting(counted, () => resolve(counted));
    for (let nth = 1; nth <= effects; nth++) {
      const world = await refused();
      await during(
        world,
        holdAt(nth, () => push(world)),
        () => resolve(world),
      );
      await after(world);
    }
  },
  SIMULATION_MS,
);

test(
  'an operator who dies at any row leaves none that waits and is not found',
  async () => {
    const counted = await refused();
    const effects = await counting(counted, () => resolve(counted));
    const left = new Set<string | undefined>();
    for (let nth = 1; nth <= effects; nth++) {
      for (const crash of [crashBefore, crashAfter]) {
        const world = await refused();
        await during(world, crash(nth), () => resolve(world));
        expect(await wrong(world)).toEqual([]);
        left.add((await told(world))[0]);
        await push(world);
        if ((await told(world))[0]?.endsWith('refused')) await resolve(world);
        await after(world);
      }
    }
    expect([...left]).toEqual(['08:00-09:00 200 refused', '08:00-09:00 200 pending']);
  },
  SIMULATION_MS,
);

test(
  'while another operator resolves it and a run sends it, it is not sent again',
  async () => {
    const counted = await refused();
    const effects = await counting(counted, () => resolve(counted));
    const others = new Set<string | undefined>();
    for (let nth = 1; nth <= effects; nth++) {
      const world = await refused();
      const act = async () => {
        others.add((await resolve(world))[0]);
        await push(world);
      };
      await during(world, holdAt(nth, act), () => resolve(world));
      await after(world);
    }
    expect([...others]).toContain('done');
  },
  SIMULATION_MS,
);

test(
  'while a run and the operator stop at any rows of each other',
  async () => {
    const make = async () => {
      const { world, mend } = await open();
      // Its to-do is still there: the run died when it had written that the window was refused.
      await world.during(
        ({ write }) => (write?.table === 'todos' && 'remove' in write ? 'fail' : 'proceed'),
        () => push(world).catch(() => undefined),
      );
      mend();
      moveTo(world, at(day, 9, 15));
      return world;
    };
    const counted = await make();
    const ofRun = await counting(counted, () => push(counted));
    const other = await make();
    const ofOperator = await counting(other, () => resolve(other));
    for (let run = 1; run <= ofRun; run++) {
      for (let own = 1; own <= ofOperator; own++) {
        const world = await make();
        // The run waits at `run` until the operator has come to `own`; the operator waits there until the run has ended.
        const [come, ended] = [gate(), gate()];
        const counts = { run: 0, operator: 0 };
        let operating: Promise<unknown> | undefined;
        await world.during(
          async (): Promise<Fate> => {
            const who = whose.getStore() ?? 'run';
            const nth = ++counts[who];
            if (who === 'operator' && nth === own) {
              come.open();
              await ended.passed;
            }
            if (who === 'run' && nth === run) {
              operating = whose.run('operator', () => resolve(world).finally(come.open));
              await come.passed;
            }
            return 'proceed';
          },
          async () => {
            await push(world).catch(() => undefined);
            ended.open();
            await operating;
          },
        );
        if ((await told(world))[0]?.endsWith('refused')) await resolve(world);
        await after(world);
      }
    }
  },
  SIMULATION_MS,
);
