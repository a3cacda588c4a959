/**
 * One door, many inputs: each is judged, what they were answered is counted, and the first that is wrong is made as small
 * as it can be. The same seed gives the same inputs in the same order.
 */
import * as fc from 'fast-check';
import type { Judgement } from './oracle';

export interface Campaign<Input> {
  readonly name: string;
  readonly inputs: fc.Arbitrary<Input>;
  judge(input: Input): Promise<Judgement>;
  /** For a person. */
  show(input: Input): unknown;
}

export interface Failure {
  readonly door: string;
  readonly seed: number;
  readonly faults: readonly string[];
  readonly input: unknown;
}

export interface Outcome {
  readonly inputs: number;
  /** How many inputs were answered so. */
  readonly codes: Readonly<Record<string, number>>;
  readonly failure?: Failure;
}

/** Told of each input before it is tried, and of nothing once it is judged. */
export type Watch = (running: string | undefined) => void;

export const run = async <Input>(
  { name, inputs, judge, show }: Campaign<Input>,
  { seed, numRuns, watch = () => {} }: { readonly seed: number; readonly numRuns: number; readonly watch?: Watch },
): Promise<Outcome> => {
  const codes: Record<string, number> = {};
  let judged = 0;
  let rejected: unknown;
  const onRejection = (fault: unknown) => {
    rejected = fault;
  };
  process.on('unhandledRejection', onRejection);
  const faultsOf = async (input: Input): Promise<readonly string[]> => {
    watch(`${name}, input ${judged + 1} of seed ${seed}`);
    const judgement = await judge(input).catch(thrown);
    watch(undefined);
    judged++;
    codes[judgement.code] = (codes[judgement.code] ?? 0) + 1;
    const late = rejected === undefined ? [] : [`an unhandled rejection: ${rejected}`];
    rejected = undefined;
    return [...judgement.faults, ...late];
  };
  try {
    const property = fc.asyncProperty(inputs, async (input) => (await faultsOf(input)).length === 0);
    const { failed, counterexample } = await fc.check(property, { seed, numRuns });
    if (!failed || counterexample === null) return { inputs: judged, codes };
    const [input] = counterexample;
    const faults = await faultsOf(input);
    return { inputs: judged, codes, failure: { door: name, seed, faults, input: show(input) } };
  } finally {
    process.off('unhandledRejection', onRejection);
  }
};

const thrown = (fault: unknown): Judgement => ({
  code: 'thrown',
  faults: [`thrown: ${fault instanceof Error ? fault.stack : fault}`],
});
