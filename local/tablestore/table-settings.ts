/**
 * What of a table can be set: its options and its reserved throughput. CreateTable and UpdateTable check them alike, and
 * DescribeTable and UpdateTable show them alike.
 */
import { parameterInvalid, TablestoreError } from './errors';
import type { Table, TableDefinition, TableOptions } from './tables';

export interface TableSettings {
  reservedThroughputDetails: { capacityUnit: { read: number; write: number }; lastIncreaseTime: number };
  tableOptions: Omit<TableOptions, 'deviationCellVersionInSec'> & {
    deviationCellVersionInSec: number;
    allowUpdate: boolean;
  };
}

const MS_PER_SECOND = 1000;

export const checkTableOptions = ({ timeToLive, maxVersions, deviationCellVersionInSec }: TableOptions): void => {
  if (timeToLive === undefined) throw parameterInvalid('Time-to-live is missing while creating table.');
  if (timeToLive === 0 || timeToLive < -1) throw parameterInvalid('TimeToLive cannot be 0 or less than -1.');
  if (maxVersions === undefined) throw parameterInvalid('MaxVersions is missing while creating table.');
  if (maxVersions <= 0) throw parameterInvalid('The maximum versions cannot be less than or equal to 0.');
  if (deviationCellVersionInSec !== undefined && Number(deviationCellVersionInSec) < 0) {
    throw parameterInvalid('The maximum deviation must be in range [0, INT64_MAX/1000000].');
  }
};

export const checkStream = (streamSpec: TableDefinition['streamSpec']): void => {
  if (streamSpec?.enableStream) {
    throw new TablestoreError('OTSUnsupportOperation', 'This embedded Tablestore has no streams.');
  }
};

export const settingsOf = ({ definition, createdAtMs, maxDeviationMs }: Table): TableSettings => {
  const { read = 0, write = 0 } = definition.reservedThroughput.capacityUnit;
  return {
    reservedThroughputDetails: {
      capacityUnit: { read, write },
      lastIncreaseTime: Math.floor(createdAtMs / MS_PER_SECOND),
    },
    tableOptions: {
      allowUpdate: true,
      ...definition.tableOptions,
      deviationCellVersionInSec: maxDeviationMs / MS_PER_SECOND,
    },
  };
};
