import TableStore from 'tablestore';
import { ignore, refusalOf, startTestTablestore, type TestTablestore, tableNotExist, tableParams } from '../start';

let tablestore: TestTablestore;
beforeEach(async () => {
  tablestore = await startTestTablestore();
});
afterEach(() => tablestore.stop());

const put = (tableName: string, id: string) =>
  tablestore.client.putRow({ tableName, primaryKey: [{ id }], condition: ignore, attributeColumns: [{ v: id }] });

const count = async (tableName: string) => {
  const { rows } = await tablestore.client.getRange({
    tableName,
    direction: TableStore.Direction.FORWARD,
    inclusiveStartPrimaryKey: [{ id: TableStore.INF_MIN }],
    exclusiveEndPrimaryKey: [{ id: TableStore.INF_MAX }],
  });
  return rows.length;
};

test('a table goes with its rows, and the next one of its name begins empty', async () => {
  for (const name of ['T', 'Other']) {
    await tablestore.client.createTable(tableParams(name));
    await Promise.all(['a', 'b', 'c'].map((id) => put(name, id)));
  }
  await tablestore.client.deleteTable({ tableName: 'T' });
  expect((await tablestore.client.listTable({})).tableNames).toEqual(['Other']);
  expect(await refusalOf(put('T', 'a'))).toEqual(tableNotExist);

  await tablestore.client.createTable(tableParams('T'));
  expect([await count('T'), await count('Other')]).toEqual([0, 3]);

  await tablestore.restart();
  expect([await count('T'), await count('Other')]).toEqual([0, 3]);
});

test('a table that is not there', async () => {
  expect(await refusalOf(tablestore.client.deleteTable({ tableName: 'Missing' }))).toEqual(tableNotExist);
});
