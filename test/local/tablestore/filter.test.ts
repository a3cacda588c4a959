/** The rules of filters, seen through the conditions of a write: a condition holds exactly if the write goes through. */
import TableStore from 'tablestore';
import {
  ignore,
  long,
  parameterInvalid,
  refusalOf,
  startTestTablestore,
  type TestTablestore,
  tableParams,
} from './start';

const { EQUAL, NOT_EQUAL, GREATER_THAN, GREATER_EQUAL, LESS_THAN, LESS_EQUAL } = TableStore.ComparatorType;
const { AND, OR, NOT } = TableStore.LogicalOperator;

let tablestore: TestTablestore;
beforeAll(async () => {
  tablestore = await startTestTablestore();
  await tablestore.client.createTable(tableParams('T'));
  await tablestore.client.putRow({
    tableName: 'T',
    primaryKey: [{ id: 'row' }],
    condition: ignore,
    attributeColumns: [
      { blob: Buffer.from([1, 2]) },
      { double: 1.5 },
      { flag: true },
      { int: long(5) },
      { text: 'b' },
      { wide: '\uffff' },
    ],
  });
});
afterAll(() => tablestore.stop());

const guarded = (filter: TableStore.ColumnCondition, id = 'row') =>
  tablestore.client.updateRow({
    tableName: 'T',
    primaryKey: [{ id }],
    condition: new TableStore.Condition(TableStore.RowExistenceExpectation.IGNORE, filter),
    updateOfAttributeColumns: [{ DELETE_ALL: ['unrelated'] }],
  });

const holds = async (filter: TableStore.ColumnCondition, id?: string): Promise<boolean> => {
  try {
    await guarded(filter, id);
    return true;
  } catch (error) {
    if (String(error).includes('OTSConditionCheckFail')) return false;
    throw error;
  }
};

type Comparator = (typeof TableStore.ComparatorType)[keyof typeof TableStore.ComparatorType];

const single = (name: string, comparator: Comparator, value: TableStore.CellValue, passIfMissing = false) =>
  new TableStore.SingleColumnCondition(name, value, comparator, passIfMissing);

// biome-ignore format: a table
test.each<[string, TableStore.CellValue, string]>([
  //  column and value             =      !=     >      >=     <      <=
  ['int',    long(4),              'false  true   true   true   false  false'],
  ['int',    long(5),              'true   false  false  true   false  true'],
  ['int',    long(6),              'false  true   false  false  true   true'],
  ['int',    long('-9223372036854775808'), 'false  true   true   true   false  false'],
  ['double', 1.25,                 'false  true   true   true   false  false'],
  ['double', 1.5,                  'true   false  false  true   false  true'],
  ['text',   'a',                  'false  true   true   true   false  false'],
  ['text',   'b',                  'true   false  false  true   false  true'],
  ['text',   'b\0',                'false  true   false  false  true   true'],
  ['wide',   '👍',                 'false  true   false  false  true   true'],
  ['flag',   false,                'false  true   true   true   false  false'],
  ['flag',   true,                 'true   false  false  true   false  true'],
  ['blob',   Buffer.from([1]),     'false  true   true   true   false  false'],
  ['blob',   Buffer.from([1, 2]),  'true   false  false  true   false  true'],
  ['blob',   Buffer.from([1, 3]),  'false  true   false  false  true   true'],
  // Values of different types: not equal, and none before the other.
  ['int',    5,                    'false  true   false  false  false  false'],
  ['int',    '5',                  'false  true   false  false  false  false'],
  ['text',   Buffer.from('b'),     'false  true   false  false  false  false'],
])('%s against %p', async (column, value, expected) => {
  const comparators = [EQUAL, NOT_EQUAL, GREATER_THAN, GREATER_EQUAL, LESS_THAN, LESS_EQUAL];
  const results = [];
  for (const comparator of comparators) results.push(await holds(single(column, comparator, value)));
  expect(results.join(' ')).toBe(expected.replace(/ +/g, ' '));
});

// biome-ignore format: a table
test.each([
  ['a column that is absent',    'row',     false, false],
  ['a column that is absent',    'row',     true,  true],
  ['any column of no row',       'missing', false, false],
  ['any column of no row',       'missing', true,  true],
])('%s of %s, passIfMissing %s: %s', async (_, id, passIfMissing, expected) => {
  expect(await holds(single('absent', EQUAL, 'x', passIfMissing), id)).toBe(expected);
});

const yes = single('int', EQUAL, long(5));
const no = single('int', EQUAL, long(0));

const composite = (operator: typeof AND | typeof OR | typeof NOT, ...parts: TableStore.ColumnCondition[]) => {
  const condition = new TableStore.CompositeCondition(operator);
  for (const part of parts) condition.addSubCondition(part);
  return condition;
};

// biome-ignore format: a table
test.each<[string, TableStore.ColumnCondition, boolean]>([
  ['yes and yes',            composite(AND, yes, yes),                        true],
  ['yes and no',             composite(AND, yes, no),                         false],
  ['yes and yes and no',     composite(AND, yes, yes, no),                    false],
  ['no or yes',              composite(OR, no, yes),                          true],
  ['no or no',               composite(OR, no, no),                           false],
  ['not yes',                composite(NOT, yes),                             false],
  ['not no',                 composite(NOT, no),                              true],
  ['not (yes and no)',       composite(NOT, composite(AND, yes, no)),         true],
  ['no or (yes and not no)', composite(OR, no, composite(AND, yes, composite(NOT, no))), true],
])('%s: %s', async (_, condition, expected) => {
  expect(await holds(condition)).toBe(expected);
});

const many = (count: number) => composite(AND, ...Array.from({ length: count }, () => yes));

// biome-ignore format: a table
test.each<[string, TableStore.ColumnCondition, string]>([
  ['not of two',         composite(NOT, yes, yes),                       'Invalid NOT operator: the number of sub-filters must be 1.'],
  ['and of one',         composite(AND, yes),                            'Invalid AND/OR operator: the number of sub-filters must be 2 at least.'],
  ['eleven columns',     many(11),                                       'The count of filter exceeds the max: 10.'],
  ['a page of columns',  new TableStore.ColumnPaginationFilter(1, 0),    'Invalid type of filter: 3.'],
  ['a bad column name',  single('a b', EQUAL, 'x'),                      "Invalid column name: 'a b'."],
])('a condition cannot be %s', async (_, condition, message) => {
  expect(await refusalOf(guarded(condition))).toEqual(parameterInvalid(message));
});

test('ten columns are fine', async () => {
  expect(await holds(many(10))).toBe(true);
});
