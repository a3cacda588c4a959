/**
 * The general limits of Tablestore, as its documentation page "General limits" states them. Sizes are in bytes.
 */
export const LIMITS = {
  batchGetRows: 100,
  batchWriteRows: 200,
  batchWriteSize: 4 * 1024 * 1024,
  bodySize: 5 * 1024 * 1024,
  columnsOfRequest: 1024,
  columnsToGet: 128,
  definedColumns: 32,
  attributeSize: 2 * 1024 * 1024,
  filters: 10,
  nameSize: 255,
  primaryKeyColumns: 4,
  primaryKeySize: 1024,
  rangeRows: 5000,
  rangeSize: 4 * 1024 * 1024,
  rowChangeSize: 4 * 1024 * 1024,
  tables: 64,
} as const;
