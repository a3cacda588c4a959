/**
 * What a PlainBuffer cell can hold, as plain JavaScript values: an INTEGER is a bigint, because a JavaScript number
 * cannot carry 64 bits; a DOUBLE is a number; a BLOB is a Buffer. The bounds of a range and the placeholder of an
 * auto-increment column are symbols of their own, so that no data can be mistaken for them.
 */

export const INF_MIN = Symbol('VT_INF_MIN');
export const INF_MAX = Symbol('VT_INF_MAX');
export const AUTO_INCREMENT = Symbol('VT_AUTO_INCREMENT');

export type CellValue = bigint | number | boolean | string | Buffer;
export type Placeholder = typeof INF_MIN | typeof INF_MAX | typeof AUTO_INCREMENT;

export interface PrimaryKeyCell {
  name: string;
  value: CellValue | Placeholder;
}

/** The operations a cell of an UpdateRow can carry besides being put. */
export const CELL_OPERATIONS = { deleteAllVersions: 1, deleteOneVersion: 3, increment: 4 } as const;
export type CellOperation = (typeof CELL_OPERATIONS)[keyof typeof CELL_OPERATIONS];

/** A cell as a client sends it: `value` is absent for deletions, `timestampMs` where the server is to choose. */
export interface Cell {
  name: string;
  value?: CellValue;
  operation?: CellOperation;
  timestampMs?: number;
}

/** A cell as it is stored and answered: one version of one column. */
export interface Version {
  name: string;
  value: CellValue;
  timestampMs: number;
}

export const VARIANT = {
  integer: 0,
  double: 1,
  boolean: 2,
  string: 3,
  blob: 7,
  infMin: 9,
  infMax: 10,
  auto: 11,
} as const;

/** The type's name as the service spells it in its messages. */
export const variantName = (value: CellValue | Placeholder): string => {
  switch (typeof value) {
    case 'bigint':
      return 'VT_INTEGER';
    case 'number':
      return 'VT_DOUBLE';
    case 'boolean':
      return 'VT_BOOLEAN';
    case 'string':
      return 'VT_STRING';
    case 'symbol':
      return value.description ?? 'VT_NULL';
    default:
      return 'VT_BLOB';
  }
};

/** Bytes that count towards the size limits: 8 for numbers, 1 for booleans, else the length of the data. */
export const valueSize = (value: CellValue | Placeholder): number => {
  switch (typeof value) {
    case 'bigint':
    case 'number':
      return 8;
    case 'boolean':
      return 1;
    case 'string':
      return Buffer.byteLength(value);
    case 'symbol':
      return 0;
    default:
      return value.length;
  }
};
