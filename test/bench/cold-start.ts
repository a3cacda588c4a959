/**
 * How long a fresh Node process takes to load a function's bundle and to answer its first request, against a fresh Node
 * process that runs an empty handler, in turn. The first request goes to a running system: the embedded store and
 * marketplace answer it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FirstRequest, openBench } from './first-requests';

export interface Figure {
  readonly name: string;
  /** Median of the rounds' ratios. */
  readonly ratio: number;
  /** Medians. */
  readonly ours: number;
  readonly reference: number;
  readonly unit: 'ms';
  /** The ratios' quartiles. */
  readonly spread: readonly [number, number];
}

const ROUNDS = 21;

/** `dist/proofs`, where this runs from, lies two below the checkout. */
const checkout = join(__dirname, '../..');
const runner = join(checkout, 'test/bench/first-request.cjs');

const EMPTY = 'exports.handler = async () => ({ statusCode: 200, headers: {}, isBase64Encoded: false, body: "" });\n';

const quantile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
};
const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Milliseconds until the answer is there; the process has ended when it resolves. */
const timed = async (
  bundle: string,
  given: unknown,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly ms: number; readonly answer: unknown }> => {
  const startMs = performance.now();
  const child = spawn(process.execPath, [runner, bundle, JSON.stringify(given)], {
    env: { ...environment, TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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

export const coldStart = async (rounds = ROUNDS): Promise<Figure[]> => {
  const directory = mkdtempSync(join(tmpdir(), 'cold-start-'));
  const empty = join(directory, 'index.js');
  writeFileSync(empty, EMPTY);
  const bench = await openBench(rounds);
  const times = new Map<string, { ours: number[]; reference: number[] }>();
  const { environment, context } = bench;
  const oneRound = async (name: string, { event, isDone }: FirstRequest, round: number) => {
    const given = { event: event(round), context };
    const reference = await timed(empty, given, environment);
    const ours = await timed(join(checkout, 'dist', name, 'index.js'), given, environment);
    if (!isDone(ours.answer)) throw new Error(`${name} answered ${JSON.stringify(ours.answer)}`);
    const kept = times.get(name) ?? { ours: [], reference: [] };
    kept.ours.push(ours.ms);
    kept.reference.push(reference.ms);
    times.set(name, kept);
  };
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [name, request] of Object.entries(bench.requests)) await oneRound(name, request, round);
    }
  } finally {
    await bench.close();
    rmSync(directory, { recursive: true });
  }
  return [...times].map(([name, { ours, reference }]) => {
    const ratios = ours.map((ms, round) => ms / (reference[round] ?? Number.NaN));
    return {
      name,
      ratio: median(ratios),
      ours: median(ours),
      reference: median(reference),
      unit: 'ms',
      spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    };
  });
};
