import TableStore from 'tablestore';
import {
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
beforeAll(async () => {
  tablestore = await startTestTablestore();
  for (const tableName of ['A', 'B']) {
    await tablestore.client.createTable(tableParams(tableName));
    for (const id of ['1', '2']) {
      await tablestore.client.putRow({
        tableName,
        primaryKey: [{ id }],
        condition: ignore,
        attributeColumns: [{ a: `${tableName}${id}` }, { b: 'other' }],
      });
    }
  }
});
afterAll(() => tablestore.stop());

const batchGet = (...tables: TableStore.RowParamsInBatchGet[]) => tablestore.client.batchGetRow({ tables });

test('rows come in the order of the request, missing ones empty', async () => {
  const { tables } = await batchGet(
    { tableName: 'B', primaryKey: [[{ id: '2' }], [{ id: 'missing' }], [{ id: '1' }]], columnsToGet: ['a'] },
    { tableName: 'A', primaryKey: [[{ id: '1' }]] },
  );
  expect(tables.map((rows) => rows.map((row) => [row.isOk, row.tableName, fields(row)]))).toEqual([
    [
      [true, 'B', { id: '2', a: 'B2' }],
      [true, 'B', undefined],
      [true, 'B', { id: '1', a: 'B1' }],
    ],
    [[true, 'A', { id: '1', a: 'A1', b: 'other' }]],
  ]);
});

test('a filter applies to its table', async () => {
  const { EQUAL } = TableStore.ComparatorType;
  const { tables } = await batchGet({
    tableName: 'A',
    primaryKey: [[{ id: '1' }], [{ id: '2' }]],
    columnFilter: new TableStore.SingleColumnCondition('a', 'A2', EQUAL, false),
  });
  expect(tables[0]?.map(fields)).toEqual([undefined, { id: '2', a: 'A2', b: 'other' }]);
});

test('a row that cannot be read has an error of its own', async () => {
  const { tables } = await batchGet(
    { tableName: 'A', primaryKey: [[{ id: long(1) }], [{ id: '1' }]] },
    { tableName: 'Missing', primaryKey: [[{ id: '1' }]] },
  );
  expect(
    tables.map((rows) => rows.map(({ isOk, errorCode, errorMessage }) => [isOk, errorCode, errorMessage])),
  ).toEqual([
    [
      [false, 'OTSInvalidPK', 'Validate PK type fail. Input: VT_INTEGER, Meta: VT_STRING.'],
      [true, null, null],
    ],
    [[false, 'OTSObjectNotExist', 'Requested table does not exist.']],
  ]);
});

const keys = (count: number) => Array.from({ length: count }, (_, i) => [{ id: `${i}` }]);

test('100 rows of all tables together, not one more', async () => {
  const { tables } = await batchGet({ tableName: 'A', primaryKey: keys(50) }, { tableName: 'B', primaryKey: keys(50) });
  expect(tables.flat()).toHaveLength(100);
  const call = batchGet({ tableName: 'A', primaryKey: keys(50) }, { tableName: 'B', primaryKey: keys(51) });
  expect(await refusalOf(call)).toEqual(parameterInvalid('Rows count exceeds the upper limit: 100.'));
});

test('no row at all', async () => {
  expect(await refusalOf(batchGet())).toEqual(parameterInvalid('No row specified in the request of BatchGetRow.'));
});
