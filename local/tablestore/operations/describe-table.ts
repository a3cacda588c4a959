/** DescribeTable: the definition of a table, as it was given to CreateTable and changed by UpdateTable. */
import { checkTableName } from '../naming';
import { defineOperation } from '../operation';
import { settingsOf, type TableSettings } from '../table-settings';
import type { TableDefinition } from '../tables';

const ACTIVE = 1;

interface Response extends TableSettings {
  tableMeta: TableDefinition['tableMeta'];
  tableStatus: typeof ACTIVE;
}

export const describeTable = defineOperation<{ tableName: string }, Response>(
  'DescribeTable',
  ({ tableName }, { tables }) => {
    checkTableName(tableName);
    const table = tables.get(tableName);
    return { tableMeta: table.definition.tableMeta, ...settingsOf(table), tableStatus: ACTIVE };
  },
);
