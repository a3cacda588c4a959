/** Chance that a seed replays, in the forms that the clients need. */
import { seededRandom } from '../../local/tablestore/seeded-random';

export interface Chance {
  /** From 0 up to but not including `below`. */
  number(below: number): number;
  happens(probability: number): boolean;
  /** One of them; throws where there is none. */
  pick<One>(from: readonly One[]): One;
  /** A chance of its own, so that what one client draws does not depend on how fast another is. */
  of(name: string): Chance;
}

const mixed = (seed: number, name: string): number =>
  [...name].reduce((hash, character) => (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0, seed);

export const chanceOf = (seed: number): Chance => {
  const fraction = seededRandom(seed);
  const number = (below: number) => Math.floor(fraction() * below);
  return {
    number,
    happens: (probability) => fraction() < probability,
    pick(from) {
      const [picked] = from.slice(number(from.length));
      if (picked === undefined) throw new RangeError('There is nothing to pick from.');
      return picked;
    },
    of: (name) => chanceOf(mixed(seed, name)),
  };
};
