/**
 * Rows to cells and back. What a caller of the store sees are plain objects; what goes over the wire are primary key
 * columns and attribute columns, integers as int64 (a plain number would become a double, which no key may be).
 */
import { createHash } from 'node:crypto';
import TableStore, { type CellValue, type int64, type PrimaryKeyInput, type Row, type VirtualData } from 'tablestore';
import { type Key, type Rows, type Table, tables } from '../../ports';
import { type Kind, SPREAD, schemas } from './schema';

/** A column and its value, as the SDK wants them. */
export type Cell = { [column: string]: string | int64 };

const memberOf = (row: object, name: string): unknown => (row as Readonly<Record<string, unknown>>)[name];

const kindsOf = (table: Table): Readonly<Record<string, Kind>> => schemas[table].columns;

/** First four hex digits of SHA-256: 65,536 prefixes, far more than there will be partitions. */
const spreadOf = (leading: unknown): string => createHash('sha256').update(String(leading)).digest('hex').slice(0, 4);

const TAKES: { readonly [K in Kind]: string } = { text: 'text', integer: 'a safe integer', json: 'an object' };

/** Throws where the value is not of the column's kind: stored as something else it would not read back. */
export const toCell = (table: Table, column: string, value: unknown): string | int64 => {
  const kind = kindsOf(table)[column];
  if (!kind) throw new TypeError(`${table} has no column ${column}`);
  if (kind === 'json' && typeof value === 'object') return JSON.stringify(value);
  if (kind === 'text' && typeof value === 'string') return value;
  if (kind === 'integer' && typeof value === 'number' && Number.isSafeInteger(value)) {
    return TableStore.Long.fromNumber(value);
  }
  throw new TypeError(`${table}.${column} takes ${TAKES[kind]}, not ${typeof value}`);
};

/** The whole primary key of a row or key, its members in the table's order. */
export const toPrimaryKey = (table: Table, row: object): PrimaryKeyInput => [
  { [SPREAD]: spreadOf(memberOf(row, tables[table].key[0])) },
  ...tables[table].key.map((name) => ({ [name]: toCell(table, name, memberOf(row, name)) })),
];

/** The members that are present, without the key. */
export const toAttributes = (table: Table, row: object): Cell[] => {
  const key: readonly string[] = tables[table].key;
  return Object.entries(row)
    .filter(([name, value]) => !key.includes(name) && value !== undefined)
    .map(([name, value]) => ({ [name]: toCell(table, name, value) }));
};

/**
 * Where the rows under the first key members begin and end. The members left open become the least, then the greatest of all
 * values; with none given it is the whole table, in the order of its prefixes.
 */
export const toRange = (table: Table, under: object): { start: PrimaryKeyInput; end: PrimaryKeyInput } => {
  const { key } = tables[table];
  const open = key.filter((name) => memberOf(under, name) === undefined);
  if (open.length === 0) {
    throw new TypeError(`A scan of ${table} reads what lies under a part of the key; for a whole key use get`);
  }
  const fixed = key.slice(0, key.length - open.length);
  const bound = (rest: VirtualData): PrimaryKeyInput => [
    { [SPREAD]: fixed.length === 0 ? rest : spreadOf(memberOf(under, key[0])) },
    ...fixed.map((name) => ({ [name]: toCell(table, name, memberOf(under, name)) })),
    ...open.map((name) => Object.fromEntries<CellValue | VirtualData>([[name, rest]])),
  ];
  return { start: bound(TableStore.INF_MIN), end: bound(TableStore.INF_MAX) };
};

const toValue = (kind: Kind, cell: CellValue): unknown => {
  if (kind === 'integer') return (cell as int64).toNumber();
  return kind === 'json' ? JSON.parse(String(cell)) : cell;
};

/** A missing row comes back without a primary key. Columns that the schema does not know are a later release's. */
export const toRow = <T extends Table>(table: T, row: Row | undefined): Rows[T] | undefined => {
  if (!row?.primaryKey) return undefined;
  const kinds = kindsOf(table);
  const members: Record<string, unknown> = {};
  const keep = (name: string, cell: CellValue) => {
    const kind = kinds[name];
    if (kind) members[name] = toValue(kind, cell);
  };
  for (const { name, value } of row.primaryKey) keep(name, value);
  for (const { columnName, columnValue } of row.attributes ?? []) keep(columnName, columnValue);
  return members as unknown as Rows[T]; // only this adapter writes the tables, through the checked schema
};

export const toKey = <T extends Table>(table: T, row: Rows[T]): Key<T> =>
  Object.fromEntries(tables[table].key.map((name) => [name, memberOf(row, name)])) as unknown as Key<T>;

/** Tells rows of all tables apart. */
export const identity = (table: Table, row: object): string =>
  JSON.stringify([table, ...tables[table].key.map((name) => memberOf(row, name))]);

/**
 * The order in which a scan of a whole table answers its rows: by the spread, then by the key's members, text by its bytes
 * and integers by their value (Tablestore, "Primary keys": rows are sorted by primary key). Negative: `one` comes first.
 */
export const compareRows = (table: Table, one: object, other: object): number => {
  const leading = tables[table].key[0];
  const spread = Buffer.compare(
    Buffer.from(spreadOf(memberOf(one, leading))),
    Buffer.from(spreadOf(memberOf(other, leading))),
  );
  if (spread !== 0) return spread;
  for (const name of tables[table].key) {
    const [a, b] = [memberOf(one, name), memberOf(other, name)];
    const order =
      typeof a === 'number' ? a - Number(b) : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
    if (order !== 0) return order;
  }
  return 0;
};
