/**
 * A change of one row, the same for PutRow, UpdateRow, DeleteRow and each row of a BatchWriteRow: what it must look like
 * whatever the table (`readRowChange`), and what it does to the row (`applyRowChange`).
 *
 * `applyRowChange` never waits: the conditions are checked and the new row is staged in one turn of the event loop, so
 * no other write comes between. The caller awaits the store before it answers.
 */
import { consumedByWrite } from './capacity';
import { conditionCheckFail, parameterInvalid } from './errors';
import { decodeCondition, type RowFilter } from './filter';
import { LIMITS } from './limits';
import type { ConsumedCapacity, WireCondition, WireReturnContent } from './messages';
import { checkColumnName, checkTableName } from './naming';
import type { Database } from './operation';
import { decodeRow, decodeStoredRow } from './plain-buffer/reader';
import { CELL_OPERATIONS, type Cell, type PrimaryKeyCell, type Version, valueSize } from './plain-buffer/values';
import { encodeRows, encodeStoredRow } from './plain-buffer/writer';
import { checkPrimaryKey, encodeKey, matchSchema } from './primary-key';
import type { Table } from './tables';
import { applyCells, liveVersions, newestOf } from './versions';

export type ChangeKind = 'put' | 'update' | 'delete';

const EXISTENCE = { ignore: 0, expectExist: 1, expectNotExist: 2 } as const;
const RETURN = { none: 0, primaryKey: 1, afterModify: 2 } as const;

export interface RowChange {
  kind: ChangeKind;
  tableName: string;
  primaryKey: readonly PrimaryKeyCell[];
  cells: readonly Cell[];
  existence: number;
  condition: RowFilter | undefined;
  returns: WireReturnContent | undefined;
  /** Bytes of names and values, which is what the size limits count. */
  size: number;
}

export interface RowChangeResult {
  consumed: ConsumedCapacity;
  row?: Buffer;
}

const checkCell = (kind: ChangeKind, { name, value, operation, timestampMs }: Cell): void => {
  checkColumnName(name);
  if (operation !== undefined && kind === 'put') {
    throw parameterInvalid(`OpType cannot be given for column name:'${name}' in PutRow.`);
  }
  switch (operation) {
    case CELL_OPERATIONS.deleteAllVersions:
      if (timestampMs !== undefined) {
        throw parameterInvalid('Timestamp cannot be given when type is DELETE_ALL_VERSION.');
      }
      break;
    case CELL_OPERATIONS.deleteOneVersion:
      if (timestampMs === undefined) throw parameterInvalid('Timestamp must be given when type is DELETE_ONE_VERSION.');
      break;
    default:
      if (value === undefined) throw parameterInvalid(`Invalid cell: ${name}. Reason: missing value.`);
  }
  if (value === undefined) return;
  if (operation === CELL_OPERATIONS.deleteAllVersions || operation === CELL_OPERATIONS.deleteOneVersion) {
    throw parameterInvalid('Column value cannot be given when type is DELETE_ONE_VERSION,DELETE_ALL_VERSION.');
  }
  if (Number.isNaN(value)) throw parameterInvalid("NaN can't be set to double value.");
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw parameterInvalid("Infinity can't be set to double value.");
  }
  if (valueSize(value) > LIMITS.attributeSize) {
    throw parameterInvalid(
      `The length of attribute column: '${name}' exceeds the MaxLength:${LIMITS.attributeSize} with CurrentLength:${valueSize(value)}.`,
    );
  }
};

const checkMarker = (kind: ChangeKind, deleteMarker: boolean, cells: number): void => {
  if (kind !== 'delete' && deleteMarker) {
    throw parameterInvalid('Invalid request of put/update row: unexpected RowDeleteMarker in request.');
  }
  if (kind === 'delete' && !deleteMarker) {
    throw parameterInvalid('Invalid request of delete row: missing RowDeleteMarker in request.');
  }
  if (kind === 'delete' && cells > 0) {
    throw parameterInvalid('Invalid delete row request: unexpected cells in request.');
  }
  if (kind === 'update' && cells === 0) {
    throw parameterInvalid('Invalid update row request: missing cells in request.');
  }
  if (cells > LIMITS.columnsOfRequest) {
    throw parameterInvalid(
      `The number of attribute columns exceeds the limit, limit count: ${LIMITS.columnsOfRequest}, column count: ${cells}.`,
    );
  }
};

const sizeOf = (parts: readonly { name: string; value?: Cell['value'] | PrimaryKeyCell['value'] }[]): number =>
  parts.reduce((sum, { name, value }) => sum + name.length + (value === undefined ? 0 : valueSize(value)), 0);

export const readRowChange = (
  kind: ChangeKind,
  tableName: string,
  row: Buffer,
  { rowExistence, columnCondition }: WireCondition,
  returns?: WireReturnContent,
): RowChange => {
  checkTableName(tableName);
  const { primaryKey, cells, deleteMarker } = decodeRow(row);
  checkPrimaryKey(primaryKey, 'values');
  checkMarker(kind, deleteMarker, cells.length);
  for (const cell of cells) {
    checkCell(kind, cell);
    if (primaryKey.some(({ name }) => name === cell.name)) {
      throw parameterInvalid(`Duplicated attribute column name with primary key column: '${cell.name}'.`);
    }
  }
  return {
    kind,
    tableName,
    primaryKey,
    cells,
    existence: rowExistence,
    condition: columnCondition?.length ? decodeCondition(columnCondition) : undefined,
    returns,
    size: sizeOf(primaryKey) + sizeOf(cells),
  };
};

/** For the operations that change one row; a batch has a limit for all its rows together. */
export const checkChangeSize = (operation: string, { size }: RowChange): void => {
  if (size > LIMITS.rowChangeSize) {
    throw parameterInvalid(
      `The total data size of ${operation} request exceeds the limit, limit size: ${LIMITS.rowChangeSize}, data size: ${size}.`,
    );
  }
};

/** A timestamp chosen by the client may be off the clock by so much only, and must not have expired already. */
const checkTimestamps = ({ cells }: RowChange, table: Table, nowMs: number): void => {
  const earliest = Math.max(0, nowMs - Math.min(table.maxDeviationMs, table.timeToLiveMs));
  for (const { name, operation, timestampMs } of cells) {
    if (timestampMs === undefined || operation === CELL_OPERATIONS.deleteOneVersion) continue;
    if (timestampMs < earliest || timestampMs >= nowMs + table.maxDeviationMs) {
      throw parameterInvalid(`Invalid timestamp. Cell: ${name}.`);
    }
  }
};

const checkUpdateAllowed = ({ kind }: RowChange, { name, definition }: Table): void => {
  if (kind === 'update' && definition.tableOptions?.allowUpdate === false) {
    throw parameterInvalid(`Table '${name}' was created with allow_update false: write whole rows with PutRow.`);
  }
};

/** The live cells of the row as it is now; undefined where there is no row. */
const currentVersions = (stored: Buffer | undefined, table: Table, nowMs: number): Version[] | undefined => {
  if (!stored) return undefined;
  const { cells } = decodeStoredRow(stored);
  const live = liveVersions(cells, table, nowMs);
  return cells.length > 0 && live.length === 0 ? undefined : live;
};

const checkConditions = ({ existence, condition }: RowChange, exists: boolean, versions: () => Version[]): void => {
  if (existence === EXISTENCE.expectExist && !exists) throw conditionCheckFail();
  if (existence === EXISTENCE.expectNotExist && exists) throw conditionCheckFail();
  if (condition && !condition(versions())) throw conditionCheckFail();
};

const returnedRow = ({ returns, primaryKey }: RowChange, versions: readonly Version[]): { row?: Buffer } => {
  switch (returns?.returnType ?? RETURN.none) {
    case RETURN.primaryKey:
      return { row: encodeRows([encodeStoredRow(primaryKey, [])]) };
    case RETURN.afterModify: {
      const asked = [...new Set(returns?.returnColumnNames)].sort();
      const found = asked.flatMap((name) => newestOf(versions, name) ?? []);
      return { row: encodeRows([encodeStoredRow(primaryKey, found)]) };
    }
    default:
      return {};
  }
};

export const applyRowChange = (change: RowChange, { store, tables, nowMs }: Database): RowChangeResult => {
  const table = tables.get(change.tableName);
  matchSchema(change.primaryKey, table.schema);
  checkUpdateAllowed(change, table);
  const now = Math.floor(nowMs());
  checkTimestamps(change, table, now);

  const key = encodeKey(table.prefix, change.primaryKey);
  const stored = store.latest(key);
  let current: { versions: Version[] | undefined } | undefined;
  const versions = () => {
    current ??= { versions: currentVersions(stored, table, now) };
    return current.versions;
  };
  const exists = stored !== undefined && (table.timeToLiveMs === Number.POSITIVE_INFINITY || versions() !== undefined);
  checkConditions(change, exists, () => versions() ?? []);

  let written: Version[] = [];
  if (change.kind === 'delete') {
    if (stored) store.del(key);
  } else {
    const before = change.kind === 'put' ? [] : (versions() ?? []);
    written = applyCells(before, change.cells, table.maxVersions, now);
    // A row begins with the first cell written to it, or with a PutRow; an UpdateRow that only deletes makes no row.
    if (change.kind === 'put' || exists || written.length > 0)
      store.put(key, encodeStoredRow(change.primaryKey, written));
  }
  const lookedAt = change.existence !== EXISTENCE.ignore || change.condition !== undefined;
  return {
    consumed: consumedByWrite(change.size, lookedAt ? (stored?.length ?? 0) : undefined),
    ...returnedRow(change, written),
  };
};
