/** The explorer itself, on actors small enough that every order of their steps can be run without any reduction. */
import { seededRandom } from '../../local/tablestore/seeded-random';
import { StaleWrite } from '../../shared/ports';
import type { ActorName } from './actors';
import { type Exploring, explore } from './explore';
import { casesOfPair, exploreCase } from './pairs';
import type { Fault, Play, Schedule } from './run';
import type { Touch } from './touch';

// --- actors ----------------------------------------------------------------------------------------------------------

type Rows = Map<string, number>;

/** What a toy can do; each answers what it learnt. */
const toys = (rows: Rows, schedule: Schedule) => {
  const on = (how: 'read' | 'write', row: string): Touch => ({ how, space: 'toy', row });
  return {
    read: (row: string) =>
      schedule({ label: `read ${row}`, touch: on('read', row), fallible: true }, () => rows.get(row) ?? 0),
    write: (row: string, value: number) =>
      schedule({ label: `write ${row}`, touch: on('write', row), fallible: true }, () => {
        rows.set(row, value);
        return 'done';
      }),
    /** Only where the row still holds what was read. */
    replace: (row: string, of: number, value: number) =>
      schedule({ label: `replace ${row}`, touch: on('write', row), fallible: true }, () => {
        if ((rows.get(row) ?? 0) !== of) throw new StaleWrite('stale');
        rows.set(row, value);
        return 'done';
      }),
    scan: (after: string) =>
      schedule({ label: `scan ${after}`, touch: { how: 'scan', space: 'toy', under: '', after }, fallible: true }, () =>
        [...rows.keys()].sort().find((row) => row > after),
      ),
  };
};

type Toys = ReturnType<typeof toys>;
type Act = (toys: Toys) => Promise<unknown>;

const playOf =
  (acts: readonly Act[], wrong: (rows: Rows) => string | undefined = () => undefined) =>
  (): Play => {
    const rows: Rows = new Map();
    const violations: string[] = [];
    return {
      acts: acts.map((act) => async (schedule) => {
        try {
          return JSON.stringify(await act(toys(rows, schedule))) ?? 'nothing';
        } catch (fault) {
          return String(fault);
        }
      }),
      state: () => JSON.stringify([...rows].sort()),
      async rest() {
        const found = wrong(rows);
        if (found) violations.push(found);
      },
      violations: () => violations,
    };
  };

/** Reads and writes of few rows, in a row and in parallel, begun anew where a replacement came too late. */
const actOf = (fraction: () => number): Act => {
  const pick = <One>(of: readonly One[]): One => of[Math.floor(fraction() * of.length)] as One;
  const row = () => pick(['a', 'b', 'c']);
  const step = (): Act => {
    const [one, other, value] = [row(), row(), 1 + Math.floor(fraction() * 3)];
    return pick<Act>([
      ({ read }) => read(one),
      ({ write }) => write(one, value),
      ({ scan }) => scan(one),
      ({ read, write }) => Promise.all([read(one), write(other === one ? 'd' : other, value)]),
      async ({ read, replace }) => {
        const of = await read(one);
        return replace(one, of, of + value);
      },
      async ({ read, write, replace }) => {
        const of = await read(one);
        // The write may be left behind by a replacement that was refused.
        return Promise.all([replace(one, of, value), write(other, of + 10)]);
      },
    ]);
  };
  const steps = [step(), step()];
  return async (given) => {
    for (let time = 0; ; time++) {
      try {
        const learnt: unknown[] = [];
        for (const each of steps) learnt.push(await each(given));
        return learnt;
      } catch (fault) {
        if (time === 1 || !(fault instanceof StaleWrite)) throw fault;
      }
    }
  };
};

/** What takes more runs than these without any reduction is passed over. */
const FEW = 300;
const SEEDS = 12;

/** In milliseconds: on a busy machine more than a test is given. */
jest.setTimeout(5 * 60_000);

const everything: Exploring['without'] = { sleeping: true, states: true, persistent: true };

// --- the reductions --------------------------------------------------------------------------------------------------

const faults: readonly (readonly [string, readonly Fault[] | undefined])[] = [
  ['nothing', undefined],
  ['a crash', ['crash']],
  ['a failure or a lost answer', ['fail', 'lose-answer']],
];

const without: readonly (readonly [string, Exploring['without']])[] = [
  ['sleep sets alone', { states: true, persistent: true }],
  ['states alone', { sleeping: true, persistent: true }],
  ['persistent sets alone', { sleeping: true, states: true }],
  ['all of them', {}],
];

test.each(faults)(
  'where %s befalls the first of two, each reduction leaves the ends of every order',
  async (_name, kinds) => {
    const compared = new Map(without.map(([name]) => [name, { all: 0, reduced: 0 }]));
    for (let seed = 1; seed <= SEEDS; seed++) {
      const fraction = seededRandom(seed);
      const open = playOf([actOf(fraction), actOf(fraction)]);
      const befall = kinds && { actor: 0, kinds };
      const all = await explore(open, { faults: befall, without: everything, limit: FEW });
      if (all.left > 0) continue;
      for (const [name, left] of without) {
        const reduced = await explore(open, { faults: befall, without: left, ...(seed % 2 && { limit: 100_000 }) });
        expect({ seed, name, ends: [...reduced.ends].sort() }).toEqual({ seed, name, ends: [...all.ends].sort() });
        const figures = compared.get(name);
        if (figures) {
          figures.all += all.runs;
          figures.reduced += reduced.runs;
        }
      }
    }
    for (const [name, { all, reduced }] of compared)
      expect({ name, fewer: reduced < all }).toEqual({ name, fewer: true });
  },
);

// --- a fault that one order shows ------------------------------------------------------------------------------------

/** Adds without a condition: lost where the other adds between its read and its write. */
const adding: Act = async ({ read, write }) => write('sum', (await read('sum')) + 1);

const lost = (rows: Rows): string | undefined => (rows.get('sum') === 2 ? undefined : 'an addition was lost');

test('what only some order shows is found, and its schedule shows it again', async () => {
  const open = playOf([adding, adding], lost);
  const { found } = await explore(open);
  expect(found?.violations).toEqual(['an addition was lost']);
  const steps = found?.trace.filter((step) => !step.includes('answered'));
  expect(steps).toEqual(['0 read sum', '1 read sum', '0 write sum', '1 write sum']);
  const again = await explore(open, { only: found?.schedule ?? [] });
  expect(again.found).toEqual(found);
  expect(again.runs).toBe(1);
});

test('what only a crash shows is found, where there is one', async () => {
  /** Two rows that belong together. */
  const pair: Act = async ({ write }) => {
    await write('a', 1);
    return write('b', 1);
  };
  const torn = (rows: Rows) => (rows.has('a') === rows.has('b') ? undefined : 'torn');
  const open = playOf([pair], torn);
  expect((await explore(open)).found).toBeUndefined();
  const { found } = await explore(open, { faults: { actor: 0, kinds: ['crash'] } });
  expect(found?.trace).toEqual(['0 write a', '0 crash']);
});

test('a limit is kept, and what it left out is told', async () => {
  const open = playOf([adding, adding]);
  const all = await explore(open);
  const some = await explore(open, { limit: 1 });
  expect([all.left, some.runs]).toEqual([0, 1]);
  expect(some.left).toBeGreaterThan(0);
});

// --- the real handlers -----------------------------------------------------------------------------------------------

test.each<[ActorName, ActorName]>([
  ['bind', 'unbind'],
  ['unbind', 'close'],
])('%s and %s come to the same ends with and without the reductions', async (one, other) => {
  const [first] = casesOfPair(one, other);
  if (!first) throw new Error('The pair has no case.');
  const reduced = await exploreCase(first);
  for (const without of [{ persistent: true }, { sleeping: true }]) {
    const more = await exploreCase(first, { without });
    expect({ without, ends: [...more.ends].sort() }).toEqual({ without, ends: [...reduced.ends].sort() });
    expect(more.runs).toBeGreaterThanOrEqual(reduced.runs);
  }
});
