/** The geometry of stacked bars: what is charged stands above the line of nothing, what is taken back hangs below it. */

/** From the one nearer to nothing to the other. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

export const piecesOf = (amounts: readonly number[]): Piece[] => {
  let [above, below] = [0, 0];
  return amounts.map((amount) => {
    const from = amount < 0 ? below : above;
    const to = from + amount;
    if (amount < 0) below = to;
    else above = to;
    return { from, to };
  });
};

export interface Scale {
  readonly low: number;
  readonly high: number;
  /** Even steps from the lowest to the highest, nothing among them. */
  readonly ticks: readonly number[];
}

const STEPS = 4;

/** Whole round numbers: 1, 2 or 5, and their tens. */
const roundStep = (atLeast: number): number => {
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, atLeast)));
  return ten * ([1, 2, 5].find((step) => step * ten >= atLeast) ?? 10);
};

/** That holds all stacks, each given by its pieces. */
export const scaleOf = (stacks: readonly (readonly Piece[])[]): Scale => {
  const ends = stacks.flat().map(({ to }) => to);
  const [lowest, highest] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const step = roundStep((highest - lowest) / STEPS);
  const low = Math.floor(lowest / step) * step;
  const high = Math.max(Math.ceil(highest / step) * step, low + step);
  return { low, high, ticks: Array.from({ length: Math.round((high - low) / step) + 1 }, (_, at) => low + at * step) };
};

/** Which of so many places get a label: evenly, from the first on, and no more than there is room for. */
export const labelled = (count: number, most: number): number[] => {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step);
};
