/**
 * What is tried once on a real account: each trial says what to expect, which is what happens on the local cloud, and what
 * came of it. A trial that needs a person and has none is not done; nothing is claimed of it.
 */
import { explain } from '../../explain';

export interface Outcome {
  readonly state: 'as expected' | 'differs' | 'not done';
  /** What was seen, or why nothing was. */
  readonly seen: string;
}

export interface Trial {
  readonly name: string;
  readonly expected: string;
  run(): Promise<Outcome>;
}

export interface Tried extends Outcome {
  readonly name: string;
  readonly expected: string;
}

export const asExpected = (seen: string): Outcome => ({ state: 'as expected', seen });
export const differs = (seen: string): Outcome => ({ state: 'differs', seen });
export const notDone = (why: string): Outcome => ({ state: 'not done', seen: why });

/** One after the other, for later ones go on from earlier ones. What one throws is what differed; the next is tried. */
export const tryAll = async (
  trials: readonly Trial[],
  say: (line: string) => void,
  withoutSecrets: (text: string) => string,
): Promise<Tried[]> => {
  const tried: Tried[] = [];
  for (const { name, expected, run } of trials) {
    say(`\n${name}\n  expected: ${expected}`);
    const outcome = await run().catch((fault) => differs(explain(fault)));
    const seen = withoutSecrets(outcome.seen).replace(/\s+/g, ' ').trim();
    say(`  ${outcome.state}: ${seen}`);
    tried.push({ name, expected, state: outcome.state, seen });
  }
  return tried;
};

/** One line that claims no more than was done. */
export const summaryOf = (tried: readonly Tried[]): string => {
  const count = (state: Outcome['state']) => tried.filter((each) => each.state === state).length;
  return `${count('as expected')} as expected, ${count('differs')} different from the local cloud, ${count('not done')} not done.`;
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** To be kept: what differed on which stage, when, of which commit. */
export const reportOf = (tried: readonly Tried[], stage: string, commit: string, nowMs: number): string => {
  const ofState = (state: Outcome['state']) =>
    tried.filter((each) => each.state === state).map(({ name, seen }) => `- ${name}: ${seen}`);
  const section = (title: string, lines: readonly string[]) => [
    `## ${title}`,
    '',
    ...(lines.length ? lines : ['Nothing.']),
    '',
  ];
  return [
    `# Acceptance of ${stage}`,
    '',
    `${new Date(nowMs).toISOString()}, commit ${commit}: ${summaryOf(tried)}`,
    '',
    ...section('What differed from the local cloud', ofState('differs')),
    ...section('What was not done', ofState('not done')),
    '## All trials',
    '',
    '| trial | expected | outcome | seen |',
    '|---|---|---|---|',
    ...tried.map(({ name, expected, state, seen }) => `| ${[name, expected, state, seen].map(cell).join(' | ')} |`),
    '',
  ].join('\n');
};
