/**
 * The commit: one conditional write of one workspace's row. Where its answer was lost one read settles it: the entry
 * carries the request's id.
 */
import { hasTakenEffect, type Workspace, type WorkspaceRow } from '../domain/workspace';
import { StaleWrite, type Store, Unavailable } from '../ports';
import { writeWorkspace } from './fence';

/**
 * Resolves with the row as it stands once the request is known to have taken effect: an earlier run of it, whose write landed
 * late, may have done so, and then its time is the one that counts. Throws `StaleWrite` where it has not, or may only later.
 */
export const commit = async (
  store: Store,
  before: WorkspaceRow | undefined,
  next: Workspace,
  changeId: string,
): Promise<Workspace> => {
  try {
    await store.write(writeWorkspace(before, next));
    return next;
  } catch (fault) {
    if (!(fault instanceof Unavailable)) throw fault;
    const row = await store.get('workspaces', { workspaceId: next.workspaceId });
    if (row?.kind !== 'workspace' || !hasTakenEffect(row, changeId)) {
      throw new StaleWrite('The commit is not there, or not yet.', { cause: fault });
    }
    return row;
  }
};
