import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../../local/tablestore/store';
import { suddenEnd } from '../../../local/tablestore/sudden-end';

let directory: string;
let store: Store;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tablestore-'));
  store = await openStore(directory, false);
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const bytes = (text: string) => Buffer.from(text);
const key = bytes('key');

test('a reader sees what is on disk, a writer what will be', async () => {
  store.put(key, bytes('1'));
  expect([store.committed(key), store.latest(key)]).toEqual([undefined, bytes('1')]);
  await store.durable();
  expect([store.committed(key), store.latest(key)]).toEqual([bytes('1'), bytes('1')]);

  store.del(key);
  expect([store.committed(key), store.latest(key)]).toEqual([bytes('1'), undefined]);
  await store.durable();
  expect([store.committed(key), store.latest(key)]).toEqual([undefined, undefined]);
});

test('a writer sees what is on its way to the disk, and what was staged since', async () => {
  store.put(key, bytes('1'));
  await Promise.resolve();
  expect(store.latest(key)).toEqual(bytes('1'));
  store.put(key, bytes('2'));
  expect(store.latest(key)).toEqual(bytes('2'));
  await store.durable();
  expect(store.committed(key)).toEqual(bytes('2'));
});

test('a refusal waits for the writes that it rests on', async () => {
  store.put(key, bytes('1'));
  const refused = store.settled(() => {
    throw new Error(`refused for ${store.latest(key)}`);
  });
  await expect(refused).rejects.toThrow('refused for 1');
  expect(store.committed(key)).toEqual(bytes('1'));
});

test('what was decided on writes that failed fails with them, and then the store goes on', async () => {
  const impossible = null as unknown as Buffer;
  store.put(bytes('broken'), impossible);
  const failing = store.settled(() => 'written');
  await Promise.resolve();
  store.put(key, bytes('1'));
  const decidedOnIt = store.settled(() => 'written too');

  await expect(failing).rejects.toThrow();
  await expect(decidedOnIt).rejects.toThrow();
  expect([store.latest(key), store.committed(key)]).toEqual([undefined, undefined]);

  store.put(key, bytes('2'));
  await store.durable();
  expect(store.committed(key)).toEqual(bytes('2'));
});

test('entries are of one instant', async () => {
  for (const name of ['a', 'b', 'c']) store.put(bytes(name), bytes('old'));
  await store.durable();
  const seen: string[] = [];
  for await (const entries of store.entries({ gte: bytes('a'), lt: bytes('d') }, 1)) {
    for (const [name, value] of entries) seen.push(`${name}=${value}`);
    store.put(bytes('c'), bytes('new'));
    await store.durable();
  }
  expect(seen).toEqual(['a=old', 'b=old', 'c=old']);
});

test.each([
  // Five rows go down in two groups: a alone, then b to e.
  ['after', 1, 'a'],
  ['before', 1, ''],
  ['before', 2, 'a'],
  ['after', 2, 'ab'],
  ['before', 4, 'abc'],
  ['after', 5, 'abcde'],
  ['before', 6, 'abcde, and lives'],
])('killed %s the write %i, there is on disk: %s', async (when, write, onDisk) => {
  let killed: () => void = () => {};
  const end = new Promise<string>((resolve) => {
    killed = () => resolve('');
  });
  const place = join(directory, 'killed');
  const mortal = await openStore(place, false, suddenEnd({ write, lasts: when === 'after' }, killed));
  const answered: string[] = [];
  const writeTogether = async (names: string) => {
    for (const name of names) mortal.put(bytes(name), bytes(name));
    await mortal.durable();
    answered.push(names);
  };
  const lives = await Promise.race([
    end,
    writeTogether('a')
      .then(() => writeTogether('bcde'))
      .then(() => ', and lives'),
  ]);

  const found: string[] = [];
  for await (const entries of mortal.entries({})) for (const [name] of entries) found.push(String(name));
  expect(found.join('') + lives).toBe(onDisk);
  // Only who was answered could rely on anything.
  expect(answered.join('')).toBe(lives ? 'abcde' : write === 1 ? '' : 'a');
});
