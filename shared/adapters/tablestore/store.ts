/**
 * The `Store` port on Tablestore, whose single-row reads are strong and whose single-row writes are checked and carried out
 * in one step (Tablestore, "Conditional update").
 */
import TableStore, {
  type GetRangeParams,
  type GetRangeResult,
  type PrimaryKeyInput,
  type PrimaryKeyOutput,
} from 'tablestore';
import type { Clock, Key, Page, Random, Rows, Store, Table, Write, Written } from '../../ports';
import type { Meter } from '../../triggers/meter';
import { readRows, writeRows } from './batches';
import { toChange } from './change';
import { answerTo, type Credentials, connect, type Target } from './client';
import { errorOf, type Fault } from './errors';
import { persist, REPEAT_READ, REPEAT_WRITE, type Waiting } from './retry';
import { identity, toKey, toPrimaryKey, toRange, toRow } from './row';
import { schemas } from './schema';

export interface Options {
  readonly clock: Clock;
  /** For jitter. */
  readonly random?: Pick<Random, 'fraction'>;
  readonly meter?: Meter;
  /** How long one attempt may take, in milliseconds. Default: what a person waits for. */
  readonly attemptMs?: number;
}

const toInput = (key: PrimaryKeyOutput): PrimaryKeyInput => key.map(({ name, value }) => ({ [name]: value }));

/** For one invocation: the credentials are its own. Throws where the endpoint has no scheme. */
export const tablestore = (
  target: Target,
  credentials: Credentials,
  { clock, random = { fraction: Math.random }, meter, attemptMs }: Options,
): Store => {
  const client = connect(target, credentials, attemptMs);
  const waiting: Waiting = { clock, random, ...(meter && { meter }), ...(attemptMs && { attemptMs }) };

  const run = async <R>(doing: string, repeat: readonly Fault[], send: () => Promise<R>): Promise<R> => {
    const outcome = await persist(() => answerTo(send(), waiting), repeat, waiting);
    if (!outcome.ok) throw errorOf(outcome.failure, doing);
    return outcome.value;
  };

  return {
    async get<T extends Table>(table: T, key: Key<T>): Promise<Rows[T] | undefined> {
      const params = { tableName: schemas[table].name, primaryKey: toPrimaryKey(table, key) };
      const { row } = await run(`GetRow of ${table}`, REPEAT_READ, () => client.getRow(params));
      return toRow(table, row);
    },

    getMany: (table, keys) => readRows(client, waiting, table, keys),

    async write(write: Write): Promise<void> {
      const { tableName, primaryKey, condition, attributeColumns } = toChange(write);
      await run(`${attributeColumns ? 'PutRow' : 'DeleteRow'} of ${write.table}`, REPEAT_WRITE, () =>
        attributeColumns
          ? client.putRow({ tableName, primaryKey, condition, attributeColumns })
          : client.deleteRow({ tableName, primaryKey, condition }),
      );
    },

    async writeMany(writes: readonly Write[]): Promise<readonly Written[]> {
      const changes = writes.map(toChange);
      if (new Set(changes.map(({ row }) => row)).size < changes.length) {
        throw new TypeError('writeMany takes no row twice: its writes have no order');
      }
      return writeRows(client, waiting, changes);
    },

    async scan<T extends Table>(
      table: T,
      under: Partial<Key<T>>,
      { after, limit }: { readonly after?: Key<T>; readonly limit: number },
    ): Promise<Page<T>> {
      const { start, end } = toRange(table, under);
      const rows: Rows[T][] = [];
      // A range begins at a key, not after it, so the row that was read last comes again, unless it was removed meanwhile.
      const known = after && identity(table, after);
      let from: PrimaryKeyInput | undefined = after ? toPrimaryKey(table, after) : start;
      // One row more than asked for tells whether there is a next page.
      while (from && rows.length <= limit) {
        const params: GetRangeParams = {
          tableName: schemas[table].name,
          direction: TableStore.Direction.FORWARD,
          inclusiveStartPrimaryKey: from,
          exclusiveEndPrimaryKey: end,
          limit: limit - rows.length + (known ? 2 : 1),
        };
        const range: GetRangeResult = await run(`GetRange of ${table}`, REPEAT_READ, () => client.getRange(params));
        for (const found of range.rows) {
          const row = toRow(table, found);
          // Only the first row can be that one.
          const again = known !== undefined && rows.length === 0 && row && identity(table, row) === known;
          if (row && !again) rows.push(row);
        }
        from = range.nextStartPrimaryKey ? toInput(range.nextStartPrimaryKey) : undefined;
      }
      const last = rows[limit - 1];
      if (rows.length <= limit || !last) return { rows };
      return { rows: rows.slice(0, limit), next: toKey(table, last) };
    },

    async count(key: Key<'attempts'>, by: 1 | -1): Promise<number> {
      const params = {
        tableName: schemas.attempts.name,
        primaryKey: toPrimaryKey('attempts', key),
        condition: new TableStore.Condition(TableStore.RowExistenceExpectation.IGNORE, null),
        updateOfAttributeColumns: [{ INCREMENT: [{ count: TableStore.Long.fromNumber(by) }] }],
        returnContent: { returnType: TableStore.ReturnType.AfterModify, returnColumns: ['count'] },
      };
      const { row } = await run('UpdateRow of attempts', REPEAT_WRITE, () => client.updateRow(params));
      const count = row?.attributes?.find(({ columnName }) => columnName === 'count')?.columnValue;
      if (count === undefined) throw new Error('Tablestore answered a count without its value.');
      return Number(String(count));
    },
  };
};
