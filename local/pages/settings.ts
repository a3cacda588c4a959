/** What the local cloud tells its pages, written into the page that it serves. */
import * as z from 'zod';

const schema = z.object({
  /** Where the development value is in force: another one is a secret of whoever set it. */
  operatorToken: z.string().optional(),
});

const written = document.querySelector('meta[name="simulator"]')?.getAttribute('content') ?? '';

export const settings = written.startsWith('{') ? schema.parse(JSON.parse(written)) : {};
