/**
 * The timed check over many workspaces that are as they should be, against the bare GetRange over the rows that it reads: of
 * every workspace its row, its binding and its entry in the owner's list, and the bindings once more. Each runs in a fresh process
 * that has done a small one before.
 */
import TableStore, { type GetRangeResult, type PrimaryKeyInput } from 'tablestore';
import { toPrimaryKey, toRange, toRow } from '../../shared/adapters/tablestore/row';
import { schemas } from '../../shared/adapters/tablestore/schema';
import { payingInstance } from '../../shared/domain/workspace';
import type { Rows, Table } from '../../shared/ports';
import { settledCustomer } from './fixtures';
import { openFunctions, storeAt, timerEvent } from './functions';
import { runPart, type Server, startServer } from './in-process';
import { exponentOf, measure, spreadOf, timed } from './measure';
import { type Used, used } from './memory';
import { bareClient } from './recording';
import { type Bench, measuredRow, plainRow, type Row } from './row';

/** Of one customer. The marketplace is asked of each instance, and after the first hundred not at once. */
const CUSTOMERS = 50;
const WARM_UP = 1_000;
/**
 * Wished for were 1.5. A check that looks up one row by another reads by key, which takes the SDK and any server about twice what
 * a range takes (the note beside the figure says how much of it the bare SDK needs); half as much again is ours.
 */
const REACH = { atMost: 3 };
const MOST_EXPONENT = { atMost: 1.05 };
const MOST_MEMORY = { atMost: 128 };
/** What the check reads, each as often as it does. */
const READ: readonly Table[] = ['workspaces', 'bindings', 'workspacesByOwner', 'workspaces', 'bindings'];

interface Endpoints {
  readonly endpoint: string;
  readonly warmUpEndpoint: string;
}

/** A part: one whole run of the check. */
export const check = async ({ endpoint, warmUpEndpoint }: Endpoints): Promise<Used<unknown>> => {
  const checkAt = async (endpoint: string) => {
    const functions = openFunctions(endpoint);
    const store = storeAt(endpoint);
    // The marketplace shows what we know.
    const { rows } = await store.scan('instances', {}, { limit: CUSTOMERS });
    for (const { instanceId, accountId = '', orderId = '', productCode = '', skuId = '' } of rows) {
      const shown = { instanceId, accountId, orderId, productCode, skuId, status: 'OPENED' } as const;
      functions.marketplace.instances.set(instanceId, shown);
    }
    return functions.invoke('check-consistency', timerEvent());
  };
  await checkAt(warmUpEndpoint);
  return used(() => checkAt(endpoint));
};

const PAGE = 500;
const BATCH = 100;

/** The keys by which the check looks up what belongs to a page of workspaces, in batches: bindings, and owners' entries. */
const lookUpsOf = (rows: readonly (Rows['workspaces'] | undefined)[]) => {
  const committed = rows.filter((row) => row?.kind === 'workspace');
  const keys = (['bindings', 'workspacesByOwner'] as const).map((table) => ({
    tableName: schemas[table].name,
    primaryKey: committed.map((row) => toPrimaryKey(table, { ...row, instanceId: payingInstance(row) })),
  }));
  return keys.flatMap(({ tableName, primaryKey }) =>
    Array.from({ length: Math.ceil(primaryKey.length / BATCH) }, (_, nth) => ({
      tableName,
      primaryKey: primaryKey.slice(nth * BATCH, (nth + 1) * BATCH),
    })),
  );
};

/** A part: the reads of the check by the bare SDK, by key where it reads by key; milliseconds, without the keys' making. */
export const readByKey = async ({ endpoint, warmUpEndpoint }: Endpoints): Promise<number> => {
  const read = async (endpoint: string): Promise<number> => {
    const client = bareClient(endpoint);
    let makingMs = 0;
    for (const [table, lookUp] of [
      ['workspaces', true],
      ['workspaces', false],
      ['bindings', false],
    ] as const) {
      const { start, end } = toRange(table, {});
      for (let from: PrimaryKeyInput | undefined = start; from; ) {
        const page: GetRangeResult = await client.getRange({
          tableName: schemas[table].name,
          direction: TableStore.Direction.FORWARD,
          inclusiveStartPrimaryKey: from,
          exclusiveEndPrimaryKey: end,
          limit: PAGE,
        });
        from = page.nextStartPrimaryKey?.map(({ name, value }) => ({ [name]: value }));
        if (!lookUp) continue;
        const beginMs = performance.now();
        const lookUps = lookUpsOf(page.rows.map((row) => toRow('workspaces', row)));
        makingMs += performance.now() - beginMs;
        await Promise.all(lookUps.map((batch) => client.batchGetRow({ tables: [batch] })));
      }
    }
    return makingMs;
  };
  await read(warmUpEndpoint);
  let makingMs = 0;
  const ms = await timed(async () => {
    makingMs = await read(endpoint);
  });
  return ms - makingMs;
};

/** A part: reads the same rows; milliseconds. */
export const readBare = async ({ endpoint, warmUpEndpoint }: Endpoints): Promise<number> => {
  const read = async (endpoint: string) => {
    const client = bareClient(endpoint);
    for (const table of READ) {
      const { start, end } = toRange(table, {});
      for (let from: PrimaryKeyInput | undefined = start; from; ) {
        const { nextStartPrimaryKey }: GetRangeResult = await client.getRange({
          tableName: schemas[table].name,
          direction: TableStore.Direction.FORWARD,
          inclusiveStartPrimaryKey: from,
          exclusiveEndPrimaryKey: end,
        });
        from = nextStartPrimaryKey?.map(({ name, value }) => ({ [name]: value }));
      }
    }
  };
  await read(warmUpEndpoint);
  return timed(() => read(endpoint));
};

const filled = async (count: number): Promise<Server> => {
  const server = await startServer('tablestore');
  const store = storeAt(server.endpoint);
  const customers = Math.min(CUSTOMERS, count / 100);
  for (let nth = 0; nth < customers; nth++) await settledCustomer(store, count / customers);
  return server;
};

const checkOf = async (count: number, rounds: number) => {
  const [server, warmUp] = [await filled(count), await filled(WARM_UP)];
  const memory: number[] = [];
  try {
    const endpoints: Endpoints = { endpoint: server.endpoint, warmUpEndpoint: warmUp.endpoint };
    const measured = await measure({
      rounds,
      warmUpRounds: 0,
      async ours() {
        const { done, ms, mb } = await runPart<Used<{ report?: { checked: number; findings: object } }>>(
          'check',
          endpoints,
        );
        const { checked = 0, findings } = done.report ?? {};
        if (checked < 3 * count || Object.keys(findings ?? {}).length > 0) {
          throw new Error(`A check that was measured is not what it should be: ${JSON.stringify(done)}`);
        }
        memory.push(mb);
        return ms;
      },
      reference: () => runPart<number>('readBare', endpoints),
    });
    // Beside it the same reads by key: what a check cannot do without that looks up one row by another.
    const byKey: number[] = [];
    for (let round = 0; round < rounds; round++) byKey.push(await runPart<number>('readByKey', endpoints));
    return { count, measured, byKeyMs: spreadOf(byKey).median, mb: Math.max(...memory) };
  } finally {
    await server.close();
    await warmUp.close();
  }
};

export const consistency: Bench = {
  about: 'the timed check of many workspaces, against reading the same rows',
  async run({ full }) {
    const sizes: readonly (readonly [count: number, rounds: number])[] = [
      [10_000, 3],
      [100_000, 1],
      ...(full ? ([[1_000_000, 1]] as const) : []),
    ];
    const rows: Row[] = [];
    let smaller: Awaited<ReturnType<typeof checkOf>> | undefined;
    for (const [count, rounds] of sizes) {
      const found = await checkOf(count, rounds);
      const name = `${count.toLocaleString('en-US')} workspaces`;
      const bound = found.byKeyMs / found.measured.reference.median;
      const note = `the same reads, by key where the check reads by key, by the bare SDK: ${bound.toFixed(2)}`;
      rows.push(measuredRow(name, 'ms', found.measured, REACH, note));
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
  },
};
