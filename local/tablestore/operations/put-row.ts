/** PutRow: writes a whole row in place of the one that was there, if any. */
import { applyRowChange, type RowChangeResult } from '../apply-row-change';
import type { WireCondition, WireReturnContent } from '../messages';
import { defineOperation } from '../operation';
import { checkChangeSize, readRowChange } from '../row-change';

interface Request {
  tableName: string;
  row: Buffer;
  condition: WireCondition;
  returnContent?: WireReturnContent;
}

export const putRow = defineOperation<Request, RowChangeResult>('PutRow', async (request, database) => {
  const change = readRowChange('put', request.tableName, request.row, request.condition, request.returnContent);
  checkChangeSize('PutRow', change);
  return database.store.settled(() => applyRowChange(change, database));
});
