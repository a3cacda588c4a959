/**
 * All rows of a table that lie under a part of the key, page by page; with no part of it, all rows. A page is read when it
 * is asked for, so whoever stops reads no more, and it is no snapshot: what was removed meanwhile is not in it.
 */
import type { Key, Rows, Store, Table } from '../ports';

export async function* pages<T extends Table>(
  store: Pick<Store, 'scan'>,
  table: T,
  under: Partial<Key<T>>,
  limit: number,
): AsyncGenerator<readonly Rows[T][]> {
  let after: Key<T> | undefined;
  do {
    const page = await store.scan(table, under, { limit, ...(after && { after }) });
    yield page.rows;
    after = page.next;
  } while (after);
}
