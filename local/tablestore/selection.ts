/**
 * What a read asks of each row: columns, versions, a filter. Columns are chosen before the filter looks, as the
 * documentation says: a filter on a column that is not read finds it missing.
 */
import { parameterInvalid } from './errors';
import { type ColumnPage, decodeFilter, type RowFilter } from './filter';
import { LIMITS } from './limits';
import type { WireSelection, WireTimeRange } from './messages';
import { checkColumnName } from './naming';
import { decodeStoredRow } from './plain-buffer/reader';
import type { Version } from './plain-buffer/values';
import { encodeStoredRow } from './plain-buffer/writer';
import type { Table } from './tables';
import { liveVersions } from './versions';

export interface Selection {
  columns: ReadonlySet<string>;
  startColumn: string | undefined;
  endColumn: string | undefined;
  maxVersions: number;
  /** Whether a version of this time is asked for. */
  inTime: ((timestampMs: number) => boolean) | undefined;
  rows: RowFilter | undefined;
  page: ColumnPage | undefined;
}

const readTime = (text: string): number => {
  const timeMs = Number(text);
  if (timeMs < 0) throw parameterInvalid('Timestamp must be in range [0, INT64_MAX/1000).');
  return timeMs;
};

const readTimeRange = ({ startTime, endTime, specificTime }: WireTimeRange): Selection['inTime'] => {
  if (specificTime !== undefined) {
    if (startTime !== undefined || endTime !== undefined) {
      throw parameterInvalid('Specific timestamp and time range cannot be given at the same time.');
    }
    const at = readTime(specificTime);
    return (timestampMs) => timestampMs === at;
  }
  if (startTime === undefined || endTime === undefined) {
    throw parameterInvalid('Start and end time must be given at the same time.');
  }
  const [start, end] = [readTime(startTime), readTime(endTime)];
  return (timestampMs) => timestampMs >= start && timestampMs < end;
};

export const readSelection = (request: WireSelection): Selection => {
  const { columnsToGet, timeRange, maxVersions, filter, startColumn, endColumn } = request;
  if (columnsToGet.length > LIMITS.columnsToGet) {
    throw parameterInvalid(
      `The number of columns from the request exceeds the limit, limit count: ${LIMITS.columnsToGet}, column count: ${columnsToGet.length}.`,
    );
  }
  columnsToGet.forEach(checkColumnName);
  if (maxVersions === undefined && timeRange === undefined) {
    throw parameterInvalid('No version condition is specified while querying row.');
  }
  if (maxVersions !== undefined && maxVersions <= 0) {
    throw parameterInvalid(`Invalid max versions: ${maxVersions}. Reason: Max versions must be positive.`);
  }
  const { rows, columns: page } = filter?.length ? decodeFilter(filter) : {};
  return {
    columns: new Set(columnsToGet),
    startColumn: startColumn || undefined,
    endColumn: endColumn || undefined,
    maxVersions: maxVersions ?? Number.POSITIVE_INFINITY,
    inTime: timeRange && readTimeRange(timeRange),
    rows,
    page,
  };
};

const asksForAll = (selection: Selection, table: Table): boolean =>
  selection.columns.size === 0 &&
  selection.startColumn === undefined &&
  selection.endColumn === undefined &&
  selection.maxVersions >= table.maxVersions &&
  selection.inTime === undefined &&
  selection.rows === undefined &&
  selection.page === undefined &&
  table.timeToLiveMs === Number.POSITIVE_INFINITY;

const choose = (versions: readonly Version[], selection: Selection): Version[] => {
  const { columns, startColumn, endColumn, maxVersions, inTime, page } = selection;
  const chosen: Version[] = [];
  let column: string | undefined;
  let columnNumber = -1;
  let taken = 0;
  for (const version of versions) {
    const { name, timestampMs } = version;
    if (columns.size > 0 && !columns.has(name)) continue;
    if (startColumn !== undefined && name < startColumn) continue;
    if (endColumn !== undefined && name >= endColumn) continue;
    if (inTime && !inTime(timestampMs)) continue;
    if (name !== column) {
      column = name;
      columnNumber++;
      taken = 0;
    }
    if (page && (columnNumber < page.offset || columnNumber >= page.offset + page.limit)) continue;
    if (taken++ < maxVersions) chosen.push(version);
  }
  return chosen;
};

/**
 * The part of a stored row that a read gets, encoded; undefined where it gets nothing. A row none of whose cells was
 * asked for is not answered, unless it has no cells at all or a primary key column was asked for by name.
 */
export const selectRow = (stored: Buffer, table: Table, selection: Selection, nowMs: number): Buffer | undefined => {
  if (asksForAll(selection, table)) return stored;

  const { primaryKey, versions } = decodeStoredRow(stored);
  const live = liveVersions(versions, table, nowMs);
  if (versions.length > 0 && live.length === 0) return undefined;

  const chosen = choose(live, selection);
  const wantsKey =
    selection.columns.size === 0 ? live.length === 0 : primaryKey.some(({ name }) => selection.columns.has(name));
  if (chosen.length === 0 && !wantsKey) return undefined;
  if (selection.rows && !selection.rows(chosen)) return undefined;
  return encodeStoredRow(primaryKey, chosen);
};
