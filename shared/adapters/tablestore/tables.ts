/**
 * Creates what `schema.ts` describes. Runs before a deployment and at the start of the local cloud; safe to repeat and to
 * run twice at once. A table that exists is left as it is.
 */
import TableStore, { type Client } from 'tablestore';
import { type Table, tables } from '../../ports';
import { answerTo, type Credentials, connect, type Target } from './client';
import { errorOf, type Outcome } from './errors';
import { persist, REPEAT_READ, type Waiting } from './retry';
import { SPREAD, schemas } from './schema';

/** A new table takes some seconds to become ready (Tablestore, "CreateTable"). */
const READY_WITHIN_MS = 60_000;
const DAY_SECONDS = 24 * 60 * 60;

const keyOf = (table: Table) => {
  const kinds: Readonly<Record<string, string>> = schemas[table].columns;
  return [SPREAD, ...tables[table].key].map((name) => ({ name, integer: kinds[name] === 'integer' }));
};

const create = (client: Client, table: Table) => {
  const { name, lifetimeDays } = schemas[table];
  return client.createTable({
    tableMeta: {
      tableName: name,
      primaryKey: keyOf(table).map((column) => ({ name: column.name, type: column.integer ? 'INTEGER' : 'STRING' })),
    },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive: lifetimeDays ? lifetimeDays * DAY_SECONDS : -1, maxVersions: 1 },
  });
};

/** Any read tells whether a table is ready; no row has this key. */
const probe = (client: Client, table: Table) =>
  client.getRow({
    tableName: schemas[table].name,
    primaryKey: keyOf(table).map(({ name, integer }) => ({ [name]: integer ? TableStore.Long.fromNumber(0) : '' })),
  });

const realTime: Waiting = {
  clock: { nowMs: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
  random: { fraction: Math.random },
};

/** Resolves once every table can be used. Throws `Unavailable` after a minute, or what the service refused. */
export const createTables = async (
  { credentials, ...target }: Target & { readonly credentials: Credentials },
  waiting: Waiting = realTime,
): Promise<void> => {
  const client = connect(target, credentials);
  const insist = async <R>(doing: string, attempt: () => Promise<Outcome<R>>): Promise<R> => {
    const outcome = await persist(attempt, REPEAT_READ, waiting, READY_WITHIN_MS);
    if (!outcome.ok) throw errorOf(outcome.failure, doing);
    return outcome.value;
  };

  const { tableNames } = await insist('listing tables', () => answerTo(client.listTable({})));
  const all = Object.keys(schemas) as Table[];
  // One after the other: an instance takes ten table operations a second.
  for (const table of all.filter((each) => !tableNames.includes(schemas[each].name))) {
    await insist(`creating ${table}`, async () => {
      const answer = await answerTo(create(client, table));
      return answer.ok || answer.failure.code !== 'OTSObjectAlreadyExist' ? answer : { ok: true, value: undefined };
    });
  }
  for (const table of all) await insist(`waiting for ${table}`, () => answerTo(probe(client, table)));
};
