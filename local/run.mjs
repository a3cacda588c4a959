/**
 * Runs one of the operators' commands on what the sources say now: `node local/run.mjs provision …` builds, then loads
 * `dist/local/commands/provision.js` with the arguments that follow. A build that fails ends it before anything is done.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const local = dirname(fileURLToPath(import.meta.url));
const [name, ...given] = process.argv.slice(2);
const names = readdirSync(join(local, 'commands')).map((file) => file.replace(/\.ts$/, ''));

if (name !== undefined && names.includes(name)) {
  await import('./build.mjs');
  if (process.exitCode === undefined) {
    const file = join(local, '..', 'dist', 'local', 'commands', `${name}.js`);
    // As if node had been given the file: a command reads its own arguments, and its faults point at its source.
    process.argv = [process.execPath, file, ...given];
    process.setSourceMapsEnabled(true);
    createRequire(import.meta.url)(file);
  }
} else {
  console.error(`There is no command ${name ?? ''}: choose one of ${names.join(', ')}.`);
  process.exitCode = 1;
}
