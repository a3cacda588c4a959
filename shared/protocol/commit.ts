/**
 * The commit: one conditional write of one workspace's row. Where its answer was lost one read settles it: the entry
 * carries the request's id.
 */
import { hasTakenEffect, type Workspace, type WorkspaceRow } from '../domain/workspace';
import { StaleWrite, type Store, Unavailable } from '../ports';
import { writeWorkspace } from './fence';

/** Resolves once the row is known to be written; throws `StaleWrite` where it is not, or may be only later. */
export const commit = async (
  store: Store,
  before: WorkspaceRow | undefined,
  next: Workspace,
  changeId: string,
): Promise<void> => {
  try {
    await store.write(writeWorkspace(before, next));
  } catch (fault) {
    if (!(fault instanceof Unavailable)) throw fault;
    const row = await store.get('workspaces', { workspaceId: next.workspaceId });
    if (row?.kind !== 'workspace' || !hasTakenEffect(row, changeId)) {
      throw new StaleWrite('The commit is not there, or not yet.', { cause: fault });
    }
  }
};
