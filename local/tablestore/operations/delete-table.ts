/** DeleteTable: removes a table with all its rows, and answers when they are gone. */
import { checkTableName } from '../naming';
import { defineOperation } from '../operation';

export const deleteTable = defineOperation<{ tableName: string }, object>(
  'DeleteTable',
  async ({ tableName }, { tables }) => {
    checkTableName(tableName);
    await tables.drop(tableName);
    return {};
  },
);
