/**
 * GetRange: the rows from one primary key (inclusive) to another (exclusive), forward or backward. A page ends at
 * `limit` rows, or once 5000 rows or 4 MB were looked at, whether or not a filter let them through; the answer then says
 * where to go on. Each page is of one instant; a sequence of pages is not.
 */
import { consumedByRead } from '../capacity';
import { parameterInvalid } from '../errors';
import { fewAtOnce } from '../few-at-once';
import { LIMITS } from '../limits';
import type { ConsumedCapacity, WireSelection } from '../messages';
import { checkTableName } from '../naming';
import { type Database, defineOperation } from '../operation';
import { decodeRow, decodeStoredRow } from '../plain-buffer/reader';
import type { PrimaryKeyCell } from '../plain-buffer/values';
import { encodeRows, encodeStoredRow } from '../plain-buffer/writer';
import { checkPrimaryKey, encodeKey, matchSchema } from '../primary-key';
import { readSelection, type Selection, selectRow } from '../selection';
import type { KeyRange } from '../store';
import type { Table } from '../tables';

interface Request extends WireSelection {
  tableName: string;
  direction: number;
  limit?: number;
  inclusiveStartPrimaryKey: Buffer;
  exclusiveEndPrimaryKey: Buffer;
}

interface Response {
  consumed: ConsumedCapacity;
  rows: Buffer;
  nextStartPrimaryKey?: Buffer;
}

interface Page {
  rows: Buffer[];
  scannedSize: number;
  /** The first row that was not looked at. */
  next: Buffer | undefined;
}

const BACKWARD = 1;
/** As many as Node has threads that read. */
const inTurn = fewAtOnce(4);

const readBound = (bytes: Buffer): PrimaryKeyCell[] => {
  const { primaryKey } = decodeRow(bytes);
  checkPrimaryKey(primaryKey, 'bounds');
  return primaryKey;
};

const keyRange = (start: Buffer, end: Buffer, backward: boolean): KeyRange => {
  if (backward ? Buffer.compare(start, end) <= 0 : Buffer.compare(start, end) >= 0) {
    throw parameterInvalid(
      backward ? 'Begin key must more than end key in BACKWARD' : 'Begin key must less than end key in FORWARD',
    );
  }
  return backward ? { lte: start, gt: end, reverse: true } : { gte: start, lt: end };
};

const readPage = async (
  range: KeyRange,
  limit: number,
  table: Table,
  selection: Selection,
  { store, nowMs }: Database,
): Promise<Page> => {
  const page: Page = { rows: [], scannedSize: 0, next: undefined };
  const now = nowMs();
  let scanned = 0;
  for await (const entries of store.entries({ ...range, limit: LIMITS.rangeRows + 1 }, limit + 1)) {
    for (const [, stored] of entries) {
      const full = scanned >= LIMITS.rangeRows || page.scannedSize >= LIMITS.rangeSize || page.rows.length >= limit;
      if (full) return { ...page, next: stored };
      scanned++;
      page.scannedSize += stored.length;
      const row = selectRow(stored, table, selection, now);
      if (row) page.rows.push(row);
    }
  }
  return page;
};

export const getRange = defineOperation<Request, Response>('GetRange', async (request, database) => {
  checkTableName(request.tableName);
  const start = readBound(request.inclusiveStartPrimaryKey);
  const end = readBound(request.exclusiveEndPrimaryKey);
  const selection = readSelection(request);
  const { limit = LIMITS.rangeRows } = request;
  if (limit <= 0) throw parameterInvalid('The limit must be greater than 0.');

  const table = database.tables.get(request.tableName);
  matchSchema(start, table.schema);
  matchSchema(end, table.schema);
  const range = keyRange(encodeKey(table.prefix, start), encodeKey(table.prefix, end), request.direction === BACKWARD);

  const { rows, scannedSize, next } = await inTurn(() => readPage(range, limit, table, selection, database));
  return {
    consumed: consumedByRead(scannedSize),
    rows: encodeRows(rows),
    ...(next && { nextStartPrimaryKey: encodeRows([encodeStoredRow(decodeStoredRow(next).primaryKey, [])]) }),
  };
});
