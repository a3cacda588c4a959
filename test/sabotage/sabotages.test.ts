/** Every sabotage still fits the source that it breaks; that it is found, `npm run sabotage` proves. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { feesSabotages } from './fees';
import { applied } from './patch';
import { sabotages as ofBindings } from './sabotages';

const sabotages = [...ofBindings, ...feesSabotages];

const sourceOf = (file: string): string => readFileSync(join(__dirname, '../..', file), 'utf8');

it.each(sabotages.map((sabotage) => [sabotage.name, sabotage] as const))('%s', (_, { edits }) => {
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const source = sourceOf(file);
    expect(edits.filter((edit) => edit.file === file).reduce(applied, source)).not.toBe(source);
  }
});

test('no two of one name', () => {
  expect(new Set(sabotages.map(({ name }) => name)).size).toBe(sabotages.length);
});

test.each([
  ['nowhere', 'some text', 'other'],
  ['twice', 'text and text', 'text'],
])('an edit whose place is found %s is told', (_, text, find) => {
  expect(() => applied(text, { file: 'a.ts', find, replace: 'x' })).toThrow(find);
});
