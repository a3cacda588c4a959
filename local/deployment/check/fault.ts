/** What is wrong with a deployment: where, and one sentence that says what to do. */
export interface Fault {
  /** The keys that lead to it: `resources.log-in.props.memorySize`; of a stage's values, the variable's name. */
  readonly path: string;
  readonly sentence: string;
}

export const fault = (path: readonly PropertyKey[], sentence: string): Fault => ({
  path: path.map(String).join('.'),
  sentence,
});

/** A line each, as they are printed; what several rules say alike is said once. */
export const linesOf = (faults: readonly Fault[]): string[] => [
  ...new Set(faults.map(({ path, sentence }) => `${path} ${sentence}`)),
];
