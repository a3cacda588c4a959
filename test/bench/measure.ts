/**
 * How a figure comes to be. The machine's mood changes by the minute, so nothing is measured alone: each round runs the
 * reference and ours in turn, who begins changes from round to round, and what counts is each round's ratio. A figure is the
 * median of its rounds and the quartiles around it.
 */

export interface Spread {
  readonly median: number;
  /** The quartiles. */
  readonly low: number;
  readonly high: number;
}

export interface Measured {
  readonly ours: Spread;
  readonly reference: Spread;
  /** Ours by the reference, round by round. */
  readonly ratio: Spread;
}

/** One try, and what it came to: milliseconds, or so many a second. */
export type Try = (round: number) => Promise<number>;

export interface Trial {
  readonly ours: Try;
  readonly reference: Try;
  readonly rounds: number;
  /** Tries of each in a round, one after the other in turn; the round's value is their median. Default: one. */
  readonly triesPerRound?: number;
  /** Rounds before the first that counts. Default: one. */
  readonly warmUpRounds?: number;
}

/** Of sorted values in equal steps, with what lies between two of them. */
const quantile = (sorted: readonly number[], part: number): number => {
  const at = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) throw new Error('There is nothing to take a median of.');
  return below + (above - below) * (at - Math.floor(at));
};

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((one, other) => one - other);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
};

/** `part` of the values is not above it. */
export const percentile = (values: readonly number[], part: number): number =>
  quantile(
    values.toSorted((one, other) => one - other),
    part,
  );

export const measure = async (trial: Trial): Promise<Measured> => {
  const { triesPerRound = 1, warmUpRounds = 1, rounds } = trial;
  const counted: { readonly ours: number; readonly reference: number }[] = [];
  let nth = 0;
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const tries = { ours: [] as number[], reference: [] as number[] };
    for (let each = 0; each < triesPerRound; each++, nth++) {
      const order = nth % 2 === 0 ? (['reference', 'ours'] as const) : (['ours', 'reference'] as const);
      for (const who of order) tries[who].push(await trial[who](nth));
    }
    if (round < warmUpRounds) continue;
    counted.push({ ours: spreadOf(tries.ours).median, reference: spreadOf(tries.reference).median });
  }
  return {
    ours: spreadOf(counted.map(({ ours }) => ours)),
    reference: spreadOf(counted.map(({ reference }) => reference)),
    ratio: spreadOf(counted.map(({ ours, reference }) => ours / reference)),
  };
};

/** Milliseconds until it is done. */
export const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const beginMs = performance.now();
  await act();
  return performance.now() - beginMs;
};

/** `act` on every item, so many at a time; answers in their order. */
export const atATime = async <Item, Done>(
  items: readonly Item[],
  most: number,
  act: (item: Item) => Promise<Done>,
): Promise<Done[]> => {
  const done: Done[] = [];
  const left = items.entries();
  const worker = async () => {
    for (const [at, item] of left) done[at] = await act(item);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return done;
};

/** By how much the time grows with the size: 1 where it grows as the size does. */
export const exponentOf = (small: Sized, large: Sized): number =>
  Math.log(large.ms / small.ms) / Math.log(large.size / small.size);

export interface Sized {
  readonly size: number;
  readonly ms: number;
}
