/** The table of the day in the README, between two marks: whoever measures puts it there, by the command. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const BEGIN = '<!-- The table of npm run bench begins. -->';
export const END = '<!-- The table of npm run bench ends. -->';

/** The text with `table` between the marks. Throws where they are not there, once each and in this order. */
export const withTable = (text: string, table: string): string => {
  const [before, within, ...more] = text.split(BEGIN);
  const [, after, ...others] = (within ?? '').split(END);
  if (before === undefined || after === undefined || more.length + others.length > 0) {
    throw new Error(`The README has to hold ${BEGIN} and ${END}, once each.`);
  }
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
};

export const putIntoReadme = (checkout: string, table: string): void => {
  const path = join(checkout, 'README.md');
  writeFileSync(path, withTable(readFileSync(path, 'utf8'), table));
};
