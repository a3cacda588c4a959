/** The HTML of a mail as a mail program shows it: a line for each element, empty ones left out. */
export const shown = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '\n')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/\n+/g, '\n')
    .trim();
