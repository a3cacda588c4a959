/**
 * The bills as a file for spreadsheets. It is fetched, in the page's language, and handed to the browser with a name, because
 * Function Compute leaves `Content-Disposition` out of an answer, and a link alone would save a refusal as if it were bills.
 */
import type { Problem } from '../../../../shared/validation/answers';
import { Refused } from '../api';
import { NotOfTheApi } from '../api-client';
import { watchedFetch } from '../connection';
import { language } from '../language';
import { type BillFilter, filterQuery } from './queries';

export const billFileAddress = (filter: BillFilter): string =>
  `/api/bills.csv?${new URLSearchParams(filterQuery(filter))}`;

/** Throws as `ask` does. */
export const downloadBills = async (filter: BillFilter): Promise<void> => {
  const response = await watchedFetch(billFileAddress(filter), { headers: { 'Accept-Language': language.get() } });
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
    if (problem.code === undefined) throw new NotOfTheApi('GET /api/bills.csv', response.status);
    throw new Refused(problem as Problem, undefined);
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `bills-${filter.range.from}-${filter.range.to}.csv`;
  link.click();
  URL.revokeObjectURL(address);
};
