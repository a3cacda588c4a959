/**
 * `npm run mutate`: breaks validation, domain and triggers in every small way that Stryker knows, and counts how often a
 * test falls. `npm run mutate -- --mutate shared/domain/settlement.ts` does it for a part; other options of Stryker's go
 * through too (`--incremental` tries again only what changed, `--concurrency 1` leaves the machine to others).
 *
 * Stryker's settings lie beside, in `stryker.json`; which tests judge a mutant, in `own-tests.mjs`. Of the sources these are
 * left out, for they are data: the list of common passwords, and the API's description (`api.ts`, `answers.ts`), to which
 * every answer in the tests is held. Mutants that survived are printed, each as the change that no test
 * noticed.
 */
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { readReport, scoreOf } from './score';

/** In percent. */
const LOWEST_SCORE = 90;

const REPORT = 'dist/proofs/mutation/report.json';

/** Stryker says everything on standard output, which is for our figures alone. */
const runStryker = (given: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const command = [
      'node_modules/@stryker-mutator/core/bin/stryker.js',
      'run',
      'test/mutation/stryker.json',
      ...given,
    ];
    const child = spawn(process.execPath, command, { stdio: ['ignore', process.stderr.fd, 'inherit'] });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`Stryker ended with ${code}`))));
  });

const main = async (): Promise<void> => {
  const startMs = performance.now();
  await rm(REPORT, { force: true });
  await runStryker(process.argv.slice(2));
  const { overall, perFolder } = scoreOf(await readReport(REPORT));
  console.log(JSON.stringify({ ...overall, perFolder, seconds: Math.round((performance.now() - startMs) / 1000) }));
  process.exitCode = overall.score >= LOWEST_SCORE ? 0 : 1;
};

main().catch((fault) => {
  console.error(fault);
  process.exitCode = 1;
});
