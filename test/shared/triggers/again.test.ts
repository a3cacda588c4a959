import { StaleWrite, Unavailable } from '../../../shared/ports';
import { isTransient, runAgain } from '../../../shared/triggers/again';
import { fakeClock } from '../../fakes/ports';

/** A run that fails with each fault in turn, then succeeds. */
const failing = (...faults: Error[]) => {
  const runs: number[] = [];
  return {
    runs,
    run: async (nth: number) => {
      runs.push(nth);
      const fault = faults[nth];
      if (fault) throw fault;
      return 'done';
    },
  };
};

const pauses = () => {
  const clock = fakeClock();
  const slept: number[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
    await clock.sleep(ms);
  };
  return { slept, clock: { ...clock, sleep } };
};
const random = { id: () => '', fraction: () => 0.5 };
const stale = new StaleWrite('stale');
const unavailable = new Unavailable('unavailable');
const bug = new TypeError('a bug');

// biome-ignore format: one case a line
it.each<[string, Error[], number, string]>([
  // runs that fail, and with what                runs  ends with
  ['none',                   [],                                        1, 'done'],
  ['one lost race',          [stale],                                   2, 'done'],
  ['one unknown outcome',    [unavailable],                             2, 'done'],
  ['three of both kinds',    [stale, unavailable, stale],               4, 'done'],
  ['four',                   [stale, stale, stale, unavailable],        4, 'Unavailable'],
  ['every one',              [stale, stale, stale, stale, stale],       4, 'StaleWrite'],
  ['a bug',                  [bug],                                     1, 'TypeError'],
  ['a bug after a race',     [stale, bug],                              2, 'TypeError'],
])('%s failing: %#', async (_, faults, runs, end) => {
  const work = failing(...faults);
  const outcome = await runAgain({ clock: fakeClock(), random }, work.run).catch((fault: Error) => fault.name);
  expect(outcome).toBe(end);
  expect(work.runs).toEqual([0, 1, 2, 3].slice(0, runs));
});

it('waits a little longer before each run, and not the same for everybody', async () => {
  const { slept, clock } = pauses();
  await runAgain({ clock, random }, failing(stale, stale, stale).run);
  expect(slept).toEqual([20, 40, 80]);

  const other = pauses();
  await runAgain({ clock: other.clock, random: { ...random, fraction: () => 0.25 } }, failing(stale, stale).run);
  expect(other.slept).toEqual([10, 20]);
});

// biome-ignore format: one case a line
it.each([
  ['within the caller’s patience', 4_000, 2, 'done'],
  ['beyond it',                    4_001, 1, 'StaleWrite'],
])('begins another run %s (%i ms)', async (_, tookMs, runs, end) => {
  const clock = fakeClock();
  const work = failing(stale);
  const slow = (nth: number) => {
    clock.advance(tookMs);
    return work.run(nth);
  };
  const outcome = await runAgain({ clock, random }, slow).catch((fault: Error) => fault.name);
  expect([outcome, work.runs.length]).toEqual([end, runs]);
});

// biome-ignore format: one case a line
it.each<[unknown, boolean]>([
  [stale,                    true],
  [unavailable,              true],
  [bug,                      false],
  [{ name: 'StaleWrite' },   false],
  ['StaleWrite',             false],
  [undefined,                false],
])('%o is transient: %s', (fault, transient) => {
  expect(isTransient(fault)).toBe(transient);
});
