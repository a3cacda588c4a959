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
/**
 * What is ours in a request (its envelope, signature, schema, log line) is 0.15 to 0.3 ms of processor time, spread thin: no
 * function of ours is more than a twentieth of it. Against one or two calls of half a millisecond on loopback that is more than
 * a quarter; against those of a cloud, of 5 ms, it is a twentieth.
 */
const FEW_CALLS: Readonly<Record<string, { atMost: number; note: string }>> = {
  'SPI open': { atMost: 1.6, note: 'one call of half a millisecond; wished for: 1.25' },
  'SPI close': { atMost: 1.4, note: 'two calls; wished for: 1.25' },
};

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
  const { note, ...reach } = FEW_CALLS[name] ?? { ...REACH, note: undefined };
  return measuredRow(name, 'ms', measured, reach, note);
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
