/**
 * A change of one row, the same for PutRow, UpdateRow, DeleteRow and each row of a BatchWriteRow: what it must look like
 * whatever the table. What it does to the row is in `apply-row-change.ts`.
 */
import { parameterInvalid } from './errors';
import { decodeCondition, type RowFilter } from './filter';
import { LIMITS } from './limits';
import type { WireCondition, WireReturnContent } from './messages';
import { checkColumnName, checkTableName } from './naming';
import { decodeRow } from './plain-buffer/reader';
import { CELL_OPERATIONS, type Cell, type PrimaryKeyCell, valueSize } from './plain-buffer/values';
import { checkPrimaryKey } from './primary-key';

export type ChangeKind = 'put' | 'update' | 'delete';

export const EXISTENCE = { ignore: 0, expectExist: 1, expectNotExist: 2 } as const;
const EXISTENCES: readonly number[] = Object.values(EXISTENCE);

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
  if (!EXISTENCES.includes(rowExistence)) {
    throw parameterInvalid(`Invalid row-existence expectation: ${rowExistence}.`);
  }
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
