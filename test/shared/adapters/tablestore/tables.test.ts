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
import { type FaultyServer, startFaultyServer } from './faulty-server';
import { wireError } from './wire-error';

let directory: string;
let embedded: RunningTablestore;
let server: FaultyServer;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tablestore-'));
  embedded = await startTablestore({ directory, port: 0, clock: realClock, credentials: localCredentials });
  server = await startFaultyServer(embedded.endpoint);
});
afterEach(async () => {
  await server.close();
  await embedded.close();
  await rm(directory, { recursive: true });
});

const target = () => ({ endpoint: server.endpoint, instanceName: 'settlement' });
/** The pauses take no time. */
const waiting = () => {
  let nowMs = 0;
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  return { clock: { nowMs: () => nowMs, sleep }, random: { fraction: () => 0.5 } };
};
const create = () => createTables({ ...target(), credentials: localCredentials }, waiting());
const countOf = (operation: string) => server.calls.filter((call) => call.operation === operation).length;

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
    ['attempts',         ['spread STRING', 'subject STRING', 'windowStartMs INTEGER'],    259_200],
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
  const refuse = (status: number, code: string, message: string) => ({ status, body: wireError(code, message) });
  const throttled = refuse(403, 'OTSQuotaExhausted', 'Too frequent table operations.');
  const notReady = refuse(404, 'OTSTableNotReady', 'The table is not ready.');
  // The list; the first table, created though the answer is lost; the others; the first look at the first table.
  server.faults.push(
    throttled,
    'pass',
    'lose-answer',
    ...Object.keys(tables).map(() => 'pass' as const),
    notReady,
    notReady,
  );
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
