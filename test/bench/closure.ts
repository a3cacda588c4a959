/**
 * The closure of an instance with many workspaces, against the bare BatchWriteRow of as many workspaces' rows: what has to be
 * written at least. Each walk, and each bare write, runs in a fresh process that has done a small one before, so that its
 * memory is a function's instance's.
 */
import TableStore from 'tablestore';
import { toChange } from '../../shared/adapters/tablestore/change';
import { alicloud, instanceRow, newCustomer, settledCustomer, workspaceOf } from './fixtures';
import { openFunctions, storeAt } from './functions';
import { runPart, startServer } from './in-process';
import { exponentOf, measure, timed } from './measure';
import { type Used, used } from './memory';
import { bareClient } from './recording';
import { type Bench, measuredRow, plainRow, type Row } from './row';

const WARM_UP = 1_000;
const BATCH = 200;
const REACH = { atMost: 2.5 };
const MOST_EXPONENT = { atMost: 1.05 };
const MOST_MEMORY = { atMost: 64 };

interface Walk {
  readonly endpoint: string;
  readonly warmUpInstanceId: string;
  readonly instanceId: string;
}

/** A part: closes the instance as the timer's walker does. */
export const walk = async ({ endpoint, warmUpInstanceId, instanceId }: Walk): Promise<Used<unknown>> => {
  const functions = openFunctions(endpoint);
  const close = (instanceId: string) =>
    functions.invoke('close-subscription', Buffer.from(JSON.stringify({ instanceId })));
  await close(warmUpInstanceId);
  return used(() => close(instanceId));
};

/** A part: the same of an instance, with nothing measured. */
export const close = async ({ endpoint, instanceId }: Pick<Walk, 'endpoint' | 'instanceId'>): Promise<string> => {
  await openFunctions(endpoint).invoke('close-subscription', Buffer.from(JSON.stringify({ instanceId })));
  return 'closed';
};

interface Written {
  readonly endpoint: string;
  readonly count: number;
}

/** A part: writes so many workspaces' rows, a batch at a time; milliseconds. */
export const writeBare = async ({ endpoint, count }: Written): Promise<number> => {
  const client = bareClient(endpoint);
  const customer = newCustomer();
  const batchesOf = (rows: number) =>
    Array.from({ length: rows / BATCH }, () =>
      Array.from({ length: BATCH }, () => {
        const { primaryKey, attributeColumns } = toChange({
          table: 'workspaces',
          put: workspaceOf(customer, alicloud(customer)),
        });
        const condition = new TableStore.Condition(TableStore.RowExistenceExpectation.IGNORE, null);
        return { type: 'PUT' as const, primaryKey, condition, attributeColumns: attributeColumns ?? [] };
      }),
    );
  const write = async (batches: ReturnType<typeof batchesOf>) => {
    for (const rows of batches) await client.batchWriteRow({ tables: [{ tableName: 'workspaces', rows }] });
  };
  await write(batchesOf(WARM_UP));
  const batches = batchesOf(count);
  return timed(() => write(batches));
};

/** An instance with so many workspaces, released by its buyer and not walked yet. */
const released = async (endpoint: string, count: number): Promise<string> => {
  const store = storeAt(endpoint);
  const customer = await settledCustomer(store, count);
  const releasedAtMs = Date.now();
  const { instanceId } = customer;
  await store.writeMany([
    { table: 'instances', put: instanceRow(customer, { status: 'closing', releasedAtMs }) },
    { table: 'todos', put: { queue: 'closures', subject: instanceId, sinceMs: releasedAtMs } },
  ]);
  return instanceId;
};

const closureOf = async (endpoint: string, count: number, rounds: number) => {
  const memory: number[] = [];
  const measured = await measure({
    rounds,
    warmUpRounds: 0,
    async ours() {
      const warmUpInstanceId = await released(endpoint, WARM_UP);
      const instanceId = await released(endpoint, count);
      const { ms, mb } = await runPart<Used<unknown>>('walk', { endpoint, warmUpInstanceId, instanceId });
      const row = await storeAt(endpoint).get('instances', { instanceId });
      if (row?.status !== 'closed') throw new Error('A closure that was measured did not close its instance.');
      memory.push(mb);
      return ms;
    },
    reference: () => runPart<number>('writeBare', { endpoint, count }),
  });
  return { count, measured, mb: Math.max(...memory) };
};

export const closure: Bench = {
  about: 'the closure of an instance with many workspaces, against writing as many rows',
  async run({ full }) {
    const server = await startServer('tablestore');
    try {
      const sizes: readonly (readonly [count: number, rounds: number])[] = [
        [1_000, 5],
        [10_000, 3],
        ...(full ? ([[100_000, 1]] as const) : []),
      ];
      const rows: Row[] = [];
      let smaller: Awaited<ReturnType<typeof closureOf>> | undefined;
      for (const [count, rounds] of sizes) {
        const found = await closureOf(server.endpoint, count, rounds);
        const name = `${count.toLocaleString('en-US')} workspaces`;
        rows.push(measuredRow(name, 'ms', found.measured, REACH));
        if (smaller) {
          const grown = exponentOf(
            { size: smaller.count, ms: smaller.measured.ours.median },
            { size: count, ms: found.measured.ours.median },
          );
          rows.push(plainRow(`${name}, growth`, 'exponent', grown, MOST_EXPONENT));
        }
        rows.push(plainRow(`${name}, memory`, 'MB', found.mb, MOST_MEMORY));
        smaller = found;
      }
      return rows;
    } finally {
      await server.close();
    }
  },
};
