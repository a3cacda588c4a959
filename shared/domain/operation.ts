/**
 * What an operator did by hand: who, why, which command, and how it ended. The row is written before the first write of the
 * action and completed after its last, so whatever an operator changed has a row, even where the machine died half-way. Our
 * decision throughout.
 */

/**
 * - `done`: carried out.
 * - `nothing`: it was so already by the time it came to it.
 * - `refused`: by then it was not allowed any more; nothing was changed.
 * - `failed`: a part outside did not answer; parts of it may have been carried out, and the same again is safe.
 */
export type OperationOutcome = 'done' | 'nothing' | 'refused' | 'failed';

export interface Operation {
  /** 32 hex digits in the order of time; what it appends to a timeline carries it as its request. */
  readonly operationId: string;
  readonly by: string;
  /** The ticket, and the reason. */
  readonly why: string;
  readonly command: string;
  /** What the command was told, by the names of its arguments. */
  readonly given: Readonly<Record<string, string>>;
  readonly beganAtMs: number;
  /** Absent, with the two below: it is under way, or whoever carried it out died at it. */
  readonly endedAtMs?: number;
  readonly outcome?: OperationOutcome;
  /** What was done, or why not. */
  readonly detail?: string;
}
