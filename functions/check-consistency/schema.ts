/**
 * What the timed check is told: by its timer, or an operator, whether it may only look, and how many repairs this run may
 * make; by itself, which run it goes on with.
 */
import * as z from 'zod';

const wish = z.object({ dryRun: z.boolean().default(false), repairLimit: z.int().min(0).max(999_999).optional() });

/** JSON text; none at all is a timer without a payload. Anything else throws, with what is wrong. */
export const timerPayload = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text || '{}');
    } catch {
      context.addIssue({ code: 'custom', message: 'The payload must be JSON, such as {"dryRun": true}.' });
      return z.NEVER;
    }
  })
  .pipe(wish);

export const continuation = z.object({ runId: z.string() });
