/**
 * How long a fresh Node process takes to load a function's bundle and to answer its first request, against a fresh Node
 * process that runs an empty handler, in turn. The first request goes to a running system: the embedded store answers it.
 *
 * Both processes are given the environment of a function and nothing else, as on the platform: some variables of a developer's
 * shell, NODE_EXTRA_CA_CERTS for one, lengthen every start and would flatter the ratio.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFirstRequests } from './first-requests';
import { measure } from './measure';
import { type Bench, measuredRow, type Row } from './row';

const ROUNDS = 15;
/** One before the first that counts. */
const TRIES = ROUNDS + 1;

/** What bounds it is in the row of the bare request. */
const REACH = { atMost: 1.3 };

const EMPTY = 'exports.handler = async () => ({ statusCode: 200, headers: {}, isBase64Encoded: false, body: "" });\n';

/** Milliseconds until the answer is there; the process has ended when it resolves. */
const timed = async (
  bundle: string,
  given: unknown,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly ms: number; readonly answer: unknown }> => {
  const startMs = performance.now();
  const child = spawn(
    process.execPath,
    [join(process.cwd(), 'test/bench/first-request.cjs'), bundle, JSON.stringify(given)],
    {
      env: { ...environment, TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let ms = Number.NaN;
  let printed = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk;
    if (printed.endsWith('\0')) ms = performance.now() - startMs;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk;
  });
  await once(child, 'close');
  const [, answer] = /\0(.*)\0$/s.exec(printed) ?? [];
  if (answer === undefined) throw new Error(`${bundle} did not answer: ${complaint}${printed}`);
  return { ms, answer: JSON.parse(answer) };
};

export const coldStart: Bench = {
  about: 'a fresh process loads a function and answers its first request, against an empty handler',
  async run() {
    const checkout = process.cwd();
    const directory = mkdtempSync(join(tmpdir(), 'cold-start-'));
    const empty = join(directory, 'index.js');
    writeFileSync(empty, EMPTY);
    const { environment, context, requests, close } = await openFirstRequests(TRIES);
    const against = async (bundle: string, event: (round: number) => unknown, isDone: (answer: unknown) => boolean) =>
      measure({
        rounds: ROUNDS,
        reference: async (round) => (await timed(empty, { event: event(round), context }, environment)).ms,
        ours: async (round) => {
          const { ms, answer } = await timed(bundle, { event: event(round), context }, environment);
          if (!isDone(answer)) throw new Error(`${bundle} answered ${JSON.stringify(answer)}`);
          return ms;
        },
      });
    try {
      const rows: Row[] = [];
      for (const [name, { event, isDone }] of Object.entries(requests)) {
        const measured = await against(join(checkout, 'dist', name, 'index.js'), event, isDone);
        rows.push(measuredRow(name, 'ms', measured, name === 'console' ? undefined : REACH));
      }
      const bare = join(checkout, 'test/bench/bare-request.cjs');
      const note = "Node's own modules and one request to the store, nothing else: no function can begin with less";
      return [
        ...rows,
        measuredRow(
          'a bare request',
          'ms',
          await against(
            bare,
            () => null,
            () => true,
          ),
          undefined,
          note,
        ),
      ];
    } finally {
      await close();
      rmSync(directory, { recursive: true });
    }
  },
};
