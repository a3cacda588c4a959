/**
 * What a change does to its row. It never waits: the conditions are checked and the new row is staged in one turn of the
 * event loop, so no other write comes between. The caller awaits the store before it answers.
 */
import { consumedByWrite } from './capacity';
import { conditionCheckFail, parameterInvalid } from './errors';
import type { ConsumedCapacity } from './messages';
import type { Database } from './operation';
import { decodeStoredRow } from './plain-buffer/reader';
import { CELL_OPERATIONS, type Version } from './plain-buffer/values';
import { encodeRows, encodeStoredRow } from './plain-buffer/writer';
import { encodeKey, matchSchema } from './primary-key';
import { EXISTENCE, type RowChange } from './row-change';
import type { Table } from './tables';
import { applyCells, liveVersions, newestOf } from './versions';

const RETURN = { none: 0, primaryKey: 1, afterModify: 2 } as const;

export interface RowChangeResult {
  consumed: ConsumedCapacity;
  row?: Buffer;
}

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
    throw parameterInvalid(`Table '${name}' has allow_update false: write whole rows with PutRow.`);
  }
};

/** The live cells of the row as it is now; undefined where there is no row. */
const currentVersions = (stored: Buffer | undefined, table: Table, nowMs: number): Version[] | undefined => {
  if (!stored) return undefined;
  const { versions } = decodeStoredRow(stored);
  const live = liveVersions(versions, table, nowMs);
  return versions.length > 0 && live.length === 0 ? undefined : live;
};

const checkConditions = ({ existence, condition }: RowChange, versions: Version[] | undefined): void => {
  if (existence === EXISTENCE.expectExist && !versions) throw conditionCheckFail();
  if (existence === EXISTENCE.expectNotExist && versions) throw conditionCheckFail();
  if (condition && !condition(versions ?? [])) throw conditionCheckFail();
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

/** The cells of the row once it is changed; undefined where there is to be no row. */
const changedVersions = (
  { kind, cells }: RowChange,
  before: Version[] | undefined,
  maxVersions: number,
  nowMs: number,
): Version[] | undefined => {
  if (kind === 'delete') return undefined;
  const after = applyCells(kind === 'put' ? [] : (before ?? []), cells, maxVersions, nowMs);
  // A row begins with a PutRow or with the first cell written to it: an UpdateRow that only deletes makes none.
  return kind === 'put' || before || after.length > 0 ? after : undefined;
};

export const applyRowChange = (change: RowChange, { store, tables, nowMs }: Database): RowChangeResult => {
  const table = tables.get(change.tableName);
  matchSchema(change.primaryKey, table.schema);
  checkUpdateAllowed(change, table);
  const now = Math.floor(nowMs());
  checkTimestamps(change, table, now);

  const key = encodeKey(table.prefix, change.primaryKey);
  const stored = store.latest(key);
  const before = currentVersions(stored, table, now);
  checkConditions(change, before);

  const after = changedVersions(change, before, table.maxVersions, now);
  if (after) store.put(key, encodeStoredRow(change.primaryKey, after));
  else if (stored) store.del(key);

  const lookedAt = change.existence !== EXISTENCE.ignore || change.condition !== undefined;
  return {
    consumed: consumedByWrite(change.size, lookedAt ? (stored?.length ?? 0) : undefined),
    ...returnedRow(change, after ?? []),
  };
};
