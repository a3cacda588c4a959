/**
 * Time that passes only by what happens in it: everything that is to happen waits for its moment, and the next moment is
 * whichever comes first. So years take milliseconds, and the same seed gives the same order.
 *
 * It also decides what befalls each call of an actor, which is one invocation of a function: it happens, fails, happens
 * unheard, fails now and happens later, or the invocation dies before it or after it. Whoever runs for longer than its
 * function may is ended by the platform.
 */
import { Unavailable } from '../../../shared/ports';
import type { Chance } from './chance';

/** Shares of the calls. */
export interface Odds {
  readonly fail: number;
  readonly loseAnswer: number;
  /** Of the writes that failed: they happen later all the same. */
  readonly late: number;
  readonly crash: number;
}

export interface Actor {
  readonly name: string;
  /** How long its calls take at most, in milliseconds. */
  readonly paceMs: number;
  /** Before its so many-th call it is held up for so long: a whole closure may pass meanwhile. */
  readonly heldUp: { readonly nth: number; readonly ms: number } | undefined;
  /** How many it has begun. */
  calls: number;
  /** When the platform ends it. */
  readonly endsAtMs: number;
  dead: boolean;
  /** Called once, when it dies. */
  onDeath(): void;
}

export interface Doing {
  readonly label: string;
  /** What is out of order hits all that do the same sort of thing. */
  readonly sort: string;
  /** It happens at the other end: it may be unheard, and late. */
  readonly lands: boolean;
  readonly fallible: boolean;
}

type Fate = 'done' | 'failed' | 'failed, to land late' | 'done unheard' | 'died before' | 'died after';

/** In milliseconds: after how long a lost write may still land. */
const LONGEST_LATE_MS = 30_000;
/** What is out of order fails so often. */
const OUTAGE = 0.6;

/** Resolves when everybody who can go on by himself has. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createScheduler = (
  chance: Chance,
  startMs: number,
  begin: Odds,
  tell: (line: string) => void,
  count: (what: string) => void,
) => {
  const waiting: { readonly atMs: number; readonly nth: number; go(): void }[] = [];
  let nowMs = startMs;
  let odds = begin;
  let given = 0;
  let outOfOrder: string | undefined;

  const at = (inMs: number, go: () => void): void => {
    waiting.push({ atMs: nowMs + Math.ceil(inMs), nth: given++, go });
  };

  const say = (who: string, what: string): void => tell(`${((nowMs - startMs) / 1_000).toFixed(3)}s ${who} ${what}`);

  const die = (actor: Actor): void => {
    actor.dead = true;
    actor.onDeath();
  };

  /** What happens though nobody hears of it: whether it was refused, nobody hears either. */
  const unheard = (happen: () => unknown): string => {
    try {
      return String(happen());
    } catch (fault) {
      return String(fault);
    }
  };

  const fateOf = ({ sort, lands, fallible }: Doing): Fate => {
    if (chance.is(odds.crash)) return chance.is(0.5) ? 'died before' : 'died after';
    if (!fallible) return 'done';
    const dice = chance.fraction();
    if (dice < odds.fail || (sort === outOfOrder && chance.is(OUTAGE))) {
      return lands && chance.is(odds.late) ? 'failed, to land late' : 'failed';
    }
    return lands && dice < odds.fail + odds.loseAnswer ? 'done unheard' : 'done';
  };

  const next = (): (typeof waiting)[number] | undefined => {
    let first = 0;
    for (const [place, { atMs, nth }] of waiting.entries()) {
      const best = waiting[first];
      if (best && (atMs < best.atMs || (atMs === best.atMs && nth < best.nth))) first = place;
    }
    const [found] = waiting.splice(first, 1);
    return found;
  };

  return {
    nowMs: () => nowMs,
    at,
    say,
    pause: (ms: number): Promise<void> => new Promise((resolve) => at(ms, resolve)),
    /** All that do this sort of thing fail mostly, from now until it is undefined. */
    disturb: (sort: string | undefined): void => {
      outOfOrder = sort;
      say('the cloud', sort === undefined ? 'is in order' : `is out of order: ${sort}`);
    },

    /** Nothing goes wrong from now on. */
    calm(): void {
      odds = { fail: 0, loseAnswer: 0, late: 0, crash: 0 };
    },

    /** One call of the actor. Never resolves for the dead. */
    call: <R>(actor: Actor, doing: Doing, happen: () => R): Promise<R> =>
      new Promise((resolve, reject) => {
        if (actor.dead) return;
        const { heldUp, paceMs } = actor;
        const heldUpMs = ++actor.calls === heldUp?.nth ? heldUp.ms : 0;
        at(1 + chance.delayMs(paceMs) + heldUpMs, () => {
          const { label, lands } = doing;
          if (actor.dead) {
            // It was on its way when its sender died.
            if (lands && chance.is(0.5)) {
              say(actor.name, `${label}: landed after its sender died, ${unheard(happen)}`);
            }
            return;
          }
          const fate = nowMs > actor.endsAtMs ? 'died before' : fateOf(doing);
          say(actor.name, `${label}: ${fate}`);
          if (fate !== 'done') count(`calls ${fate}`);
          switch (fate) {
            case 'died after':
              unheard(happen);
              return die(actor);
            case 'died before':
              return die(actor);
            case 'failed, to land late':
              at(chance.between(1, chance.pick([100, LONGEST_LATE_MS])), () => {
                say(actor.name, `${label}: landed late, ${unheard(happen)}`);
              });
              return reject(new Unavailable(`${label} failed.`));
            case 'failed':
              return reject(new Unavailable(`${label} failed.`));
            case 'done unheard':
              unheard(happen);
              return reject(new Unavailable(`The answer to ${label} was lost.`));
            case 'done':
              try {
                return resolve(happen());
              } catch (fault) {
                return reject(fault);
              }
          }
        });
      }),

    /** Until nothing waits any more. */
    async run(): Promise<void> {
      await quiet();
      for (let one = next(); one; one = next()) {
        nowMs = Math.max(nowMs, one.atMs);
        one.go();
        await quiet();
      }
    },
  };
};

export type Scheduler = ReturnType<typeof createScheduler>;
