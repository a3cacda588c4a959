/**
 * The books of the timed check: how far its run is, what it found, and the reports of the runs before. They lie in one row,
 * so a run that dies goes on where it was, two at once are told apart by the row's version, and a run ends and leaves its
 * report in one write.
 */
import { added, type Differences } from './fees/differences';
import type { FindingKind } from './findings';

export interface Tally {
  readonly found: number;
  readonly repaired: number;
  readonly left: number;
  /** The money that the findings are about, added up; absent where they are about none. */
  readonly differences?: Differences;
}

export type Tallies = Partial<Record<FindingKind, Tally>>;

/** Why a run went no further with repairs: it had made as many as it may. What it found after that is left. */
export type Stopped = 'repair-limit';

export interface Report {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly dryRun: boolean;
  /** How many rows and calls were looked at. */
  readonly checked: number;
  readonly findings: Tallies;
  readonly stopped?: Stopped;
}

/** Where a pass goes on: the key of the row that it looked at last, or a page. */
export type Cursor = Readonly<Record<string, string | number>>;

export interface Run {
  readonly runId: string;
  readonly startedAtMs: number;
  readonly dryRun: boolean;
  /** The number of the pass that it is at, and how far that is. */
  readonly pass: number;
  readonly cursor?: Cursor;
  readonly checked: number;
  /** How many repairs it has allowed itself; it counts them before it makes them. */
  readonly repairs: number;
  /** How many it may make, where an operator has looked first and said so; else what is configured. */
  readonly repairLimit?: number;
  readonly findings: Tallies;
  readonly stopped?: Stopped;
  /** The marketplace did not answer again and again, and is not asked any more. */
  readonly unreachable?: true;
  /** Somebody is at it until then; a later one takes it for dead, and goes on with the run. */
  readonly heldUntilMs: number;
}

export interface Check {
  /** One book is kept under each: there is one so far. */
  readonly checkId: string;
  readonly version: number;
  readonly run?: Run;
  /** The newest first. */
  readonly reports: readonly Report[];
}

/** A finding that is left, kept from run to run until it is found no more. */
export interface LeftFinding {
  readonly kind: FindingKind;
  readonly subject: string;
  readonly sinceMs: number;
  /** The money that it is about, as the run that found it last found it. */
  readonly differences?: Differences;
  /** The run that found it last. */
  readonly runId: string;
}

/** Our decision: how many repairs a run may make where nothing else is configured. */
export const REPAIR_LIMIT = 100;

/** Our decision: two days of hourly runs. */
export const REPORTS = 48;

/** Longer than an invocation may last (`s.yaml`: ten minutes), in milliseconds. */
const HELD_MS = 15 * 60 * 1_000;

/** What a timer, or an operator, asks of a run. */
export interface Wanted {
  readonly dryRun: boolean;
  readonly repairLimit?: number | undefined;
}

export const begun = (runId: string, { dryRun, repairLimit }: Wanted, nowMs: number): Run => ({
  runId,
  startedAtMs: nowMs,
  dryRun,
  pass: 0,
  checked: 0,
  repairs: 0,
  ...(repairLimit !== undefined && { repairLimit }),
  findings: {},
  heldUntilMs: nowMs,
});

export const held = (run: Run, nowMs: number): Run => ({ ...run, heldUntilMs: nowMs + HELD_MS });

export const released = (run: Run): Run => ({ ...run, heldUntilMs: 0 });

/** The run that one so wanted goes on with; undefined where there is none, or none of its kind, and a new one begins. */
export const unfinished = (run: Run | undefined, { dryRun, repairLimit }: Wanted): Run | undefined =>
  run?.dryRun === dryRun ? { ...run, ...(repairLimit !== undefined && { repairLimit }) } : undefined;

/** A page further, or at the next pass. */
export const advanced = ({ cursor: _, ...run }: Run, checked: number, next: Cursor | undefined): Run => ({
  ...run,
  checked: run.checked + checked,
  ...(next ? { cursor: next } : { pass: run.pass + 1 }),
});

export const tallied = (
  tallies: Tallies,
  { kind, differences }: Pick<LeftFinding, 'kind' | 'differences'>,
  outcome: 'repaired' | 'left',
): Tallies => {
  const { found, repaired, left, differences: before } = tallies[kind] ?? { found: 0, repaired: 0, left: 0 };
  const sum = before || differences ? { differences: added(before ?? {}, differences ?? {}) } : {};
  return {
    ...tallies,
    [kind]: {
      found: found + 1,
      repaired: repaired + (outcome === 'repaired' ? 1 : 0),
      left: left + (outcome === 'left' ? 1 : 0),
      ...sum,
    },
  };
};

export const total = (tallies: Tallies): Omit<Tally, 'differences'> =>
  Object.values(tallies).reduce(
    (sum, { found, repaired, left }) => ({
      found: sum.found + found,
      repaired: sum.repaired + repaired,
      left: sum.left + left,
    }),
    { found: 0, repaired: 0, left: 0 },
  );

export const reportOf = (run: Run, nowMs: number): Report => ({
  startedAtMs: run.startedAtMs,
  endedAtMs: nowMs,
  dryRun: run.dryRun,
  checked: run.checked,
  findings: run.findings,
  ...(run.stopped && { stopped: run.stopped }),
});
