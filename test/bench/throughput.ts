/**
 * Changes of settlement a second, one at a time and 64 at once in one process, against the same calls by the bare SDK as
 * many at a time. Every change is one of another workspace: what is measured is the way, not the quarrel (that is `hot`).
 */
import type { Store, Write } from '../../shared/ports';
import { alicloud, besides, billingCenter, putAll, settledCustomer, signIn, workspaceOf } from './fixtures';
import { httpEvent, openFunctions, storeAt } from './functions';
import { startServer } from './in-process';
import { atATime, measure, timed } from './measure';
import { bareClient, recordedCalls, replay } from './recording';
import { type Bench, measuredRow, type Row } from './row';

const CHANGES = 256;
const ROUNDS = 7;
const REACH = { atLeast: 0.8 };

/** So many workspaces that the Billing Center account pays, and the event that changes each to the same instance. */
const changesOf = async (store: Store) => {
  const customer = await settledCustomer(store, 1);
  const token = await signIn(store, customer);
  const workspaces = Array.from({ length: CHANGES }, () => workspaceOf(customer, billingCenter));
  await putAll(
    store,
    workspaces.flatMap((workspace) => besides(customer, workspace)),
  );
  const rows: Write[] = workspaces.map((put) => ({ table: 'workspaces', put }));
  const events = workspaces.map(({ site, workspaceId }) =>
    httpEvent('PUT', `/api/settlements/${site}/${workspaceId}`, { token, json: alicloud(customer) }),
  );
  return { events, begin: () => putAll(store, rows) };
};

export const throughput: Bench = {
  about: 'changes a second, one and 64 at once, against the same calls by the bare SDK',
  async run() {
    const server = await startServer('tablestore');
    try {
      const functions = openFunctions(server.endpoint);
      const client = bareClient(server.endpoint);
      const { events, begin } = await changesOf(storeAt(server.endpoint));
      await begin();
      const change = (event: Buffer) => functions.invoke('change-settlement', event);
      const recorded = await atATime(events, 1, (event) => recordedCalls(() => change(event)));
      const rows: Row[] = [];
      for (const atOnce of [1, 64]) {
        const rateOf = async (act: () => Promise<unknown>) => {
          await begin();
          return CHANGES / ((await timed(act)) / 1_000);
        };
        const measured = await measure({
          rounds: ROUNDS,
          ours: () => rateOf(() => atATime(events, atOnce, change)),
          reference: () => rateOf(() => atATime(recorded, atOnce, (calls) => replay(client, calls))),
        });
        rows.push(measuredRow(atOnce === 1 ? 'one at a time' : `${atOnce} at once`, '/s', measured, REACH));
      }
      return rows;
    } finally {
      await server.close();
    }
  },
};
