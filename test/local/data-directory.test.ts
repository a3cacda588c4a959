/** One process at a time has the data, and a fresh start takes away only what was put there. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimDataDirectory } from '../../local/data-directory';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'data-directory-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Something of every part, and something of the person's own. */
const fill = () => {
  for (const part of ['tablestore', 'marketplace', 'mail']) mkdirSync(join(directory, part));
  for (const file of ['clock.json', 'functions.log', 'mine.txt']) writeFileSync(join(directory, file), '');
};
const present = () =>
  ['tablestore', 'marketplace', 'mail', 'clock.json', 'functions.log', 'mine.txt'].filter((name) =>
    existsSync(join(directory, name)),
  );

test('is made where it is not there', async () => {
  const data = await claimDataDirectory(join(directory, 'new', 'one'), false);
  expect(data.tablestore).toBe(join(directory, 'new', 'one', 'tablestore'));
  await data.release();
});

test('is kept, unless the start is fresh', async () => {
  fill();
  const data = await claimDataDirectory(directory, false);
  await data.release();
  expect(present()).toHaveLength(6);
});

test('is left alone by a fresh start where it was never ours, whatever its files are called', async () => {
  fill();
  const before = present();
  await expect(claimDataDirectory(directory, true)).rejects.toThrow(
    /^--fresh would remove what npm start did not put into/,
  );
  expect(present()).toEqual(before);
});

test('is emptied by a fresh start of what belongs to it', async () => {
  await (await claimDataDirectory(directory, false)).release();
  fill();
  const data = await claimDataDirectory(directory, true);
  await data.release();
  expect(present()).toEqual(['mine.txt']);
});

test.each([false, true])('is refused, and left alone, while another has it (fresh: %s)', async (fresh) => {
  fill();
  const data = await claimDataDirectory(directory, false);
  await expect(claimDataDirectory(directory, fresh)).rejects.toThrow(
    `The data in ${directory} is in use: stop the npm start that has it, or choose another place`,
  );
  expect(present()).toHaveLength(6);
  await data.release();
  await (await claimDataDirectory(directory, fresh)).release();
});

test.each([
  ['a file', 'mine.txt', 'EEXIST'],
  ['below a file', 'mine.txt/data', 'ENOTDIR'],
])('is refused with a sentence where its place is %s', async (_, place, code) => {
  fill();
  await expect(claimDataDirectory(join(directory, place), false)).rejects.toThrow(
    `The data cannot be kept in ${join(directory, place)} (${code}): choose another place`,
  );
});
