import type TableStore from 'tablestore';
import { parameterInvalid, refusalOf, startTestTablestore, type TestTablestore, tableParams } from '../start';

let tablestore: TestTablestore;
beforeEach(async () => {
  tablestore = await startTestTablestore();
});
afterEach(() => tablestore.stop());

test('a table is there at once, and after a restart', async () => {
  await tablestore.client.createTable(tableParams('T', { a: 'STRING', b: 'INTEGER', c: 'BINARY' }));
  expect((await tablestore.client.listTable({})).tableNames).toEqual(['T']);
  await tablestore.restart();
  expect((await tablestore.client.listTable({})).tableNames).toEqual(['T']);
});

test('a name is taken once', async () => {
  await tablestore.client.createTable(tableParams('T'));
  expect(await refusalOf(tablestore.client.createTable(tableParams('T', { other: 'INTEGER' })))).toEqual({
    status: 409,
    code: 'OTSObjectAlreadyExist',
    message: 'Requested table already exists.',
  });
});

test('64 tables, not one more', async () => {
  for (let i = 0; i < 64; i++) await tablestore.client.createTable(tableParams(`T${i}`));
  expect(await refusalOf(tablestore.client.createTable(tableParams('T64')))).toEqual({
    status: 403,
    code: 'OTSQuotaExhausted',
    message: 'Number of tables exceeded the quota.',
  });
});

const columns = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'STRING'] as const));
const withOptions = (options: object) => tableParams('T', { id: 'STRING' }, options);
const withKey = (primaryKey: object[]) => {
  const params = tableParams('T');
  return { ...params, tableMeta: { tableName: 'T', primaryKey } } as TableStore.CreateTableParams;
};

// biome-ignore format: a table
test.each<[string, TableStore.CreateTableParams, string]>([
  ['a digit first',         tableParams('3t'),                              "Invalid table name: '3t'."],
  ['a hyphen',              tableParams('a-b'),                             "Invalid table name: 'a-b'."],
  ['256 characters',        tableParams('a'.repeat(256)),                   `Invalid table name: '${'a'.repeat(256)}'.`],
  ['no key column',         tableParams('T', {}),                           'The number of primary key columns must be in range: [1, 4].'],
  ['5 key columns',         tableParams('T', columns('a', 'b', 'c', 'd', 'e')), 'The number of primary key columns must be in range: [1, 4].'],
  ['a bad column name',     tableParams('T', columns('a b')),               "Invalid column name: 'a b'."],
  ['the same column twice', withKey([{ name: 'a', type: 1 }, { name: 'a', type: 2 }]), "Duplicated primary key name: 'a'."],
  ['an auto-increment key', withKey([{ name: 'a', type: 1 }, { name: 'b', type: 1, option: 1 }]), "AUTO_INCREMENT is not offered by this embedded Tablestore: let 'b' be a plain INTEGER."],
  ['no time to live',       withOptions({ timeToLive: undefined }),         'Time-to-live is missing while creating table.'],
  ['time to live of 0',     withOptions({ timeToLive: 0 }),                 'TimeToLive cannot be 0 or less than -1.'],
  ['time to live of -2',    withOptions({ timeToLive: -2 }),                'TimeToLive cannot be 0 or less than -1.'],
  ['no max versions',       withOptions({ maxVersions: undefined }),        'MaxVersions is missing while creating table.'],
  ['max versions of 0',     withOptions({ maxVersions: 0 }),                'The maximum versions cannot be less than or equal to 0.'],
])('it refuses %s', async (_, params, message) => {
  expect(await refusalOf(tablestore.client.createTable(params))).toEqual(parameterInvalid(message));
  expect((await tablestore.client.listTable({})).tableNames).toEqual([]);
});

test('names may be 255 characters long, and begin with an underscore', async () => {
  const name = `_${'a'.repeat(254)}`;
  await tablestore.client.createTable(tableParams(name));
  expect((await tablestore.client.listTable({})).tableNames).toEqual([name]);
});

test.each([
  ['an index', { indexMetas: [{ name: 'I', primaryKey: ['id'], definedColumn: [] }] }, 'no secondary indexes'],
  ['a stream', { streamSpecification: { enableStream: true, expirationTime: 24 } }, 'no streams'],
])('it says plainly that it has no such thing as %s', async (_, extra, message) => {
  const refusal = await refusalOf(tablestore.client.createTable({ ...tableParams('T'), ...extra }));
  expect(refusal).toMatchObject({ code: 'OTSUnsupportOperation', message: expect.stringContaining(message) });
});
