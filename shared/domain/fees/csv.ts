/**
 * A table as a CSV file (RFC 4180) that opens right in Excel: UTF-8 with a byte order mark, without which Excel takes it for
 * the code page of its machine; lines end in CR LF; a cell is quoted where its text needs it.
 *
 * No cell is a formula. A spreadsheet takes text that begins with = + - or @ for one, in some programs also after a tab or
 * a line's end, or with full-width signs, and a customer names workspaces as they like: such a text gets an apostrophe before
 * it, which makes it text again. (OWASP, "CSV Injection".) A number stays one, with its minus sign: nobody can put more into
 * it.
 */

/** The byte order mark. */
const MARK = '\ufeff';
const END = '\r\n';

const NUMBER = /^-?\d+(\.\d+)?$/;
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;
/** White space around a text is kept by quotes only. */
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

const harmless = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

export const csvCell = (text: string): string => {
  const shown = harmless(text);
  return NEEDS_QUOTES.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
};

/** One line of the file, with its end. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}${END}`;

/** The first line, with the mark before it. */
export const csvHeader = (cells: readonly string[]): string => `${MARK}${csvLine(cells)}`;
