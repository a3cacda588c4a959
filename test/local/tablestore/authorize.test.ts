/** What a role may do over the wire, called by the vendor's SDK with the role's own credentials. */
import type TableStore from 'tablestore';
import { createRoles, LOCAL_ACCOUNT_ID, roleCredentials } from '../../../local/ram/roles';
import {
  createClient,
  fields,
  ignore,
  type Refusal,
  refusalOf,
  startTestTablestore,
  type TestTablestore,
  tableParams,
} from './start';

const noPermission: Refusal = {
  status: 403,
  code: 'OTSNoPermissionAccess',
  message: 'You have no permission to access the requested resource, please contact the resource owner.',
};

const roles = createRoles('cn-hangzhou');
const instance = `acs:ots:cn-hangzhou:${LOCAL_ACCOUNT_ID}:instance/test`;
/** From now on the role may do this and nothing else. */
const allow = (actions: string[], resources: string | string[] = `${instance}/table/*`) =>
  roles.put('tester', { Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: resources }] });

let tablestore: TestTablestore;
let client: TableStore.Client;
const asRole = (overrides: TableStore.ConfigOptions = {}) => {
  const { accessKeyId, accessKeySecret, securityToken } = roleCredentials('tester');
  const own = { accessKeyId, secretAccessKey: accessKeySecret, stsToken: securityToken };
  return createClient(tablestore.endpoint, { ...own, ...overrides });
};
beforeAll(async () => {
  tablestore = await startTestTablestore({ roles: roles.find });
  for (const table of ['T', 'U']) await tablestore.client.createTable(tableParams(table));
  client = asRole();
});
afterAll(() => tablestore.stop());
beforeEach(() => roles.put('tester', { Version: '1', Statement: [] }));

const primaryKey = [{ id: 'a' }];
const put = { type: 'PUT' as const, primaryKey, condition: ignore, attributeColumns: [] };
const range = {
  direction: 'FORWARD' as const,
  inclusiveStartPrimaryKey: [{ id: 'a' }],
  exclusiveEndPrimaryKey: [{ id: 'b' }],
};
const T = { tableName: 'T', primaryKey };

// biome-ignore format: a table
test.each<[action: string, call: () => Promise<unknown>]>([
  ['ots:GetRow',        () => client.getRow(T)],
  ['ots:PutRow',        () => client.putRow({ ...T, condition: ignore, attributeColumns: [] })],
  ['ots:UpdateRow',     () => client.updateRow({ ...T, condition: ignore, updateOfAttributeColumns: [{ PUT: [{ c: 'x' }] }] })],
  ['ots:DeleteRow',     () => client.deleteRow({ ...T, condition: ignore })],
  ['ots:GetRange',      () => client.getRange({ tableName: 'T', ...range })],
  ['ots:BatchGetRow',   () => client.batchGetRow({ tables: [{ tableName: 'T', primaryKey: [primaryKey] }] })],
  ['ots:BatchWriteRow', () => client.batchWriteRow({ tables: [{ tableName: 'T', rows: [put] }] })],
  ['ots:ListTable',     () => client.listTable({})],
  ['ots:DescribeTable', () => client.describeTable({ tableName: 'T' })],
  ['ots:UpdateTable',   () => client.updateTable({ tableName: 'T', tableOptions: { maxVersions: 1, timeToLive: -1 } })],
  ['ots:CreateTable',   () => client.createTable(tableParams('New'))],
  ['ots:DeleteTable',   () => client.deleteTable({ tableName: 'New' })],
])('%s is refused to a role whose policy lacks it, and only to such a one', async (action, call) => {
  const others = ['GetRow', 'PutRow', 'UpdateRow', 'DeleteRow', 'GetRange', 'BatchGetRow', 'BatchWriteRow', 'ListTable', 'DescribeTable', 'UpdateTable', 'CreateTable', 'DeleteTable'];
  allow(others.map((name) => `ots:${name}`).filter((name) => name !== action));
  expect(await refusalOf(call())).toEqual(noPermission);
  allow([action]);
  await call();
});

// biome-ignore format: a table
test.each([
  ['the table',                       `${instance}/table/T`,             true],
  ['every table',                     `${instance}/table/*`,             true],
  ['another table',                   `${instance}/table/U`,             false],
  ['a table whose name begins so',    `${instance}/table/Tx`,            false],
  ['the instance without its tables', instance,                          false],
  ['another instance',                `${instance}2/table/*`,            false],
  ['another region',                  'acs:ots:cn-shanghai:*:*',         false],
  ['another AliCloud account',        'acs:ots:*:2000000000000000:*',    false],
])('a policy for %s', async (_, resource, allowed) => {
  allow(['ots:GetRow'], resource);
  const outcome = await client.getRow(T).then(() => true, () => false);
  expect(outcome).toBe(allowed);
});

test('an instance’s name knows no case, and stands in lower case in a policy', async () => {
  allow(['ots:GetRow'], `${instance}/table/T`);
  await asRole({ instancename: 'TEST' }).getRow(T);
});

describe('a batch is allowed whole, or refused whole', () => {
  const tables = [
    { tableName: 'T', rows: [put] },
    { tableName: 'U', rows: [put] },
  ];
  const keys = tables.map(({ tableName }) => ({ tableName, primaryKey: [primaryKey] }));
  const readBoth = async () => {
    const { tables: read } = await tablestore.client.batchGetRow({ tables: keys });
    return read.flat().map((row) => fields(row));
  };
  beforeEach(async () => {
    for (const tableName of ['T', 'U']) await tablestore.client.deleteRow({ tableName, primaryKey, condition: ignore });
  });

  test.each([`${instance}/table/T`, `${instance}/table/U`])('only %s: nothing is done', async (resource) => {
    allow(['ots:BatchWriteRow', 'ots:BatchGetRow'], resource);
    expect(await refusalOf(client.batchWriteRow({ tables }))).toEqual(noPermission);
    expect(await readBoth()).toEqual([undefined, undefined]);
    expect(await refusalOf(client.batchGetRow({ tables: keys }))).toEqual(noPermission);
  });

  test('both tables', async () => {
    allow(['ots:BatchWriteRow', 'ots:BatchGetRow'], [`${instance}/table/T`, `${instance}/table/U`]);
    await client.batchWriteRow({ tables });
    await client.batchGetRow({ tables: keys });
    expect(await readBoth()).toEqual([{ id: 'a' }, { id: 'a' }]);
  });
});

// biome-ignore format: a table
test.each([
  ['its secret',           { secretAccessKey: 'other' }, 'OTSAuthFailed'],
  ['its token',            { stsToken: 'other' },        'OTSAuthFailed'],
  ['a role that is there', { accessKeyId: 'STS.nobody' }, 'OTSAuthFailed'],
])('who calls in a role’s name without %s is refused before any policy is asked', async (_, overrides, code) => {
  allow(['ots:*']);
  expect((await refusalOf(asRole(overrides).getRow(T))).code).toBe(code);
});

test('a refused call is no call that faults are put into', async () => {
  tablestore.faults.set([{ call: 'lose-answer' }]);
  expect(await refusalOf(client.getRow(T))).toEqual(noPermission);
  expect(tablestore.faults.seen()).toEqual([]);
  tablestore.faults.clear();
});
