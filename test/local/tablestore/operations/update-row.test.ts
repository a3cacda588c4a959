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
  tableParams,
  versions,
} from '../start';

let tablestore: TestTablestore;
beforeAll(async () => {
  tablestore = await startTestTablestore();
  await tablestore.client.createTable(tableParams('T'));
  await tablestore.client.createTable(tableParams('Versions', { id: 'STRING' }, { maxVersions: 3 }));
});
afterAll(() => tablestore.stop());

type Changes = TableStore.UpdateRowParams['updateOfAttributeColumns'];

const update = (id: string, changes: Changes, params: Partial<TableStore.UpdateRowParams> = {}) =>
  tablestore.client.updateRow({
    tableName: 'T',
    primaryKey: [{ id }],
    condition: ignore,
    updateOfAttributeColumns: changes,
    ...params,
  });

const get = async (id: string, params: Partial<TableStore.GetRowParams> = {}) => {
  const { row } = await tablestore.client.getRow({ tableName: 'T', primaryKey: [{ id }], ...params });
  return row;
};

// biome-ignore format: a table
test.each<[string, Changes, object]>([
  ['puts a column beside the others',   [{ PUT: [{ c: 'new' }] }],                              { a: 'x', b: 1n, c: 'new' }],
  ['puts over a column, of any type',   [{ PUT: [{ a: true }] }],                               { a: true, b: 1n }],
  ['deletes a column',                  [{ DELETE_ALL: ['a'] }],                                { b: 1n }],
  ['deletes one that is not there',     [{ DELETE_ALL: ['z'] }],                                { a: 'x', b: 1n }],
  ['increments',                        [{ INCREMENT: [{ b: long(41) }] }],                     { a: 'x', b: 42n }],
  ['decrements',                        [{ INCREMENT: [{ b: long(-3) }] }],                     { a: 'x', b: -2n }],
  ['increments from nothing',           [{ INCREMENT: [{ n: long(5) }] }],                      { a: 'x', b: 1n, n: 5n }],
  ['does several things in their order', [{ DELETE_ALL: ['a'] }, { PUT: [{ a: 'y' }, { c: 'z' }] }], { a: 'y', b: 1n, c: 'z' }],
  ['leaves a bare row',                 [{ DELETE_ALL: ['a', 'b'] }],                           {}],
])('it %s', async (name, changes, expected) => {
  const id = name.replaceAll(' ', '-');
  await update(id, [{ PUT: [{ a: 'x' }, { b: long(1) }] }]);
  await update(id, changes);
  expect(fields(await get(id))).toEqual({ id, ...expected });
});

// biome-ignore format: a table
test.each<[string, Changes, object | undefined]>([
  ['a put',       [{ PUT: [{ a: 'x' }] }],           { a: 'x' }],
  ['an increment', [{ INCREMENT: [{ a: long(1) }] }], { a: 1n }],
  ['a deletion',  [{ DELETE_ALL: ['a'] }],           undefined],
])('where there is no row, %s makes one or not', async (name, changes, expected) => {
  const id = `none-${name}`;
  await update(id, changes);
  expect(fields(await get(id))).toEqual(expected && { id, ...expected });
});

test('existence is checked', async () => {
  expect(await refusalOf(update('guarded', [{ PUT: [{ a: 'x' }] }], { condition: expectExist }))).toEqual(
    conditionCheckFail,
  );
  await update('guarded', [{ PUT: [{ a: 'x' }] }], { condition: expectNotExist });
  expect(await refusalOf(update('guarded', [{ PUT: [{ a: 'y' }] }], { condition: expectNotExist }))).toEqual(
    conditionCheckFail,
  );
  await update('guarded', [{ PUT: [{ b: 'z' }] }], { condition: expectExist });
  expect(fields(await get('guarded'))).toEqual({ id: 'guarded', a: 'x', b: 'z' });
});

test('it gives back the columns asked for as they are now', async () => {
  await update('returned', [{ PUT: [{ a: 'x' }, { n: long(1) }, { other: 'o' }] }]);
  const { row } = await update('returned', [{ INCREMENT: [{ n: long(2) }] }, { PUT: [{ b: 'y' }] }], {
    returnContent: { returnType: TableStore.ReturnType.AfterModify, returnColumns: ['n', 'a', 'missing'] },
  });
  expect(fields(row)).toEqual({ id: 'returned', a: 'x', n: 3n });
});

// biome-ignore format: a table
test.each<[string, Changes, string]>([
  ['nothing to change',             [],                                              'Invalid update row request: missing cells in request.'],
  ['an increment of text',          [{ INCREMENT: [{ text: long(1) }] }],            "Column 'text' cannot be incremented: it and the increment must be of type INTEGER."],
  ['an increment by a double',      [{ INCREMENT: [{ n: 1.5 as unknown as TableStore.int64 }] }], "Column 'n' cannot be incremented: it and the increment must be of type INTEGER."],
  ['more than 64 bits',             [{ INCREMENT: [{ max: long(1) }] }],             "Incrementing column 'max' overflows its 64 bits."],
  ['less than 64 bits',             [{ INCREMENT: [{ min: long(-1) }] }],            "Incrementing column 'min' overflows its 64 bits."],
  ['a time two days off',           [{ PUT: [{ a: 'x', timestamp: Date.now() - 2 * 86_400_000 }] }], 'Invalid timestamp. Cell: a.'],
])('it refuses %s and changes nothing', async (name, changes, message) => {
  const id = `refused-${name}`;
  const before = { n: long(1), max: long('9223372036854775807'), min: long('-9223372036854775808') };
  await update(id, [{ PUT: [{ text: 'x' }, { n: before.n }, { max: before.max }, { min: before.min }] }]);
  expect(await refusalOf(update(id, changes))).toEqual(parameterInvalid(message));
  expect(fields(await get(id))).toEqual({ id, text: 'x', n: 1n, max: 2n ** 63n - 1n, min: -(2n ** 63n) });
});

describe('versions', () => {
  const now = Date.now();
  const put = (id: string, value: string, timestamp: number) =>
    update(id, [{ PUT: [{ v: value, timestamp }] }], { tableName: 'Versions' });
  const all = async (id: string) => versions(await get(id, { tableName: 'Versions', maxVersions: 9 }));

  test('a column keeps the newest, in whatever order they came', async () => {
    for (const back of [2, 0, 3, 1]) await put('kept', `v${back}`, now - back);
    expect(await all('kept')).toEqual([
      ['v', 'v0', now],
      ['v', 'v1', now - 1],
      ['v', 'v2', now - 2],
    ]);
  });

  test('the same time again is the same version', async () => {
    await put('same', 'first', now);
    await put('same', 'second', now);
    expect(await all('same')).toEqual([['v', 'second', now]]);
  });

  test('one version can be deleted', async () => {
    for (const back of [0, 1, 2]) await put('one', `v${back}`, now - back);
    await update('one', [{ DELETE: [{ v: (now - 1) as unknown as TableStore.int64 }] }], { tableName: 'Versions' });
    expect(await all('one')).toEqual([
      ['v', 'v0', now],
      ['v', 'v2', now - 2],
    ]);
  });

  test('a write without a time of its own is the newest, even if the clock was set back', async () => {
    await update('back', [{ PUT: [{ v: 'before' }] }], { tableName: 'Versions' });
    tablestore.clock.aheadMs = -60_000;
    await update('back', [{ PUT: [{ v: 'after' }] }], { tableName: 'Versions' });
    tablestore.clock.aheadMs = 0;
    expect(fields(await get('back', { tableName: 'Versions' }))).toEqual({ id: 'back', v: 'after' });
  });
});

test('a row that has expired is not there, neither for a condition nor for an update', async () => {
  const table = { tableName: 'Mortal' };
  await tablestore.client.createTable(tableParams('Mortal', { id: 'STRING' }, { timeToLive: 60 }));
  await update('row', [{ PUT: [{ a: 'old' }] }], table);
  expect(await refusalOf(update('row', [{ PUT: [{ b: 'x' }] }], { ...table, condition: expectNotExist }))).toEqual(
    conditionCheckFail,
  );
  tablestore.clock.aheadMs = 61_000;
  expect(await refusalOf(update('row', [{ PUT: [{ b: 'x' }] }], { ...table, condition: expectExist }))).toEqual(
    conditionCheckFail,
  );
  await update('row', [{ PUT: [{ b: 'new' }] }], { ...table, condition: expectNotExist });
  expect(fields(await get('row', table))).toEqual({ id: 'row', b: 'new' });
  tablestore.clock.aheadMs = 0;
});

test('a table may forbid updates', async () => {
  const params = tableParams('Whole', { id: 'STRING' }, { allowUpdate: false } as object);
  await tablestore.client.createTable(params);
  expect(await refusalOf(update('row', [{ PUT: [{ a: 'x' }] }], { tableName: 'Whole' }))).toEqual(
    parameterInvalid("Table 'Whole' has allow_update false: write whole rows with PutRow."),
  );
});

test('of 64 updates at once on one version, one wins, for every version', async () => {
  const { EQUAL } = TableStore.ComparatorType;
  const { EXPECT_EXIST } = TableStore.RowExistenceExpectation;
  await update('raced', [{ PUT: [{ version: long(0) }] }]);
  for (let version = 0; version < 5; version++) {
    const isVersion = new TableStore.SingleColumnCondition('version', long(version), EQUAL, false);
    const condition = new TableStore.Condition(EXPECT_EXIST, isVersion);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 64 }, (_, by) =>
        update('raced', [{ PUT: [{ version: long(version + 1) }, { by: long(by) }] }], { condition }),
      ),
    );
    const winners = outcomes.flatMap(({ status }, by) => (status === 'fulfilled' ? [by] : []));
    expect(winners).toHaveLength(1);
    expect(fields(await get('raced'))).toEqual({
      id: 'raced',
      version: BigInt(version + 1),
      by: BigInt(winners[0] ?? -1),
    });
  }
});
