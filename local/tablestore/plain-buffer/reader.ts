/**
 * PlainBuffer to rows. Every length is checked before it is believed and every checksum is verified, for a request is
 * foreign data. The layout is Alibaba Cloud's document "PlainBuffer"; the checksum of a cell runs over its name, value,
 * timestamp and operation in this order, although the operation stands before the timestamp.
 */
import { isUtf8 } from 'node:buffer';
import { parameterInvalid } from '../errors';
import { crc8, crc8Byte } from './crc8';
import { HEADER, TAG } from './tags';
import {
  AUTO_INCREMENT,
  CELL_OPERATIONS,
  type Cell,
  type CellOperation,
  type CellValue,
  INF_MAX,
  INF_MIN,
  type Placeholder,
  type PrimaryKeyCell,
  VARIANT,
  type Version,
} from './values';

export interface PlainRow {
  primaryKey: PrimaryKeyCell[];
  cells: Cell[];
  /** Whether the row carries the mark that a DeleteRow must have. */
  deleteMarker: boolean;
}

const broken = (what: string) => parameterInvalid(`Cell data broken, ${what}.`);

interface RawCell {
  name: string;
  value?: CellValue | Placeholder;
  operation?: CellOperation;
  timestampMs?: number;
}

class Cursor {
  constructor(
    readonly bytes: Buffer,
    public at: number,
  ) {}

  /** Steps over `length` bytes and returns where they begin. */
  take(length: number): number {
    const start = this.at;
    if (length > this.bytes.length - start) throw broken('length is shorter than expected');
    this.at = start + length;
    return start;
  }

  byte(): number {
    return this.bytes[this.take(1)] ?? 0;
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  /** The tag at the cursor, 0 at the end. Tags are looked at first and stepped over when they fit. */
  get tag(): number {
    return this.bytes[this.at] ?? 0;
  }

  skip(tag: number): boolean {
    if (this.tag !== tag) return false;
    this.at++;
    return true;
  }

  expect(tag: number): void {
    if (!this.skip(tag)) throw broken(`mismatch tag, actual tag(${this.tag}), expect(${tag})`);
  }
}

const readText = (cursor: Cursor, length: number): string => {
  const start = cursor.take(length);
  const bytes = cursor.bytes.subarray(start, start + length);
  if (!isUtf8(bytes)) throw broken(`wrong string format, size: ${length}`);
  return bytes.toString('utf8');
};

/** A value: its type's byte, then its payload. */
const readVariant = (cursor: Cursor): CellValue | Placeholder => {
  const type = cursor.byte();
  switch (type) {
    case VARIANT.integer:
      return cursor.bytes.readBigInt64LE(cursor.take(8));
    case VARIANT.double:
      return cursor.bytes.readDoubleLE(cursor.take(8));
    case VARIANT.boolean:
      return cursor.byte() !== 0;
    case VARIANT.string:
      return readText(cursor, cursor.uint32());
    case VARIANT.blob: {
      const length = cursor.uint32();
      const start = cursor.take(length);
      return cursor.bytes.subarray(start, start + length);
    }
    case VARIANT.infMin:
      return INF_MIN;
    case VARIANT.infMax:
      return INF_MAX;
    case VARIANT.auto:
      return AUTO_INCREMENT;
    default:
      throw parameterInvalid('data format is invalid, unknown variant type occured.');
  }
};

const OPERATIONS: ReadonlySet<number> = new Set(Object.values(CELL_OPERATIONS));
const isOperation = (byte: number): byte is CellOperation => OPERATIONS.has(byte);

/** A cell; the byte before the cursor is then its checksum, which is right. */
const readCell = (cursor: Cursor): RawCell => {
  const { bytes } = cursor;
  cursor.expect(TAG.cell);
  cursor.expect(TAG.cellName);
  const nameLength = cursor.uint32();
  const nameStart = cursor.at;
  const cell: RawCell = { name: readText(cursor, nameLength) };
  let checksum = crc8(0, bytes, nameStart, cursor.at);

  if (cursor.skip(TAG.cellValue)) {
    cursor.take(4);
    const valueStart = cursor.at;
    cell.value = readVariant(cursor);
    checksum = crc8(checksum, bytes, valueStart, cursor.at);
  }
  if (cursor.skip(TAG.cellOperation)) {
    const operation = cursor.byte();
    if (!isOperation(operation)) throw parameterInvalid(`Invalid op type of cell: ${operation}.`);
    cell.operation = operation;
  }
  if (cursor.skip(TAG.cellTimestamp)) {
    const start = cursor.take(8);
    cell.timestampMs = Number(bytes.readBigInt64LE(start));
    checksum = crc8(checksum, bytes, start, cursor.at);
  }
  if (cell.operation !== undefined) checksum = crc8Byte(checksum, cell.operation);

  cursor.expect(TAG.cellChecksum);
  const sent = cursor.byte();
  if (sent !== checksum) throw broken(`checksum is mismatch, ${sent}:${checksum}`);
  return cell;
};

const readPrimaryKeyCell = (cursor: Cursor): PrimaryKeyCell => {
  const { name, value, operation, timestampMs } = readCell(cursor);
  if (value === undefined) throw parameterInvalid(`No value is given for primary key name:'${name}'.`);
  if (operation !== undefined) throw parameterInvalid(`OpType cannot be given for primary key name:'${name}'.`);
  if (timestampMs !== undefined) throw parameterInvalid(`Timestamp cannot be given for primary key name:'${name}'.`);
  return { name, value };
};

const isAttribute = (cell: RawCell): cell is Cell => typeof cell.value !== 'symbol';

const readAttributeCell = (cursor: Cursor): Cell => {
  const cell = readCell(cursor);
  if (!isAttribute(cell)) throw parameterInvalid('Only a primary key can be INF_MIN, INF_MAX or AUTO_INCREMENT.');
  return cell;
};

const readRow = (cursor: Cursor): PlainRow => {
  const row: PlainRow = { primaryKey: [], cells: [], deleteMarker: false };
  let checksum = 0;
  const addChecksum = () => {
    checksum = crc8Byte(checksum, cursor.bytes[cursor.at - 1] ?? 0);
  };

  cursor.expect(TAG.primaryKey);
  while (cursor.tag === TAG.cell) {
    row.primaryKey.push(readPrimaryKeyCell(cursor));
    addChecksum();
  }
  if (cursor.skip(TAG.attributes)) {
    while (cursor.tag === TAG.cell) {
      row.cells.push(readAttributeCell(cursor));
      addChecksum();
    }
  }
  row.deleteMarker = cursor.skip(TAG.deleteMarker);
  checksum = crc8Byte(checksum, row.deleteMarker ? 1 : 0);

  cursor.expect(TAG.rowChecksum);
  const sent = cursor.byte();
  if (sent !== checksum) throw broken(`checksum is mismatch, ${sent}:${checksum}`);
  return row;
};

/** One row as it stands in a request. The Node SDK reserves too many bytes for some rows: zeros may follow. */
export const decodeRow = (bytes: Buffer): PlainRow => {
  const cursor = new Cursor(bytes, 0);
  const header = cursor.uint32();
  if (header !== HEADER) throw broken(`mismatch header, actual: ${header}, expect: ${HEADER}`);
  const row = readRow(cursor);
  for (let i = cursor.at; i < bytes.length; i++) {
    if (bytes[i] !== 0) throw broken("has more data in cell, but they can't be parsed");
  }
  return row;
};

export interface StoredRow {
  primaryKey: PrimaryKeyCell[];
  versions: Version[];
}

/** One row as it lies in the store: without a header, and every cell with its value and timestamp. */
export const decodeStoredRow = (bytes: Buffer): StoredRow => {
  const { primaryKey, cells } = readRow(new Cursor(bytes, 0));
  return { primaryKey, versions: cells as Version[] };
};

/** A single value, as a filter carries it (there called SQLVariant). */
export const decodeVariant = (bytes: Buffer): CellValue => {
  const value = readVariant(new Cursor(bytes, 0));
  if (typeof value === 'symbol') throw parameterInvalid('Deserialize relation filter failed.');
  return value;
};
