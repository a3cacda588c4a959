/**
 * The HTML of a page, filled in for one answer: `local/pages-build.mjs` leaves places in it, for the nonce that the answer's
 * Content-Security-Policy names, and for what the page is told by whoever serves it.
 */
export const filledPage = (html: Uint8Array, nonce: string, settings: object): Uint8Array => {
  const filled = Buffer.from(html)
    .toString()
    .replaceAll('__NONCE__', nonce)
    .replace('__SETTINGS__', () => escaped(JSON.stringify(settings)));
  return Buffer.from(filled);
};

/** For an attribute's value between quotation marks. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
