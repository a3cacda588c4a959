/** The whole of `npm run accept` on the running local cloud, whose marketplace plays the seller's test tool. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tried } from '../../../../local/deployment/acceptance/trial';
import { type RunningSystem, removeData, send, startSystem, storeOf } from '../../../fakes/system';
import { checkout } from '../stub';

jest.setTimeout(300_000);

let system: RunningSystem;
beforeEach(async () => {
  system = await startSystem();
});
afterEach(() => system.stop());
afterAll(removeData);

const acceptWith = (
  more: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const program = join(checkout, 'dist/local/commands/accept.js');
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: system.dataDirectory, ...more };
    const report = join(system.dataDirectory, 'report.md');
    const all = [program, '--stage', 'local', '--report', report, ...args];
    execFile(process.execPath, all, { cwd: checkout, env }, (fault, out, err) =>
      resolve({ code: Number(fault?.code ?? 0), out, err }),
    );
  });

const accept = (...args: string[]) => acceptWith({}, ...args);

test('every trial that needs no real account is as expected; what needs days or a console is not claimed', async () => {
  const { code, out, err } = await accept('--mail-to', 'owner@acme.example');
  const tried: Tried[] = JSON.parse(out);
  expect(tried.map(({ name, state, seen }) => `${state}: ${name}${state === 'differs' ? ` ${seen}` : ''}`)).toEqual([
    'as expected: The doors',
    "as expected: The store's contract",
    'as expected: A signed query',
    'as expected: An unknown instance',
    'as expected: One timer',
    'as expected: createInstance',
    'as expected: A registration bound to it',
    'as expected: expiredInstance',
    'as expected: renewInstance',
    'as expected: releaseInstance',
    'as expected: The closure',
    'as expected: One mail',
    'as expected: The list of failed notifications',
    'not done: One failed notification',
    'not done: The EventBridge trigger',
  ]);
  expect(code).toBe(0);
  expect(err).toMatch(/13 as expected, 0 different from the local cloud, 2 not done\. The report is .*report\.md\.\n$/);
  const report = readFileSync(join(system.dataDirectory, 'report.md'), 'utf8');
  expect(report).toMatch(/## What differed from the local cloud\n\nNothing\.\n\n## What was not done\n\n- One failed/);
  expect(report).not.toContain('development-');

  const store = storeOf(system);
  const left = (await store.scan('workspaces', {}, { limit: 1_000 })).rows;
  expect(left).toEqual([
    expect.objectContaining({ username: expect.stringMatching(/^accept-\d+$/), name: 'Acceptance' }),
  ]);
  expect((await store.scan('todos', { queue: 'closures' }, { limit: 1_000 })).rows).toEqual([]);

  // It left no customer behind, so it may be run again.
  const again = await accept();
  expect(again.code).toBe(0);
  expect(again.err).toContain('not done: No address was given: --mail-to.');
});

test('a stage with customers is refused before anything is tried', async () => {
  const registration = {
    site: 'cn1',
    username: 'acme',
    password: 'correct horse battery',
    email: 'ops@acme.example',
    workspace: { name: 'Acme production', language: 'en' },
    settlement: { method: 'billing-center' },
    agreementAccepted: true,
  };
  await send(system, 'POST', '/api/registrations', { json: registration });
  const { code, out, err } = await accept();
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^This stage has customers already: /);
});

test('what differs is told, and ends it with 1', async () => {
  const { code, out, err } = await acceptWith({ MARKETPLACE_SELLER_KEY: 'another key than the stage has' });
  const tried: Tried[] = JSON.parse(out);
  expect(tried.flatMap(({ name, state, seen }) => (state === 'differs' ? [`${name}: ${seen}`] : []))).toEqual([
    'A signed query: answered 403, 403, 403',
  ]);
  expect(err).not.toContain('another key than');
  expect(code).toBe(1);
});
