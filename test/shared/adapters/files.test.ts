import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesIn } from '../../../shared/adapters/files';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'account-settlement-files-'));
  writeFileSync(join(folder, 'page.html.br'), 'compressed');
  writeFileSync(join(folder, 'packed.js.gz'), gzipSync('unpacked'));
  writeFileSync(join(folder, 'both.js'), 'as it is');
  writeFileSync(join(folder, 'both.js.gz'), gzipSync('another'));
  writeFileSync(join(folder, 'broken.js.gz'), 'no gzip');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a file is read whole', async () => {
  expect(Buffer.from((await filesIn(folder).read('page.html.br')) ?? []).toString()).toBe('compressed');
});

// biome-ignore format: one file a line
test.each([
  ['packed.js',       'unpacked'],
  ['packed.js.gz',    gzipSync('unpacked').toString()],
  ['both.js',         'as it is'],
])('%s, where some are kept only compressed', async (name, contents) => {
  expect(Buffer.from((await filesIn(folder).read(name)) ?? []).toString()).toBe(contents);
});

test('what cannot be unpacked is a fault, not a missing file', async () => {
  await expect(filesIn(folder).read('broken.js')).rejects.toThrow('incorrect header check');
});

test('a name that is not there is no file', async () => {
  expect(await filesIn(folder).read('other.html')).toBeUndefined();
});

test('nor is one that leads elsewhere or that no file can have, whatever is there', async () => {
  const away = filesIn(join(folder, 'deeper', '..'));
  expect(await away.read('page.html.br')).toBeDefined();
  for (const name of [
    `../${basename(folder)}/page.html.br`,
    './page.html.br',
    '..',
    '.',
    '',
    'page.html.br\0',
    'a'.repeat(300),
    folder,
  ]) {
    expect(await away.read(name)).toBeUndefined();
  }
});

test('what cannot be read is a fault, not a missing file', async () => {
  await expect(filesIn(join(folder, 'page.html.br')).read('page.html')).rejects.toThrow('ENOTDIR');
});
