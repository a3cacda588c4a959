/**
 * How long a warm request takes through its handler, against the same calls of the store by the bare SDK in the same order:
 * what is ours in it. The hash of a password is left out, for it takes as long as it is meant to.
 */
import { type Functions, openFunctions, storeAt } from './functions';
import { startServer } from './in-process';
import { measure, timed } from './measure';
import { bareClient, recordedCalls, replay, takeOutInserted } from './recording';
import { type Prepared, preparedRequests } from './requests';
import { type Bench, measuredRow, type Row } from './row';

const ROUNDS = 11;
const TRIES = 25;
const REACH = { atMost: 1.25 };

const rowOf = async (endpoint: string, functions: Functions, prepared: Prepared): Promise<Row> => {
  const { name, functionName, begin } = prepared;
  const client = bareClient(endpoint);
  const measured = await measure({
    rounds: ROUNDS,
    triesPerRound: TRIES,
    warmUpRounds: 3,
    async ours() {
      const event = await begin();
      return timed(() => functions.invoke(functionName, event));
    },
    async reference() {
      const event = await begin();
      const recorded = await recordedCalls(() => functions.invoke(functionName, event));
      await takeOutInserted(client, recorded);
      await begin();
      return timed(() => replay(client, recorded));
    },
  });
  return measuredRow(name, 'ms', measured, REACH);
};

export const request: Bench = {
  about: 'a warm request through its handler, against the same calls by the bare SDK',
  async run() {
    const server = await startServer('tablestore');
    try {
      const functions = openFunctions(server.endpoint);
      const rows: Row[] = [];
      for (const prepared of await preparedRequests(storeAt(server.endpoint))) {
        rows.push(await rowOf(server.endpoint, functions, prepared));
      }
      return rows;
    } finally {
      await server.close();
    }
  },
};
