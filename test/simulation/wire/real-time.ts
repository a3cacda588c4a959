/**
 * The same as the random runs' scheduler, but in real time, for what cannot be held still: calls over a wire. Waits are
 * shortened, and where everything waits for hours the clock is put on. What happens is up to the wire: no two runs of one
 * seed are the same.
 */
import { Unavailable } from '../../../shared/ports';
import type { Chance } from '../random/chance';
import type { Odds, Scheduler } from '../random/scheduler';

/** The clock runs so many times as fast as time. */
const SPEED = 10;
/** Whoever waits for longer does so while nothing else happens: in milliseconds of the clock. */
const LONG_MS = 10 * 60_000;
/** And nobody waits for longer than this, in real milliseconds. */
const LONGEST_MS = 250;

const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createRealTime = (chance: Chance, startMs: number, begin: Odds, count: (what: string) => void) => {
  const begunMs = Date.now();
  let putOnMs = 0;
  let pending = 0;
  let odds = begin;

  const at = (inMs: number, go: () => void): void => {
    pending++;
    if (inMs > LONG_MS) putOnMs += inMs;
    setTimeout(
      () => {
        go();
        pending--;
      },
      inMs > LONG_MS ? 0 : Math.min(inMs / SPEED, LONGEST_MS),
    );
  };

  const scheduler: Scheduler = {
    nowMs: () => startMs + putOnMs + (Date.now() - begunMs) * SPEED,
    at,
    say: () => {},
    pause: (ms) => new Promise((resolve) => at(ms, resolve)),
    disturb: () => {},
    calm() {
      odds = { fail: 0, loseAnswer: 0, late: 0, crash: 0 };
    },
    call: (actor, { label, lands, fallible }, happen) =>
      new Promise((resolve, reject) => {
        at(chance.delayMs(actor.paceMs / 10), () => {
          if (actor.dead) return;
          if (chance.is(odds.crash)) {
            count('calls died before');
            actor.dead = true;
            actor.onDeath();
            return;
          }
          if (fallible && chance.is(odds.fail)) return reject(new Unavailable(`${label} failed.`));
          try {
            const result = happen();
            if (fallible && lands && chance.is(odds.loseAnswer)) throw new Unavailable(`${label} was unheard.`);
            resolve(result);
          } catch (fault) {
            reject(fault);
          }
        });
      }),
    async run() {
      do {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await quiet();
      } while (pending > 0);
    },
  };
  return {
    scheduler,
    /** Something that goes on outside. */
    async during<Outcome>(outside: Promise<Outcome>): Promise<Outcome> {
      pending++;
      try {
        return await outside;
      } finally {
        pending--;
      }
    },
  };
};
