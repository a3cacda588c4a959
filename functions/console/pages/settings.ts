/** What a deployment tells its pages: written by the console function into the page that it serves. */
import * as z from 'zod';

const schema = z.object({
  /** The product's page at the marketplace, where customers buy. */
  marketplaceProductUrl: z.string().optional(),
  /** The agreement that customers accept. */
  agreementUrl: z.string().optional(),
});

const read = (): z.output<typeof schema> => {
  const written = document.querySelector('meta[name="settings"]')?.getAttribute('content') ?? '';
  return written.startsWith('{') ? schema.parse(JSON.parse(written)) : {};
};

export const settings = read();

/** The nonce that the page's own styles carry; a browser shows it to scripts only, not as an attribute. */
export const nonce = document.querySelector<HTMLElement>('[nonce]')?.nonce ?? '';
