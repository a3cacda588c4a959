/**
 * UpdateTable: changes the options and the reserved throughput of a table; what is not named stays as it is. The change
 * holds at once; the real service takes up to a minute.
 */
import { parameterInvalid } from '../errors';
import { checkTableName } from '../naming';
import { defineOperation } from '../operation';
import { checkStream, checkTableOptions, settingsOf, type TableSettings } from '../table-settings';
import type { TableDefinition, TableOptions } from '../tables';

interface Request {
  tableName: string;
  reservedThroughput?: TableDefinition['reservedThroughput'];
  tableOptions?: TableOptions;
  streamSpec?: { enableStream: boolean };
}

/** The SDK always sends its table options, if need be empty ones. */
const checkSomethingNamed = ({ reservedThroughput, tableOptions, streamSpec }: Request): void => {
  if (!reservedThroughput && !streamSpec && Object.keys(tableOptions ?? {}).length === 0) {
    throw parameterInvalid('Nothing to update: name a table option or a reserved throughput.');
  }
  if (reservedThroughput && Object.keys(reservedThroughput.capacityUnit).length === 0) {
    throw parameterInvalid('The reserved throughput names neither read nor write: name one of them at least.');
  }
};

export const updateTable = defineOperation<Request, TableSettings>('UpdateTable', async (request, database) => {
  checkTableName(request.tableName);
  checkSomethingNamed(request);
  checkStream(request.streamSpec);

  const { definition } = database.tables.get(request.tableName);
  const tableOptions = { ...definition.tableOptions, ...request.tableOptions };
  checkTableOptions(tableOptions);
  const capacityUnit = { ...definition.reservedThroughput.capacityUnit, ...request.reservedThroughput?.capacityUnit };
  database.tables.update({ ...definition, tableOptions, reservedThroughput: { capacityUnit } });
  await database.store.durable();
  return settingsOf(database.tables.get(request.tableName));
});
