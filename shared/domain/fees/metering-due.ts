/**
 * What an instance owes through an instant, and the units of a window. What is billed is in the instance's ledger; what is not
 * is rated from the usage. A day may be billed already when one of its windows is planned late: then what it was charged is
 * taken off, and what was used through the instant put on.
 *
 * Our decision: one unit of the metering item is 0.01 CNY. A window's units are what makes the units of all windows together
 * the whole units that are due: what is below a unit waits for the next window, and so does what a correction took back.
 *
 * Amounts are integers in 1/10,000 CNY.
 */
import type { Day } from '../../validation/day';
import type { Charged } from './bill';
import { total } from './money';
import { instanceOfPayer } from './payer';
import { type Rating, rate } from './rate';

/** An amount. */
export const AMOUNT_OF_UNIT = 100;

/** A workspace's day of which the instance may have to pay hours. */
export interface MeteredDay extends Pick<Rating, 'site' | 'timeline' | 'hours'> {
  readonly day: Day;
  readonly charged?: Charged;
}

export interface DueBasis {
  /** All that the instance was ever billed: an amount. */
  readonly billed: number;
  /** Every day that is not billed altogether, and every later one. */
  readonly days: readonly MeteredDay[];
}

const ofInstance = (
  payers: readonly { readonly payer: Parameters<typeof instanceOfPayer>[0]; readonly amount: number }[],
  instanceId: string,
): readonly number[] => payers.filter(({ payer }) => instanceOfPayer(payer) === instanceId).map(({ amount }) => amount);

/** The amount that is due for all hours that began before the instant. */
export const dueThrough = (instanceId: string, { billed, days }: DueBasis, beforeMs: number): number =>
  total([
    billed,
    ...days.flatMap(({ charged, ...day }) => [
      ...ofInstance(rate({ ...day, beforeMs }), instanceId),
      ...ofInstance(charged?.payers ?? [], instanceId).map((amount) => -amount),
    ]),
  ]);

/** `unitsBefore`: of all windows before it. */
export const unitsOf = (due: number, unitsBefore: number): number =>
  Math.max(0, Math.floor(due / AMOUNT_OF_UNIT) - unitsBefore);
