/** What a seed decides: everything that a run leaves open. */
import { seededRandom } from '../../../local/tablestore/seeded-random';

export interface Chance {
  /** At least 0, below 1. */
  fraction(): number;
  /** True in this share of the cases. */
  is(share: number): boolean;
  /** A whole number, the ends included. */
  between(least: number, most: number): number;
  pick<One>(of: readonly [One, ...One[]]): One;
  /** In milliseconds: mostly little, now and then longer than all that happens around it. */
  delayMs(longestMs: number): number;
}

export const createChance = (seed: number): Chance => {
  const fraction = seededRandom(seed);
  return {
    fraction,
    is: (share) => fraction() < share,
    between: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    pick: (of) => of[Math.floor(fraction() * of.length)] ?? of[0],
    delayMs: (longestMs) => Math.ceil(fraction() ** 4 * longestMs),
  };
};
