import TableStore from 'tablestore';
import {
  fields,
  ignore,
  long,
  parameterInvalid,
  refusalOf,
  startTestTablestore,
  type TestTablestore,
  tableNotExist,
  tableParams,
  versions,
} from '../start';

let tablestore: TestTablestore;
beforeAll(async () => {
  tablestore = await startTestTablestore();
  await tablestore.client.createTable(tableParams('T'));
  await tablestore.client.createTable(tableParams('Versions', { id: 'STRING' }, { maxVersions: 3 }));
  await tablestore.client.createTable(tableParams('Mortal', { id: 'STRING' }, { timeToLive: 3600 }));
  await tablestore.client.putRow({
    tableName: 'T',
    primaryKey: [{ id: 'row' }],
    condition: ignore,
    attributeColumns: [{ c: long(3) }, { a: 'one' }, { b: 'two' }],
  });
});
afterAll(() => tablestore.stop());

const get = async (params: Partial<TableStore.GetRowParams> = {}) => {
  const { row } = await tablestore.client.getRow({ tableName: 'T', primaryKey: [{ id: 'row' }], ...params });
  return row;
};

test('columns come in the order of their names', async () => {
  expect(versions(await get()).map(([name]) => name)).toEqual(['a', 'b', 'c']);
});

test('a row that is not there is an empty answer', async () => {
  expect(await get({ primaryKey: [{ id: 'missing' }] })).toEqual({});
});

test('a table that is not there', async () => {
  expect(await refusalOf(get({ tableName: 'Missing' }))).toEqual(tableNotExist);
});

// biome-ignore format: a table
test.each<[string, Partial<TableStore.GetRowParams>, object | undefined]>([
  ['two columns',             { columnsToGet: ['c', 'a'] },           { id: 'row', a: 'one', c: 3n }],
  ['a column that is absent', { columnsToGet: ['a', 'x'] },           { id: 'row', a: 'one' }],
  ['only absent columns',     { columnsToGet: ['x'] },                undefined],
  ['the key column',          { columnsToGet: ['id'] },               { id: 'row' }],
  ['from a column on',        { startColumn: 'b' },                   { id: 'row', b: 'two', c: 3n }],
  ['up to a column',          { endColumn: 'b' },                     { id: 'row', a: 'one' }],
  ['a page of columns',       { columnFilter: new TableStore.ColumnPaginationFilter(1, 1) }, { id: 'row', b: 'two' }],
])('asking for %s', async (_, params, expected) => {
  expect(fields(await get(params))).toEqual(expected);
});

const equals = (name: string, value: TableStore.CellValue, passIfMissing: boolean) =>
  new TableStore.SingleColumnCondition(name, value, TableStore.ComparatorType.EQUAL, passIfMissing);

// biome-ignore format: a table
test.each<[string, TableStore.ColumnCondition, string[], object | undefined]>([
  ['that holds',                        equals('a', 'one', false), [],    { id: 'row', a: 'one', b: 'two', c: 3n }],
  ['that does not hold',                equals('a', 'two', false), [],    undefined],
  ['on a column that is absent, strict', equals('x', 'one', false), [],    undefined],
  ['on a column that is absent, mild',   equals('x', 'one', true),  [],    { id: 'row', a: 'one', b: 'two', c: 3n }],
  ['on a column that is not read',      equals('a', 'one', false), ['b'], undefined],
  ['on the column that is read',        equals('a', 'one', false), ['a'], { id: 'row', a: 'one' }],
])('a filter %s', async (_, columnFilter, columnsToGet, expected) => {
  expect(fields(await get({ columnFilter, columnsToGet }))).toEqual(expected);
});

describe('versions', () => {
  const now = Date.now();
  beforeAll(async () => {
    for (const [v, timestamp] of [
      ['old', now - 2],
      ['mid', now - 1],
      ['new', now],
    ] as const) {
      await tablestore.client.updateRow({
        tableName: 'Versions',
        primaryKey: [{ id: 'row' }],
        condition: ignore,
        updateOfAttributeColumns: [{ PUT: [{ v, timestamp }] }],
      });
    }
  });

  // biome-ignore format: a table
  test.each<[string, Partial<TableStore.GetRowParams>, [string, number][]]>([
    ['by default the newest',   {},                                                        [['new', now]]],
    ['as many as asked for',    { maxVersions: 2 },                                        [['new', now], ['mid', now - 1]]],
    ['all there are',           { maxVersions: 9 },                                        [['new', now], ['mid', now - 1], ['old', now - 2]]],
    ['of a time, its end not',  { maxVersions: 9, timeRange: { startTime: now - 2, endTime: now } }, [['mid', now - 1], ['old', now - 2]]],
    ['of one instant',          { maxVersions: 9, timeRange: { specificTime: now - 1 } },  [['mid', now - 1]]],
  ])('%s', async (_, params, expected) => {
    const row = await get({ tableName: 'Versions', ...params });
    expect(versions(row)).toEqual(expected.map(([value, at]) => ['v', value, at]));
  });

  test('a time with nothing in it is no row', async () => {
    expect(await get({ tableName: 'Versions', timeRange: { specificTime: 5 } })).toEqual({});
  });

  // biome-ignore format: a table
  test.each([
    ['any version',     false, 'new'],
    ['the newest only', true,  undefined],
  ])('a filter that looks at %s', async (_, latestOnly, expected) => {
    const { EQUAL } = TableStore.ComparatorType;
    const columnFilter = new TableStore.SingleColumnCondition('v', 'old', EQUAL, false, latestOnly);
    const row = await get({ tableName: 'Versions', maxVersions: 3, columnFilter });
    expect(fields(row)?.v).toBe(expected);
  });
});

describe('time to live', () => {
  const put = (id: string, attributeColumns: TableStore.AttributesInput) =>
    tablestore.client.putRow({ tableName: 'Mortal', primaryKey: [{ id }], condition: ignore, attributeColumns });
  const now = Date.now();
  beforeAll(async () => {
    await put('row', [
      { fresh: 'x', timestamp: now },
      { stale: 'x', timestamp: now - 1_800_000 },
    ]);
    await put('bare', []);
  });
  afterAll(() => {
    tablestore.clock.aheadMs = 0;
  });

  // biome-ignore format: a table
  test.each([
    ['before anything expires', 0,         { id: 'row', fresh: 'x', stale: 'x' }],
    ['after one cell expired',  1_900_000, { id: 'row', fresh: 'x' }],
    ['after all cells expired', 5_400_000, undefined],
  ])('%s', async (_, aheadMs, expected) => {
    tablestore.clock.aheadMs = aheadMs;
    expect(fields(await get({ tableName: 'Mortal' }))).toEqual(expected);
    expect(fields(await get({ tableName: 'Mortal', primaryKey: [{ id: 'bare' }] }))).toEqual({ id: 'bare' });
  });
});

test.each([
  ['a column name', { columnsToGet: ['a b'] }, "Invalid column name: 'a b'."],
  [
    '129 columns',
    { columnsToGet: Array.from({ length: 129 }, (_, i) => `c${i}`) },
    'The number of columns from the request exceeds the limit, limit count: 128, column count: 129.',
  ],
  ['half a time range', { timeRange: { startTime: 1 } }, 'Start and end time must be given at the same time.'],
  ['versions below one', { maxVersions: -1 }, 'Invalid max versions: -1. Reason: Max versions must be positive.'],
])('it refuses %s', async (_, params, message) => {
  expect(await refusalOf(get(params))).toEqual(parameterInvalid(message));
});
