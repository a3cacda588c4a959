/**
 * The days that the page of bills shows: a month as a rule, or any range that the API takes. Days are Beijing days, text
 * 'YYYY-MM-DD', and months 'YYYY-MM'.
 */
import { daysIn, daysOf, MOST_DAYS } from '../../../../shared/validation/bill-list';
import { addDays, beginOfDayMs, type Day, day, dayOf, previousDay } from '../../../../shared/validation/day';

export interface Range {
  readonly from: Day;
  /** Included. */
  readonly to: Day;
}

export const isDay = (text: string): boolean => day.safeParse(text).success;

export const monthOf = (of: Day): string => of.slice(0, 7);

export const rangeOfMonth = (month: string): Range => {
  const from = `${month}-01`;
  return daysOf({ from }, beginOfDayMs(from));
};

/** So many months later; earlier where negative. */
export const addMonths = (month: string, months: number): string => {
  const [year = 0, nth = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, nth - 1 + months)).toISOString().slice(0, 7);
};

/** The month that is shown, where it is one from its first day to its last. */
export const wholeMonth = ({ from, to }: Range): string | undefined => {
  const whole = rangeOfMonth(monthOf(from));
  return from === whole.from && to === whole.to ? monthOf(from) : undefined;
};

/** Our decision: the month of the last day that may have been billed, so that the first of a month does not begin empty. */
export const usualRange = (nowMs: number): Range => rangeOfMonth(monthOf(previousDay(dayOf(nowMs))));

/** The other end comes along where it would be passed, or be further away than the API takes. */
export const withFrom = ({ to }: Range, from: Day): Range => {
  const last = addDays(from, MOST_DAYS - 1);
  if (to < from) return { from, to: from };
  return { from, to: to > last ? last : to };
};

export const withTo = ({ from }: Range, to: Day): Range => {
  const first = addDays(to, 1 - MOST_DAYS);
  if (to < from) return { from: to, to };
  return { from: from < first ? first : from, to };
};

export const daysOfRange = ({ from, to }: Range): Day[] => daysIn(from, to);
