import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../../local/tablestore/store';
import { openTables, type TableDefinition } from '../../../local/tablestore/tables';

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

const definition: TableDefinition = {
  tableMeta: { tableName: 'T', primaryKey: [{ name: 'id', type: 2 }], definedColumn: [], indexMeta: [] },
  reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
  tableOptions: { timeToLive: -1, maxVersions: 1 },
  partitions: [],
  indexMetas: [],
};

const row = Buffer.from('row');
const rowOf = (prefix: Buffer) => Buffer.concat([prefix, Buffer.from('key')]);

const createWithRow = async () => {
  const tables = await openTables(store);
  tables.create(definition, 0);
  const { prefix } = tables.get('T');
  store.put(rowOf(prefix), row);
  await store.durable();
  return { tables, prefix };
};

test('a table dropped leaves no row on the disk', async () => {
  const { tables, prefix } = await createWithRow();
  await tables.drop('T');
  expect(store.committed(rowOf(prefix))).toBeUndefined();
});

test('a drop that was interrupted is finished at the next start', async () => {
  const { prefix } = await createWithRow();
  const killed = { ...store, clear: () => Promise.reject(new Error('killed')) };
  await expect((await openTables(killed)).drop('T')).rejects.toThrow('killed');
  expect(store.committed(rowOf(prefix))).toEqual(row);

  const tables = await openTables(store);
  expect(tables.names()).toEqual([]);
  expect(store.committed(rowOf(prefix))).toBeUndefined();
});

test('a table made anew has another place for its rows', async () => {
  const { tables, prefix } = await createWithRow();
  await tables.drop('T');
  const reopened = await openTables(store);
  reopened.create(definition, 0);
  expect(reopened.get('T').prefix).not.toEqual(prefix);
});
