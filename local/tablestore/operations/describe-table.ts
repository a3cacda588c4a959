/** DescribeTable: the definition of a table, as it was given to CreateTable. */
import { checkTableName } from '../naming';
import { defineOperation } from '../operation';
import type { TableDefinition, TableOptions } from '../tables';

const ACTIVE = 1;
const MS_PER_SECOND = 1000;

interface Response {
  tableMeta: TableDefinition['tableMeta'];
  reservedThroughputDetails: { capacityUnit: { read: number; write: number }; lastIncreaseTime: number };
  tableOptions: Omit<TableOptions, 'deviationCellVersionInSec'> & { deviationCellVersionInSec: number };
  tableStatus: typeof ACTIVE;
}

export const describeTable = defineOperation<{ tableName: string }, Response>(
  'DescribeTable',
  ({ tableName }, { tables }) => {
    checkTableName(tableName);
    const { definition, createdAtMs, maxDeviationMs } = tables.get(tableName);
    const { read = 0, write = 0 } = definition.reservedThroughput.capacityUnit;
    return {
      tableMeta: definition.tableMeta,
      reservedThroughputDetails: {
        capacityUnit: { read, write },
        lastIncreaseTime: Math.floor(createdAtMs / MS_PER_SECOND),
      },
      tableOptions: { ...definition.tableOptions, deviationCellVersionInSec: maxDeviationMs / MS_PER_SECOND },
      tableStatus: ACTIVE,
    };
  },
);
