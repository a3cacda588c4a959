import {
  conditionCheckFail,
  expectExist,
  expectNotExist,
  fields,
  ignore,
  refusalOf,
  startTestTablestore,
  type TestTablestore,
  tableNotExist,
  tableParams,
} from '../start';

let tablestore: TestTablestore;
beforeAll(async () => {
  tablestore = await startTestTablestore();
  await tablestore.client.createTable(tableParams('T'));
});
afterAll(() => tablestore.stop());

const existence = { IGNORE: ignore, EXPECT_EXIST: expectExist, EXPECT_NOT_EXIST: expectNotExist };

// biome-ignore format: a table
test.each([
  ['there',   'IGNORE',           'gone'],
  ['there',   'EXPECT_EXIST',     'gone'],
  ['there',   'EXPECT_NOT_EXIST', 'refused'],
  ['missing', 'IGNORE',           'gone'],
  ['missing', 'EXPECT_EXIST',     'refused'],
  ['missing', 'EXPECT_NOT_EXIST', 'gone'],
] as const)('a row that is %s, %s: %s', async (state, name, outcome) => {
  const row = { tableName: 'T', primaryKey: [{ id: `${state}-${name}` }] };
  if (state === 'there') {
    await tablestore.client.putRow({ ...row, condition: ignore, attributeColumns: [{ v: 'x' }] });
  }
  const call = tablestore.client.deleteRow({ ...row, condition: existence[name] });
  if (outcome === 'refused') expect(await refusalOf(call)).toEqual(conditionCheckFail);
  else await call;
  const left = fields((await tablestore.client.getRow(row)).row);
  expect(left !== undefined).toBe(state === 'there' && outcome === 'refused');
});

test('a table that is not there', async () => {
  const call = tablestore.client.deleteRow({ tableName: 'Missing', primaryKey: [{ id: 'x' }], condition: ignore });
  expect(await refusalOf(call)).toEqual(tableNotExist);
});
