/**
 * `npm run sabotage`: applies each sabotage to a copy of the sources in memory, bundles the simulation over it, and lets it
 * hunt. Every one must be caught, and the sources as they are must not.
 *
 *     npm run sabotage -- --only "tombstone dropped"   one
 *     npm run sabotage -- --intact                     the sources as they are, too
 *
 * Ends with one line of JSON; fails where a sabotage was not caught, or the intact sources were.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { feesSabotages } from './fees';
import type { Hunted } from './hunt';
import { sabotaging } from './patch';
import { type Sabotage, sabotages } from './sabotages';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    only: { type: 'string' },
    intact: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
  },
});

const root = process.cwd();

const bundled = async (nth: number, { edits }: Sabotage): Promise<string> => {
  const outfile = join(root, 'dist', 'proofs', `sabotage-${nth}.js`);
  await build({
    absWorkingDir: root,
    entryPoints: ['test/sabotage/hunt.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    logLevel: 'warning',
    plugins: [sabotaging(root, edits)],
  });
  return outfile;
};

/** Rejects where the hunt itself came to a bad end: that is no catch. */
const hunted = (file: string): Promise<Hunted> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, complained] = ['', ''];
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complained += chunk;
    });
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(said) as Hunted);
      else reject(new Error(complained.slice(-2_000)));
    });
  });

const INTACT: Sabotage = { name: 'nothing at all', breaks: 'nothing', edits: [] };

/** An edit that only makes a handler throw has broken no rule, but itself. */
const isCaught = ({ violations }: Hunted): boolean => violations.some((violation) => !/internal error/.test(violation));

const run = async (): Promise<number> => {
  const startMs = Date.now();
  const known = [...(values.intact ? [INTACT] : []), ...sabotages, ...feesSabotages];
  const chosen = known.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0) throw new Error(`Give one of:\n${known.map(({ name }) => `  ${name}`).join('\n')}`);

  const left = [...chosen.entries()];
  const missed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [nth, sabotage] = next;
      const begunMs = Date.now();
      const outcome = await hunted(await bundled(nth, sabotage)).catch((fault: Error) => fault);
      const well = !(outcome instanceof Error) && isCaught(outcome) === (sabotage !== INTACT);
      if (!well) missed.push(sabotage.name);
      const said =
        outcome instanceof Error
          ? `the hunt came to a bad end: ${outcome.message}`
          : `${outcome.where ?? 'nothing found'} (${outcome.schedules} schedules, ${outcome.seeds} seeds): ${outcome.violations[0] ?? ''}`;
      const seconds = Math.round((Date.now() - begunMs) / 1_000);
      process.stderr.write(`${well ? 'as it should be' : 'MISSED'}, ${seconds} s: ${sabotage.name}\n    ${said}\n`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, worker));

  const seconds = Math.round((Date.now() - startMs) / 1_000);
  const of = chosen.filter((sabotage) => sabotage !== INTACT);
  const caught = of.filter(({ name }) => !missed.includes(name)).length;
  console.log(JSON.stringify({ sabotages: of.length, caught, missed, seconds }));
  return missed.length === 0 ? 0 : 1;
};

run().then((code) => {
  process.exitCode = code;
});
