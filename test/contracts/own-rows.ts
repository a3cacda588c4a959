/** A store that remembers which rows were written through it, so that a suite can take its own out again. */
import { type Key, type Rows, type Store, type Table, tables, type Write } from '../../shared/ports';

type OwnKey = { readonly [T in Table]: { readonly table: T; readonly remove: Key<T> } }[Table];

export const rememberingRows = (store: Store): { readonly store: Store; removeRows(): Promise<void> } => {
  const own = new Map<string, OwnKey>();
  const remember = (table: Table, row: object) => {
    const key = Object.fromEntries(tables[table].key.map((member) => [member, row[member as keyof typeof row]]));
    own.set(JSON.stringify([table, key]), { table, remove: key } as unknown as OwnKey);
  };
  const written = (write: Write) => {
    const row = 'put' in write ? write.put : 'insert' in write ? write.insert : 'replace' in write ? write.replace : {};
    if (!('remove' in write)) remember(write.table, row);
  };
  return {
    store: {
      ...store,
      write(write) {
        written(write);
        return store.write(write);
      },
      writeMany(writes) {
        writes.forEach(written);
        return store.writeMany(writes);
      },
      count(key: Rows['attempts'] | Key<'attempts'>, by) {
        remember('attempts', key);
        return store.count(key, by);
      },
    },
    async removeRows() {
      const outcomes = await store.writeMany([...own.values()]);
      const left = outcomes.filter((outcome) => outcome !== 'done').length;
      if (left > 0)
        throw new Error(`${left} rows of the suite could not be removed: they are sample rows, remove them.`);
    },
  };
};
