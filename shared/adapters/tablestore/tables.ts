/**
 * Makes the tables what `schema.ts` describes: before a deployment, and at the start of the local cloud. First a plan is
 * made of what is there, and it is carried out whole or not at all begun; then every table is described again, for who
 * else was at it meanwhile is not taken at their word. So it is safe to repeat and to run twice at once.
 */
import TableStore, { type Client } from 'tablestore';
import { type Table, tables } from '../../ports';
import { answerTo, type Credentials, connect, type Target } from './client';
import { errorOf, type Outcome } from './errors';
import { persist, REPEAT_READ, type Waiting } from './retry';
import { type Definition, definitionOf, obstacleOf, type Plan, readDefinition, type Step, stepOf } from './table-plan';

/** A new table takes some seconds to become ready, a changed setting up to a minute (Tablestore, "CreateTable", "UpdateTable"). */
const READY_WITHIN_MS = 90_000;

export interface TablesOptions {
  readonly waiting?: Waiting;
  /** No two operations on tables begin within less. An instance takes ten a second (Tablestore, "General limits"). */
  readonly everyMs?: number;
}

export interface Tables {
  /** Changes nothing. */
  plan(): Promise<Plan>;
  /**
   * Resolves once every table is as it should be and can be used. Throws a sentence before anything is changed where the
   * plan cannot be carried out, `Unavailable` after a minute and a half, or what the service refused.
   */
  apply(plan: Plan): Promise<void>;
}

const realTime: Waiting = {
  clock: { nowMs: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
  random: { fraction: Math.random },
};

const optionsOf = ({ timeToLive, maxVersions }: Definition) => ({ timeToLive, maxVersions });

const create = (client: Client, definition: Definition) =>
  client.createTable({
    tableMeta: {
      tableName: definition.tableName,
      primaryKey: definition.primaryKey.map(({ name, type }) => ({ name, type })),
    },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: optionsOf(definition),
  });

/** Any read tells whether a table is ready; no row has this key. */
const probe = (client: Client, { tableName, primaryKey }: Definition) =>
  client.getRow({
    tableName,
    primaryKey: primaryKey.map(({ name, type }) => ({
      [name]: type === 'INTEGER' ? TableStore.Long.fromNumber(0) : '',
    })),
  });

export const tablesAt = (
  { credentials, ...target }: Target & { readonly credentials: Credentials },
  { waiting = realTime, everyMs = 0 }: TablesOptions = {},
): Tables => {
  const client = connect(target, credentials);
  const definitions = (Object.keys(tables) as Table[]).map(definitionOf);

  let freeAtMs = Number.NEGATIVE_INFINITY;
  const turn = async () => {
    const waitMs = freeAtMs - waiting.clock.nowMs();
    if (waitMs > 0) await waiting.clock.sleep(waitMs);
    freeAtMs = waiting.clock.nowMs() + everyMs;
  };

  /** Asks until it is answered otherwise than by "later". */
  const persistently = async <R>(doing: string, attempt: () => Promise<Outcome<R>>): Promise<R> => {
    const outcome = await persist(attempt, REPEAT_READ, waiting, READY_WITHIN_MS);
    if (!outcome.ok) throw errorOf(outcome.failure, doing);
    return outcome.value;
  };

  /** The same of an operation on a table, each time in its turn. */
  const insist = <R>(doing: string, attempt: () => Promise<Outcome<R>>): Promise<R> =>
    persistently(doing, async () => {
      await turn();
      return attempt();
    });

  const describe = async (tableName: string): Promise<Outcome<Definition<string>>> => {
    const answer = await answerTo(client.describeTable({ tableName }));
    return answer.ok ? { ok: true, value: readDefinition(answer.value) } : answer;
  };

  const make = (definition: Definition) =>
    insist(`creating ${definition.tableName}`, async () => {
      const answer = await answerTo(create(client, definition));
      // Somebody else's, or our own whose answer was lost: what it is like is seen when it is described.
      return answer.ok || answer.failure.code !== 'OTSObjectAlreadyExist' ? answer : { ok: true, value: undefined };
    });

  const change = (definition: Definition) =>
    insist(`changing ${definition.tableName}`, () =>
      answerTo(client.updateTable({ tableName: definition.tableName, tableOptions: optionsOf(definition) })),
    );

  /** Looks until the table is as it should be, and changes of it what can be changed. */
  const settle = async (definition: Definition) => {
    const { tableName } = definition;
    const look = async (): Promise<Outcome<Step>> => {
      const answer = await describe(tableName);
      if (!answer.ok) return answer;
      const step = stepOf(definition, answer.value);
      if (step.action !== 'change') return { ok: true, value: step };
      await change(definition);
      return { ok: false, failure: { fault: 'not-applied', text: 'its settings are not yet as they should be' } };
    };
    const obstacle = obstacleOf([await insist(`verifying ${tableName}`, look)]);
    if (obstacle !== undefined) throw new Error(`${tableName} was made by somebody else at the same time. ${obstacle}`);
  };

  return {
    async plan() {
      const { tableNames } = await insist('listing tables', () => answerTo(client.listTable({})));
      const planned: Step[] = [];
      for (const definition of definitions) {
        const { tableName } = definition;
        const present = tableNames.includes(tableName)
          ? await insist(`describing ${tableName}`, () => describe(tableName))
          : undefined;
        planned.push(stepOf(definition, present));
      }
      const ours = definitions.map(({ tableName }) => tableName);
      return { steps: planned, others: tableNames.filter((name) => !ours.includes(name)) };
    },

    async apply({ steps }) {
      const obstacle = obstacleOf(steps);
      if (obstacle !== undefined) throw new Error(`Nothing was changed. ${obstacle}`);
      for (const { action, definition } of steps) if (action === 'create') await make(definition);
      for (const { action, definition } of steps) if (action !== 'none') await settle(definition);
      for (const { definition } of steps) {
        await persistently(`waiting for ${definition.tableName}`, () => answerTo(probe(client, definition)));
      }
    },
  };
};

/** Every table as it should be, whatever is there. */
export const createTables = async (
  target: Target & { readonly credentials: Credentials },
  options: TablesOptions = {},
): Promise<void> => {
  const every = tablesAt(target, options);
  await every.apply(await every.plan());
};
