/**
 * A sum over texts that does not depend on their order, and from which a text can be taken away again: what is equal has
 * equal digests, and of what differs two in some 10^18 would. Not for anything that somebody could want to forge.
 */
export interface Digest {
  add(text: string): void;
  remove(text: string): void;
  copy(): Digest;
  toString(): string;
}

const mix = (lane: number): number => {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
};

const lanesOf = (text: string): readonly [number, number] => {
  let one = 0x9e3779b9;
  let other = 0x7f4a7c15;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193) ^ (one >>> 15);
    other = Math.imul(other + unit, 0x5bd1e995) ^ (other >>> 13);
  }
  return [mix(one ^ Math.imul(other, 3)), mix(other ^ text.length)];
};

export const createDigest = (one = 0, other = 0): Digest => ({
  add(text) {
    const [first, second] = lanesOf(text);
    one = (one + first) | 0;
    other = (other + second) | 0;
  },
  remove(text) {
    const [first, second] = lanesOf(text);
    one = (one - first) | 0;
    other = (other - second) | 0;
  },
  copy: () => createDigest(one, other),
  toString: () => `${one},${other}`,
});
