/**
 * The store in memory, with the promises of the port and nothing more: the contract suite runs on it and on Tablestore.
 * Simulations hold it by its strings: `interfere` decides what befalls each row of each call, and may keep it waiting as
 * long as it likes while others act; `accepted` hears of each write that took effect; `calls` counts the round trips.
 */
import {
  type Page,
  type Rows,
  StaleWrite,
  type Store,
  type Table,
  tables,
  Unavailable,
  type Write,
} from '../../shared/ports';
import { type Contents, compareKeys, createContents, keyOf, type Row } from './contents';

export type Operation = keyof Store;

/** One row that a call is about to read or write. A scan looks for its next row, so its key is where it looks on from. */
export interface Effect {
  readonly operation: Operation;
  readonly table: Table;
  readonly key: object;
  /** Of a scan: the part of the key that all of its rows share. */
  readonly under?: object;
  /** What is about to be written; a simulation may fail it now, and write it itself later: a write that lands late. */
  readonly write?: Write;
}

/**
 * - `proceed`: it happens, and is answered.
 * - `lose-answer`: it happens, but the caller is told `Unavailable` (in a batch of writes: `unknown`).
 * - `fail`: it does not happen, and the caller is told the same.
 */
export type Fate = 'proceed' | 'lose-answer' | 'fail';

/** Answers what `happen` answers, once it has been let happen. */
export type Schedule<Of> = <R>(effect: Of, happen: () => R) => Promise<R>;

export interface FakeStoreOptions {
  /** The rows to begin with, changed from then on; several stores may share them, each for one caller. */
  readonly contents?: Contents;
  readonly interfere?: (effect: Effect) => Fate | Promise<Fate>;
  /** Instead of `interfere`: a scheduler, which lets the effect happen when it likes, or never. */
  readonly schedule?: Schedule<Effect>;
  /** Called in the same step in which the write takes effect, with the row that was there before. */
  readonly accepted?: (write: Write, before: object | undefined) => void;
}

export interface FakeStore extends Store {
  readonly contents: Contents;
  /** How many calls of each kind were made: each would have been one round trip. */
  readonly calls: Record<Operation, number>;
}

/** As the wire does it: no memory is shared, and what is undefined is absent. */
const copy = <T>(row: T): T => JSON.parse(JSON.stringify(row)) as T;

export const createFakeStore = (options: FakeStoreOptions = {}): FakeStore => {
  const calls: Record<Operation, number> = { get: 0, getMany: 0, write: 0, writeMany: 0, scan: 0, count: 0 };
  const contents = options.contents ?? createContents();

  const fateOf = async (effect: Effect): Promise<Fate> => options.interfere?.(effect) ?? 'proceed';

  /** Everything that happens to a row goes through here: first its fate, then, in one step, what it does. */
  const act = async <R>(effect: Effect, happen: () => R): Promise<R> => {
    if (options.schedule) return options.schedule(effect, happen);
    const fate = await fateOf(effect);
    if (fate === 'fail') throw new Unavailable(`${effect.operation} of ${effect.table} failed`);
    const result = happen();
    if (fate === 'lose-answer') throw new Unavailable(`the answer to ${effect.operation} of ${effect.table} was lost`);
    return result;
  };

  const read = <T extends Table>(operation: Operation, table: T, key: object): Promise<Rows[T] | undefined> =>
    act({ operation, table, key }, () => {
      const row = contents.of(table).get(keyOf(table, key));
      return row && (copy(row) as unknown as Rows[T]);
    });

  const rowOf = (write: Write): object => {
    if ('put' in write) return write.put;
    if ('insert' in write) return write.insert;
    return 'replace' in write ? write.replace : write.remove;
  };

  const holds = (write: Write, present: Row | undefined): boolean => {
    if ('insert' in write) return !present;
    if (!('replace' in write)) return true;
    return present?.[tables[write.table].guard] === write.of;
  };

  const apply = async (operation: Operation, write: Write): Promise<'done' | 'stale'> => {
    const row = copy(rowOf(write)) as Row;
    const key = keyOf(write.table, row);
    return act({ operation, table: write.table, key: row, write }, () => {
      const rows = contents.of(write.table);
      const before = rows.get(key);
      if (!holds(write, before)) return 'stale';
      if ('remove' in write) rows.delete(key);
      else rows.set(key, row);
      options.accepted?.(write, before);
      return 'done';
    });
  };

  const answerOf = (failure: unknown): 'unknown' => {
    if (failure instanceof Unavailable) return 'unknown';
    throw failure;
  };

  return {
    calls,
    contents,

    get(table, key) {
      calls.get++;
      return read('get', table, key);
    },

    getMany(table, keys) {
      calls.getMany++;
      return Promise.all(keys.map((key) => read('getMany', table, key)));
    },

    async write(write) {
      calls.write++;
      if ((await apply('write', write)) === 'stale') throw new StaleWrite(`${write.table} changed meanwhile`);
    },

    async writeMany(writes) {
      calls.writeMany++;
      const rows = writes.map((write) => JSON.stringify([write.table, keyOf(write.table, rowOf(write))]));
      if (new Set(rows).size < rows.length)
        throw new TypeError('writeMany takes no row twice: its writes have no order');
      return Promise.all(writes.map((write) => apply('writeMany', write).catch(answerOf)));
    },

    async scan<T extends Table>(table: T, under: object, { after, limit }: { after?: object; limit: number }) {
      calls.scan++;
      const begin = keyOf(table, under).filter((member) => member !== undefined);
      if (begin.length === tables[table].key.length) {
        throw new TypeError(`A scan of ${table} reads what lies under a part of the key; for a whole key use get`);
      }
      const found: Row[] = [];
      let from: object = after ?? under;
      while (found.length <= limit) {
        const row = await act({ operation: 'scan', table, key: from, under }, () => {
          const key = keyOf(table, from).filter((member) => member !== undefined);
          const next = contents.of(table).after(key, key.length === tables[table].key.length);
          return next && compareKeys(begin, keyOf(table, next)) === 0 ? copy(next) : undefined;
        });
        if (!row) break;
        found.push(row);
        from = row;
      }
      const rows = found.slice(0, limit) as unknown as Rows[T][];
      const last = rows.at(-1);
      if (found.length <= limit || !last) return { rows };
      const next = Object.fromEntries(tables[table].key.map((name) => [name, (last as Row)[name]]));
      return { rows, next } as unknown as Page<T>;
    },

    count(key, by) {
      calls.count++;
      return act({ operation: 'count', table: 'attempts', key }, () => {
        const rows = contents.of('attempts');
        const count = Number(rows.get(keyOf('attempts', key))?.count ?? 0) + by;
        rows.set(keyOf('attempts', key), { ...key, count });
        return count;
      });
    },
  };
};
