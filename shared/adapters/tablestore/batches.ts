/**
 * Reads and writes of many rows at once. A batch is no transaction: each row has its own answer, so each row is judged
 * and repeated for itself. Limits: Tablestore, "Limits": 100 rows a read; 200 rows and 4 MB a write.
 */
import type { Client, RowInBatch } from 'tablestore';
import type { Key, Rows, Table, Written } from '../../ports';
import { bytesOf, type Change } from './change';
import { answerTo } from './client';
import { errorOf, type Failure, rowFailure } from './errors';
import { persist, REPEAT_READ, REPEAT_WRITE, type Waiting } from './retry';
import { identity, toPrimaryKey, toRow } from './row';
import { schemas } from './schema';

const READ_ROWS = 100;
const WRITE_ROWS = 200;
const WRITE_BYTES = 4_000_000;

/** Consecutive items, each chunk within both limits; an item that is too large alone is left to the service to refuse. */
const chunksOf = <Item>(items: readonly Item[], most: number, sizeOf: (item: Item) => number, mostSize: number) => {
  const chunks: Item[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const chunk = chunks.at(-1);
    size += sizeOf(item);
    if (chunk && chunk.length < most && size <= mostSize) chunk.push(item);
    else {
      chunks.push([item]);
      size = sizeOf(item);
    }
  }
  return chunks;
};

/** Answers in the order of the keys. No key is sent twice: the service refuses a batch that repeats one. */
export const readRows = async <T extends Table>(
  client: Client,
  waiting: Waiting,
  table: T,
  keys: readonly Key<T>[],
): Promise<(Rows[T] | undefined)[]> => {
  const found = new Map<string, Rows[T] | undefined>();
  const named = keys.map((key) => [identity(table, key), key] as const);

  const readChunk = async (chunk: readonly (readonly [string, Key<T>])[]) => {
    let open = chunk;
    const outcome = await persist(
      async () => {
        const primaryKey = open.map(([, key]) => toPrimaryKey(table, key));
        const answer = await answerTo(
          client.batchGetRow({ tables: [{ tableName: schemas[table].name, primaryKey }] }),
          waiting,
        );
        if (!answer.ok) return answer;
        const rows = answer.value.tables[0] ?? [];
        let failure: Failure | undefined;
        open = open.filter(([name], index) => {
          const row = rows[index];
          if (row?.isOk) found.set(name, toRow(table, row));
          else failure ??= rowFailure(row?.errorCode);
          return !row?.isOk;
        });
        return failure ? { ok: false, failure } : answer;
      },
      REPEAT_READ,
      waiting,
    );
    if (!outcome.ok) throw errorOf(outcome.failure, `BatchGetRow of ${chunk.length} ${table}`);
  };

  await Promise.all(chunksOf([...new Map(named)], READ_ROWS, () => 0, 0).map(readChunk));
  return named.map(([name]) => found.get(name));
};

/** One request takes a table only once, so the changes are put together by table. */
const byTable = (changes: readonly Change[]): Map<string, Change[]> => {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.tableName);
    if (group) group.push(change);
    else groups.set(change.tableName, [change]);
  }
  return groups;
};

const toRowInRequest = ({ primaryKey, condition, attributeColumns }: Change) =>
  attributeColumns
    ? { type: 'PUT' as const, primaryKey, condition, attributeColumns }
    : { type: 'DELETE' as const, primaryKey, condition };

/**
 * Answers in the order of the changes. A row that was throttled is tried again while there is time; then, or where the
 * batch's answer was lost, it is `unknown`. A bug is thrown only once every chunk has ended.
 */
export const writeRows = async (
  client: Client,
  waiting: Waiting,
  changes: readonly Change[],
): Promise<readonly Written[]> => {
  const written = new Map<Change, Written>();
  let bug: Failure | undefined;

  const judge = (change: Change, row: RowInBatch | undefined): Failure | undefined => {
    if (row?.isOk) {
      written.set(change, 'done');
      return undefined;
    }
    const failure = rowFailure(row?.errorCode);
    if (failure.fault === 'broken') bug ??= failure;
    else if (failure.fault !== 'not-applied') written.set(change, failure.fault);
    return failure.fault === 'not-applied' ? failure : undefined;
  };

  const writeChunk = async (chunk: readonly Change[]) => {
    let open = byTable(chunk);
    const outcome = await persist(
      async () => {
        const tables = [...open].map(([tableName, group]) => ({ tableName, rows: group.map(toRowInRequest) }));
        const answer = await answerTo(client.batchWriteRow({ tables }), waiting);
        if (!answer.ok) return answer;
        let failure: Failure | undefined;
        const again = [...open.values()].flat().filter((change, index) => {
          const notApplied = judge(change, answer.value.tables[index]);
          failure ??= notApplied;
          return notApplied;
        });
        open = byTable(again);
        return failure ? { ok: false, failure } : answer;
      },
      REPEAT_WRITE,
      waiting,
    );
    if (!outcome.ok && outcome.failure.fault === 'broken') bug ??= outcome.failure;
  };

  await Promise.all(chunksOf(changes, WRITE_ROWS, bytesOf, WRITE_BYTES).map(writeChunk));
  if (bug) throw errorOf(bug, `BatchWriteRow of ${changes.length} rows of ${[...byTable(changes).keys()].join(', ')}`);
  return changes.map((change) => written.get(change) ?? 'unknown');
};
