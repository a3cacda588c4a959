/** DeleteRow: removes a row with all its cells; a row that is not there is no error unless the condition expects it. */
import { applyRowChange, type RowChangeResult } from '../apply-row-change';
import type { WireCondition, WireReturnContent } from '../messages';
import { defineOperation } from '../operation';
import { readRowChange } from '../row-change';

interface Request {
  tableName: string;
  primaryKey: Buffer;
  condition: WireCondition;
  returnContent?: WireReturnContent;
}

export const deleteRow = defineOperation<Request, RowChangeResult>('DeleteRow', async (request, database) => {
  const change = readRowChange(
    'delete',
    request.tableName,
    request.primaryKey,
    request.condition,
    request.returnContent,
  );
  return database.store.settled(() => applyRowChange(change, database));
});
