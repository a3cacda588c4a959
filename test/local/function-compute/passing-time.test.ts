/** Advancing the one clock: what falls due in the functions and at the marketplace happens in one order, each at its time. */
import { createClock } from '../../../local/clock';
import { clockControls } from '../../../local/clock-controls';
import { createAsynchronousInvocations } from '../../../local/function-compute/asynchronous';
import type { DeployedFunction } from '../../../local/function-compute/host';
import { startTimers } from '../../../local/function-compute/timers';
import { createDelivery } from '../../../local/marketplace/delivery';
import { createFaultyLine } from '../../../local/marketplace/faulty-line';
import { type Instance, sell } from '../../../local/marketplace/instance';
import type { Ledger } from '../../../local/marketplace/ledger';
import { deployFixtures, type Fixture } from './fixtures';

let fixture: Fixture;
afterEach(() => fixture.stop());

const MINUTE_MS = 60_000;

/** A ledger with one instance, in memory. */
const ledgerOf = (sold: Instance): Ledger => {
  let instance = sold;
  return {
    list: () => [instance],
    find: () => instance,
    save: async (changed) => {
      instance = changed;
    },
    close: async () => {},
  };
};

test('a timer, a retry, an idle instance’s end and the marketplace’s next call, in the order of their times', async () => {
  const startMs = Date.now();
  const clock = createClock(() => startMs);
  const journal: string[] = [];
  const note = (what: string) => journal.push(`${(clock.nowMs() - startMs) / 1000} ${what}`);
  fixture = deployFixtures(
    {
      timed: 'exports.handler = async () => 1',
      fails: 'exports.handler = async () => { throw new Error("no store") }',
      idle: 'exports.preStop = async () => { throw "its end" }; exports.handler = async () => 1',
    },
    { preStop: { handler: 'index.preStop', timeoutMs: 60_000 } },
    clock,
    (name, text) => name === 'idle' && note(text),
  );
  const { host } = fixture;

  const noting = ([name, called]: [string, DeployedFunction]): [string, DeployedFunction] => {
    const { settings, invoke } = called;
    const timers = name === 'timed' ? [{ name: 'timer', schedule: '@every 150s', payload: '' }] : [];
    const run: DeployedFunction['invoke'] = (event, requestId) => {
      note(name);
      return invoke(event, requestId);
    };
    return [name, { ...called, settings: { ...settings, timers }, invoke: run }];
  };
  const watched = { ...host, functions: new Map([...host.functions].map(noting)) };
  const invocations = createAsynchronousInvocations(watched, clock);
  startTimers(watched, invocations, clock);
  for (const name of ['fails', 'idle']) {
    const called = watched.functions.get(name);
    if (called) invocations.accept(called, '', `request-${name}`);
  }
  const sold = sell(0, { accountId: '1234567890123456', productCode: 'cmgj00053362' }, startMs);
  const line = createFaultyLine(async () => {
    note('marketplace');
    return undefined;
  });
  const delivery = createDelivery(ledgerOf(sold), clock, line);
  delivery.resume();

  const advance = clockControls(clock).find(({ method }) => method === 'POST');
  await advance?.answer({ params: {}, body: { advanceMs: 6 * MINUTE_MS } });
  await delivery.stop();
  expect(journal).toEqual([
    '0 fails',
    '0 idle',
    '0 marketplace',
    '1 fails',
    '3 fails',
    '7 fails',
    '10 marketplace',
    '30 marketplace',
    '70 marketplace',
    '150 timed',
    '150 marketplace',
    '300 Its preStop failed: its end',
    '300 timed',
    '310 marketplace',
  ]);
});
