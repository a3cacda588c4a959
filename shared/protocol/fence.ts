/**
 * Fencing: making it impossible for a workspace to be committed on what was there before. Whoever is hindered by a claim
 * that does not count fences the workspace it names before replacing the claim; a closure fences every workspace that a
 * binder may be about to commit.
 */
import { fenced, type WorkspaceRow } from '../domain/workspace';
import type { Rows, Store, Write } from '../ports';

type WorkspaceId = Rows['workspaces']['workspaceId'];

/** The write that takes a workspace's row from what was read to `next`, on the version read. */
export const writeWorkspace = (before: WorkspaceRow | undefined, next: WorkspaceRow): Write =>
  before ? { table: 'workspaces', replace: next, of: before.version } : { table: 'workspaces', insert: next };

/** Throws `StaleWrite` where the row has moved on: the claim must then be judged anew. */
export const fence = (store: Store, workspaceId: WorkspaceId, row: WorkspaceRow | undefined): Promise<void> =>
  store.write(writeWorkspace(row, fenced(row, workspaceId)));
