/** Events on their way to functions: to whom, in which form, and how often where it fails. */

import { createClock, type LocalClock } from '../../../local/clock';
import { createAsynchronousInvocations } from '../../../local/function-compute/asynchronous';
import type { EventTrigger } from '../../../local/function-compute/deployment';
import { createEventBus, RETRY_DELAYS_S } from '../../../local/function-compute/event-bus';
import type { DeployedFunction, FunctionHost } from '../../../local/function-compute/host';
import type { Outcome } from '../../../local/function-compute/instance';
import type { FunctionLog } from '../../../local/function-compute/log';
import { settingsOf } from './fixtures';

const START_MS = Date.parse('2026-01-01T00:00:00.000Z');

let clock: LocalClock;
afterEach(() => clock.stop());

const trigger: EventTrigger = {
  name: 'releases',
  source: 'Default',
  pattern: { type: [{ prefix: 'marketplace:Instance:' }] },
  asynchronous: false,
  retryStrategy: 'BACKOFF_RETRY',
};
const event = { id: 'event-1', source: 'settlement', type: 'marketplace:Instance:releaseInstance', data: { a: 'é' } };
const HOUR_MS = 3_600_000;

const succeeded: Outcome = { kind: 'result', payload: Buffer.from('') };
const failed: Outcome = { kind: 'failed', errorType: 'HandledInvocationError', fault: { errorMessage: 'no' } };

/** One function with these triggers, which ends in `outcomes`, the last one for ever; what it was given, and when. */
const deploy = (triggers: readonly Partial<EventTrigger>[], outcomes: readonly Outcome[] = [succeeded]) => {
  clock = createClock(() => START_MS);
  const runs: [afterS: number, event: unknown][] = [];
  const called: DeployedFunction = {
    settings: { ...settingsOf('works'), eventTriggers: triggers.map((changed) => ({ ...trigger, ...changed })) },
    counts: () => ({ invocations: runs.length, coldStarts: 0, errors: 0 }),
    async invoke(payload) {
      runs.push([(clock.nowMs() - START_MS) / 1000, JSON.parse(payload.toString())]);
      return outcomes[runs.length - 1] ?? outcomes.at(-1) ?? succeeded;
    },
  };
  const host: FunctionHost = {
    functions: new Map([['works', called]]),
    newRequestId: () => 'request',
    stop: async () => {},
  };
  const said: string[] = [];
  const log: FunctionLog = { line: () => {}, failure: (_, text) => said.push(text), close: async () => {} };
  const bus = createEventBus(host, createAsynchronousInvocations(host, clock), clock, log);
  const times = () => runs.map(([afterS]) => afterS);
  return { bus, runs, times, said };
};

test('an event of the bus is one CloudEvent, with the attributes that the bus adds', async () => {
  const { bus, runs } = deploy([{}]);
  const time = '2026-01-01T00:00:00.000Z';
  bus.put(event);
  expect(runs).toEqual([]);
  await clock.advance(0);
  const delivered = {
    specversion: '1.0',
    datacontenttype: 'application/json',
    time,
    ...event,
    aliyunaccountid: '1000000000000000',
    aliyunpublishtime: time,
    aliyuneventbusname: 'default',
    aliyunregionid: 'cn-hangzhou',
  };
  expect(runs).toEqual([[0, delivered]]);
});

test('an event of a stream comes in a list, though it is one', async () => {
  const { bus, runs } = deploy([{ source: 'MNS' }]);
  bus.put(event, 'MNS');
  await clock.advance(0);
  expect(runs).toEqual([[0, [expect.objectContaining(event)]]]);
});

const numbered = (count: number) => Array.from({ length: count }, (_, at) => ({ ...event, id: `event-${at + 1}` }));

// biome-ignore format: one case a line
test.each<[what: string, Partial<EventTrigger>, 'Default' | 'MNS', number, delivered: (string | string[])[]]>([
  ['the bus, each for itself',                {},                          'Default', 2, ['event-1', 'event-2']],
  ['a stream, as many as its window counts',  { source: 'MNS', batch: 2 }, 'MNS',     3, [['event-1', 'event-2'], ['event-3']]],
  ['a stream that counts to one',             { source: 'MNS' },           'MNS',     2, [['event-1'], ['event-2']]],
  ['nothing',                                 { source: 'MNS', batch: 2 }, 'MNS',     0, []],
])('several events are handed over by %s', async (_, changed, from, count, delivered) => {
  const { bus, runs } = deploy([changed]);
  bus.put(numbered(count), from);
  await clock.advance(0);
  const idOf = (one: unknown) => (one as { id: string }).id;
  expect(runs.map(([, given]) => (Array.isArray(given) ? given.map(idOf) : idOf(given)))).toEqual(delivered);
});

test.each<[string, Partial<EventTrigger>, 'Default' | 'MNS', number]>([
  ['its pattern lets through', {}, 'Default', 1],
  ['its pattern keeps out', { pattern: { type: ['other'] } }, 'Default', 0],
  ['comes from elsewhere', {}, 'MNS', 0],
  ['comes from elsewhere, too', { source: 'MNS' }, 'Default', 0],
])('a trigger gets what %s: %#', async (_, changed, from, times) => {
  const { bus, runs } = deploy([changed]);
  bus.put(event, from);
  await clock.advance(HOUR_MS);
  expect(runs).toHaveLength(times);
});

test('each trigger that lets it through gets it', async () => {
  const { bus, runs } = deploy([{}, { name: 'all', pattern: {} }]);
  bus.put(event);
  await clock.advance(HOUR_MS);
  expect(runs).toHaveLength(2);
});

describe('an event whose function fails', () => {
  test('is delivered three times more, 15 seconds apart, and then dropped with a word', async () => {
    const { bus, times, said } = deploy([{}], [failed]);
    bus.put(event);
    await clock.advance(24 * HOUR_MS);
    expect(times()).toEqual([0, 15, 30, 45]);
    expect(said).toEqual(['The event event-1 of releases failed 4 times and is dropped.']);
  });

  test('is delivered for a day where the trigger says so', async () => {
    const delaysS = RETRY_DELAYS_S.EXPONENTIAL_DECAY_RETRY;
    expect(delaysS.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512]);
    expect([delaysS.length, delaysS.at(-1)]).toEqual([176, 512]);
    const { bus, times, said } = deploy([{ retryStrategy: 'EXPONENTIAL_DECAY_RETRY' }], [failed]);
    bus.put(event);
    await clock.advance(23 * HOUR_MS);
    expect(said).toEqual([]);
    await clock.advance(2 * HOUR_MS);
    expect(times()).toHaveLength(177);
    expect(times().at(-1)).toBe(delaysS.reduce((sum, delayS) => sum + delayS, 0));
    expect(said).toEqual(['The event event-1 of releases failed 177 times and is dropped.']);
  });

  test('is not delivered again once it succeeded', async () => {
    const { bus, times, said } = deploy([{}], [failed, succeeded]);
    bus.put(event);
    await clock.advance(HOUR_MS);
    expect([times(), said]).toEqual([[0, 15], []]);
  });

  test('would go to the dead-letter queue, where there is one', async () => {
    const { bus, said } = deploy([{ deadLetterQueue: 'acs:mns:queue' }], [failed]);
    bus.put(event);
    await clock.advance(HOUR_MS);
    expect(said).toEqual(['The event event-1 of releases failed 4 times and would go to acs:mns:queue.']);
  });

  test('is tried again as an asynchronous invocation where the trigger invokes so', async () => {
    const { bus, times, said } = deploy([{ asynchronous: true }], [failed]);
    bus.put(event);
    await clock.advance(HOUR_MS);
    expect([times(), said]).toEqual([[0, 1, 3, 7], []]);
  });
});
