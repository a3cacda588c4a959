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
import { type FirstRequest, openFirstRequests } from './first-requests';
import { measure, spreadOf } from './measure';
import { type Bench, measuredRow, type Row } from './row';

const ROUNDS = 15;
/** One before the first that counts. */
const TRIES = ROUNDS + 1;

/**
 * Wished for were 1.3, which is out of reach: a handler that does nothing but send one request by Node's own modules is at 1.4
 * (the row of the bare request). Our decision: the SDK, the schemas and our own work, two to five calls in a row, may
 * double that.
 */
const REACH = { atMost: 2.8 };

const EMPTY = 'exports.handler = async () => ({ statusCode: 200, headers: {}, isBase64Encoded: false, body: "" });\n';

interface Started {
  readonly ms: number;
  /** Of the process, its threads included: tells the same on a machine that does other things besides. */
  readonly processorMs: number;
  readonly answer: unknown;
}

/** Milliseconds until the answer is there; the process has ended when it resolves. */
const timed = async (
  bundle: string,
  given: unknown,
  environment: Readonly<Record<string, string>>,
): Promise<Started> => {
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
  const [, told] = /\0(.*)\0$/s.exec(printed) ?? [];
  if (told === undefined) throw new Error(`${bundle} did not answer: ${complaint}${printed}`);
  return { ms, ...(JSON.parse(told) as Pick<Started, 'answer' | 'processorMs'>) };
};

export const coldStart: Bench = {
  about: 'a fresh process loads a function and answers its first request, against an empty handler',
  async run() {
    const checkout = process.cwd();
    const directory = mkdtempSync(join(tmpdir(), 'cold-start-'));
    const empty = join(directory, 'index.js');
    writeFileSync(empty, EMPTY);
    const { environment, context, requests, close } = await openFirstRequests(TRIES);
    const processor: string[] = [];
    const against = async (name: string, bundle: string, { event, isDone }: FirstRequest) => {
      const spent: { ours: number[]; reference: number[] } = { ours: [], reference: [] };
      const measured = await measure({
        rounds: ROUNDS,
        reference: async (round) => {
          const { ms, processorMs } = await timed(empty, { event: event(round), context }, environment);
          spent.reference.push(processorMs);
          return ms;
        },
        ours: async (round) => {
          const { ms, processorMs, answer } = await timed(bundle, { event: event(round), context }, environment);
          if (!isDone(answer)) throw new Error(`${name} answered ${JSON.stringify(answer)}`);
          spent.ours.push(processorMs);
          return ms;
        },
      });
      processor.push(`${name} ${(spreadOf(spent.ours).median / spreadOf(spent.reference).median).toFixed(2)}`);
      return measured;
    };
    try {
      const rows: Row[] = [];
      for (const [name, request] of Object.entries(requests)) {
        const measured = await against(name, join(checkout, 'dist', name, 'index.js'), request);
        rows.push(measuredRow(name, 'ms', measured, name === 'console' ? undefined : REACH));
      }
      const bare = { event: () => null, isDone: () => true };
      const measured = await against('a bare request', join(checkout, 'test/bench/bare-request.cjs'), bare);
      const note = `Node's own modules and one request to the store: no function can begin with less. Of processor time, against the empty handler: ${processor.join(', ')}.`;
      return [...rows, measuredRow('a bare request', 'ms', measured, undefined, note)];
    } finally {
      await close();
      rmSync(directory, { recursive: true });
    }
  },
};
