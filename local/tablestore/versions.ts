/**
 * The cells of a row: every column has up to `maxVersions` versions, newest first, and columns stand in the order of
 * their names. That is the order in which rows are stored and answered.
 *
 * Our decision: a timestamp that the server chooses is never below the newest one of its column. A write that was
 * acknowledged is therefore what a reader sees, even after the clock was set back.
 */
import { parameterInvalid } from './errors';
import { CELL_OPERATIONS, type Cell, type CellValue, type Version } from './plain-buffer/values';
import type { Table } from './tables';

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n } as const;

/** The cells that have not outlived their time. */
export const liveVersions = (versions: Version[], { timeToLiveMs }: Table, nowMs: number): Version[] =>
  timeToLiveMs === Number.POSITIVE_INFINITY
    ? versions
    : versions.filter(({ timestampMs }) => timestampMs + timeToLiveMs > nowMs);

export const newestOf = (versions: readonly Version[], name: string): Version | undefined =>
  versions.find((version) => version.name === name);

const increase = (name: string, value: CellValue | undefined, by: CellValue | undefined): bigint => {
  if (typeof by !== 'bigint' || (value !== undefined && typeof value !== 'bigint')) {
    throw parameterInvalid(`Column '${name}' cannot be incremented: it and the increment must be of type INTEGER.`);
  }
  const sum = (value ?? 0n) + by;
  if (sum < INT64.min || sum > INT64.max)
    throw parameterInvalid(`Incrementing column '${name}' overflows its 64 bits.`);
  return sum;
};

const insert = (versions: Version[], added: Version): Version[] => {
  const rest = versions.filter(({ timestampMs }) => timestampMs !== added.timestampMs);
  const at = rest.findIndex(({ timestampMs }) => timestampMs < added.timestampMs);
  return at === -1 ? [...rest, added] : rest.toSpliced(at, 0, added);
};

const applyCell = (versions: Version[], { name, value, operation, timestampMs }: Cell, nowMs: number): Version[] => {
  const newest = versions[0];
  const writtenMs = timestampMs ?? Math.max(nowMs, newest?.timestampMs ?? 0);
  switch (operation) {
    case CELL_OPERATIONS.deleteAllVersions:
      return [];
    case CELL_OPERATIONS.deleteOneVersion:
      return versions.filter((version) => version.timestampMs !== timestampMs);
    case CELL_OPERATIONS.increment:
      return insert(versions, { name, value: increase(name, newest?.value, value), timestampMs: writtenMs });
    default:
      if (value === undefined) throw parameterInvalid(`Invalid cell: ${name}. Reason: missing value.`);
      return insert(versions, { name, value, timestampMs: writtenMs });
  }
};

/** The row that `changes`, in their order, make of a row. */
export const applyCells = (
  versions: readonly Version[],
  changes: readonly Cell[],
  maxVersions: number,
  nowMs: number,
): Version[] => {
  const columns = new Map<string, Version[]>();
  for (const version of versions) {
    const column = columns.get(version.name);
    if (column) column.push(version);
    else columns.set(version.name, [version]);
  }
  for (const change of changes) {
    columns.set(change.name, applyCell(columns.get(change.name) ?? [], change, nowMs));
  }
  return [...columns.keys()].sort().flatMap((name) => (columns.get(name) ?? []).slice(0, maxVersions));
};
