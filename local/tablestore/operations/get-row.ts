/** GetRow: one row by its whole primary key; a row that is not there is an empty answer, not an error. */
import { consumedByRead } from '../capacity';
import type { ConsumedCapacity, WireSelection } from '../messages';
import { checkTableName } from '../naming';
import { defineOperation } from '../operation';
import { decodeRow } from '../plain-buffer/reader';
import { encodeRows } from '../plain-buffer/writer';
import { checkPrimaryKey, encodeKey, matchSchema } from '../primary-key';
import { readSelection, selectRow } from '../selection';

interface Request extends WireSelection {
  tableName: string;
  primaryKey: Buffer;
}

interface Response {
  consumed: ConsumedCapacity;
  row: Buffer;
}

export const getRow = defineOperation<Request, Response>('GetRow', (request, { tables, store, nowMs }) => {
  checkTableName(request.tableName);
  const { primaryKey } = decodeRow(request.primaryKey);
  checkPrimaryKey(primaryKey, 'values');
  const selection = readSelection(request);

  const table = tables.get(request.tableName);
  matchSchema(primaryKey, table.schema);
  const stored = store.committed(encodeKey(table.prefix, primaryKey));
  const row = stored && selectRow(stored, table, selection, nowMs());
  return { consumed: consumedByRead(stored?.length ?? 0), row: encodeRows(row ? [row] : []) };
});
