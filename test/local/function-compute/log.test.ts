/** Where the functions' output goes: all of it to the file, what went wrong to the person as well. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../../../local/function-compute/log';

test('appends every line to the file, and shows errors with their function', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'function-log-'));
  const file = join(directory, 'functions.log');
  await writeFile(file, 'from before\n');
  const shown: string[] = [];
  const log = openLog(file, (text) => shown.push(text));
  log.line('log-in', 'out', '{"level":"info"}');
  log.line('log-in', 'err', 'a warning');
  log.failure('console', 'request 1 failed: Error: no\n    at index.js:1');
  await log.close();
  expect(await readFile(file, 'utf8')).toBe(
    'from before\n{"level":"info"}\na warning\nrequest 1 failed: Error: no\n    at index.js:1\n',
  );
  expect(shown).toEqual(['[log-in] a warning', '[console] request 1 failed: Error: no\n    at index.js:1']);
  await rm(directory, { recursive: true });
});

test.each([
  ['as long as allowed', 'x'.repeat(32 * 1024), 32 * 1024],
  ['a byte longer', 'x'.repeat(32 * 1024 + 1), 32 * 1024],
  ['cut within a character', `x${'é'.repeat(16 * 1024)}`, 32 * 1024 - 1],
])('a line is kept to 32 KB: %s', async (_, line, keptBytes) => {
  const directory = await mkdtemp(join(tmpdir(), 'function-log-'));
  const file = join(directory, 'functions.log');
  const log = openLog(file, () => {});
  log.line('log-in', 'out', line);
  await log.close();
  const kept = (await readFile(file, 'utf8')).slice(0, -1);
  expect([Buffer.byteLength(kept), line.startsWith(kept)]).toEqual([keptBytes, true]);
  await rm(directory, { recursive: true });
});

test('says so where it cannot be written, and the functions go on', async () => {
  const shown: string[] = [];
  const log = openLog(join(tmpdir(), 'no-such-folder', 'functions.log'), (text) => shown.push(text));
  await new Promise(setImmediate);
  log.line('log-in', 'out', 'a line');
  await log.close();
  expect(shown[0]).toMatch(/^The functions' log cannot be written: ENOENT/);
});
