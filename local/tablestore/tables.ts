/**
 * The tables of the instance: their definitions, kept in memory and on disk. A definition is stored as the CreateTable
 * request that would make the table as it is now. Each table has a number that is never used again, and its rows lie below that number, so that a
 * table created anew under an old name cannot see old rows, whatever was interrupted.
 */
import { TablestoreError, tableNotExist } from './errors';
import { LIMITS } from './limits';
import { messageType } from './messages';
import type { PrimaryKeyColumn } from './primary-key';
import type { KeyRange, Store } from './store';

export interface TableOptions {
  /** Seconds that a cell lives after its timestamp; -1 for ever. */
  timeToLive?: number;
  maxVersions?: number;
  /** Seconds that a timestamp chosen by the client may be off the clock; decimal text. */
  deviationCellVersionInSec?: string;
  allowUpdate?: boolean;
}

export interface TableDefinition {
  tableMeta: {
    tableName: string;
    primaryKey: (PrimaryKeyColumn & { option?: number })[];
    definedColumn: { name: string; type: number }[];
    indexMeta: object[];
  };
  reservedThroughput: { capacityUnit: { read?: number; write?: number } };
  tableOptions?: TableOptions;
  partitions: object[];
  streamSpec?: { enableStream: boolean };
  indexMetas: object[];
}

export interface Table {
  name: string;
  schema: readonly PrimaryKeyColumn[];
  timeToLiveMs: number;
  maxVersions: number;
  maxDeviationMs: number;
  createdAtMs: number;
  definition: TableDefinition;
  /** What the keys of all its rows begin with. */
  prefix: Buffer;
}

export interface Tables {
  get(name: string): Table;
  names(): string[];
  create(definition: TableDefinition, nowMs: number): void;
  /** Gives the table of that name another definition; its rows stay. */
  update(definition: TableDefinition): void;
  /** Resolves when the table and its rows are gone. */
  drop(name: string): Promise<void>;
}

const SPACE = { tables: 0x01, dropped: 0x02, nextNumber: 0x03, rows: 0x10 } as const;
const DEFAULT_DEVIATION_SECONDS = 86_400;
const MS_PER_SECOND = 1000;
const NUMBER_SIZE = 4;
const CREATED_AT_SIZE = 8;

export const createTableRequest = messageType<TableDefinition>('main.proto.CreateTableRequest');

const numberKey = (space: number, number: number): Buffer => {
  const key = Buffer.alloc(1 + NUMBER_SIZE);
  key[0] = space;
  key.writeUInt32BE(number, 1);
  return key;
};

const nameKey = (name: string): Buffer => Buffer.concat([Buffer.of(SPACE.tables), Buffer.from(name)]);
const everyKeyOf = (space: number): KeyRange => ({ gte: Buffer.of(space), lt: Buffer.of(space + 1) });
const everyRowOf = (number: number): KeyRange => ({
  gte: numberKey(SPACE.rows, number),
  lt: numberKey(SPACE.rows, number + 1),
});

const toTable = (number: number, createdAtMs: number, definition: TableDefinition): Table => {
  const { timeToLive = -1, maxVersions = 1, deviationCellVersionInSec } = definition.tableOptions ?? {};
  return {
    name: definition.tableMeta.tableName,
    schema: definition.tableMeta.primaryKey,
    timeToLiveMs: timeToLive === -1 ? Number.POSITIVE_INFINITY : timeToLive * MS_PER_SECOND,
    maxVersions,
    maxDeviationMs: Number(deviationCellVersionInSec ?? DEFAULT_DEVIATION_SECONDS) * MS_PER_SECOND,
    createdAtMs,
    definition,
    prefix: numberKey(SPACE.rows, number),
  };
};

const numberOf = (table: Table): number => table.prefix.readUInt32BE(1);

const encodeTable = (table: Table): Buffer => {
  const head = Buffer.alloc(NUMBER_SIZE + CREATED_AT_SIZE);
  head.writeUInt32BE(numberOf(table));
  head.writeBigUInt64BE(BigInt(Math.floor(table.createdAtMs)), NUMBER_SIZE);
  return Buffer.concat([head, createTableRequest.encode(table.definition)]);
};

const decodeTable = (bytes: Buffer): Table =>
  toTable(
    bytes.readUInt32BE(),
    Number(bytes.readBigUInt64BE(NUMBER_SIZE)),
    createTableRequest.decode(bytes.subarray(NUMBER_SIZE + CREATED_AT_SIZE)),
  );

export const openTables = async (store: Store): Promise<Tables> => {
  const tables = new Map<string, Table>();
  for await (const entries of store.entries(everyKeyOf(SPACE.tables))) {
    for (const [, value] of entries) {
      const table = decodeTable(value);
      tables.set(table.name, table);
    }
  }

  const eraseDropped = async (number: number) => {
    await store.clear(everyRowOf(number));
    store.del(numberKey(SPACE.dropped, number));
    await store.durable();
  };
  for await (const entries of store.entries(everyKeyOf(SPACE.dropped))) {
    for (const [key] of entries) await eraseDropped(key.readUInt32BE(1));
  }

  const nextNumberKey = Buffer.of(SPACE.nextNumber);
  const takeNumber = (): number => {
    const number = store.latest(nextNumberKey)?.readUInt32BE() ?? 0;
    const next = Buffer.alloc(NUMBER_SIZE);
    next.writeUInt32BE(number + 1);
    store.put(nextNumberKey, next);
    return number;
  };

  const get = (name: string): Table => {
    const table = tables.get(name);
    if (!table) throw tableNotExist();
    return table;
  };

  const save = (table: Table) => {
    tables.set(table.name, table);
    store.put(nameKey(table.name), encodeTable(table));
  };

  return {
    get,
    names: () => [...tables.keys()].sort(),
    create(definition, nowMs) {
      const name = definition.tableMeta.tableName;
      if (tables.has(name)) throw new TablestoreError('OTSObjectAlreadyExist', 'Requested table already exists.');
      if (tables.size >= LIMITS.tables) {
        throw new TablestoreError('OTSQuotaExhausted', 'Number of tables exceeded the quota.');
      }
      save(toTable(takeNumber(), nowMs, definition));
    },
    update(definition) {
      const table = get(definition.tableMeta.tableName);
      save(toTable(numberOf(table), table.createdAtMs, definition));
    },
    async drop(name) {
      const number = numberOf(get(name));
      tables.delete(name);
      store.del(nameKey(name));
      store.put(numberKey(SPACE.dropped, number), Buffer.alloc(0));
      await store.durable();
      await eraseDropped(number);
    },
  };
};
