/** What the pages of fees read, each with the key under which it is cached. */
import { queryOptions } from '@tanstack/react-query';
import type { WorkspaceView } from '../../../../shared/validation/answers';
import { ask } from '../api';
import type { Given } from '../api-client';
import type { Bill, LedgerPage, UsageOfDay } from './answers';
import type { BillsPlace } from './place';

type BillsQuery = NonNullable<Given<'GET /api/bills'>['query']>;

/** As many as the API gives at once. */
const AT_ONCE = 200;
/** Our decision: of more bills no chart is drawn, and the customer is asked for fewer days; as the API's file has its limit. */
const MOST_BILLS = 10_000;
const MOST_WORKSPACES = 2_000;

/** It changes at night, and when a credit pays for what was owed. */
const STALE_MS = 60_000;

export type BillFilter = Pick<BillsPlace, 'range' | 'site' | 'workspaceId'>;

/** As the API names them. */
export const filterQuery = ({ range, site, workspaceId }: BillFilter): Readonly<Record<string, string>> => ({
  ...range,
  ...(site !== undefined && { site }),
  ...(workspaceId !== undefined && { workspaceId }),
});

export interface FoundBills {
  /** The oldest first. */
  readonly bills: readonly Bill[];
  /** All that there are. */
  readonly complete: boolean;
}

export const billsQuery = (filter: BillFilter) =>
  queryOptions({
    queryKey: ['bills', filterQuery(filter)],
    staleTime: STALE_MS,
    queryFn: async ({ signal }): Promise<FoundBills> => {
      const bills: Bill[] = [];
      let cursor: string | undefined;
      do {
        const query = { ...filterQuery(filter), limit: AT_ONCE, ...(cursor !== undefined && { cursor }) } as BillsQuery;
        const { body } = await ask('GET /api/bills', { query, signal });
        bills.push(...body.bills);
        cursor = body.nextCursor;
      } while (cursor !== undefined && bills.length < MOST_BILLS);
      return { bills, complete: cursor === undefined };
    },
  });

/** By their ids; what there are more is called by its id. */
export const workspaceNamesQuery = queryOptions({
  queryKey: ['workspaces', 'names'],
  staleTime: STALE_MS,
  queryFn: async ({ signal }): Promise<readonly WorkspaceView[]> => {
    const found: WorkspaceView[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: AT_ONCE, ...(cursor !== undefined && { cursor }) };
      const { body } = await ask('GET /api/workspaces', { query, signal });
      found.push(...body.workspaces);
      cursor = body.nextCursor;
    } while (cursor !== undefined && found.length < MOST_WORKSPACES);
    return found;
  },
});

export const usageQuery = (site: string, workspaceId: string, day: string) =>
  queryOptions({
    queryKey: ['usage', site, workspaceId, day],
    staleTime: STALE_MS,
    queryFn: async ({ signal }): Promise<UsageOfDay> =>
      (
        await ask('GET /api/workspaces/{site}/{workspaceId}/usage', {
          path: { site, workspaceId },
          query: { day },
          signal,
        })
      ).body,
  });

export const ledgerPageOf = async (
  currency: LedgerPage['currency'],
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<LedgerPage> =>
  (await ask('GET /api/ledger', { query: { currency, ...(cursor !== undefined && { cursor }) }, signal })).body;
