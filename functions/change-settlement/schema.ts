/** What `PUT /api/settlements/{site}/{workspaceId}` accepts: the settlement that is wished for, and what the caller saw. */
import * as z from 'zod';

export { settlement } from '../../shared/validation/settlement';

export { workspacePath } from '../../shared/validation/workspace-path';

/**
 * `If-Match`: the revisions that our ETags in it stand for, of which one must be the present one; `*` or no header is
 * undefined, and matches every state of the workspace. What we never gave out, and a weak tag, match none (RFC 9110).
 */
export const ifMatch = z
  .string()
  .optional()
  .transform((header) => {
    if (header === undefined || header.trim() === '*') return undefined;
    const tags = [...header.matchAll(/(?:W\/)?"[^"]*"/g)].map(([tag]) => tag);
    return tags.flatMap((tag) => /^"([1-9]\d{0,8})"$/.exec(tag)?.slice(1).map(Number) ?? []);
  });
