/** UpdateRow: puts, increments and deletes single cells of a row, and makes the row if it was not there. */
import { applyRowChange, type RowChangeResult } from '../apply-row-change';
import type { WireCondition, WireReturnContent } from '../messages';
import { defineOperation } from '../operation';
import { checkChangeSize, readRowChange } from '../row-change';

interface Request {
  tableName: string;
  rowChange: Buffer;
  condition: WireCondition;
  returnContent?: WireReturnContent;
}

export const updateRow = defineOperation<Request, RowChangeResult>('UpdateRow', async (request, database) => {
  const change = readRowChange(
    'update',
    request.tableName,
    request.rowChange,
    request.condition,
    request.returnContent,
  );
  checkChangeSize('UpdateRow', change);
  return database.store.settled(() => applyRowChange(change, database));
});
