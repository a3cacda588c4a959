/** How a specification reads a field: the value that comes of it, or the code of its fault, in one column of a table. */
import type * as z from 'zod';

export const refusedAs = (code: string) => ({ refusedAs: code });

export const read = (schema: z.ZodType, given: unknown): unknown => {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  return refusedAs(result.error.issues.map((issue) => issue.message).join(' '));
};
