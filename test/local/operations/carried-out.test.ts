/**
 * What operators do by hand, each case dry, done, done twice, and with everything that can befall the store on the way. Dry
 * touches nothing; a second time finds nothing to do; whatever dies half-way has left a record that says so, and doing the
 * same again completes it.
 */
import type { Table } from '../../../shared/ports';
import { tables } from '../../../shared/ports';
import {
  crashAfter,
  crashBefore,
  effectsOf,
  type FaultyWorld,
  loseAnswerOnce,
  SIMULATION_MS,
} from '../../fakes/faults';
import type { House } from '../../functions/check-consistency/house';
import { allOf, build } from '../../functions/check-consistency/house';
import { type Case, cases } from './cases';
import { outcome, plan, recorded, SIGNED, type } from './operator';

const begin = async (one: Case): Promise<{ house: House; line: string }> => {
  const house = await build();
  await one.spoil(house);
  return { house, line: one.line(house) };
};

const contents = async (world: FaultyWorld): Promise<string> => {
  const names = (Object.keys(tables) as Table[]).filter((table) => table !== 'operations');
  return JSON.stringify(await Promise.all(names.map((table) => allOf(world, table))));
};

/** What it started, and the timers that would have found it. */
const pass = async (world: FaultyWorld): Promise<void> => {
  await world.settle();
  for (const timer of ['close-subscription', 'deliver-mail']) await world.timer(timer);
  await world.settle();
};

describe.each(cases)('$name', (one) => {
  test('dry it says what it would do and why, and touches nothing', async () => {
    const { house, line } = await begin(one);
    const { world } = house;
    const before = await contents(world);
    const asked = [...world.marketplace.failed];
    world.invoker.invoked.length = 0;
    const planned = await plan(world, line);
    expect(planned).toMatchObject({ kind: 'action', would: expect.stringMatching(one.would) });
    if (planned.kind === 'action') expect(planned.because.join(' ')).toMatch(one.because ?? /./);
    expect(await contents(world)).toBe(before);
    expect([await recorded(world), world.invoker.invoked, world.marketplace.failed]).toEqual([[], [], asked]);
  });

  test('done it is so, and recorded with who and why; a second time there is nothing to do', async () => {
    const { house, line } = await begin(one);
    const { world } = house;
    expect(await outcome(world, line)).toEqual(['done', expect.stringMatching(one.done)]);
    expect(await recorded(world)).toMatchObject([
      { by: 'Ada', why: 'ticket 7: asked for', command: line.split(' ')[0], outcome: 'done' },
    ]);
    await pass(world);
    await one.mended(house);
    const before = await contents(world);
    const [kind, why] = one.again;
    expect(await outcome(world, line)).toEqual([kind, expect.stringMatching(why)]);
    expect([await contents(world), (await recorded(world)).length]).toEqual([before, 1]);
  });

  test(
    'whoever dies at it leaves a record that it began, and the same again completes it',
    async () => {
      const counted = await begin(one);
      const effects = await effectsOf(counted.house.world, () =>
        type(counted.house.world, `${counted.line} ${SIGNED}`),
      );
      const first = effects.indexOf('write operations') + 1;
      expect(effects.slice(0, first - 1).filter((effect) => effect.startsWith('write'))).toEqual([]);
      for (let nth = first; nth <= effects.length; nth++) {
        for (const crash of [crashBefore, crashAfter]) {
          const { house, line } = await begin(one);
          const { world } = house;
          const before = await contents(world);
          const died = await world.during(crash(nth), () => type(world, `${line} ${SIGNED}`)).catch((fault) => fault);
          const [record] = await recorded(world);
          // Nothing is changed that has no record.
          if ((await contents(world)) !== before) expect(record).toMatchObject({ by: 'Ada' });
          // The last effect says how it ended, whoever heard of it.
          const known = nth === effects.length && crash === crashAfter ? 'done' : undefined;
          if (record) expect([died, record.outcome]).toEqual([expect.any(Error), known]);
          world.clock.advance(1_000);
          expect(['done', 'nothing', ...(one.again[0] === 'refused' ? ['refused'] : [])]).toContain(
            (await outcome(world, line))[0],
          );
          await pass(world);
          await one.mended(house);
        }
      }
    },
    SIMULATION_MS,
  );

  test(
    'an answer that is lost on its way, whichever it is, changes nothing of that',
    async () => {
      const counted = await begin(one);
      const effects = await effectsOf(counted.house.world, () =>
        type(counted.house.world, `${counted.line} ${SIGNED}`),
      );
      const first = effects.indexOf('write operations') + 1;
      for (let nth = first; nth <= effects.length; nth++) {
        const { house, line } = await begin(one);
        const { world } = house;
        const told = await world.during(loseAnswerOnce(nth), () => outcome(world, line));
        expect([effects[nth - 1], told[0]]).toEqual([effects[nth - 1], 'done']);
        expect(await recorded(world)).toMatchObject([{ outcome: 'done' }]);
        await pass(world);
        await one.mended(house);
      }
    },
    SIMULATION_MS,
  );
});
