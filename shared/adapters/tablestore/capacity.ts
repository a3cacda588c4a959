/**
 * The capacity units that an answer consumed, as the SDK hands them over: one pair beside the row of a single call or the
 * rows of a range, one beside each row of a batch, where a row that failed has an empty text in its place. They are what is
 * billed, on demand as well as reserved (Tablestore, "Read and write throughput").
 */
import type { Counts } from '../../triggers/meter';

interface Units {
  readonly read?: number | null;
  readonly write?: number | null;
}

/** A row of a batch, or what stands beside the answer to another call. */
interface Consumed {
  readonly capacityUnit?: Units | '' | null;
}

interface Answer {
  readonly consumed?: Consumed | null;
  /** Rows of a batch of writes; rows by table of a batch of reads. */
  readonly tables?: readonly (Consumed | readonly Consumed[])[] | null;
}

/** Of any answer of the SDK's; nothing of one that names none. */
export const unitsOf = (answer: unknown): Counts => {
  const { consumed, tables } = (answer ?? {}) as Answer;
  const sum = { readUnits: 0, writeUnits: 0 };
  for (const { capacityUnit } of [consumed ?? {}, ...(tables ?? []).flat()]) {
    if (!capacityUnit) continue;
    sum.readUnits += capacityUnit.read ?? 0;
    sum.writeUnits += capacityUnit.write ?? 0;
  }
  return sum;
};
