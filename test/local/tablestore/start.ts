/**
 * An embedded Tablestore in a directory of its own, and the vendor's unmodified SDK pointed at it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import TableStore from 'tablestore';
import type { Faults } from '../../../local/tablestore/faults';
import { type RunningTablestore, startTablestore, type TablestoreOptions } from '../../../local/tablestore/server';

export const credentials = {
  accessKeyId: 'STS.TestAccessKeyId',
  accessKeySecret: 'test-access-key-secret',
  securityToken: 'test-security-token',
};

export const createClient = (endpoint: string, overrides: TableStore.ConfigOptions = {}): TableStore.Client =>
  new TableStore.Client({
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.accessKeySecret,
    stsToken: credentials.securityToken,
    endpoint,
    instancename: 'test',
    maxRetries: 0,
    ...overrides,
  });

export interface TestTablestore {
  client: TableStore.Client;
  endpoint: string;
  directory: string;
  faults: Faults;
  /** The clock that both the server and the SDK read: real time plus `aheadMs`. */
  clock: { aheadMs: number; nowMs(): number };
  /** Ends the server and starts another one on the same directory. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Where the SDK takes the time from that it signs with; its types do not show it. */
interface SdkWithClock {
  util: { date: { getDate(): Date } };
}

export const startTestTablestore = async (options: Partial<TablestoreOptions> = {}): Promise<TestTablestore> => {
  const directory = await mkdtemp(join(tmpdir(), 'tablestore-'));
  const clock = {
    aheadMs: 0,
    nowMs() {
      return Date.now() + this.aheadMs;
    },
  };
  (TableStore as unknown as SdkWithClock).util.date.getDate = () => new Date(clock.nowMs());
  let server: RunningTablestore;
  const start = async () => {
    server = await startTablestore({ directory, port: 0, clock, credentials, ...options });
    tablestore.endpoint = server.endpoint;
    tablestore.faults = server.faults;
    tablestore.client = createClient(server.endpoint);
  };
  const tablestore = {
    clock,
    directory,
    async restart() {
      await server.close();
      await start();
    },
    async stop() {
      await server.close();
      await rm(directory, { recursive: true });
    },
  } as TestTablestore;
  await start();
  return tablestore;
};

export interface Refusal {
  status: number;
  code: string;
  message: string;
}

// The SDK gives the error's raw protobuf bytes as text: field 1 the code, field 2 the message, each with its length.
const ERROR_TEXT = /^\n.(?<code>OTS[A-Za-z]+)\p{Cc}(?:\uFFFD.|.)(?<message>.*) requestId:[^:]*$/su;

/** What a call was refused with; fails if it was not. */
export const refusalOf = async (call: Promise<unknown>): Promise<Refusal> => {
  const error = await call.then(
    (answer) => {
      throw new Error(`This should have been refused, but was answered: ${JSON.stringify(answer)}`);
    },
    (reason: { code: number; message: string }) => reason,
  );
  const { code, message } = ERROR_TEXT.exec(error.message)?.groups ?? {};
  if (code === undefined || message === undefined) throw error;
  return { status: error.code, code, message };
};

export const conditionCheckFail: Refusal = {
  status: 403,
  code: 'OTSConditionCheckFail',
  message: 'Condition check failed.',
};
export const tableNotExist: Refusal = {
  status: 404,
  code: 'OTSObjectNotExist',
  message: 'Requested table does not exist.',
};
export const parameterInvalid = (message: string): Refusal => ({ status: 400, code: 'OTSParameterInvalid', message });

const { IGNORE, EXPECT_EXIST, EXPECT_NOT_EXIST } = TableStore.RowExistenceExpectation;
export const ignore = new TableStore.Condition(IGNORE, null);
export const expectExist = new TableStore.Condition(EXPECT_EXIST, null);
export const expectNotExist = new TableStore.Condition(EXPECT_NOT_EXIST, null);

type Schema = Record<string, 'INTEGER' | 'STRING' | 'BINARY'>;

export const tableParams = (
  tableName: string,
  schema: Schema = { id: 'STRING' },
  options: Partial<TableStore.TableOptions> = {},
): TableStore.CreateTableParams => ({
  tableMeta: { tableName, primaryKey: Object.entries(schema).map(([name, type]) => ({ name, type })) },
  reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
  tableOptions: { timeToLive: -1, maxVersions: 1, ...options },
});

export const long = (value: number | string): TableStore.int64 => TableStore.Long.fromString(String(value));

interface SdkRow {
  primaryKey?: { name: string; value: unknown }[] | null;
  attributes?: { columnName: string; columnValue: unknown; timestamp: unknown }[] | null;
}

const plain = (value: unknown): unknown => {
  if (Buffer.isBuffer(value) || typeof value !== 'object' || value === null) return value;
  return BigInt(String(value));
};

/** A row as one plain object, integers as bigint; of several versions the newest. Undefined where there is no row. */
export const fields = (row: unknown): Record<string, unknown> | undefined => {
  const { primaryKey, attributes } = (row ?? {}) as SdkRow;
  if (!primaryKey) return undefined;
  return Object.fromEntries([
    ...(attributes ?? []).map(({ columnName, columnValue }) => [columnName, plain(columnValue)]).reverse(),
    ...primaryKey.map(({ name, value }) => [name, plain(value)]),
  ]);
};

/** All versions of all columns in the order of the answer. */
export const versions = (row: unknown): [name: string, value: unknown, timestampMs: number][] =>
  ((row as SdkRow).attributes ?? []).map(({ columnName, columnValue, timestamp }) => [
    columnName,
    plain(columnValue),
    Number(String(timestamp)),
  ]);
