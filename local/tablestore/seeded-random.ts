/**
 * Chance that can be repeated: the same seed gives the same fractions, from 0 up to but not including 1. A counter that
 * steps by the golden ratio of 32 bits, each value mixed by the finalizer of MurmurHash3, so that seeds one apart have
 * nothing in common. Good enough for deciding what fails, and for nothing that must not be guessed.
 */
const STEP = 0x9e3779b9;
const RANGE = 2 ** 32;

export const seededRandom = (seed: number): (() => number) => {
  let counter = seed;
  return () => {
    counter = (counter + STEP) | 0;
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / RANGE;
  };
};
