/** CreateTable: defines a table. It can be used at once; the real service takes some seconds (OTSTableNotReady). */
import { parameterInvalid, TablestoreError } from '../errors';
import { LIMITS } from '../limits';
import { checkColumnName, checkTableName } from '../naming';
import { defineOperation } from '../operation';
import { PRIMARY_KEY_TYPES } from '../primary-key';
import { checkStream, checkTableOptions } from '../table-settings';
import type { TableDefinition } from '../tables';

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

const checkIndexes = ({ indexMetas }: TableDefinition): void => {
  if (indexMetas.length > 0) {
    throw new TablestoreError('OTSUnsupportOperation', 'This embedded Tablestore has no secondary indexes.');
  }
};

export const createTable = defineOperation<TableDefinition, object>('CreateTable', async (request, database) => {
  checkTableName(request.tableMeta.tableName);
  checkSchema(request.tableMeta);
  checkTableOptions(request.tableOptions ?? {});
  checkIndexes(request);
  checkStream(request.streamSpec);
  database.tables.create(request, database.nowMs());
  await database.store.durable();
  return {};
});
