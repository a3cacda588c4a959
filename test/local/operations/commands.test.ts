/** How a line is read: what is wrong with it is told in one sentence that says what to do, before anything is reached. */
import { commands, parse } from '../../../local/operations/commands';
import { wordsOf } from './words';

const WORKSPACE = `wksp_${'0'.repeat(32)}`;

const read = (line: string) => parse(wordsOf(line));

// biome-ignore format: one case a line
const right: readonly (readonly [line: string, kind: 'look' | 'act'])[] = [
  [`show workspace ${WORKSPACE}`,                                        'look'],
  [`show workspace cn1/${WORKSPACE}`,                                    'look'],
  ['show instance 33884913',                                             'look'],
  ['show account acme --personal',                                       'look'],
  ['show mail closure/33884913/acct_1 --json',                           'look'],
  ['findings',                                                           'look'],
  ['log',                                                                'look'],
  ['log --limit 50',                                                     'look'],
  ['check',                                                              'act'],
  ['check --repair-limit 500',                                           'act'],
  ['replay-call --action releaseInstance --instance 33884913',           'act'],
  ['replay-call --notification 0123',                                    'act'],
  ['resend-mail closure/33884913/acct_1 --again',                        'act'],
  ['resume-closure 33884913',                                            'act'],
  [`mend-binding ${WORKSPACE} --to billing-center`,                      'act'],
  [`mend-binding ${WORKSPACE} --to 33884914 --anyway`,                   'act'],
  ['revoke-sessions acme',                                               'act'],
  ['unlock acme --place 203.0.113.1',                                    'act'],
  [`retake-usage --subject ${'a'.repeat(64)} --subject ${'b'.repeat(64)}`, 'act'],
  ['retake-usage --reason item-not-known',                               'act'],
  ['show-metering',                                                      'look'],
  ['show-metering 33884913',                                             'look'],
  ['resolve-window 33884913 --window 2026-01-01T00:00:00.000Z --accepted', 'act'],
  ['resolve-window 33884913 --window 2026-01-01T00:00:00Z --not-accepted', 'act'],
  ['show-ledger --account acme --currency USD',                          'look'],
  ['show-ledger --instance 33884913',                                    'look'],
  ['credit --account acme --currency CNY --kind cash --amount 100.00',   'act'],
];

test.each(right)('%s', (line, kind) => {
  const parsed = read(`${line} --stage dev`);
  expect(parsed).toMatchObject({ command: wordsOf(line)[0], stage: 'dev', prepared: { kind } });
  expect(parsed).not.toHaveProperty('signature');
});

test('every command is among the lines above, and in the help', () => {
  const parsed = read('--help');
  for (const { usage } of commands) expect('help' in parsed && parsed.help).toContain(usage);
  expect([...new Set(right.map(([line]) => wordsOf(line)[0]))].sort()).toEqual(commands.map(({ name }) => name).sort());
});

test.each(commands)('$name says how it is called', ({ name, usage }) => {
  expect(read(`${name} --help`)).toEqual({ help: expect.stringContaining(usage) });
});

// biome-ignore format: one case a line
test.each([
  ['shows',                                                               /^shows is no command: there are show, .*--help/],
  ['show',                                                                /^Nothing cannot be shown: there are workspace/],
  ['show workspace 33884913',                                             /^33884913 is none: name one workspace/],
  ['show instance cmgj00053362',                                          /^cmgj00053362 is none: name one instance/],
  ['show instance 33884913 33884914',                                     /name one instance/],
  ['show mail',                                                           /^Which mail\?/],
  ['show account a',                                                      /^a is none: name one Billing Center account/],
  ['show instance 33884913 --personel',                                   /^Unknown option '--personel'\. It is called as: npm run ops -- show/],
  ['findings 1',                                                          /^1: findings takes no argument/],
  ['log --limit 0',                                                       /^0: say how many/],
  ['check now',                                                           /^now: the check takes no argument/],
  ['check --repair-limit many',                                           /^many is no limit/],
  ['check --repair-limit',                                                /^Option '--repair-limit <value>' argument missing.*npm run ops -- check/],
  ['replay-call',                                                         /^Which call\?/],
  ['replay-call releaseInstance',                                         /^releaseInstance needs an option before it/],
  ['replay-call --instance 33884913',                                     /^Which call\?/],
  ['replay-call --notification 01 --instance 33884913',                   /^Parameters without an --action/],
  ['replay-call --action verify --instance 33884913',                     /^verify is no call of the marketplace: there are createInstance,/],
  ['replay-call --action renewInstance --instance 33884913',              /^renewInstance is not as .*: missing or malformed are orderId, expiredOn\.$/],
  ['replay-call --action releaseInstance --instance 1',                   /missing or malformed are instanceId\.$/],
  ['replay-call --action releaseInstance --parameter instanceId',         /^instanceId: give a parameter as <name>=<value>/],
  ['replay-call --action releaseInstance --instance 33884913 --parameter token=0123', /^Leave the token out/],
  ['resend-mail',                                                         /^Which mail\?/],
  ['resume-closure',                                                      /^Nothing was named: name one instance/],
  [`mend-binding ${WORKSPACE}`,                                           /^Who is to pay\?/],
  [`mend-binding ${WORKSPACE} --to alicloud`,                             /^alicloud is none: name one instance/],
  ['resolve-window --accepted',                                           /^Nothing was named: name one instance/],
  ['resolve-window 33884913 --accepted',                                  /^No window was named: say when it begins/],
  ['resolve-window 33884913 --window 8 --accepted',                       /^8 is no window/],
  ['resolve-window 33884913 --window 2026-01-01T00:00:00Z',               /^What does the marketplace’s bill show/],
  ['resolve-window 33884913 --window 2026-01-01T00:00:00Z --accepted --not-accepted', /^What does the marketplace’s bill show/],
  ['show-metering 8',                                                     /^8 is none: name one instance/],
  ['show-ledger',                                                         /^Whose ledger\?/],
  ['show-ledger acme',                                                    /^Whose ledger\?/],
  ['show-ledger --account acme --instance 33884913',                      /^Whose ledger\?/],
  ['show-ledger --account acme --currency EUR',                           /^EUR is none: name the currency, CNY or USD/],
  ['credit 100',                                                          /^100 is too much/],
  ['credit --currency CNY --kind cash --amount 1',                        /^Nothing was named: name one Billing Center account/],
  ['credit --account acme --kind cash --amount 1',                        /^Nothing was named: name the currency/],
  ['credit --account acme --currency CNY --kind arrears --amount 1',      /^arrears is no kind of balance/],
  ['credit --account acme --currency CNY --kind cash',                    /^Nothing is no amount/],
  ['credit --account acme --currency CNY --kind cash --amount=-1',        /^-1 is no amount: say one above nought/],
  ['credit --account acme --currency CNY --kind cash --amount 0.00',      /^0\.00 is no amount/],
  ['credit --account acme --currency CNY --kind cash --amount 1.001',     /^1\.001 is no amount/],
  ['credit --account acme --currency CNY --kind cash --amount 10000001',  /^10000001 is no amount: .*up to 10000000/],
  ['credit --account acme --currency CNY --kind cash --amount 1,000',     /^1,000 is no amount/],
  ['unlock acme --place home',                                            /^home is no IP address/],
  ['retake-usage',                                                        /^Which usage\?/],
  [`retake-usage --subject ${'a'.repeat(64)} --reason malformed`,         /^Which usage\?/],
  ['retake-usage --subject a',                                            /^a is no subject: it has 64/],
  ['retake-usage --reason coffee',                                        /^coffee is no reason: there are malformed, /],
  [`retake-usage ${'a'.repeat(64)}`,                                      /needs an option before it, as in --subject/],
  ['resume-closure 33884913 --do',                                        /^What is carried out is recorded: .*--by, .*--why/],
  ['resume-closure 33884913 --do --by Ada',                               /^What is carried out is recorded/],
  ['resume-closure 33884913 --do --by " " --why "ticket 7"',              /^What is carried out is recorded/],
  [`resume-closure 33884913 --do --by Ada --why ${'a'.repeat(501)}`,      /at most 500 characters/],
  ['show instance 33884913 --do --by Ada --why "ticket 7"',               /^show only looks: leave --do out/],
])('%s', (line, sentence) => {
  expect(() => read(line)).toThrow(sentence);
});

test('who and why are kept as they were said', () => {
  expect(read('resume-closure 33884913 --do --by "Ada L." --why " ticket 7: stuck "')).toMatchObject({
    signature: { by: 'Ada L.', why: 'ticket 7: stuck' },
  });
});
