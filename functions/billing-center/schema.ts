/** What the reads of the Billing Center accept: the queries of the lists, and the path of one workspace. */
import * as z from 'zod';
import { billFileTooLarge, billList, ledgerList } from '../../shared/validation/bill-list';
import type { FaultCode } from '../../shared/validation/fault-code';
import { workspaceId } from '../../shared/validation/workspace';
import { workspaceList } from '../../shared/validation/workspace-list';

export { billFile, daysOf, usageOfDay } from '../../shared/validation/bill-list';
export { workspacePath } from '../../shared/validation/workspace-path';

/** A cursor is where the last page ended, written so that nobody takes it for what it is. */
export const cursorOf = (place: string): string => Buffer.from(place).toString('base64url');

/** The query of a list, with the place that its cursor stands for, which is looked at once all else is right. */
const placed = <Query extends { readonly cursor?: string }, Place extends z.ZodType<unknown, string>>(
  list: z.ZodType<Query>,
  place: Place,
) =>
  list.transform(({ cursor, ...query }, { issues }): Omit<Query, 'cursor'> & { readonly after?: z.output<Place> } => {
    if (cursor === undefined) return query;
    const read = place.safeParse(Buffer.from(cursor, 'base64url').toString());
    if (read.success) return { ...query, after: read.data };
    issues.push({ code: 'custom', path: ['cursor'], message: 'malformed' satisfies FaultCode, input: cursor });
    return query;
  });

const malformed = (): FaultCode => 'malformed';

/** After the last workspace that was looked at. */
export const workspacesQuery = placed(workspaceList, workspaceId);

/** After the last bill that was looked at, or from a day on. */
const billPlace = z.string().regex(/^\d{4}-\d{2}-\d{2}(-[0-9a-f]{32}-\d{1,9})?$/, { error: malformed });
export const billsQuery = placed(billList, billPlace);

/** From an entry on, to older ones. */
const entryPlace = z.string().regex(/^[1-9]\d{0,14}$/, { error: malformed });
export const ledgerQuery = placed(ledgerList, entryPlace.transform(Number));

/** What is wrong with the query of a file that would become too large. */
export const fileTooLarge = (days: { readonly to: string }) => {
  const { error } = billFileTooLarge.safeParse(days);
  return error ? { error } : {};
};
