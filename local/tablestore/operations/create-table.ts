/** CreateTable: defines a table. It can be used at once; the real service takes some seconds (OTSTableNotReady). */
import { parameterInvalid, TablestoreError } from '../errors';
import { LIMITS } from '../limits';
import { checkColumnName, checkTableName } from '../naming';
import { defineOperation } from '../operation';
import { PRIMARY_KEY_TYPES } from '../primary-key';
import type { TableDefinition, TableOptions } from '../tables';

const checkSchema = ({ primaryKey, definedColumn }: TableDefinition['tableMeta']): void => {
  if (primaryKey.length < 1 || primaryKey.length > LIMITS.primaryKeyColumns) {
    throw parameterInvalid(`The number of primary key columns must be in range: [1, ${LIMITS.primaryKeyColumns}].`);
  }
  const names = new Set<string>();
  for (const { name, type, option } of primaryKey) {
    checkColumnName(name);
    if (!(type in PRIMARY_KEY_TYPES)) {
      throw parameterInvalid('Invalid column type, only STRING,INTEGER,BINARY is allowed.');
    }
    if (names.has(name)) throw parameterInvalid(`Duplicated primary key name: '${name}'.`);
    if (option !== undefined) {
      throw parameterInvalid(
        `AUTO_INCREMENT is not offered by this embedded Tablestore: let '${name}' be a plain INTEGER.`,
      );
    }
    names.add(name);
  }
  if (definedColumn.length > LIMITS.definedColumns) {
    throw parameterInvalid(`The number of defined columns must be in range: [0, ${LIMITS.definedColumns}].`);
  }
  for (const { name } of definedColumn) checkColumnName(name);
};

const checkOptions = ({ timeToLive, maxVersions, deviationCellVersionInSec }: TableOptions): void => {
  if (timeToLive === undefined) throw parameterInvalid('Time-to-live is missing while creating table.');
  if (timeToLive === 0 || timeToLive < -1) throw parameterInvalid('TimeToLive cannot be 0 or less than -1.');
  if (maxVersions === undefined) throw parameterInvalid('MaxVersions is missing while creating table.');
  if (maxVersions <= 0) throw parameterInvalid('The maximum versions cannot be less than or equal to 0.');
  if (deviationCellVersionInSec !== undefined && Number(deviationCellVersionInSec) < 0) {
    throw parameterInvalid('The maximum deviation must be in range [0, INT64_MAX/1000000].');
  }
};

const checkOffered = ({ indexMetas, streamSpec }: TableDefinition): void => {
  if (indexMetas.length > 0) {
    throw new TablestoreError('OTSUnsupportOperation', 'This embedded Tablestore has no secondary indexes.');
  }
  if (streamSpec?.enableStream) {
    throw new TablestoreError('OTSUnsupportOperation', 'This embedded Tablestore has no streams.');
  }
};

export const createTable = defineOperation<TableDefinition, object>('CreateTable', async (request, database) => {
  checkTableName(request.tableMeta.tableName);
  checkSchema(request.tableMeta);
  checkOptions(request.tableOptions ?? {});
  checkOffered(request);
  database.tables.create(request, database.nowMs());
  await database.store.durable();
  return {};
});
