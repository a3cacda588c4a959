/** The alarms as Log Service takes them: each asks only what is indexed, and the index holds only what is really written. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localCredentials } from '../../../local/credentials';
import {
  conditionOf,
  index,
  lineFields,
  logStoreOf,
  queryOf,
  requestFields,
  ruleOf,
} from '../../../local/operations/alarm-rules';
import { tryAlarm } from '../../../local/operations/alarm-trial';
import { type Alarm, alarms } from '../../../local/operations/alarms';
import { tablestore } from '../../../shared/adapters/tablestore/store';
import { createMeter } from '../../../shared/triggers/meter';
import { createDoor } from '../../fakes/door';
import { fakeClock, fakeRandom } from '../../fakes/ports';
import { buy, createWorldOver, INSTANCE_ID, logInAs, register } from '../../fakes/world';
import { type Embedded, openEmbedded } from '../../shared/adapters/tablestore/embedded';
import { beginDay, entriesOf, STAGE } from './day';

const logStore = { stage: 'dev', region: 'cn-shanghai', project: 'our-logs', logstore: 'settlement' };
const named = (name: string): Alarm => {
  const alarm = alarms.find((one) => one.name === name);
  if (!alarm) throw new Error(`no alarm ${name}`);
  return alarm;
};

describe('the query', () => {
  const functions = [
    'activate-registration',
    'billing-center',
    'change-settlement',
    'check-consistency',
    'close-subscription',
    'console',
    'deliver-mail',
    'log-in',
    'marketplace-event',
    'push-metering',
    'record-usage',
    'settle-fees',
  ].map((name) => `'account-settlement-dev-${name}'`);
  const ours = `from log where functionName in (${functions.join(', ')})`;

  // biome-ignore format: one query a line
  test.each([
    ['closures-old',        `message.metric: closures | select coalesce(max("message.oldestAgeMs"), 0) as value ${ours}`],
    ['closures-silent',     `message.metric: closures | select count(*) as value ${ours}`],
    ['check-stopped',       `message.metric: consistency | select count(*) as value ${ours} and "message.stopped" = 'true' and "message.dryRun" = 'false'`],
    ['spi-unavailable',     `message.metric: invocation | select count(*) as value ${ours} and "message.route" = '/marketplace/spi' and "message.status" >= 500`],
    ['spi-failing',         `message.metric: spi | select "message.action" as "by", count(*) as value ${ours} and "message.outcome" in ('senseless', 'outdated') group by "message.action" order by value desc limit 100`],
    ['slow',                `message.metric: invocation | select "message.function" as "by", coalesce(approx_percentile("message.durationMs", 0.99), 0) as value ${ours} and "message.trigger" = 'http' group by "message.function" having count(*) >= 20 order by value desc limit 100`],
    ['store-throttled',     `message.metric: invocation | select "message.function" as "by", coalesce(sum("message.storeThrottled"), 0) as value ${ours} group by "message.function" order by value desc limit 100`],
    ['ended-by-platform',   `hasFunctionError: true | select "functionName" as "by", count(*) as value ${ours} and "errorType" in ('FunctionTimeoutError', 'FunctionOOMError', 'FunctionUnhandledError') group by "functionName" order by value desc limit 100`],
  ])('of %s', (name, query) => {
    expect(queryOf(named(name), 'dev')).toBe(query);
  });

  test('of refusals leaves those out that say nothing', () => {
    expect(queryOf(named('refusals-unusual'), 'dev')).toContain(`"message.outcome" not in ('done', 'failed', `);
  });

  test.each(alarms.map((alarm) => [alarm.name, alarm] as const))('of %s finds by one word', (_, alarm) => {
    const [word] = Object.values(alarm.where);
    expect(word).toMatch(/^[a-z]+$/);
  });

  test('fires from the figure on, or below it', () => {
    expect([conditionOf(named('mails-old')), conditionOf(named('check-silent'))]).toEqual([
      'value >= 1800000',
      'value < 1',
    ]);
  });
});

test('a rule is all that CreateAlert asks for', () => {
  expect(ruleOf(named('spi-failing'), logStore, 'on-call')).toEqual({
    name: 'account-settlement-dev-spi-failing',
    displayName: 'dev: spi-failing',
    description: expect.stringContaining('Signed calls'),
    schedule: { type: 'FixedRate', interval: '5m' },
    configuration: {
      version: '2.0',
      type: 'default',
      queryList: [
        {
          query: queryOf(named('spi-failing'), 'dev'),
          storeType: 'log',
          project: 'our-logs',
          store: 'settlement',
          region: 'cn-shanghai',
          timeSpanType: 'Relative',
          start: '-15m',
          end: 'now',
          powerSqlMode: 'auto',
        },
      ],
      groupConfiguration: { type: 'custom', fields: ['by'] },
      severityConfigurations: [{ severity: 8, evalCondition: { condition: 'value >= 3', countCondition: '' } }],
      threshold: 1,
      noDataFire: false,
      sendResolved: true,
      autoAnnotation: true,
      annotations: expect.arrayContaining([
        { key: 'runbook', value: 'local/operations/RUNBOOK.md, "Alarm: spi-failing"' },
      ]),
      labels: [{ key: 'stage', value: 'dev' }],
      policyConfiguration: { alertPolicyId: 'sls.builtin.dynamic', actionPolicyId: 'on-call', repeatInterval: '1h' },
    },
  });
  expect(ruleOf(named('closures-old'), logStore, 'on-call').configuration.groupConfiguration.type).toBe('no_group');
  // What Log Service takes of a name that a person reads.
  for (const alarm of alarms) expect(ruleOf(alarm, logStore, 'x').displayName.length).toBeLessThanOrEqual(64);
});

test('a window is looked at before it has passed: nothing falls between two evaluations', () => {
  for (const { overMinutes, everyMinutes } of alarms) expect(everyMinutes).toBeLessThanOrEqual(overMinutes);
});

test('the log store is the one of s.yaml, with its defaults', () => {
  const yaml = readFileSync(join(__dirname, '../../../s.yaml'), 'utf8');
  const { region, project, logstore } = logStoreOf('dev', { LOG_PROJECT: 'our-logs' });
  expect(yaml).toContain(`\${env('REGION', '${region}')}`);
  expect(yaml).toContain(`\${env('LOG_STORE', '${logstore}')}`);
  expect(project).toBe('our-logs');
  expect(logStoreOf('dev', { LOG_PROJECT: 'our-logs', LOG_STORE: 'settlement', REGION: 'cn-shanghai' })).toEqual(
    logStore,
  );
  expect(() => logStoreOf('dev', {})).toThrow('LOG_PROJECT is not set');
});

// --- what is asked, indexed and written ------------------------------------------------------------------------------

/** The fields that an alarm compares with words, and those of which it makes a number. */
const fieldsOf = ({ where, by, measure }: Alarm) => ({
  words: [
    ...Object.entries(where).flatMap(([name, test]) => (typeof test === 'object' && 'atLeast' in test ? [] : [name])),
    ...(by ? [by] : []),
  ],
  numbers: [
    ...Object.entries(where).flatMap(([name, test]) => (typeof test === 'object' && 'atLeast' in test ? [name] : [])),
    ...(measure === 'count' ? [] : Object.values(measure)),
  ],
});

test.each(alarms.map((alarm) => [alarm.name, alarm] as const))('%s asks what is indexed, by its type', (_, alarm) => {
  const indexed: Readonly<Record<string, string>> = alarm.from === 'lines' ? lineFields : requestFields;
  const { words, numbers } = fieldsOf(alarm);
  expect(words.map((name) => [name, indexed[name]])).toEqual(words.map((name) => [name, 'text']));
  expect(numbers.map((name) => [name, indexed[name]])).toEqual(numbers.map((name) => [name, 'long']));
});

test('the index is of the line’s members, and of the platform’s own fields, which it replaces', () => {
  expect(index.keys.message).toMatchObject({
    type: 'json',
    json_keys: { metric: { type: 'text', doc_value: true }, durationMs: { type: 'long', doc_value: true } },
  });
  expect(index.keys).toMatchObject({ functionName: { type: 'text' }, errorType: { type: 'text', doc_value: true } });
});

describe('over the wire', () => {
  let embedded: Embedded;
  beforeAll(async () => {
    embedded = await openEmbedded();
  });
  afterAll(() => embedded.close());

  const worldOver = () => {
    const meter = createMeter();
    const [clock, random] = [fakeClock(), fakeRandom()];
    const store = tablestore(embedded.target, localCredentials, { clock, random, meter });
    return { ...createWorldOver(store, { clock, random, meter }), meter };
  };

  test('store-throttled fires where the store refuses by load, though every request is answered', async () => {
    const world = worldOver();
    await register(world, { settlement: { method: 'billing-center' } });
    const throttled = async (times: number) => {
      world.clock.advance(20 * 60_000);
      embedded.faults.set([{ call: { refuse: 'OTSServerBusy' }, times }]);
      for (let nth = 0; nth < 20; nth++) expect(await logInAs(world)).toBeDefined();
      return tryAlarm(named('store-throttled'), entriesOf(world.lines), STAGE, world.clock.nowMs());
    };
    expect(await throttled(19)).toEqual([]);
    expect(await throttled(20)).toEqual([{ by: 'log-in', value: 20 }]);
  });

  test('each field that can be asked is written by something, as a value of its type', async () => {
    const day = await beginDay();
    await day.pass(1, () => day.world.timer('check-consistency', 'no JSON').catch(() => undefined));
    const world = worldOver();
    embedded.faults.set([{ call: { refuse: 'OTSServerBusy' }, times: 1 }]);
    await buy(world);
    await world.spi('upgradeInstance', { instanceId: INSTANCE_ID });
    await world.ask('GET', '/marketplace/spi', { query: { action: 'createInstance', token: 'x' } });
    await world.invoke('record-usage', ['no event']);
    // Where the adapters of the other services count, and a published version runs; the test of each says that it does.
    const door = createDoor(() => ({
      async onInvocation() {
        for (const name of ['marketplace', 'mail', 'invoke'] as const) {
          door.meter.add({ [`${name}Calls`]: 1, [`${name}Ms`]: 1 });
        }
      },
    }));
    await door.deliver('{}', { service: { versionId: '12', qualifier: 'live' } });
    const lines = [...[...day.world.lines, ...world.lines].map((line) => JSON.parse(line)), ...door.lines];
    const missing = Object.entries(lineFields).filter(
      ([name, type]) =>
        !lines.some((line) => line[name] !== undefined && (type === 'long') === (typeof line[name] === 'number')),
    );
    expect(missing).toEqual([]);
  });
});
