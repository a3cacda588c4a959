/** A write of the port as the SDK's operations take it: which row, on which condition, and what goes into it. */
import TableStore, { type Condition, type PrimaryKeyInput } from 'tablestore';
import { tables, type Write } from '../../ports';
import { type Cell, identity, toAttributes, toCell, toPrimaryKey } from './row';
import { schemas } from './schema';

export interface Change {
  readonly tableName: string;
  /** Tells the rows of all tables apart. */
  readonly row: string;
  readonly primaryKey: PrimaryKeyInput;
  readonly condition: Condition;
  /** The whole row; undefined: the row is removed. */
  readonly attributeColumns: Cell[] | undefined;
}

const { IGNORE, EXPECT_EXIST, EXPECT_NOT_EXIST } = TableStore.RowExistenceExpectation;

const conditionOf = (write: Write): Condition => {
  if ('insert' in write) return new TableStore.Condition(EXPECT_NOT_EXIST, null);
  if (!('replace' in write)) return new TableStore.Condition(IGNORE, null);
  const { guard } = tables[write.table];
  // The last argument is passIfMissing, which the service takes for true unless told otherwise.
  const unchanged = new TableStore.SingleColumnCondition(
    guard,
    toCell(write.table, guard, write.of),
    TableStore.ComparatorType.EQUAL,
    false,
  );
  return new TableStore.Condition(EXPECT_EXIST, unchanged);
};

const contentOf = (write: Write): object | undefined => {
  if ('put' in write) return write.put;
  if ('insert' in write) return write.insert;
  return 'replace' in write ? write.replace : undefined;
};

export const toChange = (write: Write): Change => {
  const content = contentOf(write);
  const row = content ?? ('remove' in write ? write.remove : {});
  return {
    tableName: schemas[write.table].name,
    row: identity(write.table, row),
    primaryKey: toPrimaryKey(write.table, row),
    condition: conditionOf(write),
    attributeColumns: content && toAttributes(write.table, content),
  };
};

/** What a cell takes beside its name and value; more than it really is. */
const CELL_BYTES = 32;

/** An upper bound of what the change takes on the wire. */
export const bytesOf = ({ primaryKey, attributeColumns = [] }: Change): number => {
  let bytes = 0;
  for (const cell of [...primaryKey, ...attributeColumns]) {
    for (const [name, value] of Object.entries(cell)) {
      bytes += name.length + CELL_BYTES + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
    }
  }
  return bytes;
};
