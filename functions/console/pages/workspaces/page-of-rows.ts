/**
 * A page's worth of rows. The API looks at so many workspaces per request and may answer with fewer rows than were asked
 * for, even none, and a cursor that goes on behind them: it is asked on until the page is full or the list ends.
 */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { WorkspaceView } from '../../../../shared/validation/answers';
import { ask } from '../api';
import { type Answered, type Wanted, wantedAfter } from './filling';
import type { Place, Query } from './place';
import { REFRESH_MS } from './refresh';

export interface PageOfRows {
  readonly rows: readonly WorkspaceView[] | undefined;
  /** Where the next page begins; undefined where this is the last, or its end is not known yet. */
  readonly nextCursor: string | undefined;
  /** The rows are those of the place before: the ones that are wanted are on their way. */
  readonly former: boolean;
  /** More rows of this page are being looked for. */
  readonly goingOn: boolean;
  readonly fault: unknown;
  readonly again: () => void;
}

export const usePageOfRows = ({ filter, limit, cursor }: Place, refresh = true): PageOfRows => {
  const query = useInfiniteQuery({
    queryKey: ['workspaces', 'rows', filter, limit, cursor],
    initialPageParam: { limit, ...(cursor !== undefined && { cursor }) } as Wanted,
    queryFn: async ({ pageParam }): Promise<Answered> =>
      (await ask('GET /api/workspaces', { query: { ...filter, ...pageParam } as Query })).body,
    getNextPageParam: (_, answers) => wantedAfter(limit, answers),
    placeholderData: keepPreviousData,
    refetchInterval: refresh && REFRESH_MS,
  });
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage, refetch } = query;
  const goesOn = hasNextPage && !isPlaceholderData && !error;
  useEffect(() => {
    if (goesOn && !isFetching) fetchNextPage();
  }, [goesOn, isFetching, fetchNextPage]);
  const rows = useMemo(() => data?.pages.flatMap(({ workspaces }) => workspaces), [data]);
  return {
    rows,
    nextCursor: isPlaceholderData || goesOn ? undefined : data?.pages.at(-1)?.nextCursor,
    former: isPlaceholderData,
    goingOn: goesOn,
    fault: error,
    again: () => refetch(),
  };
};
