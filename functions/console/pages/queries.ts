/** What the pages read, each with the key under which it is cached. All that is cached of workspaces begins with `workspaces`. */
import { queryOptions } from '@tanstack/react-query';
import { accountKey, ask, isRefusal } from './api';
import { tellOtherTabs } from './other-tabs';

/** Who is signed in, where that is somebody. What was cached of another must not be seen by them. */
export const accountQuery = queryOptions({
  queryKey: accountKey,
  queryFn: async ({ client }) => {
    try {
      const { body: account } = await ask('GET /api/account', {});
      const former = client.getQueryData<typeof account>(accountKey);
      if (former && former.username !== account.username) {
        client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== accountKey[0] });
      }
      tellOtherTabs(account.username);
      return account;
    } catch (fault) {
      if (isRefusal(fault, 'not-signed-in')) tellOtherTabs(undefined);
      throw fault;
    }
  },
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
