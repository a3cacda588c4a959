import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localCredentials } from '../../../../local/credentials';
import { type RunningTablestore, startTablestore } from '../../../../local/tablestore/server';
import { connect } from '../../../../shared/adapters/tablestore/client';
import { tablestore } from '../../../../shared/adapters/tablestore/store';
import { createTables } from '../../../../shared/adapters/tablestore/tables';
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
const create = () => createTables({ ...target(), credentials: localCredentials }, waiting());
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

it('outlives throttling, lost answers, and tables that are not ready', async () => {
  embedded.faults.set([
    { operation: 'ListTable', call: { refuse: 'OTSQuotaExhausted' }, times: 1 },
    { operation: 'CreateTable', call: 'lose-answer', times: 1 },
    { operation: 'GetRow', call: { refuse: 'OTSTableNotReady' }, times: 2 },
  ]);
  await create();
  expect(countOf('ListTable')).toBe(2);
  expect(countOf('CreateTable')).toBe(Object.keys(tables).length + 1);
  expect(countOf('GetRow')).toBe(Object.keys(tables).length + 2);
});

it('tells what the service refuses', async () => {
  const denied = { ...localCredentials, accessKeySecret: 'wrong-secret' };
  await expect(createTables({ ...target(), credentials: denied })).rejects.toThrow(
    'Tablestore, listing tables: OTSAuthFailed',
  );
});
