/**
 * BatchWriteRow: up to 200 changes of different rows, each with its own conditions and its own result; the batch as a
 * whole is answered 200 as long as it is well formed. All that succeed go to disk together.
 */
import { applyRowChange } from '../apply-row-change';
import { parameterInvalid } from '../errors';
import { LIMITS } from '../limits';
import type { WireCondition, WireReturnContent } from '../messages';
import { checkTableName } from '../naming';
import { type Database, defineOperation } from '../operation';
import { encodeKey } from '../primary-key';
import { type ChangeKind, type RowChange, readRowChange } from '../row-change';
import { type RowResult, rowResult } from '../row-result';

interface Request {
  tables: {
    tableName: string;
    rows: { type: number; rowChange: Buffer; condition: WireCondition; returnContent?: WireReturnContent }[];
  }[];
}

interface Response {
  tables: { tableName: string; rows: RowResult[] }[];
}

const KINDS: Readonly<Record<number, ChangeKind>> = { 1: 'put', 2: 'update', 3: 'delete' };

const readTable = ({ tableName, rows }: Request['tables'][number]): { tableName: string; changes: RowChange[] } => {
  checkTableName(tableName);
  if (rows.length === 0) throw parameterInvalid(`No operation is specified for table: '${tableName}'.`);
  const changes = rows.map(({ type, rowChange, condition, returnContent }) => {
    const kind = KINDS[type];
    if (!kind) throw parameterInvalid('The type of row in batch write operation is invalid.');
    return readRowChange(kind, tableName, rowChange, condition, returnContent);
  });
  return { tableName, changes };
};

const checkCount = ({ tables }: Request): void => {
  const count = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  if (tables.length === 0) throw parameterInvalid('No row is specified in BatchWriteRow.');
  if (count > LIMITS.batchWriteRows) {
    throw parameterInvalid(`Rows count exceeds the upper limit: ${LIMITS.batchWriteRows}.`);
  }
};

const checkWhole = (changes: readonly RowChange[]): void => {
  const size = changes.reduce((sum, change) => sum + change.size, 0);
  if (size > LIMITS.batchWriteSize) {
    throw parameterInvalid(
      `The total data size of BatchWriteRow request exceeds the limit, limit size: ${LIMITS.batchWriteSize}, data size: ${size}.`,
    );
  }
  const rows = new Set<string>();
  for (const { tableName, primaryKey } of changes) {
    rows.add(encodeKey(Buffer.from(`${tableName}\0`), primaryKey).toString('latin1'));
  }
  if (rows.size < changes.length) throw parameterInvalid('Duplicate rows detected in MultiPut.');
};

const applyOne = (change: RowChange, database: Database): RowResult =>
  database.guardRow(change.tableName, () => rowResult(() => applyRowChange(change, database)));

export const batchWriteRow = defineOperation<Request, Response>('BatchWriteRow', async (request, database) => {
  checkCount(request);
  const tables = request.tables.map(readTable);
  checkWhole(tables.flatMap(({ changes }) => changes));
  return database.store.settled(() => ({
    tables: tables.map(({ tableName, changes }) => ({
      tableName,
      rows: changes.map((change) => applyOne(change, database)),
    })),
  }));
});
