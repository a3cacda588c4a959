/** What the reads of the Billing Center accept: the list's query, and the path of one workspace. */
import * as z from 'zod';
import { type WorkspaceId, workspaceId } from '../../shared/validation/workspace';

export { type WorkspaceList, workspaceList } from '../../shared/validation/workspace-list';

export { workspacePath } from '../../shared/validation/workspace-path';

/** The list's cursor is the last workspace that was looked at, written so that nobody takes it for one. */
export const cursorOf = (last: WorkspaceId): string => Buffer.from(last).toString('base64url');

export const readCursor = z.object({
  cursor: z
    .string()
    .transform((cursor) => Buffer.from(cursor, 'base64url').toString())
    .pipe(workspaceId)
    .optional(),
});
