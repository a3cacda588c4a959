import TableStore from 'tablestore';
import {
  conditionCheckFail,
  expectExist,
  expectNotExist,
  fields,
  ignore,
  long,
  parameterInvalid,
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
  await tablestore.client.createTable(tableParams('Typed', { s: 'STRING', i: 'INTEGER', b: 'BINARY' }));
});
afterAll(() => tablestore.stop());

const put = (id: string, attributeColumns: TableStore.AttributesInput, condition = ignore) =>
  tablestore.client.putRow({ tableName: 'T', primaryKey: [{ id }], condition, attributeColumns });

const get = async (id: string) =>
  fields((await tablestore.client.getRow({ tableName: 'T', primaryKey: [{ id }] })).row);

test('every type comes back as it was put', async () => {
  const blob = Buffer.from([0, 1, 255]);
  await tablestore.client.putRow({
    tableName: 'Typed',
    primaryKey: [{ s: '表格存储' }, { i: long('-9223372036854775808') }, { b: Buffer.from([0, 0, 1]) }],
    condition: ignore,
    attributeColumns: [
      { big: long('9223372036854775807') },
      { blob },
      { double: -0.32 },
      { empty: '' },
      { no: false },
      { text: '中文 👍' },
      { yes: true },
    ],
  });
  const { row } = await tablestore.client.getRow({
    tableName: 'Typed',
    primaryKey: [{ s: '表格存储' }, { i: long('-9223372036854775808') }, { b: Buffer.from([0, 0, 1]) }],
  });
  expect(fields(row)).toEqual({
    s: '表格存储',
    i: -(2n ** 63n),
    b: Buffer.from([0, 0, 1]),
    big: 2n ** 63n - 1n,
    blob,
    double: -0.32,
    empty: '',
    no: false,
    text: '中文 👍',
    yes: true,
  });
});

test('a put replaces the whole row', async () => {
  await put('replaced', [{ a: 'old' }, { b: 'old' }]);
  await put('replaced', [{ b: 'new' }]);
  expect(await get('replaced')).toEqual({ id: 'replaced', b: 'new' });
});

test('a row may have no attributes at all', async () => {
  await put('bare', []);
  expect(await get('bare')).toEqual({ id: 'bare' });
});

const existence = { IGNORE: ignore, EXPECT_EXIST: expectExist, EXPECT_NOT_EXIST: expectNotExist };

// biome-ignore format: a table
test.each([
  ['there',   'EXPECT_NOT_EXIST', 'refused'],
  ['there',   'EXPECT_EXIST',     'written'],
  ['there',   'IGNORE',           'written'],
  ['missing', 'EXPECT_NOT_EXIST', 'written'],
  ['missing', 'EXPECT_EXIST',     'refused'],
  ['missing', 'IGNORE',           'written'],
] as const)('a row that is %s, %s: %s', async (state, name, outcome) => {
  const condition = existence[name];
  const id = `${state}-${name}`;
  if (state === 'there') await put(id, [{ v: 'before' }]);
  if (outcome === 'written') {
    await put(id, [{ v: 'after' }], condition);
    expect(await get(id)).toEqual({ id, v: 'after' });
  } else {
    expect(await refusalOf(put(id, [{ v: 'after' }], condition))).toEqual(conditionCheckFail);
    expect(await get(id)).toEqual(state === 'there' ? { id, v: 'before' } : undefined);
  }
});

test('it gives the primary key back when asked to, and says what it consumed', async () => {
  const { consumed, row } = await tablestore.client.putRow({
    tableName: 'T',
    primaryKey: [{ id: 'returned' }],
    condition: ignore,
    attributeColumns: [{ v: 'x'.repeat(5000) }],
    returnContent: { returnType: TableStore.ReturnType.Primarykey },
  });
  expect(fields(row)).toEqual({ id: 'returned' });
  expect(consumed).toMatchObject({ capacityUnit: { read: 0, write: 2 } });
  expect((await put('quiet', [{ v: 'x' }])).row).toEqual({});
});

test('a table that is not there', async () => {
  const call = tablestore.client.putRow({
    tableName: 'Missing',
    primaryKey: [{ id: 'x' }],
    condition: ignore,
    attributeColumns: [],
  });
  expect(await refusalOf(call)).toEqual(tableNotExist);
});

describe("a primary key that is not the table's", () => {
  // biome-ignore format: a table
  test.each<[string, TableStore.PrimaryKeyInput, string]>([
    ['too many columns', [{ id: 'a' }, { x: 'b' }], 'Validate PK size fail. Input: 2, Meta: 1.'],
    ['another name',     [{ key: 'a' }],            'Validate PK name fail. Input: key, Meta: id.'],
    ['another type',     [{ id: long(1) }],         'Validate PK type fail. Input: VT_INTEGER, Meta: VT_STRING.'],
  ])('%s', async (_, primaryKey, message) => {
    const call = tablestore.client.putRow({ tableName: 'T', primaryKey, condition: ignore, attributeColumns: [] });
    expect(await refusalOf(call)).toEqual({ status: 400, code: 'OTSInvalidPK', message });
  });
});

// biome-ignore format: a table
test.each<[string, TableStore.AttributesInput, string]>([
  ['NaN',                      [{ v: Number.NaN }],               "NaN can't be set to double value."],
  ['infinity',                 [{ v: Number.POSITIVE_INFINITY }], "Infinity can't be set to double value."],
  ['a name with a space',      [{ 'a b': 'x' }],                  "Invalid column name: 'a b'."],
  ['a name with a hyphen',     [{ 'x-1': 'x' }],                  "Invalid column name: 'x-1'."],
  ['the name of a key column', [{ id: 'x' }],                     "Duplicated attribute column name with primary key column: 'id'."],
])('it refuses %s', async (_, columns, message) => {
  expect(await refusalOf(put('refused', columns))).toEqual(parameterInvalid(message));
  expect(await get('refused')).toBeUndefined();
});

test('INF_MIN is no value', async () => {
  const call = tablestore.client.putRow({
    tableName: 'T',
    primaryKey: [{ id: TableStore.INF_MIN }],
    condition: ignore,
    attributeColumns: [],
  });
  expect(await refusalOf(call)).toEqual(parameterInvalid('VT_INF_MIN is an invalid type for the primary key.'));
});
