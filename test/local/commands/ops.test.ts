/** `npm run ops` as a person runs it: the built command against the running system, over the wire, what it prints and how it ends. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { type RunningSystem, removeData, send, startSystem, storeOf } from '../../fakes/system';
import { ACCOUNT_ID, alicloud, registrationBody } from '../../fakes/world';
import { wordsOf } from '../operations/words';

/** On a busy machine: a dozen commands, each a process of its own. */
jest.setTimeout(180_000);

let system: RunningSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(async () => {
  await system.stop();
  await removeData();
});

interface Ended {
  readonly code: number;
  readonly answer: string;
  readonly remark: string;
}

const ops = (line: string, stage = 'local'): Promise<Ended> =>
  new Promise((resolve) => {
    const file = join(__dirname, '../../../dist/local/commands/ops.js');
    const environment = { PATH: process.env.PATH, DATA_DIR: system.dataDirectory };
    const words = [...wordsOf(line), '--stage', stage];
    const child = execFile(process.execPath, [file, ...words], { env: environment }, (_, answer, remark) =>
      resolve({ code: child.exitCode ?? -1, answer: answer.trim(), remark: remark.trim() }),
    );
  });

const AHEAD_MS = 10 * 60_000;

const SIGNED = '--do --by Ada --why "ticket 7: tried"';
const buy = async (): Promise<string> =>
  (await send(system, 'POST', '/local/marketplace/instances', { json: { accountId: ACCOUNT_ID } })).body.instanceId;
const subjects = async (): Promise<string[]> =>
  (await send(system, 'GET', '/local/mail')).body.messages.map(({ subject }: { subject: string }) => subject);
const advance = (advanceMs: number) => send(system, 'POST', '/local/clock', { json: { advanceMs } });

test('from looking to mending: a closure that was lost, its mail once more, a wrong binding, a check, the log', async () => {
  const [first, second] = [await buy(), await buy()];
  const registration = registrationBody({ settlement: alicloud(first) });
  const { workspace } = (await send(system, 'POST', '/api/registrations', { json: registration })).body;
  const { token } = (
    await send(system, 'POST', '/api/sessions', { json: { username: 'acme', password: registration.password } })
  ).body;
  const settled = async () =>
    (await send(system, 'GET', `/api/workspaces/cn1/${workspace.workspaceId}/settlements`, { token })).body.settlements;

  // The system's clock is ahead of ours from here on: what is written must be of its time.
  await advance(AHEAD_MS);

  const dry = await ops(`mend-binding cn1/${workspace.workspaceId} --to ${second} --anyway`);
  expect(dry).toMatchObject({ code: 0, answer: expect.stringMatching(/^Switch the workspace/) });
  expect(dry.remark).toMatch(/^Nothing was changed\..*--do --by/);
  expect(await settled()).toHaveLength(1);
  expect(await ops(`mend-binding cn1/${workspace.workspaceId} --to ${second}`)).toMatchObject({
    code: 1,
    answer: expect.stringMatching(/^Refused: Nothing in the rows says/),
  });
  expect(await ops(`mend-binding cn1/${workspace.workspaceId} --to ${second} --anyway ${SIGNED}`)).toEqual({
    code: 0,
    answer: `Done: ${workspace.workspaceId} went from the instance ${first} to the instance ${second}.`,
    remark: expect.stringMatching(/^Recorded as [0-9a-f]{32}\.$/),
  });
  const [before, mended] = await settled();
  expect(mended).toMatchObject({ instanceId: second, cause: 'repair', by: 'operator' });
  expect(Date.parse(mended.from) - Date.parse(before.from)).toBeGreaterThanOrEqual(AHEAD_MS);

  // Marked by nobody's call, and on nobody's list: as if the to-do had been lost.
  const store = storeOf(system);
  const instance = await store.get('instances', { instanceId: second });
  if (!instance) throw new Error('The instance is not there.');
  const closing = { ...instance, status: 'closing', version: instance.version + 1, releasedAtMs: Date.now() } as const;
  await store.write({ table: 'instances', put: closing });
  expect((await ops(`show instance ${second}`)).answer).toMatch(
    /status: closing[\s\S]*wrong:\n {2}- It is closing, and the marketplace/,
  );
  expect(await ops(`resume-closure ${second} ${SIGNED}`)).toMatchObject({
    code: 0,
    answer: `Done: The closure of ${second} is complete.`,
  });
  expect((await settled()).at(-1)).toMatchObject({ method: 'billing-center', cause: 'closure' });

  await advance(2 * 60_000);
  const mailId = `closure/${second}/${((await store.get('workspaces', workspace)) as { owner: string }).owner}`;
  const sent = (await subjects()).length;
  expect(await ops(`resend-mail ${mailId} ${SIGNED}`)).toMatchObject({
    code: 1,
    answer: expect.stringMatching(/^Refused: It was sent at .*--again/),
  });
  expect(await ops(`resend-mail ${mailId} --again ${SIGNED}`)).toMatchObject({ code: 0 });
  await advance(2 * 60_000);
  expect(await subjects()).toHaveLength(sent + 1);

  const account = await ops('show account acme --json');
  expect(JSON.parse(account.answer)).toMatchObject({ account: { email: 'o***@acme.example' }, workspaceCount: 1 });
  expect(await ops(`replay-call --action releaseInstance --instance ${first}`)).toMatchObject({
    code: 1,
    answer: expect.stringMatching(/^Refused: The marketplace shows it as OPENED/),
  });
  expect(await ops(`revoke-sessions acme ${SIGNED}`)).toMatchObject({
    code: 0,
    answer: 'Done: 1 sessions of acme were ended.',
  });
  expect((await send(system, 'GET', '/api/account', { token })).status).toBe(401);

  const checked = await ops('check --json');
  expect([checked.remark, checked.code]).toEqual(['', 0]);
  expect(JSON.parse(checked.answer)).toMatchObject({ dryRun: true, findings: [] });

  const { answer } = await ops('log --json');
  const { operations } = JSON.parse(answer) as { operations: { command: string; by: string; outcome: string }[] };
  expect(operations.map(({ command, by, outcome }) => [command, by, outcome])).toEqual([
    ['revoke-sessions', 'Ada', 'done'],
    ['resend-mail', 'Ada', 'done'],
    ['resume-closure', 'Ada', 'done'],
    ['mend-binding', 'Ada', 'done'],
  ]);
});

// biome-ignore format: one case a line
test.each([
  ['shows',              'local', /^shows is no command/],
  ['findings --al',      'local', /^Unknown option '--al'\. It is called as: npm run ops -- findings$/],
  ['findings',           'Prod',  /^Prod is no stage/],
])('%s of the stage %s: one sentence, and 1', async (line, stage, sentence) => {
  expect(await ops(line, stage)).toEqual({ code: 1, answer: '', remark: expect.stringMatching(sentence) });
});

test('help needs no stage', async () => {
  expect(await ops('--help')).toMatchObject({ code: 0, answer: expect.stringMatching(/^Commands of operators/) });
});
