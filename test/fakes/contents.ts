/**
 * The rows that a store in memory holds, each table's in the order of its keys. A row is never changed, only replaced, so
 * a copy costs little: a set-up is made once and copied for every run that begins with it.
 */
import { type Table, tables } from '../../shared/ports';

export type Row = Readonly<Record<string, unknown>>;

interface Stored {
  readonly key: readonly unknown[];
  row: Row;
}

export interface TableRows {
  get(key: readonly unknown[]): Row | undefined;
  set(key: readonly unknown[], row: Row): void;
  delete(key: readonly unknown[]): void;
  /** The first row after the key; with fewer members, the first that begins with them. */
  after(key: readonly unknown[], whole: boolean): Row | undefined;
  all(): readonly Row[];
}

export interface Contents {
  of(table: Table): TableRows;
  copy(): Contents;
}

/** UTF-16 puts the surrogates, which begin the highest code points, before U+E000. */
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** Texts in the order of their UTF-8 bytes, which is that of their code points. */
const compareTexts = (one: string, other: string): number => {
  if (one === other) return 0;
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at++) {
    const order = rank(one.charCodeAt(at)) - rank(other.charCodeAt(at));
    if (order !== 0) return order;
  }
  return one.length - other.length;
};

const compare = (one: unknown, other: unknown): number =>
  typeof one === 'number' && typeof other === 'number' ? one - other : compareTexts(String(one), String(other));

/** Member by member; a key goes after its own beginning, and a beginning is equal to what begins with it. */
export const compareKeys = (one: readonly unknown[], other: readonly unknown[]): number => {
  for (const [index, member] of one.entries()) {
    if (index === other.length) return 1;
    const order = compare(member, other[index]);
    if (order !== 0) return order;
  }
  return 0;
};

export const keyOf = (table: Table, row: object): unknown[] => tables[table].key.map((name) => (row as Row)[name]);

const createRows = (rows: Stored[] = []): TableRows & { copy(): TableRows } => {
  /** The first place whose key is not before the given one. */
  const placeOf = (key: readonly unknown[]): number => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = rows[middle];
      if (found && compareKeys(found.key, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const find = (key: readonly unknown[]): Stored | undefined => {
    const found = rows[placeOf(key)];
    return found && compareKeys(found.key, key) === 0 ? found : undefined;
  };
  return {
    get: (key) => find(key)?.row,
    set(key, row) {
      const found = find(key);
      if (found) found.row = row;
      else rows.splice(placeOf(key), 0, { key, row });
    },
    delete(key) {
      if (find(key)) rows.splice(placeOf(key), 1);
    },
    after(key, whole) {
      const place = placeOf(key);
      const found = rows[place];
      return whole && found && compareKeys(key, found.key) === 0 ? rows[place + 1]?.row : found?.row;
    },
    all: () => rows.map(({ row }) => row),
    copy: () => createRows(rows.map(({ key, row }) => ({ key, row }))),
  };
};

export const createContents = (begin: Iterable<readonly [Table, ReturnType<typeof createRows>]> = []): Contents => {
  const contents = new Map(begin);
  return {
    of(table) {
      const rows = contents.get(table) ?? createRows();
      contents.set(table, rows);
      return rows;
    },
    copy: () =>
      createContents([...contents].map(([table, rows]) => [table, rows.copy() as ReturnType<typeof createRows>])),
  };
};
