/**
 * Primary keys: checked against the table's schema, and encoded so that LevelDB's order of bytes is Tablestore's order
 * of keys. A column is a byte that says whether it is a bound or a value, then the value: an INTEGER as 8 bytes
 * big-endian with its sign flipped; a STRING or BINARY with every 0x00 written as 0x00 0xFF and ended by 0x00 0x01, so
 * that a shorter value sorts before all that it begins.
 */
import { parameterInvalid, TablestoreError } from './errors';
import { LIMITS } from './limits';
import { checkColumnName } from './naming';
import { INF_MAX, INF_MIN, type PrimaryKeyCell, valueSize, variantName } from './plain-buffer/values';

export const PRIMARY_KEY_TYPES = { 1: 'VT_INTEGER', 2: 'VT_STRING', 3: 'VT_BLOB' } as const;
export type PrimaryKeyType = keyof typeof PRIMARY_KEY_TYPES;

export interface PrimaryKeyColumn {
  name: string;
  type: PrimaryKeyType;
}

const KIND = { infMin: 0x00, value: 0x01, infMax: 0xff } as const;
const END_OF_BYTES = Buffer.from([0x00, 0x01]);
const ESCAPED_ZERO = Buffer.from([0x00, 0xff]);
const SIGN = 1n << 63n;

const isKeyValue = (value: PrimaryKeyCell['value']): boolean =>
  typeof value === 'bigint' || typeof value === 'string' || Buffer.isBuffer(value);

const isBound = (value: PrimaryKeyCell['value']): boolean => value === INF_MIN || value === INF_MAX;

/** What holds for a primary key whatever table it is meant for. Only a range's end may be INF_MIN or INF_MAX. */
export const checkPrimaryKey = (key: readonly PrimaryKeyCell[], bounds: 'bounds' | 'values'): void => {
  if (key.length === 0) throw parameterInvalid('Cell data broken, PK is empty.');
  for (const { name, value } of key) {
    checkColumnName(name);
    const allowed = isKeyValue(value) || (bounds === 'bounds' && isBound(value));
    if (!allowed) throw parameterInvalid(`${variantName(value)} is an invalid type for the primary key.`);
    if (valueSize(value) > LIMITS.primaryKeySize) {
      throw parameterInvalid(
        `The length of primary key column: '${name}' exceeds the MaxLength:${LIMITS.primaryKeySize} with CurrentLength:${valueSize(value)}.`,
      );
    }
  }
};

const invalidKey = (message: string) => new TablestoreError('OTSInvalidPK', message);

/** The columns must be the schema's, in its order. */
export const matchSchema = (key: readonly PrimaryKeyCell[], schema: readonly PrimaryKeyColumn[]): void => {
  if (key.length !== schema.length) {
    throw invalidKey(`Validate PK size fail. Input: ${key.length}, Meta: ${schema.length}.`);
  }
  schema.forEach(({ name, type }, i) => {
    const cell = key[i];
    if (cell?.name !== name) throw invalidKey(`Validate PK name fail. Input: ${cell?.name}, Meta: ${name}.`);
    const expected = PRIMARY_KEY_TYPES[type];
    if (!isBound(cell.value) && variantName(cell.value) !== expected) {
      throw invalidKey(`Validate PK type fail. Input: ${variantName(cell.value)}, Meta: ${expected}.`);
    }
  });
};

const encodeBytes = (bytes: Buffer): Buffer[] => {
  const parts: Buffer[] = [];
  let start = 0;
  for (let zero = bytes.indexOf(0); zero !== -1; zero = bytes.indexOf(0, start)) {
    parts.push(bytes.subarray(start, zero), ESCAPED_ZERO);
    start = zero + 1;
  }
  parts.push(bytes.subarray(start), END_OF_BYTES);
  return parts;
};

const encodeInteger = (value: bigint): Buffer => {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value + SIGN));
  return bytes;
};

const encodeValue = (value: PrimaryKeyCell['value']): Buffer[] => {
  if (value === INF_MIN) return [Buffer.of(KIND.infMin)];
  if (value === INF_MAX) return [Buffer.of(KIND.infMax)];
  const kind = Buffer.of(KIND.value);
  if (typeof value === 'bigint') return [kind, encodeInteger(value)];
  if (typeof value === 'string') return [kind, ...encodeBytes(Buffer.from(value))];
  if (Buffer.isBuffer(value)) return [kind, ...encodeBytes(value)];
  throw new Error(`${variantName(value)} cannot be part of a primary key: check the key before encoding it.`);
};

export const encodeKey = (prefix: Buffer, key: readonly PrimaryKeyCell[]): Buffer =>
  Buffer.concat([prefix, ...key.flatMap(({ value }) => encodeValue(value))]);
