/** A row of the table: what was measured or counted, against what, and how far it was to get. */
import type { Measured } from './measure';

export interface Row {
  /** What of the bench, for instance the request. */
  readonly name: string;
  readonly unit: string;
  /** The median; or a count, which has none. */
  readonly ours: number;
  readonly reference?: number;
  readonly ratio?: number;
  /** The ratio's quartiles. */
  readonly spread?: readonly [low: number, high: number];
  readonly reach?: Reach;
  /** Why the reach is another than the one wished for, or what the reference is. */
  readonly note?: string;
}

/** What is to be at most, or at least: the ratio, or where there is none our own figure. */
export type Reach = { readonly atMost: number } | { readonly atLeast: number };

export interface Options {
  /** The longest sizes too. */
  readonly full: boolean;
}

export interface Bench {
  /** What it measures, in one sentence. */
  readonly about: string;
  run(options: Options): Promise<readonly Row[]>;
}

export const measuredRow = (
  name: string,
  unit: string,
  { ours, reference, ratio }: Measured,
  reach?: Reach,
  note?: string,
): Row => ({
  name,
  unit,
  ours: ours.median,
  reference: reference.median,
  ratio: ratio.median,
  spread: [ratio.low, ratio.high],
  ...(reach && { reach }),
  ...(note !== undefined && { note }),
});

/** Counted, not timed: the same on every machine. The reference is what it may be. */
export const countedRow = (name: string, unit: string, ours: number, most: number, note?: string): Row => ({
  name,
  unit,
  ours,
  reference: most,
  ratio: ours / most,
  reach: { atMost: 1 },
  ...(note !== undefined && { note }),
});

/** A figure that stands for itself. */
export const plainRow = (name: string, unit: string, ours: number, reach?: Reach, note?: string): Row => ({
  name,
  unit,
  ours,
  ...(reach && { reach }),
  ...(note !== undefined && { note }),
});

/** Undefined where there is nothing to reach. */
export const isReached = ({ ours, ratio, reach }: Row): boolean | undefined => {
  if (!reach) return undefined;
  const figure = ratio ?? ours;
  return 'atMost' in reach ? figure <= reach.atMost : figure >= reach.atLeast;
};

/** By how much a row is within its reach: below 1 it is not. */
const leeway = ({ ours, ratio, reach }: Row): number => {
  if (!reach) return Number.POSITIVE_INFINITY;
  const figure = ratio ?? ours;
  return 'atMost' in reach ? reach.atMost / figure : figure / reach.atLeast;
};

/** The row that a bench is judged by: the one nearest to its reach, or farthest beyond. */
export const worstOf = (rows: readonly Row[]): Row | undefined =>
  rows.reduce<Row | undefined>((worst, row) => (worst && leeway(worst) <= leeway(row) ? worst : row), undefined);
