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

const INF_MIN: typeof TableStore.INF_MIN = TableStore.INF_MIN;
const INF_MAX: typeof TableStore.INF_MAX = TableStore.INF_MAX;
const { FORWARD, BACKWARD } = TableStore.Direction;

let tablestore: TestTablestore;
beforeAll(async () => {
  tablestore = await startTestTablestore();
  await tablestore.client.createTable(tableParams('T', { p: 'STRING', n: 'INTEGER' }));
  await fill(
    'T',
    ['a', 'b', 'c'].flatMap((p) => [-1, 2].map((n) => [{ p }, { n: long(n) }])),
  );
  for (const [name, type] of [
    ['Integers', 'INTEGER'],
    ['Strings', 'STRING'],
    ['Binaries', 'BINARY'],
  ] as const) {
    await tablestore.client.createTable(tableParams(name, { k: type }));
  }
});
afterAll(() => tablestore.stop());

const fill = async (tableName: string, keys: TableStore.PrimaryKeyInput[], value = 'x') => {
  for (let i = 0; i < keys.length; i += 200) {
    const rows = keys.slice(i, i + 200).map((primaryKey, j) => ({
      type: 'PUT' as const,
      condition: ignore,
      primaryKey,
      attributeColumns: [{ i: long(i + j) }, { v: value }],
    }));
    await tablestore.client.batchWriteRow({ tables: [{ tableName, rows }] });
  }
};

type Bound = TableStore.CellValue | TableStore.VirtualData;
type Pair = [p: Bound, n: Bound];

const range = (start: Pair, end: Pair, params: Partial<TableStore.GetRangeParams> = {}) =>
  tablestore.client.getRange({
    tableName: 'T',
    direction: FORWARD,
    inclusiveStartPrimaryKey: [{ p: start[0] }, { n: start[1] }],
    exclusiveEndPrimaryKey: [{ p: end[0] }, { n: end[1] }],
    ...params,
  });

const keysOf = ({ rows }: TableStore.GetRangeResult) => rows.map((row) => `${fields(row)?.p}${fields(row)?.n}`);

const low = long(-1);
const high = long(2);
const all: [Pair, Pair] = [
  [INF_MIN, INF_MIN],
  [INF_MAX, INF_MAX],
];

// biome-ignore format: a table
test.each<[string, Pair, Pair, string]>([
  ['everything',                 [INF_MIN, INF_MIN], [INF_MAX, INF_MAX], 'a-1 a2 b-1 b2 c-1 c2'],
  ['one partition',              ['b', INF_MIN],     ['b', INF_MAX],     'b-1 b2'],
  ['the start counts, the end not', ['a', high],     ['c', low],         'a2 b-1 b2'],
  ['from after a partition',     ['a', INF_MAX],     ['c', INF_MIN],     'b-1 b2'],
  ['between partitions',         ['a', INF_MAX],     ['b', INF_MIN],     ''],
  ['where nothing is',           ['x', INF_MIN],     ['z', INF_MAX],     ''],
])('%s, forward', async (_, start, end, expected) => {
  const result = await range(start, end);
  expect(keysOf(result).join(' ')).toBe(expected);
  expect(result.nextStartPrimaryKey).toBeNull();
});

// biome-ignore format: a table
test.each<[string, Pair, Pair, string]>([
  ['everything',                 [INF_MAX, INF_MAX], [INF_MIN, INF_MIN], 'c2 c-1 b2 b-1 a2 a-1'],
  ['the start counts, the end not', ['c', low],      ['a', high],        'c-1 b2 b-1'],
  ['one partition',              ['b', INF_MAX],     ['b', INF_MIN],     'b2 b-1'],
])('%s, backward', async (_, start, end, expected) => {
  expect(keysOf(await range(start, end, { direction: BACKWARD })).join(' ')).toBe(expected);
});

test.each([
  ['forward', FORWARD, all[0], all[1], 'a-1 a2|b-1 b2|c-1 c2'],
  ['backward', BACKWARD, all[1], all[0], 'c2 c-1|b2 b-1|a2 a-1'],
] as const)('pages, %s', async (_, direction, first, end, expected) => {
  const pages: string[] = [];
  let start: Pair | undefined = [...first];
  while (start) {
    const page: TableStore.GetRangeResult = await range(start, [...end], { direction, limit: 2 });
    pages.push(keysOf(page).join(' '));
    const [p, n] = page.nextStartPrimaryKey ?? [];
    start = p && n && [p.value, n.value];
  }
  expect(pages.join('|')).toBe(expected);
});

test('columns are chosen, and rows without any of them left out', async () => {
  await tablestore.client.putRow({
    tableName: 'T',
    primaryKey: [{ p: 'z' }, { n: low }],
    condition: ignore,
    attributeColumns: [{ rare: 'yes' }],
  });
  const { rows } = await range(...all, { columnsToGet: ['rare'] });
  expect(rows.map(fields)).toEqual([{ p: 'z', n: -1n, rare: 'yes' }]);
  await tablestore.client.deleteRow({ tableName: 'T', primaryKey: [{ p: 'z' }, { n: low }], condition: ignore });
});

test('a filter leaves rows out, and the limit counts those that are left', async () => {
  const columnFilter = new TableStore.SingleColumnCondition(
    'i',
    long(3),
    TableStore.ComparatorType.GREATER_EQUAL,
    false,
  );
  const result = await range(...all, { columnFilter, limit: 2 });
  expect(keysOf(result)).toEqual(['b2', 'c-1']);
  expect(result.nextStartPrimaryKey?.map(({ value }) => String(value))).toEqual(['c', '2']);
});

// biome-ignore format: a table
test.each<[string, string, TableStore.CellValue[]]>([
  ['integers by value',  'Integers', ['-9223372036854775808', '-256', '-1', '0', '1', '255', '256', '9223372036854775807'].map((n) => long(n))],
  ['strings by bytes',   'Strings',  ['', '\0', '\0\0', '\0a', '\x01', 'A', 'Z', 'a', 'a\0', 'a\0b', 'aa', 'ab', 'b', 'é', '中', '\uffff', '👍']],
  ['binaries by bytes',  'Binaries', [[], [0], [0, 0], [0, 1], [0, 255], [1], [255], [255, 0], [255, 255]].map((bytes) => Buffer.from(bytes))],
])('%s', async (_, tableName, sorted) => {
  await fill(tableName, sorted.toReversed().map((k) => [{ k }]));
  for (const direction of [FORWARD, BACKWARD]) {
    const [start, end]: Pair = direction === FORWARD ? [INF_MIN, INF_MAX] : [INF_MAX, INF_MIN];
    const { rows } = await tablestore.client.getRange({
      tableName,
      direction,
      inclusiveStartPrimaryKey: [{ k: start }],
      exclusiveEndPrimaryKey: [{ k: end }],
    });
    const found = rows.map((row) => row.primaryKey?.[0]?.value);
    expect((direction === FORWARD ? found : found.reverse()).map(String)).toEqual(sorted.map(String));
  }
});

test('a page ends at 5000 rows looked at, whatever a filter lets through', async () => {
  await tablestore.client.createTable(tableParams('Many', { p: 'STRING', n: 'INTEGER' }));
  await fill(
    'Many',
    Array.from({ length: 5001 }, (_, n) => [{ p: 'x' }, { n: long(n) }]),
  );
  const whole = await range(...all, { tableName: 'Many', limit: 6000 });
  expect([whole.rows.length, String(whole.nextStartPrimaryKey?.[1]?.value)]).toEqual([5000, '5000']);

  const columnFilter = new TableStore.SingleColumnCondition('v', 'y', TableStore.ComparatorType.EQUAL, false);
  const filtered = await range(...all, { tableName: 'Many', columnFilter });
  expect([filtered.rows.length, String(filtered.nextStartPrimaryKey?.[1]?.value)]).toEqual([0, '5000']);
});

test('a page ends at 4 MB looked at', async () => {
  await tablestore.client.createTable(tableParams('Large', { p: 'STRING', n: 'INTEGER' }));
  for (const n of [0, 1, 2, 3, 4]) await fill('Large', [[{ p: 'x' }, { n: long(n) }]], 'x'.repeat(1024 * 1024));
  const { rows, nextStartPrimaryKey } = await range(...all, { tableName: 'Large' });
  expect([rows.length, String(nextStartPrimaryKey?.[1]?.value)]).toEqual([4, '4']);
});

// biome-ignore format: a table
test.each<[string, Pair, Pair, Partial<TableStore.GetRangeParams>, string]>([
  ['a range that ends before it starts', ['b', low], ['a', low], {},                      'Begin key must less than end key in FORWARD'],
  ['a range that is no range',           ['a', low], ['a', low], {},                      'Begin key must less than end key in FORWARD'],
  ['the same, backward',                 ['a', low], ['b', low], { direction: BACKWARD }, 'Begin key must more than end key in BACKWARD'],
  ['a limit below one',                  ['a', low], ['b', low], { limit: -1 },           'The limit must be greater than 0.'],
])('it refuses %s', async (_, start, end, params, message) => {
  expect(await refusalOf(range(start, end, params))).toEqual(parameterInvalid(message));
});

test('bounds must be of the table', async () => {
  expect(await refusalOf(range(['a', 'text'], ['b', low]))).toEqual({
    status: 400,
    code: 'OTSInvalidPK',
    message: 'Validate PK type fail. Input: VT_STRING, Meta: VT_INTEGER.',
  });
});
