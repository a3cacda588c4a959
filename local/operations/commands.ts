/**
 * All commands of operators, and how a line of one is read. The runbook's lines are read by the same code in a test, so it
 * cannot name a command or an option that is not there.
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { check } from './check';
import type { Command, Given, Prepared } from './command';
import { credit } from './credit';
import { findings } from './findings';
import { log } from './log';
import { mendBinding } from './mend-binding';
import type { Signature } from './operate';
import { replayCall } from './replay-call';
import { resendMail } from './resend-mail';
import { resolveWindow } from './resolve-window';
import { resumeClosure } from './resume-closure';
import { retakeUsage } from './retake-usage';
import { revokeSessions } from './revoke-sessions';
import { show } from './show';
import { showLedger } from './show-ledger';
import { showMetering } from './show-metering';
import { unlock } from './unlock';

// biome-ignore format: those that look, then those that act
export const commands: readonly Command[] = [
  show, showLedger, showMetering, findings, log,
  check, replayCall, resendMail, resumeClosure, mendBinding, revokeSessions, unlock, retakeUsage, credit, resolveWindow,
];

/** What every command takes. */
const common = {
  stage: { type: 'string' },
  do: { type: 'boolean' },
  by: { type: 'string' },
  why: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

export interface Parsed {
  readonly command: string;
  readonly prepared: Prepared;
  readonly stage: string | undefined;
  /** Absent: dry. */
  readonly signature?: Signature;
  readonly json: boolean;
}

/** What stands behind `npm run ops --`. Throws a sentence that says what to do; `help` where help is asked for. */
export const parse = (argv: readonly string[]): Parsed | { readonly help: string } => {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === 'help') return { help: usage() };
  const command = commands.find((one) => one.name === name);
  if (!command) {
    throw new Error(
      `${name} is no command: there are ${commands.map((one) => one.name).join(', ')}. --help lists them.`,
    );
  }
  const { values, positionals } = read(command, rest);
  if (values.help === true) return { help: usageOf(command) };
  const given: Given = {
    positionals,
    text: (option) => textIn(values[option]),
    texts: (option) => [values[option] ?? []].flat().map(String),
    flag: (option) => values[option] === true,
  };
  const prepared = command.prepare(given);
  const signature = signed(given, prepared, name);
  return {
    command: name,
    prepared,
    stage: given.text('stage'),
    ...(signature && { signature }),
    json: given.flag('json'),
  };
};

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const read = (command: Command, args: string[]) => {
  try {
    const options: NonNullable<ParseArgsConfig['options']> = { ...common, ...command.options };
    return parseArgs({ args, options, allowPositionals: true });
  } catch (fault) {
    const [first = ''] = (fault as Error).message.split(/\. |\n/);
    throw new Error(`${first}. It is called as: npm run ops -- ${command.usage}`);
  }
};

/** Longer ones belong into the ticket. */
const LONGEST = 500;

const signed = ({ text, flag }: Given, prepared: Prepared, name: string): Signature | undefined => {
  if (!flag('do')) return undefined;
  if (prepared.kind === 'look') throw new Error(`${name} only looks: leave --do out.`);
  const [by, why] = [text('by')?.trim() ?? '', text('why')?.trim() ?? ''];
  if (by === '' || why === '' || by.length > LONGEST || why.length > LONGEST) {
    throw new Error(
      `What is carried out is recorded: say who you are with --by, and the ticket and reason with --why, each in at most ${LONGEST} characters.`,
    );
  }
  return { by, why };
};

const usageOf = ({ usage: called, purpose }: Command): string => `npm run ops -- ${called}\n    ${purpose}`;

const usage = (): string =>
  [
    'Commands of operators, on one stage. Without --do they change nothing, and say what they would do.',
    '',
    ...commands.map((command) => `${usageOf(command)}\n`),
    'Every command takes:',
    '    --stage <name>   the deployment; local is the running npm start',
    '    --do             carry it out; with it go --by <who you are> and --why <ticket and reason>, which are recorded',
    '    --json           the answer for machines',
    '',
    'When to use which, and when not, stands in local/operations/RUNBOOK.md.',
  ].join('\n');
