/**
 * Rows to PlainBuffer. A row is encoded once, when it is written: it lies in the store exactly as it is answered, so
 * that reading a whole row is copying it.
 */
import { crc8, crc8Byte } from './crc8';
import { HEADER, HEADER_SIZE, TAG } from './tags';
import { type PrimaryKeyCell, VARIANT, type Version, valueSize } from './values';

const ROW_SIZE = 4;
const CELL_SIZE = 13;
const TIMESTAMP_SIZE = 9;

/** Bytes of a value with its type and, for strings and blobs, its length. */
const variantSize = (value: PrimaryKeyCell['value']): number =>
  1 + valueSize(value) + (typeof value === 'string' || Buffer.isBuffer(value) ? 4 : 0);

const cellSize = (name: string, value: PrimaryKeyCell['value']): number =>
  CELL_SIZE + Buffer.byteLength(name) + variantSize(value);

const writeVariant = (bytes: Buffer, at: number, value: PrimaryKeyCell['value']): number => {
  switch (typeof value) {
    case 'bigint':
      bytes[at] = VARIANT.integer;
      return bytes.writeBigInt64LE(value, at + 1);
    case 'number':
      bytes[at] = VARIANT.double;
      return bytes.writeDoubleLE(value, at + 1);
    case 'boolean':
      bytes[at] = VARIANT.boolean;
      return bytes.writeUInt8(value ? 1 : 0, at + 1);
    case 'string': {
      bytes[at] = VARIANT.string;
      const length = bytes.write(value, at + 5, 'utf8');
      bytes.writeUInt32LE(length, at + 1);
      return at + 5 + length;
    }
    case 'symbol':
      throw new Error(`${value.description} stands for a value and is never stored.`);
    default:
      bytes[at] = VARIANT.blob;
      bytes.writeUInt32LE(value.length, at + 1);
      return at + 5 + value.copy(bytes, at + 5);
  }
};

/** Writes a cell and returns where it ends; its checksum is its last byte. */
const writeCell = (
  bytes: Buffer,
  start: number,
  name: string,
  value: PrimaryKeyCell['value'],
  timestampMs?: number,
): number => {
  bytes[start] = TAG.cell;
  bytes[start + 1] = TAG.cellName;
  const nameLength = bytes.write(name, start + 6, 'utf8');
  bytes.writeUInt32LE(nameLength, start + 2);
  let at = start + 6 + nameLength;
  let checksum = crc8(0, bytes, start + 6, at);

  bytes[at] = TAG.cellValue;
  const valueEnd = writeVariant(bytes, at + 5, value);
  bytes.writeUInt32LE(valueEnd - at - 5, at + 1);
  checksum = crc8(checksum, bytes, at + 5, valueEnd);
  at = valueEnd;

  if (timestampMs !== undefined) {
    bytes[at] = TAG.cellTimestamp;
    bytes.writeBigInt64LE(BigInt(timestampMs), at + 1);
    checksum = crc8(checksum, bytes, at + 1, at + TIMESTAMP_SIZE);
    at += TIMESTAMP_SIZE;
  }
  bytes[at] = TAG.cellChecksum;
  bytes[at + 1] = checksum;
  return at + 2;
};

/** A row without header: its primary key and its cells in the order given. */
export const encodeStoredRow = (primaryKey: readonly PrimaryKeyCell[], versions: readonly Version[]): Buffer => {
  let size = ROW_SIZE - (versions.length > 0 ? 0 : 1);
  for (const { name, value } of primaryKey) size += cellSize(name, value);
  for (const { name, value } of versions) size += cellSize(name, value) + TIMESTAMP_SIZE;

  const bytes = Buffer.allocUnsafe(size);
  bytes[0] = TAG.primaryKey;
  let at = 1;
  let checksum = 0;
  for (const { name, value } of primaryKey) {
    at = writeCell(bytes, at, name, value);
    checksum = crc8Byte(checksum, bytes[at - 1] ?? 0);
  }
  if (versions.length > 0) bytes[at++] = TAG.attributes;
  for (const { name, value, timestampMs } of versions) {
    at = writeCell(bytes, at, name, value, timestampMs);
    checksum = crc8Byte(checksum, bytes[at - 1] ?? 0);
  }
  bytes[at] = TAG.rowChecksum;
  bytes[at + 1] = crc8Byte(checksum, 0);
  return bytes;
};

const HEADER_BYTES = Buffer.alloc(HEADER_SIZE);
HEADER_BYTES.writeUInt32LE(HEADER);

/** Stored rows as the body of an answer; no row at all is no byte at all. */
export const encodeRows = (rows: readonly Buffer[]): Buffer =>
  rows.length === 0 ? Buffer.alloc(0) : Buffer.concat([HEADER_BYTES, ...rows]);
