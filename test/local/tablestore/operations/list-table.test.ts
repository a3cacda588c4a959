import { startTestTablestore, type TestTablestore, tableParams } from '../start';

let tablestore: TestTablestore;
beforeAll(async () => {
  tablestore = await startTestTablestore();
});
afterAll(() => tablestore.stop());

test('it lists the names of all tables in order', async () => {
  expect((await tablestore.client.listTable({})).tableNames).toEqual([]);
  for (const name of ['b', 'a', 'C']) await tablestore.client.createTable(tableParams(name));
  expect((await tablestore.client.listTable({})).tableNames).toEqual(['C', 'a', 'b']);
});
