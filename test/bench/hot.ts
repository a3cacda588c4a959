/**
 * Sixty-four binders at one instance while it closes, against the same without the closure. They change their workspaces to
 * the instance and back, each its own, over and over; the closure arrives in the middle of it and is walked in another
 * process. Nobody may fail but by being told that the instance is closed.
 */
import type { Store } from '../../shared/ports';
import {
  alicloud,
  besides,
  billingCenter,
  type Customer,
  instanceRow,
  putAll,
  settledCustomer,
  signIn,
  workspaceOf,
} from './fixtures';
import { type Functions, httpEvent, openFunctions, spiEvent, storeAt } from './functions';
import { runPart, startServer } from './in-process';
import { measure, percentile } from './measure';
import { type Bench, measuredRow, plainRow } from './row';

const BINDERS = 64;
/** Of each binder, there and back. */
const CHANGES = 12;
const SETTLED = 2_000;
const ROUNDS = 3;
const REACH = { atMost: 5 };

interface Answered {
  readonly statusCode: number;
  readonly body: string;
}

interface Round {
  /** Milliseconds of each change. */
  readonly times: number[];
  /** How often each answer was given. */
  readonly answers: Map<string, number>;
}

const told = ({ statusCode, body }: Answered): string =>
  statusCode < 400 ? String(statusCode) : String((JSON.parse(body) as { code?: unknown }).code);

/** Every binder changes its workspace so often; `meanwhile` begins once a third of it is done. */
const round = async (
  store: Store,
  functions: Functions,
  meanwhile: (customer: Customer) => Promise<unknown>,
): Promise<Round> => {
  const customer = await settledCustomer(store, SETTLED);
  const token = await signIn(store, customer);
  const workspaces = Array.from({ length: BINDERS }, () => workspaceOf(customer, billingCenter));
  await putAll(
    store,
    workspaces.flatMap((put) => [{ table: 'workspaces' as const, put }, ...besides(customer, put)]),
  );
  const outcome: Round = { times: [], answers: new Map() };
  let begun: Promise<unknown> | undefined;
  const bind = async ({ site, workspaceId }: (typeof workspaces)[number]) => {
    for (let nth = 0; nth < CHANGES; nth++) {
      if (nth === CHANGES / 3) begun ??= meanwhile(customer);
      const json = nth % 2 === 0 ? alicloud(customer) : billingCenter;
      const event = httpEvent('PUT', `/api/settlements/${site}/${workspaceId}`, { token, json });
      const beginMs = performance.now();
      const answer = told((await functions.answer('change-settlement', event)) as Answered);
      outcome.times.push(performance.now() - beginMs);
      outcome.answers.set(answer, (outcome.answers.get(answer) ?? 0) + 1);
    }
  };
  await Promise.all(workspaces.map(bind));
  await begun;
  const left = await store.getMany('workspaces', workspaces);
  const { status } = (await store.get('instances', customer)) ?? instanceRow(customer);
  const paidByIt = left.filter(
    (row) => row?.kind === 'workspace' && row.timeline.at(-1)?.settlement.method !== 'billing-center',
  );
  if (status === 'closed' && paidByIt.length > 0) throw new Error('A closed instance pays for workspaces.');
  return outcome;
};

export const hot: Bench = {
  about: `${BINDERS} binders at one instance while it closes, against the same without the closure`,
  async run() {
    const server = await startServer('tablestore');
    const store = storeAt(server.endpoint);
    const functions = openFunctions(server.endpoint);
    const answers = new Map<string, number>();
    const p99 = ({ times }: Round): number => percentile(times, 0.99);
    const close = async ({ instanceId }: Customer) => {
      await functions.invoke('marketplace-event', spiEvent('releaseInstance', { instanceId, isRefund: 'false' }));
      await runPart('close', { endpoint: server.endpoint, instanceId });
    };
    try {
      const measured = await measure({
        rounds: ROUNDS,
        async ours() {
          const closing = await round(store, functions, close);
          for (const [answer, times] of closing.answers) answers.set(answer, (answers.get(answer) ?? 0) + times);
          return p99(closing);
        },
        reference: async () => p99(await round(store, functions, async () => {})),
      });
      const right = ['200', 'instance-closed'];
      const failures = [...answers].filter(([answer]) => !right.includes(answer));
      const failed = failures.reduce((sum, [, times]) => sum + times, 0);
      const seen = [...answers].map(([answer, times]) => `${answer} ${times}`).join(', ');
      return [
        measuredRow('p99 of a change', 'ms', measured, REACH),
        plainRow('failures', 'answers', failed, { atMost: 0 }, seen),
      ];
    } finally {
      await server.close();
    }
  },
};
