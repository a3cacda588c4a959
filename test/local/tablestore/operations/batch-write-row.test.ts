import TableStore from 'tablestore';
import {
  expectExist,
  expectNotExist,
  fields,
  ignore,
  long,
  parameterInvalid,
  refusalOf,
  startTestTablestore,
  type TestTablestore,
  tableParams,
} from '../start';

let tablestore: TestTablestore;
beforeEach(async () => {
  tablestore = await startTestTablestore();
  await tablestore.client.createTable(tableParams('A'));
  await tablestore.client.createTable(tableParams('B'));
});
afterEach(() => tablestore.stop());

type Table = TableStore.BatchWriteRowParams['tables'][number];
type Row = Table['rows'][number];

const put = (id: TableStore.CellValue, v = 'x', condition = ignore): Extract<Row, { type: 'PUT' }> => ({
  type: 'PUT',
  primaryKey: [{ id }],
  condition,
  attributeColumns: [{ v }],
});

const batchWrite = (...tables: Table[]) => tablestore.client.batchWriteRow({ tables });

const get = async (tableName: string, id: string) =>
  fields((await tablestore.client.getRow({ tableName, primaryKey: [{ id }] })).row);

test('puts, updates and deletions in several tables, each with a result of its own', async () => {
  await batchWrite({ tableName: 'A', rows: [put('updated'), put('deleted'), put('kept')] });
  const { tables } = await batchWrite(
    {
      tableName: 'A',
      rows: [
        {
          type: 'UPDATE',
          primaryKey: [{ id: 'updated' }],
          condition: expectExist,
          attributeColumns: [{ PUT: [{ w: 'y' }] }],
        },
        put('kept', 'no', expectNotExist),
        { type: 'DELETE', primaryKey: [{ id: 'deleted' }], condition: ignore },
      ],
    },
    { tableName: 'B', rows: [put('new'), put('refused', 'x', expectExist), put(long(1))] },
    { tableName: 'Missing', rows: [put('x')] },
  );
  expect(tables.map(({ tableName, isOk, errorCode }) => [tableName, isOk, errorCode])).toEqual([
    ['A', true, null],
    ['A', false, 'OTSConditionCheckFail'],
    ['A', true, null],
    ['B', true, null],
    ['B', false, 'OTSConditionCheckFail'],
    ['B', false, 'OTSInvalidPK'],
    ['Missing', false, 'OTSObjectNotExist'],
  ]);
  expect(await get('A', 'updated')).toEqual({ id: 'updated', v: 'x', w: 'y' });
  expect(await get('A', 'kept')).toEqual({ id: 'kept', v: 'x' });
  expect(await get('A', 'deleted')).toBeUndefined();
  expect(await get('B', 'new')).toEqual({ id: 'new', v: 'x' });
  expect(await get('B', 'refused')).toBeUndefined();
});

test('a column condition guards its row', async () => {
  await batchWrite({ tableName: 'A', rows: [put('1', 'one'), put('2', 'two')] });
  const { EXPECT_EXIST } = TableStore.RowExistenceExpectation;
  const isOne = new TableStore.SingleColumnCondition('v', 'one', TableStore.ComparatorType.EQUAL, false);
  const condition = new TableStore.Condition(EXPECT_EXIST, isOne);
  const { tables } = await batchWrite({
    tableName: 'A',
    rows: [put('1', 'new', condition), put('2', 'new', condition)],
  });
  expect(tables.map(({ isOk }) => isOk)).toEqual([true, false]);
  expect([await get('A', '1'), await get('A', '2')]).toEqual([
    { id: '1', v: 'new' },
    { id: '2', v: 'two' },
  ]);
});

test('a row gives back what it was asked for', async () => {
  const { tables } = await batchWrite({
    tableName: 'A',
    rows: [
      { ...put('1'), returnContent: { returnType: TableStore.ReturnType.Primarykey } },
      {
        type: 'UPDATE',
        primaryKey: [{ id: '2' }],
        condition: ignore,
        attributeColumns: [{ INCREMENT: [{ n: long(7) }] } as object],
        returnContent: { returnType: TableStore.ReturnType.AfterModify, returnColumns: ['n'] },
      },
    ],
  });
  expect(tables.map(fields)).toEqual([{ id: '1' }, { id: '2', n: 7n }]);
});

const rows = (count: number, value = 'x') => Array.from({ length: count }, (_, i) => put(`${i}`, value));

test('200 rows of all tables together, not one more', async () => {
  const { tables } = await batchWrite({ tableName: 'A', rows: rows(100) }, { tableName: 'B', rows: rows(100) });
  expect(tables.filter(({ isOk }) => isOk)).toHaveLength(200);
  const call = batchWrite({ tableName: 'A', rows: rows(100, 'y') }, { tableName: 'B', rows: rows(101) });
  expect(await refusalOf(call)).toEqual(parameterInvalid('Rows count exceeds the upper limit: 200.'));
  expect(await get('A', '0')).toEqual({ id: '0', v: 'x' });
});

test('4 MB of names and values, not one byte more', async () => {
  const limit = 4 * 1024 * 1024;
  const frame = 'id'.length + '0'.length + 'v'.length;
  const sized = (size: number) => [
    put('0', 'x'.repeat(limit / 2 - frame)),
    put('1', 'x'.repeat(size - limit / 2 - frame)),
  ];
  await batchWrite({ tableName: 'A', rows: sized(limit) });
  expect(await refusalOf(batchWrite({ tableName: 'A', rows: sized(limit + 1) }))).toEqual(
    parameterInvalid(
      'The total data size of BatchWriteRow request exceeds the limit, limit size: 4194304, data size: 4194305.',
    ),
  );
});

// biome-ignore format: a table
test.each<[string, Table[], string]>([
  ['a row twice',            [{ tableName: 'A', rows: [put('1'), put('1')] }],                                 'Duplicate rows detected in MultiPut.'],
  ['a row in two groups',    [{ tableName: 'A', rows: [put('1')] }, { tableName: 'A', rows: [put('1')] }],     'Duplicate rows detected in MultiPut.'],
  ['a table without rows',   [{ tableName: 'A', rows: [] }],                                                   "No operation is specified for table: 'A'."],
  ['a bad table name',       [{ tableName: 'A', rows: [put('1')] }, { tableName: '3t', rows: [put('1')] }],    "Invalid table name: '3t'."],
])('it refuses %s as a whole', async (_, tables, message) => {
  expect(await refusalOf(batchWrite(...tables))).toEqual(parameterInvalid(message));
  expect(await get('A', '1')).toBeUndefined();
});

test('the same key in two tables is two rows', async () => {
  const { tables } = await batchWrite({ tableName: 'A', rows: [put('1')] }, { tableName: 'B', rows: [put('1')] });
  expect(tables.map(({ isOk }) => isOk)).toEqual([true, true]);
});
