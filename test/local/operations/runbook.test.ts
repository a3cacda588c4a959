/**
 * The runbook names no command that is not there, and no section: its lines are read by the real parser, its references
 * looked up. Each finding that wakes somebody has its section, in which stands what it means, what to look at, do and not do.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, parse } from '../../../local/operations/commands';
import { findingKinds } from '../../../shared/domain/findings';
import { wordsOf } from './words';

const runbook = readFileSync(join(__dirname, '../../../local/operations/RUNBOOK.md'), 'utf8');

const sections = new Map(
  runbook
    .split(/^#{1,2} /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
);

/** In a block a line each; within a sentence up to the closing mark, wherever it breaks. */
const lines = [...runbook.matchAll(/npm run ops -- ([^`]*?)(?=`|\n(?=[^`]*```))/g)]
  .map(([, line = '']) => line.replace(/\s+/g, ' ').trim())
  .filter((line) => line !== '…');

test('it names many lines', () => {
  expect(lines.length).toBeGreaterThan(50);
});

test.each([...new Set(lines)])('npm run ops -- %s', (line) => {
  const parsed = parse(wordsOf(line));
  if (!('help' in parsed)) expect(parsed.stage).toMatch(/^[a-z]+$/);
});

test('every command stands in it', () => {
  const named = new Set(lines.map((line) => wordsOf(line)[0]));
  expect(commands.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
});

test.each(findingKinds)('the finding %s: what it means, what to look at, what to do, what not to do', (kind) => {
  expect(sections.get(`Finding: ${kind}`)).toMatch(/\nMeans: .*\nLook at: .*\nDo: .*\nDo not: /s);
});

test('it has a section of no finding that is not there', () => {
  const told = [...sections.keys()].flatMap((heading) => /^Finding: (.*)/.exec(heading)?.slice(1) ?? []);
  expect(told).toEqual(findingKinds);
});

test('whatever section it refers to is there', () => {
  const named = [
    ...runbook.matchAll(
      /"((?:Alarm|Finding): [a-z-]+|(?:Replay|Take|Resend|Resume|Mend|Rotate|Restore|Roll)\s[^"]*)"/g,
    ),
  ];
  const headings = named.map(([, heading = '']) => heading.replace(/\s+/g, ' '));
  expect(headings.length).toBeGreaterThan(20);
  expect(headings.filter((heading) => !sections.has(heading))).toEqual([]);
});
