/** What `PUT /api/settlements/{site}/{workspaceId}` accepts: the settlement that is wished for, and what the caller saw. */
import * as z from 'zod';

export { settlement } from '../../shared/validation/settlement';

export { workspacePath } from '../../shared/validation/workspace-path';

/**
 * `If-Match`: an ETag of ours, read as the revision it stands for; `*` or no header matches every state of the workspace,
 * and what we never gave out matches none (RFC 9110).
 */
export const ifMatch = z
  .string()
  .optional()
  .transform((header) => {
    if (header === undefined || header.trim() === '*') return undefined;
    return Number(/^"([1-9]\d{0,8})"$/.exec(header.trim())?.[1] ?? -1);
  });
