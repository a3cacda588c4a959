/** What the pages of operators name is there: each command is taken by those of operators, each section stands in the runbook. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commandFor,
  type Next,
  nextOfClosure,
  nextOfFindings,
  nextOfMails,
  nextOfMetering,
  nextOfStopped,
  nextOfUsage,
  RUNBOOK,
  written,
} from '../../../../../functions/console/pages/operations/next-steps';
import { parse } from '../../../../../local/operations/commands';
import { closureMailId, overdueMailId } from '../../../../../shared/domain/mail';

const root = join(__dirname, '../../../../..');
const headings = readFileSync(join(root, RUNBOOK), 'utf8').match(/(?<=^#+ ).+$/gm) ?? [];

/** A line as it is typed, its stage filled in. */
const parsed = (line: string) => {
  const [npm, run, ops, dashes, ...rest] = line.replace('<stage>', 'prod').split(' ');
  expect([npm, run, ops, dashes]).toEqual(['npm', 'run', 'ops', '--']);
  const read = parse(rest);
  if ('help' in read) throw new Error(`${line} asks for help.`);
  return read;
};

test.each<[string, Next]>([
  ['open findings', nextOfFindings],
  ['a check that stopped', nextOfStopped],
  ['a closure', nextOfClosure('33884913')],
  ['mails', nextOfMails],
  ['windows that were lost', nextOfMetering(false, false)],
  ['windows that were refused, in time', nextOfMetering(false, true)],
  ['windows of which nobody knows', nextOfMetering(true, false)],
  ['unusable usage', nextOfUsage],
])('%s: its commands and sections are there, and no command acts', (_, { commands, sections }) => {
  for (const command of commands) expect(parsed(written(command, 'billing.example'))).not.toHaveProperty('signature');
  expect(headings).toEqual(expect.arrayContaining([...sections]));
});

// biome-ignore format: a table
test.each([
  [false, false, []],
  [false, true,  ['Resolve a window']],
  [true,  false, ['Alarm: metering-unknown', 'Resolve a window']],
  [true,  true,  ['Alarm: metering-unknown', 'Resolve a window']],
])('windows; some unknown: %s, some to be sent again: %s', (undecided, retriable, sections) => {
  expect(nextOfMetering(undecided, retriable).sections).toEqual([...sections, 'Alarm: metering-endangered', 'Alarm: metering-lost']);
});

const workspaceId = `wksp_${'0123456789abcdef'.repeat(2)}`;
const notificationId = '0123456789abcdef'.repeat(2);

// biome-ignore format: a table
test.each([
  ['call-undelivered',     notificationId,                           `replay-call --notification ${notificationId}`],
  ['call-unreadable',      notificationId,                           `replay-call --notification ${notificationId}`],
  ['settled-by-stranger',  workspaceId,                              `show workspace ${workspaceId}`],
  ['closure-unfinished',   '33884913',                               'show instance 33884913'],
  ['mail-undeliverable',   closureMailId('33884913', 'acct_1'),      'show mail closure/33884913/acct_1'],
  ['overdue-mail-missing', overdueMailId('33884913', 1_767_225_600), 'show mail overdue/33884913/1767225600'],
])('a finding %s of %s is looked at', (kind, subject, command) => {
  expect(commandFor(kind, subject)).toBe(command);
  expect(parsed(written(command, 'billing.example')).prepared.kind).toBe(kind.startsWith('call-') ? 'act' : 'look');
});

// biome-ignore format: a table
test.each([
  ['marketplace-unreachable', 'marketplace'],
  ['intent-at-closed',        `33884915/${workspaceId}`],
  ['notice-list-unnamed',     `${notificationId}/0`],
  ['call-undelivered',        '1; rm -r /'],
])('a finding %s of %s is not', (kind, subject) => {
  expect(commandFor(kind, subject)).toBeUndefined();
});

// biome-ignore format: a table
test.each([
  ['127.0.0.1',            'npm run ops -- findings --stage local'],
  ['localhost',            'npm run ops -- findings --stage local'],
  ['billing.example',      'npm run ops -- findings --stage <stage>'],
  ['127.0.0.1.billing.eu', 'npm run ops -- findings --stage <stage>'],
])('at %s a command is written for its stage', (hostname, line) => {
  expect(written('findings', hostname)).toBe(line);
});
