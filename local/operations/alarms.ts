/**
 * What wakes somebody, and when. Each alarm is data: which entries of the log it looks at, what it measures over them, and
 * from which figure on it fires. From this one definition `alarm-rules.ts` makes the query and the rule of Log Service, and
 * `alarm-trial.ts` tries it on entries, as the tests do on days that were well and on days that were not. Its section in
 * RUNBOOK.md is `## Alarm: <name>`.
 *
 * Our decision: every threshold. They are for a system of some hundred customers; `npm run alarms` prints whatever stands
 * here.
 */
import type { FunctionName } from '../deployment/manifests';

/** A value, one of several, none of several, or a number from this one on. An entry without the field never fits. */
export type Test =
  | string
  | boolean
  | readonly string[]
  | { readonly not: readonly string[] }
  | { readonly atLeast: number };

export type Measure = 'count' | { readonly sum: string } | { readonly max: string } | { readonly p99: string };

export interface Alarm {
  readonly name: string;
  /** What is the matter when it fires, in a sentence. */
  readonly means: string;
  /** `critical` wakes somebody, `high` is for the hour, `medium` for the day. */
  readonly severity: 'critical' | 'high' | 'medium';
  /** Our own lines, or the platform's metrics of each request (Function Compute, "Log field details"). */
  readonly from: 'lines' | 'requests';
  /** By field; all of them must fit. The first one is a word: Log Service finds by it, and compares the others. */
  readonly where: Readonly<Record<string, Test>>;
  /** A field each of whose values is measured for itself. */
  readonly by?: string;
  readonly measure: Measure;
  /** With fewer entries than this nothing is said. */
  readonly among?: number;
  readonly fires: { readonly atLeast: number } | { readonly below: number };
  /** How far back it looks, and how often. */
  readonly overMinutes: number;
  readonly everyMinutes: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** A timer whose invocations do not end any more. Of one that is called and dies the platform tells too, in other alarms. */
const silent = (name: string, means: string, where: Alarm['where'], overMinutes: number): Alarm => ({
  name,
  means,
  severity: 'critical',
  from: 'lines',
  where,
  measure: 'count',
  fires: { below: 1 },
  overMinutes,
  everyMinutes: Math.min(overMinutes, 5),
});

const byTimer = (name: FunctionName) => ({ metric: 'invocation', function: name, trigger: 'timer' });

/** Refusals that say nothing, however many there are; and outcomes that have an alarm of their own. */
const NO_REFUSALS = ['done', 'failed', 'internal-error', 'try-again', 'not-found', 'method-not-allowed'];

export const alarms: readonly Alarm[] = [
  // --- the marketplace's calls ---
  {
    name: 'spi-failing',
    means:
      'Signed calls of the marketplace are answered "false": it calls again, and what they tell is not carried out.',
    severity: 'high',
    from: 'lines',
    where: { metric: 'spi', outcome: ['senseless', 'outdated'] },
    by: 'action',
    measure: 'count',
    fires: { atLeast: 3 },
    overMinutes: 15,
    everyMinutes: 5,
  },
  {
    name: 'spi-unavailable',
    means: 'Calls of the marketplace find us broken (5xx): it calls again, up to 120 times, and then gives up.',
    severity: 'critical',
    from: 'lines',
    where: { metric: 'invocation', route: '/marketplace/spi', status: { atLeast: 500 } },
    measure: 'count',
    fires: { atLeast: 3 },
    overMinutes: 15,
    everyMinutes: 5,
  },
  {
    name: 'spi-unsigned',
    means:
      'Many calls to the marketplace’s door carry no valid token: our seller key is wrong, or somebody is guessing.',
    severity: 'high',
    from: 'lines',
    where: { metric: 'spi', outcome: 'unsigned' },
    measure: 'count',
    fires: { atLeast: 20 },
    overMinutes: 15,
    everyMinutes: 5,
  },

  // --- what waits ---
  {
    name: 'closures-old',
    means:
      'A closed instance has not been walked to its end for ten minutes: its workspaces may still be settled by it.',
    severity: 'critical',
    from: 'lines',
    where: { metric: 'closures' },
    measure: { max: 'oldestAgeMs' },
    fires: { atLeast: 10 * MINUTE_MS },
    overMinutes: 5,
    everyMinutes: 2,
  },
  {
    name: 'mails-old',
    means: 'A mail has been owed for half an hour and is not sent: a customer does not know who pays.',
    severity: 'high',
    from: 'lines',
    where: { metric: 'mails' },
    measure: { max: 'oldestAgeMs' },
    fires: { atLeast: 30 * MINUTE_MS },
    overMinutes: 5,
    everyMinutes: 5,
  },

  {
    name: 'fees-old',
    means:
      'A workspace’s day could have been billed six hours ago and is not: its customer does not see what it costs.',
    severity: 'high',
    from: 'lines',
    where: { metric: 'fees' },
    measure: { max: 'oldestAgeMs' },
    fires: { atLeast: 6 * 60 * MINUTE_MS },
    overMinutes: 15,
    everyMinutes: 5,
  },

  // --- usage ---
  {
    name: 'usage-unusable',
    means:
      'Usage came that could not be taken: unless it is mended and taken within 35 days, nobody is charged for it.',
    severity: 'medium',
    from: 'lines',
    where: { metric: 'usage' },
    measure: { sum: 'unusable' },
    fires: { atLeast: 1 },
    overMinutes: 60,
    everyMinutes: 15,
  },

  // --- what the marketplace has to be told in time ---
  {
    name: 'metering-endangered',
    means:
      'Usage waits to be told to the marketplace and has less than twenty minutes left: after that nobody pays for it.',
    severity: 'critical',
    from: 'lines',
    where: { metric: 'metering' },
    measure: { max: 'endangered' },
    fires: { atLeast: 1 },
    overMinutes: 6,
    everyMinutes: 2,
  },
  {
    name: 'metering-lost',
    means:
      'The marketplace took usage no more, or refused it for good: each line says whose, of which hour, and how much.',
    severity: 'high',
    from: 'lines',
    where: { metric: 'loss' },
    measure: 'count',
    fires: { atLeast: 1 },
    overMinutes: 15,
    everyMinutes: 5,
  },
  {
    name: 'metering-unknown',
    means: 'Nobody knows whether the marketplace took some usage: an operator has to look at its bill, and say.',
    severity: 'high',
    from: 'lines',
    where: { metric: 'metering' },
    measure: { max: 'unknown' },
    fires: { atLeast: 1 },
    overMinutes: 6,
    everyMinutes: 5,
  },

  // --- the timed check ---
  {
    name: 'findings-left',
    means: 'The timed check found what it does not, or cannot, repair: an operator has to.',
    severity: 'medium',
    from: 'lines',
    where: { metric: 'consistency', dryRun: false },
    measure: { max: 'left' },
    fires: { atLeast: 1 },
    overMinutes: 75,
    everyMinutes: 15,
  },
  {
    name: 'check-stopped',
    means: 'The timed check made as many repairs as a run may and stopped: where so much is wrong, something else is.',
    severity: 'critical',
    from: 'lines',
    where: { metric: 'consistency', stopped: true, dryRun: false },
    measure: 'count',
    fires: { atLeast: 1 },
    overMinutes: 75,
    everyMinutes: 5,
  },

  // --- timers that no longer run ---
  // The line stands before the walks, so a long closure is no silence.
  silent(
    'closures-silent',
    'The timer of close-subscription has not run for five minutes: closures wait for nobody.',
    { metric: 'closures' },
    5,
  ),
  silent(
    'mails-silent',
    'No timed run of deliver-mail has ended for fifteen minutes: mails wait, and nothing tells how long.',
    byTimer('deliver-mail'),
    15,
  ),
  // Its line stands where it has tried all, so one that only fails is a silence too.
  silent(
    'fees-silent',
    'No timed run of settle-fees has ended for half an hour: days that are over are not billed.',
    byTimer('settle-fees'),
    30,
  ),
  silent(
    'metering-silent',
    'No run of push-metering has ended for fifteen minutes: usage waits, and its deadlines do not.',
    { metric: 'metering' },
    15,
  ),
  silent(
    'check-silent',
    'No timed run of check-consistency has ended for two hours: what goes wrong is not found.',
    byTimer('check-consistency'),
    120,
  ),

  // --- how invocations end ---
  {
    name: 'internal-error',
    means: 'A request met a bug of ours and was answered 500.',
    severity: 'high',
    from: 'lines',
    where: { metric: 'invocation', outcome: 'internal-error' },
    by: 'function',
    measure: 'count',
    fires: { atLeast: 1 },
    overMinutes: 10,
    everyMinutes: 5,
  },
  {
    name: 'invocations-failing',
    means: 'A timer’s, an event’s or another asynchronous invocation fails again and again.',
    severity: 'high',
    from: 'lines',
    where: { metric: 'invocation', outcome: 'failed' },
    by: 'function',
    measure: 'count',
    fires: { atLeast: 3 },
    overMinutes: 15,
    everyMinutes: 5,
  },
  {
    name: 'asynchronous-given-up',
    means: 'An asynchronous invocation failed as often as it is tried: it lies in the queue of what was given up.',
    severity: 'high',
    from: 'requests',
    where: { hasFunctionError: 'true', invocationType: 'Async' },
    by: 'functionName',
    // One try and the three of `maxAsyncRetryAttempts`.
    measure: 'count',
    fires: { atLeast: 4 },
    overMinutes: 60,
    everyMinutes: 15,
  },
  {
    name: 'ended-by-platform',
    means:
      'The platform ended an invocation: its time or its memory was up, or its process died. No line of ours tells of it.',
    severity: 'critical',
    from: 'requests',
    where: {
      hasFunctionError: 'true',
      errorType: ['FunctionTimeoutError', 'FunctionOOMError', 'FunctionUnhandledError'],
    },
    by: 'functionName',
    measure: 'count',
    fires: { atLeast: 1 },
    overMinutes: 10,
    everyMinutes: 5,
  },
  {
    name: 'try-again',
    means: 'Customers are asked to send their request again: the store or the marketplace does not answer.',
    severity: 'high',
    from: 'lines',
    where: { metric: 'invocation', outcome: 'try-again' },
    by: 'function',
    measure: 'count',
    fires: { atLeast: 10 },
    overMinutes: 10,
    everyMinutes: 5,
  },
  {
    name: 'refusals-unusual',
    means:
      'One refusal is given far more often than usual: somebody is guessing, or a change of ours refuses what is right.',
    severity: 'medium',
    from: 'lines',
    where: { metric: 'invocation', trigger: 'http', outcome: { not: NO_REFUSALS } },
    by: 'outcome',
    measure: 'count',
    fires: { atLeast: 200 },
    overMinutes: 15,
    everyMinutes: 5,
  },

  // --- how fast, and at which load ---
  {
    name: 'slow',
    means: 'One request in a hundred takes three seconds or more.',
    severity: 'medium',
    from: 'lines',
    where: { metric: 'invocation', trigger: 'http' },
    by: 'function',
    measure: { p99: 'durationMs' },
    among: 20,
    fires: { atLeast: 3 * SECOND_MS },
    overMinutes: 15,
    everyMinutes: 5,
  },
  {
    name: 'store-throttled',
    means: 'Tablestore refuses calls by load; they are repeated, and what is repeated too long becomes a try-again.',
    severity: 'high',
    from: 'lines',
    where: { metric: 'invocation' },
    by: 'function',
    measure: { sum: 'storeThrottled' },
    fires: { atLeast: 20 },
    overMinutes: 10,
    everyMinutes: 5,
  },
];
