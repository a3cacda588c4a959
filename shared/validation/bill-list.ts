/**
 * Which bills to show: the query of `GET /api/bills` and of its file, and those of the ledger and of a day's usage. Each is a
 * record of text; what is given twice is malformed, as in the list of workspaces.
 */
import type * as z from 'zod';
import { currency } from './currency';
import { addDays, beginOfDayMs, DAY_MS, type Day, day, dayOf } from './day';
import type { FaultCode } from './fault-code';
import { given, members } from './given';
import { site } from './site';
import { rule } from './text';
import { workspaceId } from './workspace';
import { cursor, limit } from './workspace-list';

/** Our decision: a quarter of a year, the longest of them, in days. */
export const MOST_DAYS = 92;

const countOf = (from: Day, to: Day): number => (beginOfDayMs(to) - beginOfDayMs(from)) / DAY_MS + 1;

/** The days from the first to the last, both included; none where they are in the wrong order. */
export const daysIn = (from: Day, to: Day): Day[] =>
  Array.from({ length: Math.max(0, countOf(from, to)) }, (_, at) => addDays(from, at));

interface Days {
  readonly from?: Day;
  readonly to?: Day;
}

const areInOrder = ({ from, to }: Days): boolean => from === undefined || to === undefined || from <= to;
const areFew = ({ from, to }: Days): boolean =>
  from === undefined || to === undefined || countOf(from, to) <= MOST_DAYS;

/** No fault of either day or of the whole query; faults of others do not matter, so all are told at once. */
const bothAreRight = ({ issues }: z.core.ParsePayload): boolean =>
  issues.every(({ path: [member] = [] }) => member !== undefined && member !== 'from' && member !== 'to');

const filters = {
  /** The first day. */
  from: day.exactOptional(),
  /** The last day, included. */
  to: day.exactOptional(),
  site: site.exactOptional(),
  workspaceId: workspaceId.exactOptional(),
};

const told = (error: FaultCode) => ({ path: ['to'], error, when: bothAreRight, params: { maximum: MOST_DAYS } });

export const billList = given(
  members({ ...filters, limit: limit.default(50), cursor: cursor.exactOptional() })
    .refine(areInOrder, told('range-reversed'))
    .refine(areFew, told('range-too-long')),
);
export type BillList = z.output<typeof billList>;

/** The query of `GET /api/bills.csv`: all that fits, in one file. */
export const billFile = given(
  members(filters).refine(areInOrder, told('range-reversed')).refine(areFew, told('range-too-long')),
);
export type BillFile = z.output<typeof billFile>;

/** What is refused where the file would become too large: fewer days, a site or a workspace are a smaller one. */
export const billFileTooLarge = members({ to: day.check(rule(() => ({ code: 'range-too-full' }))) });

/** The days that are meant: what was left out is the other end of the month, with neither the month that it is in Beijing. */
export const daysOf = ({ from, to }: Days, nowMs: number): { readonly from: Day; readonly to: Day } => {
  const month = (from ?? to ?? dayOf(nowMs)).slice(0, 7);
  return { from: from ?? `${month}-01`, to: to ?? lastOf(month) };
};

const lastOf = (month: string): Day =>
  ['31', '30', '29'].map((last) => `${month}-${last}`).find((last) => day.safeParse(last).success) ?? `${month}-28`;

/** The query of `GET /api/ledger`. Our decision: of CNY, where none is named. */
export const ledgerList = given(
  members({ currency: currency.default('CNY'), limit: limit.default(50), cursor: cursor.exactOptional() }),
);
export type LedgerList = z.output<typeof ledgerList>;

/** The query of a workspace's usage. Our decision: of today in Beijing, where no day is named. */
export const usageOfDay = given(members({ day: day.exactOptional() }));
