import type TableStore from 'tablestore';
import {
  fields,
  ignore,
  parameterInvalid,
  refusalOf,
  startTestTablestore,
  type TestTablestore,
  tableNotExist,
  tableParams,
} from '../start';

let tablestore: TestTablestore;
beforeEach(async () => {
  tablestore = await startTestTablestore();
  const throughput = { reservedThroughput: { capacityUnit: { read: 1, write: 2 } } };
  await tablestore.client.createTable({ ...tableParams('T', { id: 'STRING' }, { timeToLive: 86_400 }), ...throughput });
});
afterEach(() => tablestore.stop());

type Change = Omit<TableStore.UpdateTableParams, 'tableName'>;

const update = (change: Change, tableName = 'T') => tablestore.client.updateTable({ tableName, ...change });

const settings = async () => {
  const { tableOptions, reservedThroughputDetails } = await tablestore.client.describeTable({ tableName: 'T' });
  const { timeToLive, maxVersions, allowUpdate, deviationCellVersionInSec } = tableOptions as unknown as Record<
    string,
    unknown
  >;
  const { read, write } = reservedThroughputDetails.capacityUnit;
  return `${timeToLive} ${maxVersions} ${allowUpdate} ${deviationCellVersionInSec} ${read} ${write}`;
};

const options = (tableOptions: object): Change => ({ tableOptions });
const throughput = (capacityUnit: object): Change =>
  ({ tableOptions: {}, reservedThroughput: { capacityUnit } }) as Change;

// biome-ignore format: a table
test.each<[string, Change, string]>([
  //                              lives   versions  UpdateRow  deviation  read  write
  ['the time to live',      options({ timeToLive: -1 }),          '-1    1 true  86400 1 2'],
  ['the versions',          options({ maxVersions: 3 }),          '86400 3 true  86400 1 2'],
  ['whether cells change',  options({ allowUpdate: false }),      '86400 1 false 86400 1 2'],
  ['the deviation',         options({ maxTimeDeviation: 3600 }),  '86400 1 true  3600  1 2'],
  ['the read throughput',   throughput({ read: 5 }),              '86400 1 true  86400 5 2'],
  ['the write throughput',  throughput({ write: 5 }),             '86400 1 true  86400 1 5'],
])('it changes %s and nothing else, also for the next start', async (_, change, expected) => {
  expect(await settings()).toBe('86400 1 true 86400 1 2');
  await update(change);
  expect(await settings()).toBe(expected.replace(/ +/g, ' '));
  await tablestore.restart();
  expect(await settings()).toBe(expected.replace(/ +/g, ' '));
});

test('it answers what holds from now on', async () => {
  expect(
    await update({ tableOptions: { maxVersions: 2 }, reservedThroughput: { capacityUnit: { read: 3, write: 4 } } }),
  ).toMatchObject({
    tableOptions: { timeToLive: 86_400, maxVersions: 2 },
    reservedThroughputDetails: { capacityUnit: { read: 3, write: 4 } },
  });
});

test('the change holds at once, for the rows that are there', async () => {
  const primaryKey = [{ id: 'row' }];
  await tablestore.client.putRow({ tableName: 'T', primaryKey, condition: ignore, attributeColumns: [{ v: 'x' }] });
  const read = async () => fields((await tablestore.client.getRow({ tableName: 'T', primaryKey })).row);
  const write = () =>
    tablestore.client.updateRow({
      tableName: 'T',
      primaryKey,
      condition: ignore,
      updateOfAttributeColumns: [{ PUT: [{ w: 'y' }] }],
    });

  await update(options({ allowUpdate: false }));
  expect(await refusalOf(write())).toEqual(
    parameterInvalid("Table 'T' has allow_update false: write whole rows with PutRow."),
  );
  expect(await read()).toEqual({ id: 'row', v: 'x' });

  tablestore.clock.aheadMs = 7_200_000;
  await update(options({ timeToLive: 3600 }));
  expect(await read()).toBeUndefined();
});

// biome-ignore format: a table
test.each<[string, Change, string]>([
  ['nothing',               options({}),                       'Nothing to update: name a table option or a reserved throughput.'],
  ['a time to live of 0',   options({ timeToLive: 0 }),        'TimeToLive cannot be 0 or less than -1.'],
  ['max versions of 0',     options({ maxVersions: 0 }),       'The maximum versions cannot be less than or equal to 0.'],
  ['a negative deviation',  options({ maxTimeDeviation: -1 }), 'The maximum deviation must be in range [0, INT64_MAX/1000000].'],
  ['an empty throughput',   throughput({}),                    'The reserved throughput names neither read nor write: name one of them at least.'],
])('it refuses %s', async (_, change, message) => {
  expect(await refusalOf(update(change))).toEqual(parameterInvalid(message));
  expect(await settings()).toBe('86400 1 true 86400 1 2');
});

test('it has no streams', async () => {
  const stream = { tableOptions: {}, streamSpecification: { enableStream: true, expirationTime: 24 } };
  expect(await refusalOf(update(stream))).toEqual({
    status: 400,
    code: 'OTSUnsupportOperation',
    message: 'This embedded Tablestore has no streams.',
  });
});

test('a table that is not there, and a name that none can have', async () => {
  expect(await refusalOf(update(options({ maxVersions: 2 }), 'Missing'))).toEqual(tableNotExist);
  expect(await refusalOf(update(options({ maxVersions: 2 }), '3t'))).toEqual(
    parameterInvalid("Invalid table name: '3t'."),
  );
});
