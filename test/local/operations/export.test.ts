/** What an export leaves on disk: all of it, or nothing. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportTables } from '../../../local/operations/export';
import { checkExport } from '../../../local/operations/export-check';
import { exportedTables, leftOut } from '../../../local/operations/exported-tables';
import { patient } from '../../../local/operations/patient';
import { type Table, tables, Unavailable } from '../../../shared/ports';
import { linkRow, sessionRow } from '../../contracts/sample-rows';
import { createFakeStore, type FakeStore } from '../../fakes/store';
import { BEGAN_MS, createClock, exporting } from './embedded-rows';

let directory: string;
let to: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'export-'));
  to = join(directory, 'not', 'there');
});
afterEach(() => rmSync(directory, { recursive: true }));

const link = linkRow();
const storeWithRows = async (store: FakeStore = createFakeStore()) => {
  await store.write({ table: 'links', put: link });
  await store.write({ table: 'sessions', put: sessionRow() });
  return store;
};

it('takes every table, or says why not', () => {
  expect([...exportedTables, ...Object.keys(leftOut)].toSorted()).toEqual(Object.keys(tables).toSorted());
});

it('reads what rests on others before what it rests on', () => {
  const before = (one: Table, other: Table) =>
    exportedTables.indexOf(one as never) < exportedTables.indexOf(other as never);
  // biome-ignore format: a table
  const rests: readonly (readonly [Table, Table])[] = [
    ['workspaces', 'instances'],   ['workspaces', 'bindings'],         ['workspaces', 'usernames'],
    ['workspaces', 'links'],       ['workspaces', 'idempotencyKeys'],  ['workspaces', 'workspacesByOwner'],
    ['workspaces', 'todos'],       ['instances', 'todos'],             ['todos', 'mails'],
    ['mails', 'noticeLists'],      ['instances', 'instancesByAccount'],
    ['feeHeads', 'usageDays'],     ['feeHeads', 'bills'],              ['bills', 'ledgerHeads'],
    ['ledgerHeads', 'ledgerEntries'], ['meteringWindows', 'meters'],   ['usageDays', 'usageTodos'],
    ['usageDays', 'adjustmentsDue'],  ['usageDays', 'meteredWorkspaces'],
  ];
  for (const [one, other] of rests) expect([one, other, before(one, other)]).toEqual([one, other, true]);
});

it('is a file for each table, and a manifest that adds them up', async () => {
  const manifest = await exportTables(await storeWithRows(), exporting(to));
  expect(readdirSync(to).toSorted()).toEqual(
    ['manifest.json', ...exportedTables.map((table) => `${table}.jsonl`)].toSorted(),
  );
  expect(JSON.parse(readFileSync(join(to, 'links.jsonl'), 'utf8'))).toEqual(link);
  expect(JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8'))).toEqual(manifest);
  expect(manifest).toMatchObject({
    format: 1,
    stage: 'prod',
    beganAt: new Date(BEGAN_MS).toISOString(),
    tables: {
      links: { rows: 1 },
      // Of no bytes at all.
      mails: { rows: 0, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
    },
  });
  expect(await checkExport(to)).toEqual(manifest);
});

it('is read by nobody else', async () => {
  mkdirSync(to, { recursive: true, mode: 0o755 });
  await exportTables(await storeWithRows(), exporting(to));
  expect(statSync(to).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(to)) expect([name, statSync(join(to, name)).mode & 0o777]).toEqual([name, 0o600]);
});

it('never goes where something lies already', async () => {
  writeFileSync(join(directory, 'notes.txt'), 'mine');
  await expect(exportTables(createFakeStore(), exporting(directory))).rejects.toThrow(
    `${directory} is not empty: name a directory that is, or that is not there yet.`,
  );
  expect(readdirSync(directory)).toEqual(['notes.txt']);
});

it('has no file by its name before all are whole, and leaves none where it fails', async () => {
  let seen: string[] = [];
  const store = createFakeStore({
    interfere({ table }) {
      if (table !== 'operations') return 'proceed';
      seen = readdirSync(to);
      return 'fail';
    },
  });
  await storeWithRows(store);
  await expect(exportTables(store, exporting(to))).rejects.toThrow(Unavailable);
  expect(seen).toHaveLength(exportedTables.length);
  expect(seen.filter((name) => !name.endsWith('.part'))).toEqual([]);
  expect(readdirSync(to)).toEqual([]);
});

it.each([
  ['goes on after a minute without an answer', 60_000, 'done'],
  ['gives up after three', 180_000, 'Unavailable'],
])('%s', async (_, awayMs, outcome) => {
  const clock = createClock();
  let awayUntilMs = Number.POSITIVE_INFINITY;
  const store = createFakeStore({
    interfere({ operation, table }) {
      if (operation !== 'scan' || table !== 'links') return 'proceed';
      awayUntilMs = Math.min(awayUntilMs, clock.nowMs() + awayMs);
      return clock.nowMs() < awayUntilMs ? 'fail' : 'proceed';
    },
  });
  await storeWithRows(store);
  const exported = exportTables(patient(store, clock), { ...exporting(to), clock });
  expect(
    await exported.then(
      () => 'done',
      (fault: Error) => fault.name,
    ),
  ).toBe(outcome);
});
