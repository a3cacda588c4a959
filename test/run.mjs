/**
 * Runs one of the long proofs: `node test/run.mjs simulation …` bundles `test/simulation/main.ts` and starts it with the
 * arguments that follow. Each prints what it does on stderr, ends with one line of JSON on stdout, and exits with
 * something other than 0 where an invariant fell.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [name, ...given] = process.argv.slice(2);
const outfile = join(root, 'dist', 'proofs', `${name}.js`);

await build({
  absWorkingDir: root,
  entryPoints: [`test/${name}/main.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});

const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...given], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
