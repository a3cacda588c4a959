/** Asynchronous invocations and timers on the local clock, which the test advances. */
import { createClock, type LocalClock } from '../../../local/clock';
import { createAsynchronousInvocations } from '../../../local/function-compute/asynchronous';
import type { DeployedFunction, FunctionHost } from '../../../local/function-compute/host';
import type { Outcome } from '../../../local/function-compute/instance';
import { startTimers, timerEvent } from '../../../local/function-compute/timers';

const START_MS = Date.parse('2026-01-01T00:00:00.250Z');
const MINUTE_MS = 60_000;

const succeeded: Outcome = { kind: 'result', payload: Buffer.from('"done"') };
const failed: Outcome = { kind: 'failed', errorType: 'HandledInvocationError', fault: { errorMessage: 'no' } };

let clock: LocalClock;
afterEach(() => clock.stop());

/** A function that answers with `outcomes` in turn, the last one for ever, and a journal of its runs. */
const watched = (name: string, outcomes: readonly Outcome[], schedules: readonly string[] = []) => {
  clock = createClock(() => START_MS);
  const runs: [afterMs: number, event: string, requestId: string][] = [];
  const called: DeployedFunction = {
    settings: {
      name,
      functionName: name,
      region: 'cn-hangzhou',
      handler: 'index.handler',
      code: '',
      memoryMb: 512,
      timeoutMs: 10_000,
      environment: {},
      asynchronous: { retries: 3, maxAgeMs: 3_600_000, task: false },
      eventTriggers: [],
      timers: schedules.map((schedule, index) => ({ name: `timer-${index}`, schedule, payload: 'text' })),
    },
    counts: () => ({ invocations: runs.length, coldStarts: 0, errors: 0 }),
    async invoke(event, requestId) {
      runs.push([clock.nowMs() - START_MS, event.toString(), requestId]);
      return outcomes[runs.length - 1] ?? outcomes.at(-1) ?? succeeded;
    },
  };
  let requests = 0;
  const host: FunctionHost = {
    functions: new Map([[name, called]]),
    newRequestId: () => `request-${++requests}`,
    stop: async () => {},
  };
  return { runs, called, host, invocations: createAsynchronousInvocations(clock) };
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

  test('is tried as often as its settings say', async () => {
    const { runs, called, invocations } = watched('mail', [failed]);
    invocations.accept(
      { ...called, settings: { ...called.settings, asynchronous: { ...called.settings.asynchronous, retries: 0 } } },
      'event',
      'request-1',
    );
    await clock.advance(MINUTE_MS);
    expect(runs).toHaveLength(1);
  });
});

describe('a timer', () => {
  test('fires at each of its times with the event of the documents', async () => {
    const { runs, host, invocations } = watched('mail', [succeeded], ['@every 1m']);
    startTimers(host, invocations, clock);
    await clock.advance(2 * MINUTE_MS);
    expect(runs).toEqual([
      [MINUTE_MS, '{"triggerTime":"2026-01-01T00:01:00Z","triggerName":"timer-0","payload":"text"}', 'request-1'],
      [2 * MINUTE_MS, '{"triggerTime":"2026-01-01T00:02:00Z","triggerName":"timer-0","payload":"text"}', 'request-2'],
    ]);
  });

  test('fires by its cron expression, beside the other timers of its function', async () => {
    const { runs, host, invocations } = watched('mail', [succeeded], ['@every 90s', '0 * * * * *']);
    startTimers(host, invocations, clock);
    await clock.advance(2 * MINUTE_MS);
    expect(runs.map(([afterMs, event]) => [afterMs, JSON.parse(event).triggerName])).toEqual([
      [59_750, 'timer-1'],
      [90_000, 'timer-0'],
      [119_750, 'timer-1'],
    ]);
  });

  test('that fails is tried again like every asynchronous invocation, and fires again at its next time', async () => {
    const { runs, host, invocations } = watched('mail', [failed], ['@every 1m']);
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
    const { runs, called, host, invocations } = watched('mail', [succeeded], ['@every 1m']);
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
    const { runs, host, invocations } = watched('mail', [succeeded], ['@every 1m', '@every day']);
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
