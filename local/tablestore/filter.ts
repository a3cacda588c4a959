/**
 * Filters: on reads they choose rows, in conditions they guard writes. The rules are those of "Filters" and "Conditional
 * update" in the documentation: a column that is not there passes unless `filter_if_missing` says otherwise; of several
 * versions only the newest counts with `latest_version_only`, else any may match.
 *
 * Our decision: values of different types are not equal, and none is before the other. Strings and blobs compare as
 * bytes.
 */
import { parameterInvalid } from './errors';
import { LIMITS } from './limits';
import { type MessageType, messageType } from './messages';
import { checkColumnName } from './naming';
import { decodeVariant } from './plain-buffer/reader';
import type { CellValue, Version } from './plain-buffer/values';

type Comparator = (order: number | undefined) => boolean;

/** `order` is undefined for values of different types. */
const COMPARATORS: Readonly<Record<number, Comparator>> = {
  1: (order) => order === 0,
  2: (order) => order !== 0,
  3: (order) => order !== undefined && order > 0,
  4: (order) => order !== undefined && order >= 0,
  5: (order) => order !== undefined && order < 0,
  6: (order) => order !== undefined && order <= 0,
};

const TYPE = { single: 1, composite: 2, pagination: 3 } as const;
const COMBINATOR = { not: 1, and: 2, or: 3 } as const;

interface WireFilter {
  type: number;
  filter: Buffer;
}

const filterMessage: MessageType<WireFilter> = messageType('filter.proto.Filter');
const singleMessage: MessageType<{
  comparator: number;
  columnName: string;
  columnValue: Buffer;
  filterIfMissing: boolean;
  latestVersionOnly: boolean;
}> = messageType('filter.proto.SingleColumnValueFilter');
const compositeMessage: MessageType<{ combinator: number; subFilters: WireFilter[] }> = messageType(
  'filter.proto.CompositeColumnValueFilter',
);
const paginationMessage: MessageType<{ offset: number; limit: number }> = messageType(
  'filter.proto.ColumnPaginationFilter',
);

/** Whether a row with these cells passes. */
export type RowFilter = (versions: readonly Version[]) => boolean;

/** Which of a row's columns are answered: `limit` of them after the first `offset`. */
export interface ColumnPage {
  offset: number;
  limit: number;
}

const compare = (a: CellValue, b: CellValue): number | undefined => {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (Buffer.isBuffer(a) && Buffer.isBuffer(b)) return Buffer.compare(a, b);
  if (typeof a !== typeof b || typeof a === 'object') return undefined;
  return a < b ? -1 : a > b ? 1 : 0;
};

const singleFilter = (bytes: Buffer): RowFilter => {
  const { comparator, columnName, columnValue, filterIfMissing, latestVersionOnly } = singleMessage.decode(bytes);
  checkColumnName(columnName);
  const holds = COMPARATORS[comparator];
  if (!holds) throw parameterInvalid(`Invalid relation operator: ${comparator}.`);
  const expected = decodeVariant(columnValue);
  return (versions) => {
    let missing = true;
    for (const { name, value } of versions) {
      if (name !== columnName) continue;
      missing = false;
      if (holds(compare(value, expected))) return true;
      if (latestVersionOnly) return false;
    }
    return missing && !filterIfMissing;
  };
};

const combine = (combinator: number, filters: RowFilter[]): RowFilter => {
  const [first] = filters;
  switch (combinator) {
    case COMBINATOR.not:
      if (!first || filters.length !== 1) {
        throw parameterInvalid('Invalid NOT operator: the number of sub-filters must be 1.');
      }
      return (versions) => !first(versions);
    case COMBINATOR.and:
    case COMBINATOR.or:
      if (filters.length < 2) {
        throw parameterInvalid('Invalid AND/OR operator: the number of sub-filters must be 2 at least.');
      }
      return combinator === COMBINATOR.and
        ? (versions) => filters.every((filter) => filter(versions))
        : (versions) => filters.some((filter) => filter(versions));
    default:
      throw parameterInvalid(`Invalid logical operator: ${combinator}.`);
  }
};

const rowFilter = ({ type, filter }: WireFilter, count: () => void): RowFilter => {
  switch (type) {
    case TYPE.single:
      count();
      return singleFilter(filter);
    case TYPE.composite: {
      const { combinator, subFilters } = compositeMessage.decode(filter);
      return combine(
        combinator,
        subFilters.map((sub) => rowFilter(sub, count)),
      );
    }
    default:
      throw parameterInvalid(`Invalid type of filter: ${type}.`);
  }
};

const decodeRowFilter = (filter: WireFilter): RowFilter => {
  let filters = 0;
  return rowFilter(filter, () => {
    if (++filters > LIMITS.filters) throw parameterInvalid(`The count of filter exceeds the max: ${LIMITS.filters}.`);
  });
};

const columnPage = (bytes: Buffer): ColumnPage => {
  const { offset, limit } = paginationMessage.decode(bytes);
  if (offset < 0) throw parameterInvalid('Offset in ColumnPaginationFilter must be greater than or equal to 0.');
  if (limit <= 0) throw parameterInvalid('Limit in ColumnPaginationFilter must be greater than 0.');
  return { offset, limit };
};

/** The condition of a write. */
export const decodeCondition = (bytes: Buffer): RowFilter => decodeRowFilter(filterMessage.decode(bytes));

/** The filter of a read, which is either about rows or about columns. */
export const decodeFilter = (bytes: Buffer): { rows?: RowFilter; columns?: ColumnPage } => {
  const filter = filterMessage.decode(bytes);
  return filter.type === TYPE.pagination ? { columns: columnPage(filter.filter) } : { rows: decodeRowFilter(filter) };
};
