/** `npm start` as a person has it: one process from the built bundles, its messages, its end, and its next start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(60_000);

const checkout = join(__dirname, '../..');
const HOUR_MS = 3_600_000;

let directory: string;
const running = new Set<ChildProcess>();
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'npm-start-'));
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(directory, { recursive: true });
});

const start = (environment: Record<string, string> = {}, ...options: string[]) => {
  const child = spawn(process.execPath, [join(checkout, 'dist/local/main.js'), ...options], {
    cwd: checkout,
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: join(directory, 'data'), ...environment },
  });
  running.add(child);
  let printed = '';
  child.stdout.on('data', (text) => (printed += text));
  child.stderr.on('data', (text) => (printed += text));
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    return { code, printed };
  });
  /** The address, once it is ready. */
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const [, origin] = /runs at +(http:\S+)[\s\S]*Ctrl-C stops it/.exec(printed) ?? [];
      if (origin) resolve(origin);
    });
    ended.then(() => reject(new Error(`It ended before it was ready: ${printed}`)), reject);
  });
  // Whoever does not wait for it means it to end.
  ready.catch(() => {});
  return { child, ready, ended };
};

interface Answer {
  status: number;
  body: {
    now: string;
    functions: { name: string; routes: string[]; invocations: number; errors: number }[];
  };
}

const call = async (address: string, posted?: unknown): Promise<Answer> => {
  const init = posted === undefined ? {} : { method: 'POST', body: JSON.stringify(posted) };
  const response = await fetch(address, init);
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};

const simulatorOf = async (origin: string): Promise<string> =>
  (await fetch(`${origin}/local/simulator/console`)).text();

test('starts, serves, lets time pass, stops cleanly, and goes on from there', async () => {
  const first = start();
  const origin = await first.ready;

  expect(await call(`${origin}/api/nothing`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  expect(await call(`${origin}/local/nothing`)).toMatchObject({ status: 404 });
  expect(await simulatorOf(origin)).toContain('development-operator-token');
  const { body: advanced } = await call(`${origin}/local/clock`, { advanceMs: HOUR_MS });
  const { body: listed } = await call(`${origin}/local/functions`);
  // Or one more, where some of the machine's own time went by.
  for (const [name, anHour] of [
    ['check-consistency', 1],
    ['close-subscription', 60],
    ['deliver-mail', 60],
    ['settle-fees', 6],
    ['push-metering', 12],
  ] as const) {
    const timed = listed.functions.find((one) => one.name === name);
    expect(timed).toMatchObject({ name, errors: 0 });
    expect([anHour, anHour + 1]).toContain(timed?.invocations);
  }

  for (const options of [[], ['--fresh']]) {
    const { code, printed } = await start({}, ...options).ended;
    expect([code, printed]).toEqual([1, expect.stringMatching(/^The data in .* is in use: stop .*\n$/)]);
  }
  first.child.kill('SIGINT');
  expect(await first.ended).toMatchObject({ code: 0 });

  const second = start({ OPERATOR_TOKEN: 'an-operator-token-of-my-own-that-nobody-sees' });
  const { body } = await call(`${await second.ready}/local/clock`);
  expect(Date.parse(body.now)).toBeGreaterThanOrEqual(Date.parse(advanced.now));
  expect(await simulatorOf(await second.ready)).not.toContain('operator-token');
  second.child.kill('SIGTERM');
  expect(await second.ended).toMatchObject({ code: 0 });
});

test('a port that is taken is said in one sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const { code, printed } = await start({ PORT: String(port) }).ended;
  expect([code, printed]).toEqual([1, expect.stringMatching(/^The port is taken: .*\n$/)]);
  taken.close();
});

test('every variable that is missing or malformed is named, and nothing starts', async () => {
  const { code, printed } = await start({ PUBLIC_URL: '', SESSION_KEY: 'short', SETTLEMENT_REQUIRE_PROOF: 'yes' })
    .ended;
  expect(code).toBe(1);
  expect(printed).toMatch(
    /^The configuration is not right: PUBLIC_URL is not set; SESSION_KEY must have .*; SETTLEMENT_REQUIRE_PROOF must be .*\.\n$/,
  );
});

test('ends when npm is told to end, which does not pass it on', async () => {
  // npm's shell, ended by the signal while what it started goes on.
  const script = `"${process.execPath}" dist/local/main.js; true`;
  const shell = spawn('sh', ['-c', script], {
    cwd: checkout,
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: join(directory, 'npm'), npm_lifecycle_event: 'start' },
  });
  let printed = '';
  const ended = new Promise<void>((resolve) => {
    shell.stdout.on('data', (text) => {
      printed += text;
      if (printed.includes('Ctrl-C stops it')) shell.kill('SIGTERM');
    });
    shell.stdout.on('close', resolve);
  });
  await ended;
  expect(printed).toMatch(/Stopping\. Ctrl-C again ends it at once\.\n$/);
});
