/** What the pages read, each with the key under which it is cached. All that is cached of workspaces begins with `workspaces`. */
import { queryOptions } from '@tanstack/react-query';
import { accountKey, ask } from './api';
import type { Given } from './api-client';

export const accountQuery = queryOptions({
  queryKey: accountKey,
  queryFn: async () => (await ask('GET /api/account', {})).body,
});

export type WorkspaceFilter = NonNullable<Given<'GET /api/workspaces'>['query']>;

export const workspacesQuery = (query: WorkspaceFilter) =>
  queryOptions({
    queryKey: ['workspaces', 'list', query],
    queryFn: async () => (await ask('GET /api/workspaces', { query })).body,
  });

export interface WorkspacePath {
  readonly site: string;
  readonly workspaceId: string;
}

/** With its ETag, for a change that must not overwrite another. */
export const workspaceQuery = ({ site, workspaceId }: WorkspacePath) =>
  queryOptions({
    queryKey: ['workspaces', 'one', site, workspaceId],
    queryFn: async () => {
      const { body, etag } = await ask('GET /api/workspaces/{site}/{workspaceId}', { path: { site, workspaceId } });
      return { workspace: body.workspace, etag };
    },
  });

export const timelineQuery = ({ site, workspaceId }: WorkspacePath) =>
  queryOptions({
    queryKey: ['workspaces', 'timeline', site, workspaceId],
    queryFn: async () =>
      (await ask('GET /api/workspaces/{site}/{workspaceId}/settlements', { path: { site, workspaceId } })).body
        .settlements,
  });

export const cloudAccountsQuery = queryOptions({
  queryKey: ['workspaces', 'cloud-accounts'],
  queryFn: async () => (await ask('GET /api/cloud-accounts', {})).body.cloudAccounts,
});
