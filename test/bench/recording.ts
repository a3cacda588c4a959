/**
 * The calls of the SDK that one request makes, recorded to be made again without us: the reference for a request is the
 * same calls, with the same rows, in the same order, those together that were together.
 */
import TableStore, { type Client } from 'tablestore';
import { localCredentials } from '../../local/credentials';
import { connect } from '../../shared/adapters/tablestore/client';
import { INSTANCE } from './servers';

type Operation = 'getRow' | 'putRow' | 'deleteRow' | 'updateRow' | 'batchGetRow' | 'batchWriteRow' | 'getRange';

export interface RecordedCall {
  readonly operation: Operation;
  readonly params: unknown;
}

/** Round by round: calls of one round are under way together, a round begins once the one before has been answered. */
export type Recorded = readonly (readonly RecordedCall[])[];

interface Requesting {
  makeRequest(operation: string, params: unknown, callback?: unknown): unknown;
}

/** Everything that the SDK sends while `act` is under way; nothing else may be. */
export const recordedCalls = async (act: () => Promise<unknown>): Promise<Recorded> => {
  // Every operation of the SDK goes through it; its types do not show it.
  const prototype = TableStore.Client.prototype as unknown as Requesting;
  const { makeRequest } = prototype;
  const rounds: RecordedCall[][] = [];
  let answered = true;
  prototype.makeRequest = function (this: Requesting, operation, params, callback) {
    if (answered) rounds.push([]);
    answered = false;
    rounds.at(-1)?.push({ operation: operation as Operation, params });
    const answer = Reflect.apply(makeRequest, this, [operation, params, callback]) as Promise<unknown>;
    const hear = () => {
      answered = true;
    };
    answer.then(hear, hear);
    return answer;
  };
  try {
    await act();
  } finally {
    prototype.makeRequest = makeRequest;
  }
  return rounds;
};

export const callsIn = (recorded: Recorded): number => recorded.reduce((sum, round) => sum + round.length, 0);

/** The SDK as it comes, on connections that are kept as ours are. */
export const bareClient = (endpoint: string): Client => connect({ endpoint, instanceName: INSTANCE }, localCredentials);

const send = (client: Client, { operation, params }: RecordedCall): Promise<unknown> =>
  (client[operation] as (params: unknown) => Promise<unknown>)(params);

/** Fails where a call or a row of a batch does, as it would where the rows are not as they were. */
export const replay = async (client: Client, recorded: Recorded): Promise<void> => {
  for (const round of recorded) {
    const answers = await Promise.all(round.map((call) => send(client, call)));
    for (const answer of answers) {
      const rows = ((answer as { tables?: readonly unknown[] }).tables ?? []).flat() as { isOk: boolean }[];
      if (rows.some(({ isOk }) => !isOk))
        throw new Error('A recorded call found other rows than when it was recorded.');
    }
  }
};

interface SingleWrite {
  readonly tableName: string;
  readonly primaryKey: TableStore.PrimaryKeyInput;
  readonly condition?: TableStore.Condition;
}

const { IGNORE, EXPECT_NOT_EXIST } = TableStore.RowExistenceExpectation;

/** The rows that the calls inserted, taken out again, so that they can be inserted anew. */
export const takeOutInserted = async (client: Client, recorded: Recorded): Promise<void> => {
  const inserted = recorded.flat().flatMap(({ operation, params }): SingleWrite[] => {
    if (operation === 'putRow') return [params as SingleWrite];
    if (operation !== 'batchWriteRow') return [];
    const { tables } = params as { tables: { tableName: string; rows: Omit<SingleWrite, 'tableName'>[] }[] };
    return tables.flatMap(({ tableName, rows }) => rows.map((row) => ({ ...row, tableName })));
  });
  const condition = new TableStore.Condition(IGNORE, null);
  for (const { tableName, primaryKey, condition: given } of inserted) {
    const { rowExistenceExpectation } = (given ?? {}) as { rowExistenceExpectation?: unknown };
    if (rowExistenceExpectation === EXPECT_NOT_EXIST) await client.deleteRow({ tableName, primaryKey, condition });
  }
};
