/** ListTable: the names of all tables, in order. */
import { defineOperation } from '../operation';

export const listTable = defineOperation<object, { tableNames: string[] }>('ListTable', (_, { tables }) => ({
  tableNames: tables.names(),
}));
