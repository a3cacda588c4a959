/** Asynchronous invocations and timers on the local clock, which the test advances. */
import { createClock, type LocalClock } from '../../../local/clock';
import { createAsynchronousInvocations } from '../../../local/function-compute/asynchronous';
import type { AsynchronousSettings, FunctionSettings } from '../../../local/function-compute/deployment';
import type { DeployedFunction, FunctionHost } from '../../../local/function-compute/host';
import type { Outcome } from '../../../local/function-compute/instance';
import { startTimers, timerEvent } from '../../../local/function-compute/timers';
import { settingsOf } from './fixtures';

const START_MS = Date.parse('2026-01-01T00:00:00.250Z');
const MINUTE_MS = 60_000;

const succeeded: Outcome = { kind: 'result', payload: Buffer.from('"done"') };
const failed: Outcome = { kind: 'failed', errorType: 'HandledInvocationError', fault: { errorMessage: 'no' } };

let clock: LocalClock;
afterEach(() => clock.stop());

interface Behaviour {
  schedules?: readonly string[];
  asynchronous?: Partial<AsynchronousSettings>;
}

/** A function that answers with `outcomes` in turn, the last one for ever, and a journal of its runs; and one to be told. */
const watched = (name: string, outcomes: readonly Outcome[], { schedules = [], asynchronous = {} }: Behaviour = {}) => {
  clock = createClock(() => START_MS);
  const runs: [afterMs: number, event: string, requestId: string][] = [];
  const told: [afterMs: number, event: unknown, requestId: string][] = [];
  const plain = settingsOf(name);
  const settings: FunctionSettings = {
    ...plain,
    asynchronous: { ...plain.asynchronous, ...asynchronous },
    timers: schedules.map((schedule, index) => ({ name: `timer-${index}`, schedule, payload: 'text' })),
  };
  const counts = () => ({ invocations: runs.length, coldStarts: 0, errors: 0 });
  const called: DeployedFunction = {
    settings,
    counts,
    async invoke(event, requestId) {
      runs.push([clock.nowMs() - START_MS, event.toString(), requestId]);
      return outcomes[runs.length - 1] ?? outcomes.at(-1) ?? succeeded;
    },
  };
  const mourner: DeployedFunction = {
    settings: settingsOf('mourner'),
    counts,
    async invoke(event, requestId) {
      told.push([clock.nowMs() - START_MS, JSON.parse(event.toString()), requestId]);
      return succeeded;
    },
  };
  let requests = 0;
  const host: FunctionHost = {
    functions: new Map([
      [name, called],
      ['mourner', mourner],
    ]),
    newRequestId: () => `request-${++requests}`,
    stop: async () => {},
  };
  return { runs, told, called, host, invocations: createAsynchronousInvocations(host, clock) };
};

describe('an accepted invocation', () => {
  test('runs once the clock comes to it, and once only where it succeeds', async () => {
    const { runs, called, invocations } = watched('mail', [succeeded]);
    invocations.accept(called, 'event', 'request-1');
    expect(runs).toEqual([]);
    await clock.advance(MINUTE_MS);
    expect(runs).toEqual([[0, 'event', 'request-1']]);
  });

  test('that fails is tried three times more, at growing intervals, as the same request', async () => {
    const { runs, called, invocations } = watched('mail', [failed]);
    invocations.accept(called, 'event', 'request-1');
    await clock.advance(MINUTE_MS);
    expect(runs).toEqual([0, 1000, 3000, 7000].map((afterMs) => [afterMs, 'event', 'request-1']));
  });

  test('is not tried again after it succeeded', async () => {
    const { runs, called, invocations } = watched('mail', [failed, succeeded]);
    invocations.accept(called, 'event', 'request-1');
    await clock.advance(MINUTE_MS);
    expect(runs).toHaveLength(2);
  });

  test.each([
    [0, [0]],
    [1, [0, 1000]],
    [8, [0, 1000, 3000, 7000, 15_000, 31_000, 63_000, 127_000, 255_000]],
  ])('is tried again as often as its settings say: %d times', async (retries, times) => {
    const { runs, called, invocations } = watched('mail', [failed], { asynchronous: { retries } });
    invocations.accept(called, 'event', 'request-1');
    await clock.advance(60 * MINUTE_MS);
    expect(runs.map(([afterMs]) => afterMs)).toEqual(times);
  });

  test.each([
    [3000, [0, 1000, 3000]],
    [2999, [0, 1000]],
  ])('is not tried again once it is older than its settings say: %d ms', async (maxAgeMs, times) => {
    const { runs, called, invocations } = watched('mail', [failed], { asynchronous: { maxAgeMs } });
    invocations.accept(called, 'event', 'request-1');
    await clock.advance(MINUTE_MS);
    expect(runs.map(([afterMs]) => afterMs)).toEqual(times);
  });

  test('runs after the delay that was asked for, which does not make it old', async () => {
    const { runs, called, invocations } = watched('mail', [failed], { asynchronous: { maxAgeMs: 1000 } });
    invocations.accept(called, 'event', 'request-1', 5000);
    await clock.advance(MINUTE_MS);
    expect(runs.map(([afterMs]) => afterMs)).toEqual([5000, 6000]);
  });
});

describe('a failure destination', () => {
  const asynchronous = { onFailure: 'mourner', retries: 2 };

  test('is told once all tries have failed, as a request of its own', async () => {
    const { told, called, invocations } = watched('mail', [failed], { asynchronous });
    invocations.accept(called, '{"a":1}', 'original');
    await clock.advance(MINUTE_MS);
    const event = {
      timestamp: START_MS + 3000,
      requestContext: {
        requestId: 'original',
        functionArn: 'acs:fc:cn-hangzhou:1000000000000000:functions/account-settlement-test-mail',
        condition: 'HandledInvocationError',
        approximateInvokeCount: 3,
      },
      requestPayload: '{"a":1}',
      responseContext: { statusCode: 200, functionError: 'HandledInvocationError' },
      responsePayload: '{"errorMessage":"no"}',
    };
    expect(told).toEqual([[3000, event, 'request-1']]);
  });

  test.each<[string, readonly Outcome[], Partial<AsynchronousSettings>, number]>([
    ['not of what succeeds at last', [failed, failed, succeeded], {}, 0],
    ['of what grew too old', [failed], { maxAgeMs: 1 }, 1],
  ])('is told %s', async (_, outcomes, changed, times) => {
    const { told, called, invocations } = watched('mail', outcomes, { asynchronous: { ...asynchronous, ...changed } });
    invocations.accept(called, 'event', 'original');
    await clock.advance(MINUTE_MS);
    expect(told).toHaveLength(times);
  });

  test('is told of a timer’s run too', async () => {
    const { told, host, invocations } = watched('mail', [failed], { schedules: ['@every 1m'], asynchronous });
    startTimers(host, invocations, clock);
    await clock.advance(MINUTE_MS + 3000);
    expect(told).toMatchObject([[MINUTE_MS + 3000, { requestContext: { requestId: 'request-1' } }, 'request-2']]);
  });
});

test('a task ID is taken once in a function that has tasks, and any number of times elsewhere', () => {
  const { called, host, invocations } = watched('mail', [], { asynchronous: { task: true } });
  const other = { ...called, settings: { ...called.settings, name: 'other' } };
  const plain = host.functions.get('mourner') ?? other;
  const without = {
    ...plain,
    settings: { ...plain.settings, asynchronous: { ...plain.settings.asynchronous, task: false } },
  };
  const claimed = [called, called, other, without, without].map((one) => invocations.claimTask(one, 'task-1'));
  expect([...claimed, invocations.claimTask(called, 'task-2')]).toEqual([true, false, true, true, true, true]);
});

describe('a timer', () => {
  test('fires at each of its times with the event of the documents', async () => {
    const { runs, host, invocations } = watched('mail', [succeeded], { schedules: ['@every 1m'] });
    startTimers(host, invocations, clock);
    await clock.advance(2 * MINUTE_MS);
    expect(runs).toEqual([
      [MINUTE_MS, '{"triggerTime":"2026-01-01T00:01:00Z","triggerName":"timer-0","payload":"text"}', 'request-1'],
      [2 * MINUTE_MS, '{"triggerTime":"2026-01-01T00:02:00Z","triggerName":"timer-0","payload":"text"}', 'request-2'],
    ]);
  });

  test('fires by its cron expression, beside the other timers of its function', async () => {
    const { runs, host, invocations } = watched('mail', [succeeded], { schedules: ['@every 90s', '0 * * * * *'] });
    startTimers(host, invocations, clock);
    await clock.advance(2 * MINUTE_MS);
    expect(runs.map(([afterMs, event]) => [afterMs, JSON.parse(event).triggerName])).toEqual([
      [59_750, 'timer-1'],
      [90_000, 'timer-0'],
      [119_750, 'timer-1'],
    ]);
  });

  test('that fails is tried again like every asynchronous invocation, and fires again at its next time', async () => {
    const { runs, host, invocations } = watched('mail', [failed], { schedules: ['@every 1m'] });
    startTimers(host, invocations, clock);
    await clock.advance(2 * MINUTE_MS);
    expect(runs.map(([afterMs, , requestId]) => [afterMs, requestId])).toEqual([
      [60_000, 'request-1'],
      [61_000, 'request-1'],
      [63_000, 'request-1'],
      [67_000, 'request-1'],
      [120_000, 'request-2'],
    ]);
  });

  test('waits for its function, and leaves out the times that went by meanwhile', async () => {
    const { runs, called, host, invocations } = watched('mail', [succeeded], { schedules: ['@every 1m'] });
    const slow: DeployedFunction = {
      ...called,
      async invoke(event, requestId) {
        const outcome = await called.invoke(event, requestId);
        // As if it had run for two and a half minutes.
        if (runs.length === 1) Atomics.add(clock.offset, 0, BigInt(2.5 * MINUTE_MS));
        return outcome;
      },
    };
    startTimers({ ...host, functions: new Map([['mail', slow]]) }, invocations, clock);
    await clock.advance(5 * MINUTE_MS);
    expect(runs.map(([afterMs]) => afterMs / MINUTE_MS)).toEqual([1, 4, 5]);
  });

  test('with a wrong schedule is refused before any is started', async () => {
    const { runs, host, invocations } = watched('mail', [succeeded], { schedules: ['@every 1m', '@every day'] });
    expect(() => startTimers(host, invocations, clock)).toThrow('"@every day" is wrong');
    await clock.advance(MINUTE_MS);
    expect(runs).toEqual([]);
  });
});

test('a timer’s event carries any text as its payload', () => {
  expect(JSON.parse(timerEvent('t', '{"dryRun":true}', START_MS))).toEqual({
    triggerTime: '2026-01-01T00:00:00Z',
    triggerName: 't',
    payload: '{"dryRun":true}',
  });
});
