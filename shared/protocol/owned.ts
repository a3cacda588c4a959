/**
 * The workspaces that an owner has, page by page in the order of their creation. The list is of claims: an entry whose
 * workspace never came to be, or is another's, is passed over.
 */
import type { Workspace } from '../domain/workspace';
import type { Page, Store } from '../ports';

type WorkspaceId = Workspace['workspaceId'];

export interface OwnedPage {
  readonly workspaces: readonly Workspace[];
  /** Where to go on; absent at the end. */
  readonly next?: WorkspaceId;
}

export const ownedPage = async (
  store: Store,
  owner: string,
  after: WorkspaceId | undefined,
  limit: number,
): Promise<OwnedPage> => withWorkspaces(store, owner, await entries(store, owner, after, limit));

/** The list's own rows, which name the workspaces. */
export const entries = (store: Store, owner: string, after: WorkspaceId | undefined, limit: number) =>
  store.scan(
    'workspacesByOwner',
    { owner },
    { limit, ...(after !== undefined && { after: { owner, workspaceId: after } }) },
  );

export const withWorkspaces = async (
  store: Store,
  owner: string,
  page: Page<'workspacesByOwner'>,
): Promise<OwnedPage> => {
  const keys = page.rows.map(({ workspaceId }) => ({ workspaceId }));
  const rows = await store.getMany('workspaces', keys);
  return {
    workspaces: rows.flatMap((row) => (row?.kind === 'workspace' && row.owner === owner ? [row] : [])),
    ...(page.next && { next: page.next.workspaceId }),
  };
};
