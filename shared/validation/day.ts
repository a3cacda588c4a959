/**
 * A day of settlement, as text 'YYYY-MM-DD': it begins at midnight in Beijing, whatever the site. Source: usage of a day
 * is settled at 00:00 of the next (product documentation); our decision: in Beijing's time at every site, because the
 * marketplace's deadlines and the Billing Center's bills are in it. Beijing is eight hours ahead of UTC all year, so that
 * every day has 24 hours and begins at a full hour of UTC.
 */
import type { Flaw } from './fault-code';
import { rule, text } from './text';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const AHEAD_MS = 8 * HOUR_MS;

/** 'YYYY-MM-DD'; days compare as text. */
export type Day = string;

/** The day that holds the instant. */
export const dayOf = (atMs: number): Day => new Date(atMs + AHEAD_MS).toISOString().slice(0, 10);

/** The day's first instant. */
export const beginOfDayMs = (of: Day): number => Date.parse(`${of}T00:00:00.000Z`) - AHEAD_MS;

/** The first instant after the day. */
export const endOfDayMs = (of: Day): number => beginOfDayMs(of) + DAY_MS;

/** So many days later; earlier where negative. */
export const addDays = (of: Day, days: number): Day => dayOf(beginOfDayMs(of) + days * DAY_MS);

export const nextDay = (of: Day): Day => addDays(of, 1);
export const previousDay = (of: Day): Day => addDays(of, -1);

/** The full hour that holds the instant. */
export const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS) * HOUR_MS;

/** No such day, like 31 June, is moved on by `Date`, and so does not come back as it was written. */
const dayFlaw = (given: string): Flaw | undefined =>
  /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(beginOfDayMs(given)) && dayOf(beginOfDayMs(given)) === given
    ? undefined
    : { code: 'malformed' };

export const day = text().check(rule(dayFlaw));
