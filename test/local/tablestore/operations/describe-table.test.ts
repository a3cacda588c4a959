import TableStore from 'tablestore';
import { refusalOf, startTestTablestore, type TestTablestore, tableNotExist, tableParams } from '../start';

let tablestore: TestTablestore;
beforeAll(async () => {
  tablestore = await startTestTablestore();
});
afterAll(() => tablestore.stop());

test('it gives back what the table was created with, also after a restart', async () => {
  const params = tableParams('T', { id: 'STRING', n: 'INTEGER' }, { timeToLive: 3600, maxVersions: 3 });
  await tablestore.client.createTable({
    ...params,
    reservedThroughput: { capacityUnit: { read: 1, write: 2 } },
    tableMeta: { ...params.tableMeta, definedColumn: [{ name: 'd', type: TableStore.DefinedColumnType.DCT_STRING }] },
  });
  const expected = {
    tableMeta: {
      tableName: 'T',
      primaryKey: [
        { name: 'id', type: TableStore.PrimaryKeyType.STRING },
        { name: 'n', type: TableStore.PrimaryKeyType.INTEGER },
      ],
      definedColumn: [{ name: 'd', type: TableStore.DefinedColumnType.DCT_STRING }],
    },
    reservedThroughputDetails: { capacityUnit: { read: 1, write: 2 } },
    tableOptions: { timeToLive: 3600, maxVersions: 3 },
    tableStatus: 1,
  };
  expect(await tablestore.client.describeTable({ tableName: 'T' })).toMatchObject(expected);
  await tablestore.restart();
  expect(await tablestore.client.describeTable({ tableName: 'T' })).toMatchObject(expected);
});

test('a day of deviation and cells that may be updated are the default', async () => {
  await tablestore.client.createTable(tableParams('Default'));
  const { tableOptions } = await tablestore.client.describeTable({ tableName: 'Default' });
  const { allowUpdate, deviationCellVersionInSec } = tableOptions as unknown as Record<string, unknown>;
  expect([allowUpdate, String(deviationCellVersionInSec)]).toEqual([true, '86400']);
});

test('a table that is not there', async () => {
  expect(await refusalOf(tablestore.client.describeTable({ tableName: 'Missing' }))).toEqual(tableNotExist);
});
