/** The sizes of what one row and one request may carry. Those of batches and pages are with their operations. */
import type TableStore from 'tablestore';
import {
  fields,
  ignore,
  parameterInvalid,
  refusalOf,
  startTestTablestore,
  type TestTablestore,
  tableParams,
} from './start';

const MIB = 1024 * 1024;

let tablestore: TestTablestore;
beforeAll(async () => {
  tablestore = await startTestTablestore();
  await tablestore.client.createTable(tableParams('T'));
  await tablestore.client.createTable(tableParams('Binary', { id: 'BINARY' }));
});
afterAll(() => tablestore.stop());

const put = (id: TableStore.CellValue, attributeColumns: TableStore.AttributesInput, tableName = 'T') =>
  tablestore.client.putRow({ tableName, primaryKey: [{ id }], condition: ignore, attributeColumns });

const update = (PUT: TableStore.AttributesInput) =>
  tablestore.client.updateRow({
    tableName: 'T',
    primaryKey: [{ id: 'row' }],
    condition: ignore,
    updateOfAttributeColumns: [{ PUT }],
  });

test.each([
  ['text', 'T', 'x'.repeat(1024), 'x'.repeat(1025)],
  ['text, counted in bytes', 'T', '中'.repeat(341), '中'.repeat(342)],
  ['bytes', 'Binary', Buffer.alloc(1024), Buffer.alloc(1025)],
])('a primary key column holds 1024 bytes of %s', async (_, tableName, fits, tooLong) => {
  await put(fits, [{ v: 'x' }], tableName);
  const { message } = await refusalOf(put(tooLong, [{ v: 'x' }], tableName));
  expect(message).toMatch(
    /^The length of primary key column: 'id' exceeds the MaxLength:1024 with CurrentLength:102[56]\.$/,
  );
});

test('an attribute holds 2 MiB', async () => {
  const fits = 'x'.repeat(2 * MIB);
  await put('attribute', [{ v: fits }]);
  const { row } = await tablestore.client.getRow({ tableName: 'T', primaryKey: [{ id: 'attribute' }] });
  expect(fields(row)?.v === fits).toBe(true);
  expect(await refusalOf(put('attribute', [{ v: Buffer.alloc(2 * MIB + 1) }]))).toEqual(
    parameterInvalid("The length of attribute column: 'v' exceeds the MaxLength:2097152 with CurrentLength:2097153."),
  );
});

const half = 2 * MIB - 6;

test.each([
  ['PutRow', (columns: TableStore.AttributesInput) => put('row', columns)],
  ['UpdateRow', update],
])('%s carries 4 MB of names and values', async (operation, write) => {
  // Names and the key are 7 bytes: a, b, id and row.
  await write([{ a: 'x'.repeat(half) }, { b: 'x'.repeat(half + 5) }]);
  expect(await refusalOf(write([{ a: 'x'.repeat(half) }, { b: 'x'.repeat(half + 6) }]))).toEqual(
    parameterInvalid(
      `The total data size of ${operation} request exceeds the limit, limit size: 4194304, data size: 4194305.`,
    ),
  );
});

test.each([
  ['PutRow', (columns: TableStore.AttributesInput) => put('row', columns)],
  ['UpdateRow', update],
])('%s carries 1024 attributes', async (_, write) => {
  const columns = Array.from({ length: 1025 }, (_, i) => ({ [`c${i}`]: i }));
  await write(columns.slice(0, 1024));
  expect(await refusalOf(write(columns))).toEqual(
    parameterInvalid('The number of attribute columns exceeds the limit, limit count: 1024, column count: 1025.'),
  );
});

test('a body of more than 5 MB is refused, and the connection goes on', async () => {
  const columns = [{ a: 'x'.repeat(2 * MIB) }, { b: 'x'.repeat(2 * MIB) }, { c: 'x'.repeat(2 * MIB) }];
  expect(await refusalOf(put('row', columns))).toEqual({
    status: 413,
    code: 'OTSRequestBodyTooLarge',
    message: 'The size of POST data is too large.',
  });
  await put('row', [{ v: 'x' }]);
});
