/** Out of one Tablestore and into another, over the wire: the same rows, byte for byte, whatever happens on the way. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportTables } from '../../../local/operations/export';
import { leftOut } from '../../../local/operations/exported-tables';
import { compareRows } from '../../../shared/adapters/tablestore/row';
import { definitionOf, stepOf } from '../../../shared/adapters/tablestore/table-plan';
import type { Store, Table, Write } from '../../../shared/ports';
import { pages } from '../../../shared/protocol/pages';
import { freshWorkspaceId, linkRow } from '../../contracts/sample-rows';
import { type Embedded, openEmbedded } from '../../shared/adapters/tablestore/embedded';
import { exporting, fill, MANY, runImport, storeOf } from './embedded-rows';

let directory: string;
let source: Embedded;
let exported: string;
let rows: number;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'import-'));
  source = await openEmbedded();
  await fill(storeOf(source));
  exported = join(directory, 'export');
  const manifest = await exportTables(storeOf(source), exporting(exported));
  rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0);
}, 60_000);
afterAll(async () => {
  await source.close();
  rmSync(directory, { recursive: true });
});

let target: Embedded;
beforeEach(async () => {
  target = await openEmbedded();
}, 30_000);
afterEach(() => target.close());

const contents = (of: string): Record<string, string> =>
  Object.fromEntries(readdirSync(of).map((name) => [name, readFileSync(join(of, name), 'utf8')]));

let exports = 0;
/** What another export of the target holds. */
const exportedAgain = async () => {
  const again = join(directory, `again-${exports++}`);
  await exportTables(storeOf(target), exporting(again));
  return contents(again);
};

const countOf = async (store: Store, table: Table) => {
  let count = 0;
  for await (const page of pages(store, table, {}, 500)) count += page.length;
  return count;
};

it('brings every row over, so that another export is the same to the byte', async () => {
  expect(await runImport(target, { directory: exported })).toEqual({
    stage: 'prod',
    of: 'prod',
    rows,
    present: 0,
    written: rows,
    verified: true,
  });
  expect(await exportedAgain()).toEqual(contents(exported));
  for (const table of Object.keys(leftOut) as Table[]) expect(await countOf(storeOf(target), table)).toBe(0);
});

it('writes nothing unless it is told to', async () => {
  target.faults.set([]);
  const dry = await runImport(target, { directory: exported, write: false });
  expect(dry).toMatchObject({ rows, present: 0, written: 0, verified: false });
  expect(target.faults.seen().map(({ operation }) => operation)).not.toContain('BatchWriteRow');
});

it.each([
  ['between two tables', 3],
  ['in the middle of a table', 12],
])('goes on where it broke off: %s', async (_, writes) => {
  const store = storeOf(target);
  let left = writes;
  const dies: Store = {
    ...store,
    writeMany: (batch) => (left-- > 0 ? store.writeMany(batch) : Promise.reject(new Error('killed'))),
  };
  await expect(runImport(target, { directory: exported }, dies)).rejects.toThrow('killed');

  const { present, written } = await runImport(target, { directory: exported });
  expect(present).toBeGreaterThan(0);
  expect(written).toBeGreaterThan(0);
  expect(present + written).toBe(rows);
  expect(await exportedAgain()).toEqual(contents(exported));
  expect(await runImport(target, { directory: exported })).toMatchObject({ present: rows, written: 0, verified: true });
});

it('writes a workspace only once all that it rests on is there', async () => {
  const store = storeOf(target);
  const order: Table[] = [];
  const noting: Store = {
    ...store,
    writeMany(batch) {
      for (const { table } of batch) if (order.at(-1) !== table) order.push(table);
      return store.writeMany(batch);
    },
  };
  await runImport(target, { directory: exported }, noting);
  expect(order.at(-1)).toBe('workspaces');
  expect(new Set(order).size).toBe(order.length);
});

it('outlives lost calls, lost answers and throttling', async () => {
  target.faults.set([
    { operation: 'BatchWriteRow', call: 'lose-call', times: 1 },
    { operation: 'BatchWriteRow', call: 'lose-answer', times: 1 },
    { operation: 'BatchWriteRow', row: { refuse: 'OTSServerBusy' }, times: 100 },
    { operation: 'BatchWriteRow', row: { refuse: 'OTSTimeout', performed: true }, times: 100 },
    { operation: 'GetRange', call: { refuse: 'OTSServerBusy' }, times: 60 },
  ]);
  expect(await runImport(target, { directory: exported })).toMatchObject({ written: rows, verified: true });
  target.faults.set([]);
  expect(await exportedAgain()).toEqual(contents(exported));
});

it('gives up where the target takes no rows, and says that it goes on', async () => {
  target.faults.set([{ operation: 'BatchWriteRow', row: { refuse: 'OTSServerBusy' } }]);
  await expect(runImport(target, { directory: exported })).rejects.toThrow(
    'operations takes no more rows just now: run the same again, it goes on.',
  );
});

describe('a target in use', () => {
  /** A link that stands where the test wants it among those of the export. */
  const foreign = (place: (order: readonly number[]) => boolean) => {
    const lines = (contents(exported)['links.jsonl'] ?? '').trim().split('\n');
    for (;;) {
      const row = linkRow();
      if (place(lines.map((line) => Math.sign(compareRows('links', row, JSON.parse(line)))))) return row;
    }
  };
  const first = () => JSON.parse(contents(exported)['links.jsonl']?.split('\n')[0] ?? '');

  // biome-ignore format: a table
  it.each<[string, () => Write, string]>([
    ['with a row before',   () => ({ table: 'links', put: foreign(([order]) => order === -1) }),   'links has a row that the export does not have, before line 1 of links.jsonl'],
    ['with a row between',  () => ({ table: 'links', put: foreign((order) => order.join() === '1,-1') }), 'links has a row that the export does not have, before line 2 of links.jsonl'],
    ['with a row after',    () => ({ table: 'links', put: foreign((order) => order.at(-1) === 1) }), 'links has a row that the export does not have, before line 3 of links.jsonl'],
    ['with another row',    () => ({ table: 'links', put: { ...first(), claimId: 'another' } }),   'links has another row than line 1 of links.jsonl'],
    ['with a member less',  () => ({ table: 'mails', put: { ...JSON.parse(contents(exported)['mails.jsonl']?.split('\n').find((line) => line.includes('sentAtMs')) ?? ''), sentAtMs: undefined } }),
                                                                                                   'mails has another row than line'],
  ])('%s is refused, and stays as it is', async (_, write, told) => {
    await storeOf(target).write(write());
    const before = await exportedAgain();
    await expect(runImport(target, { directory: exported })).rejects.toThrow(told);
    expect(await exportedAgain()).toEqual(before);
  });

  it('is told from a row that somebody writes meanwhile', async () => {
    const store = storeOf(target);
    const late = freshWorkspaceId();
    const meanwhile: Store = {
      ...store,
      async writeMany(batch) {
        if (batch.some(({ table }) => table === 'workspaces')) {
          await store.write({ table: 'bindings', put: { instanceId: 'x', workspaceId: late } });
        }
        return store.writeMany(batch);
      },
    };
    await expect(runImport(target, { directory: exported }, meanwhile)).rejects.toThrow(
      /^bindings has \d+ rows, which are not the \d+ of the export: somebody else wrote to it meanwhile/,
    );
  });

  it('is never overwritten by what was read before', async () => {
    const store = storeOf(target);
    const other = { ...first(), claimId: 'another' };
    const meanwhile: Store = {
      ...store,
      async writeMany(batch) {
        if (batch.some(({ table }) => table === 'links')) await store.write({ table: 'links', put: other });
        return store.writeMany(batch);
      },
    };
    await expect(runImport(target, { directory: exported }, meanwhile)).rejects.toThrow(
      'Somebody else wrote to links meanwhile',
    );
    expect(await store.get('links', other)).toEqual(other);
  });
});

it('wants tables that are as they should be before it writes', async () => {
  const present = { ...definitionOf('mails'), timeToLive: 86_400 };
  const plan = async () => ({ steps: [stepOf(definitionOf('mails'), present)], others: [] });
  await expect(runImport(target, { directory: exported }, storeOf(target), { plan })).rejects.toThrow(
    'Nothing was written, for not all tables are as they should be (mails): npm run provision -- --stage prod first.',
  );
  expect(await countOf(storeOf(target), 'bindings')).toBe(0);
});

it('takes the export of another stage only where that is said', async () => {
  await expect(runImport(target, { directory: exported, stage: 'dev', of: 'dev', write: false })).rejects.toThrow(
    'The export is of prod, and its to-dos and mails would become those of dev: where that is meant, say so with --of prod.',
  );
  const imported = await runImport(target, { directory: exported, stage: 'dev', of: 'prod', write: false });
  expect(imported).toMatchObject({ stage: 'dev', of: 'prod', rows });
});

it('a table that has many rows is more than one page and one batch', () => {
  expect(contents(exported)['bindings.jsonl']?.split('\n').length).toBeGreaterThan(MANY);
});
