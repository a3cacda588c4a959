/**
 * What can befall the store while a handler is at it. An effect is one row of one call; the n-th is counted from 1, in
 * the order in which the handler comes to them. A dead function and one that no longer reaches the store leave the same
 * rows, so a crash is played by failing everything from a point on.
 */
import { seededRandom } from '../../local/tablestore/seeded-random';
import type { Write } from '../../shared/ports';
import type { Effect, FakeStore, Fate } from './store';
import { createWorld, type World, type WorldOptions } from './world';

export type Interfere = (effect: Effect) => Fate | Promise<Fate>;

export const proceed: Interfere = () => 'proceed';

const counted = (fateOf: (nth: number, effect: Effect) => Fate | Promise<Fate>): Interfere => {
  let count = 0;
  return (effect) => fateOf(++count, effect);
};

/** The n-th effect does not happen, nor does any after it. */
export const crashBefore = (nth: number): Interfere => counted((at) => (at < nth ? 'proceed' : 'fail'));

/** The n-th effect happens, though nobody hears of it; nothing after it does. */
export const crashAfter = (nth: number): Interfere =>
  counted((at) => (at < nth ? 'proceed' : at === nth ? 'lose-answer' : 'fail'));

export const failOnce = (nth: number): Interfere => counted((at) => (at === nth ? 'fail' : 'proceed'));

export const loseAnswerOnce = (nth: number): Interfere => counted((at) => (at === nth ? 'lose-answer' : 'proceed'));

/** The n-th effect happens unheard, and the one after it, which may be the look whether it did, fails. */
export const loseAnswerThenFail = (nth: number): Interfere =>
  counted((at) => (at === nth ? 'lose-answer' : at === nth + 1 ? 'fail' : 'proceed'));

/** What can befall one effect, each by its name; the n-th is given. */
export const befalls: readonly (readonly [what: string, befall: (nth: number) => Interfere])[] = [
  ['a crash before it', crashBefore],
  ['a crash after it', crashAfter],
  ['a failure', failOnce],
  ['a lost answer', loseAnswerOnce],
  ['a lost answer, and a failure of the next', loseAnswerThenFail],
];

/** `act` runs while the n-th effect waits; what `act` itself does meanwhile is not counted. */
export const holdAt = (nth: number, act: () => Promise<unknown>): Interfere => {
  let acting = false;
  let count = 0;
  return async (): Promise<Fate> => {
    if (acting || ++count !== nth) return 'proceed';
    acting = true;
    await act();
    acting = false;
    return 'proceed';
  };
};

/** Writes that were given up, and are still on their way: `land` lets them arrive, in the order in which they were sent. */
export const delayed = () => {
  const writes: Write[] = [];
  return {
    /** As `interfere`; every write that it fails arrives later. */
    of:
      (interfere: Interfere): Interfere =>
      async (effect) => {
        const fate = await interfere(effect);
        if (fate === 'fail' && effect.write) writes.push(effect.write);
        return fate;
      },
    async land(store: FakeStore): Promise<void> {
      for (const write of writes.splice(0)) await store.writeMany([write]);
    },
  };
};

/** A world whose store is left alone but for the time of `during`. */
export const createFaultyWorld = (options: Omit<WorldOptions, 'interfere' | 'schedule'> = {}) => {
  let interfere = proceed;
  const world = createWorld({ ...options, interfere: (effect) => interfere(effect) });
  return {
    ...world,
    async during<Outcome>(meddle: Interfere, act: () => Promise<Outcome>): Promise<Outcome> {
      interfere = meddle;
      try {
        return await act();
      } finally {
        interfere = proceed;
      }
    },
  };
};

export type FaultyWorld = World & Pick<ReturnType<typeof createFaultyWorld>, 'during'>;

const nameOf = ({ operation, table }: Effect): string =>
  `${operation === 'get' || operation === 'getMany' ? 'read' : operation === 'scan' ? 'scan' : 'write'} ${table}`;

/** The effects that `act` comes to, in order. */
export const effectsOf = async (world: FaultyWorld, act: () => Promise<unknown>): Promise<string[]> => {
  const effects: string[] = [];
  await world.during((effect) => {
    effects.push(nameOf(effect));
    return 'proceed';
  }, act);
  return effects;
};

/** Resolves when everybody who can go on without the store has. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The round trips of `act` in a row, each with what is under way at the same time in it. */
export const roundsOf = async (world: FaultyWorld, act: () => Promise<unknown>): Promise<string[][]> => {
  const rounds: string[][] = [];
  let round: Promise<Fate> | undefined;
  await world.during((effect) => {
    if (!round) {
      rounds.push([]);
      round = quiet().then(() => {
        round = undefined;
        return 'proceed';
      });
    }
    rounds.at(-1)?.push(nameOf(effect));
    return round;
  }, act);
  return rounds.map((effects) => effects.sort());
};

/** How long a simulation of many seeds may take, in milliseconds: on a busy machine more than a test is given. */
export const SIMULATION_MS = 60_000;

export interface Odds {
  /** The share of effects that fail, that happen unheard, and of failed writes that arrive later all the same. */
  readonly fail?: number;
  readonly loseAnswer?: number;
  readonly late?: number;
  /** Effects that happen at once and without fail: many of them, of which nothing depends on any. */
  readonly spared?: (effect: Effect) => boolean;
}

/** In effects of others: long enough for a whole closure to pass between two rows of a change. */
const LONGEST_WAIT = 80;

/**
 * Several at once, their effects in an order that the seed decides: most happen soon, some much later. Answers when all
 * have ended and every late write has arrived; outcomes in their order, a rejection as the fault itself.
 */
export const interleaved = async <Outcome>(
  world: FaultyWorld,
  seed: number,
  acts: readonly (() => Promise<Outcome>)[],
  { fail = 0, loseAnswer = 0, late = 0, spared = () => false }: Odds = {},
): Promise<(Outcome | Error)[]> => {
  const fraction = seededRandom(seed);
  const waiting = new Map<() => void, number>();
  const arriving = new Set<Write>();
  let passed = 0;
  const fateOf = ({ write }: Effect): Fate => {
    if (write && arriving.delete(write)) return 'proceed';
    const dice = fraction();
    if (dice < loseAnswer) return 'lose-answer';
    if (dice >= loseAnswer + fail) return 'proceed';
    if (write && fraction() < late) {
      arriving.add(write);
      void world.store.writeMany([write]);
    }
    return 'fail';
  };
  const meddle: Interfere = (effect) =>
    spared(effect)
      ? 'proceed'
      : new Promise((resolve) => waiting.set(() => resolve(fateOf(effect)), passed + fraction() ** 4 * LONGEST_WAIT));

  return world.during(meddle, async () => {
    let ended = false;
    const all = Promise.all(acts.map((act) => act().catch((fault: unknown) => fault as Error))).finally(() => {
      ended = true;
    });
    for (await quiet(); !ended || waiting.size > 0; await quiet()) {
      const [next] = [...waiting].reduce((one, other) => (other[1] < one[1] ? other : one), [
        () => {},
        Infinity,
      ] as const);
      waiting.delete(next);
      passed++;
      next();
    }
    return all;
  });
};
