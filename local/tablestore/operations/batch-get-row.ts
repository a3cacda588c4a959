/**
 * BatchGetRow: up to 100 rows of any tables. The answer stands in the order of the request; a row that is not there is
 * an empty one, and one that cannot be read (no such table, wrong primary key) has an error of its own.
 */
import { consumedByRead } from '../capacity';
import { parameterInvalid } from '../errors';
import { LIMITS } from '../limits';
import type { WireSelection } from '../messages';
import { checkTableName } from '../naming';
import { type Database, defineOperation } from '../operation';
import { decodeRow } from '../plain-buffer/reader';
import type { PrimaryKeyCell } from '../plain-buffer/values';
import { encodeRows } from '../plain-buffer/writer';
import { checkPrimaryKey, encodeKey, matchSchema } from '../primary-key';
import { type RowResult, rowResult } from '../row-result';
import { readSelection, type Selection, selectRow } from '../selection';

interface Request {
  tables: (WireSelection & { tableName: string; primaryKey: Buffer[] })[];
}

interface Response {
  tables: { tableName: string; rows: RowResult[] }[];
}

interface TableRead {
  tableName: string;
  selection: Selection;
  keys: PrimaryKeyCell[][];
}

const readTable = (wire: Request['tables'][number]): TableRead => {
  checkTableName(wire.tableName);
  const keys = wire.primaryKey.map((bytes) => decodeRow(bytes).primaryKey);
  for (const key of keys) checkPrimaryKey(key, 'values');
  return { tableName: wire.tableName, selection: readSelection(wire), keys };
};

const readRow = (key: PrimaryKeyCell[], { tableName, selection }: TableRead, database: Database): RowResult =>
  rowResult(() => {
    const table = database.tables.get(tableName);
    matchSchema(key, table.schema);
    const stored = database.store.committed(encodeKey(table.prefix, key));
    const row = stored && selectRow(stored, table, selection, database.nowMs());
    return { consumed: consumedByRead(stored?.length ?? 0), row: encodeRows(row ? [row] : []) };
  });

export const batchGetRow = defineOperation<Request, Response>('BatchGetRow', (request, database) => {
  const count = request.tables.reduce((sum, { primaryKey }) => sum + primaryKey.length, 0);
  if (count === 0) throw parameterInvalid('No row specified in the request of BatchGetRow.');
  if (count > LIMITS.batchGetRows)
    throw parameterInvalid(`Rows count exceeds the upper limit: ${LIMITS.batchGetRows}.`);
  const reads = request.tables.map(readTable);
  return {
    tables: reads.map((read) => ({
      tableName: read.tableName,
      rows: read.keys.map((key) => database.guardRow(read.tableName, () => readRow(key, read, database))),
    })),
  };
});
