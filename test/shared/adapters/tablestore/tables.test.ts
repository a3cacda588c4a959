/** The tables of an instance: what is planned for those that are there, and what is made of the plan. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localCredentials } from '../../../../local/credentials';
import { type RunningTablestore, startTablestore } from '../../../../local/tablestore/server';
import { connect } from '../../../../shared/adapters/tablestore/client';
import { tablestore } from '../../../../shared/adapters/tablestore/store';
import { describeStep } from '../../../../shared/adapters/tablestore/table-plan';
import { createTables, type TablesOptions, tablesAt } from '../../../../shared/adapters/tablestore/tables';
import { tables } from '../../../../shared/ports';
import { sessionRow } from '../../../contracts/sample-rows';
import { realClock } from './embedded';

let directory: string;
let embedded: RunningTablestore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tablestore-'));
  embedded = await startTablestore({ directory, port: 0, clock: realClock, credentials: localCredentials });
  embedded.faults.set([]);
});
afterEach(async () => {
  await embedded.close();
  await rm(directory, { recursive: true });
});

const target = () => ({ endpoint: embedded.endpoint, instanceName: 'settlement' });
/** The pauses take no time. */
const waiting = () => {
  let nowMs = 0;
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  return { clock: { nowMs: () => nowMs, sleep }, random: { fraction: () => 0.5 } };
};
const at = (options: TablesOptions = { waiting: waiting() }) =>
  tablesAt({ ...target(), credentials: localCredentials }, options);
const create = () => createTables({ ...target(), credentials: localCredentials }, { waiting: waiting() });
const countOf = (operation: string) => embedded.faults.seen().filter((call) => call.operation === operation).length;

it('creates every table, spread before its key, with its lifetime', async () => {
  await create();
  const client = connect(target(), localCredentials);
  const { tableNames } = await client.listTable({});
  expect(tableNames).toHaveLength(Object.keys(tables).length);
  // biome-ignore format: one case a line
  for (const [tableName, key, lifetimeSeconds] of [
    ['workspaces',       ['spread STRING', 'workspaceId STRING'],                         -1],
    ['bindings',         ['spread STRING', 'instanceId STRING', 'workspaceId STRING'],    -1],
    ['notice_lists',     ['spread STRING', 'listId STRING', 'page INTEGER'],              -1],
    ['attempts',         ['spread STRING', 'subject STRING', 'windowStartMs INTEGER'],    2_592_000],
    ['idempotency_keys', ['spread STRING', 'scope STRING', 'key STRING'],                 259_200],
    ['sessions',         ['spread STRING', 'sessionId STRING'],                           172_800],
  ] as const) {
    const { tableMeta, tableOptions } = await client.describeTable({ tableName });
    const types: Record<string, string> = { 1: 'INTEGER', 2: 'STRING' };
    expect(tableMeta.primaryKey.map(({ name, type }) => `${name} ${types[type]}`)).toEqual(key);
    expect(tableOptions).toMatchObject({ timeToLive: lifetimeSeconds, maxVersions: 1 });
  }
});

it('leaves tables and their rows alone when it runs again', async () => {
  const session = sessionRow();
  await create();
  const store = tablestore(target(), localCredentials, { clock: realClock });
  await store.write({ table: 'sessions', put: session });
  const created = countOf('CreateTable');
  await create();
  expect(countOf('CreateTable')).toBe(created);
  expect(await store.get('sessions', session)).toEqual(session);
});

it('may run twice at once', async () => {
  await Promise.all([create(), create()]);
  expect(countOf('CreateTable')).toBeGreaterThan(Object.keys(tables).length);
});

// --- tables that are not as they should be ---------------------------------------------------------------------------

type Type = 'STRING' | 'INTEGER' | 'BINARY';
const client = () => connect(target(), localCredentials);
const makeTable = (tableName: string, key: Readonly<Record<string, Type>>, timeToLive: number, maxVersions: number) =>
  client().createTable({
    tableMeta: { tableName, primaryKey: Object.entries(key).map(([name, type]) => ({ name, type })) },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive, maxVersions },
  });
const sessionsKey = { spread: 'STRING', sessionId: 'STRING' } as const;
const changes = () => ['CreateTable', 'UpdateTable', 'DeleteTable'].map(countOf).reduce((sum, count) => sum + count);
const sessionsStep = async () => {
  const step = (await at().plan()).steps.find(({ definition }) => definition.tableName === 'sessions');
  return step && describeStep(step);
};

// biome-ignore format: a table
it.each<[string, Readonly<Record<string, Type>>, number, number, string]>([
  // sessions is           with the key                                   kept, versions  and so
  ['as it should be',      sessionsKey,                                   172_800, 1,     'as it should be'],
  ['kept too long',        sessionsKey,                                   -1,      1,     'change: rows are kept for ever, and will be kept for 172800 s (2 d)'],
  ['kept too short',       sessionsKey,                                   86_400,  1,     'change: rows are kept for 86400 s (1 d), and will be kept for 172800 s (2 d)'],
  ['of several versions',  sessionsKey,                                   172_800, 3,     'change: 3 versions of a cell, and will be 1 version'],
  ['without its spread',   { sessionId: 'STRING' },                       172_800, 1,     'incompatible: its primary key is sessionId STRING, and must be spread STRING, sessionId STRING'],
  ['of another type',      { spread: 'STRING', sessionId: 'BINARY' },     172_800, 1,     'incompatible: its primary key is spread STRING, sessionId BINARY, and must be spread STRING, sessionId STRING'],
  ['in another order',     { sessionId: 'STRING', spread: 'STRING' },     172_800, 1,     'incompatible: its primary key is sessionId STRING, spread STRING, and must be spread STRING, sessionId STRING'],
  ['with a column more',   { ...sessionsKey, extra: 'INTEGER' },          -1,      2,     'incompatible: its primary key is spread STRING, sessionId STRING, extra INTEGER, and must be spread STRING, sessionId STRING'],
])('plans what is done with a table that is %s', async (_, key, timeToLive, maxVersions, planned) => {
  await makeTable('sessions', key, timeToLive, maxVersions);
  embedded.faults.set([]);
  expect(await sessionsStep()).toBe(planned);
  expect(changes()).toBe(0);

  const outcome = at().plan().then(at().apply).then(() => 'done', (fault: Error) => fault.message);
  if (planned.startsWith('incompatible')) {
    expect(await outcome).toMatch(new RegExp(`^Nothing was changed. sessions is ${planned}. The primary key .* cannot be changed`));
    expect(changes()).toBe(0);
  } else {
    expect(await outcome).toBe('done');
    expect(await sessionsStep()).toBe('as it should be');
    expect(countOf('DeleteTable')).toBe(0);
  }
});

it('leaves the tables of others alone, and names them', async () => {
  await makeTable('orders', { id: 'INTEGER' }, 86_400, 5);
  expect((await at().plan()).others).toEqual(['orders']);
  await create();
  const { tableOptions } = await client().describeTable({ tableName: 'orders' });
  expect(tableOptions).toMatchObject({ timeToLive: 86_400, maxVersions: 5 });
});

it('does not trust a table that somebody else made at the same time, but changes what can be changed', async () => {
  const plan = await at().plan();
  await makeTable('sessions', sessionsKey, -1, 2);
  await at().apply(plan);
  expect(await sessionsStep()).toBe('as it should be');
});

it('says so where somebody else made it with another key', async () => {
  const plan = await at().plan();
  await makeTable('sessions', { id: 'STRING' }, -1, 1);
  await expect(at().apply(plan)).rejects.toThrow(
    'sessions was made by somebody else at the same time. sessions is incompatible: its primary key is id STRING,',
  );
});

it('begins no two operations within the pause it was given', async () => {
  const { clock, random } = waiting();
  const pauses: number[] = [];
  const sleep = async (ms: number) => {
    pauses.push(ms);
    await clock.sleep(ms);
  };
  await create();
  embedded.faults.set([]);
  await at({ waiting: { clock: { ...clock, sleep }, random }, everyMs: 125 }).plan();
  expect(embedded.faults.seen()).toHaveLength(1 + Object.keys(tables).length);
  expect(pauses).toEqual(Object.keys(tables).map(() => 125));
});

// --- a service on a bad day ------------------------------------------------------------------------------------------

it('outlives throttling, lost answers, and tables that are not ready', async () => {
  embedded.faults.set([
    { operation: 'ListTable', call: { refuse: 'OTSQuotaExhausted' }, times: 1 },
    { operation: 'CreateTable', call: 'lose-answer', times: 1 },
    { operation: 'DescribeTable', call: { refuse: 'OTSTableNotReady' }, times: 3 },
    { operation: 'GetRow', call: { refuse: 'OTSTableNotReady' }, times: 2 },
  ]);
  await create();
  expect(countOf('ListTable')).toBe(2);
  expect(countOf('CreateTable')).toBe(Object.keys(tables).length + 1);
  expect(countOf('DescribeTable')).toBe(Object.keys(tables).length + 3);
  expect(countOf('GetRow')).toBe(Object.keys(tables).length + 2);
});

it('tells what the service refuses', async () => {
  const denied = { ...localCredentials, accessKeySecret: 'wrong-secret' };
  await expect(createTables({ ...target(), credentials: denied })).rejects.toThrow(
    'Tablestore, listing tables: OTSAuthFailed',
  );
});
