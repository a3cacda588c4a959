/** What the settlement tells itself: where it goes on, among the to-dos of the days. Its timer tells it nothing. */
import * as z from 'zod';
import { workspaceId } from '../../shared/validation/workspace';

const cursor = z.object({
  shard: z.string().regex(/^\d{4}-\d\d-\d\d\/[0-9a-f]$/),
  /** Behind this one; absent: from the shard's beginning. */
  workspaceId: workspaceId.optional(),
});
export type Cursor = z.output<typeof cursor>;

export const continuation = z.object({ from: cursor });
