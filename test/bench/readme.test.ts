/** The README has a place for the table of the day, and the command finds it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BEGIN, END, withTable } from './readme';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

test('the README has the two marks, and between them a table', () => {
  const between = readme.slice(readme.indexOf(BEGIN) + BEGIN.length, readme.indexOf(END)).trim();
  expect(withTable(readme, between)).toBe(readme);
  expect(between).toMatch(/^\| bench \| what \|/);
});

// biome-ignore format: one text a line
test.each([
  // a text                                  with a table
  [`a\n${BEGIN}\n\nold\n\n${END}\nb\n`,      `a\n${BEGIN}\n\nnew\n\n${END}\nb\n`],
  [`${BEGIN}${END}`,                         `${BEGIN}\n\nnew\n\n${END}`],
])('%j', (text, expected) => {
  expect(withTable(text, 'new')).toBe(expected);
});

test.each(['', `${BEGIN}`, `${END}`, `${END} ${BEGIN}`, `${BEGIN} ${END} ${BEGIN}`, `${BEGIN} ${END} ${END}`])(
  '%j has no place for it',
  (text) => {
    expect(() => withTable(text, 'new')).toThrow('once each');
  },
);
