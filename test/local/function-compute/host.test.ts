/** How the host runs functions: what they are given, how often they start, and what becomes of those that fail. */
import type { ErrorType, Outcome } from '../../../local/function-compute/instance';
import { roleCredentials } from '../../../local/ram/roles';
import { deployFixtures, deployStanding, type Fixture, until } from './fixtures';

let fixture: Fixture;
const deploy = (...of: Parameters<typeof deployFixtures>) => {
  fixture = deployFixtures(...of);
  return fixture;
};
afterEach(() => fixture.stop());

describe('a function is given', () => {
  test('its event as a Buffer, byte for byte', async () => {
    const { host } = deploy({
      echo: 'exports.handler = async (event) => [Buffer.isBuffer(event), event.toString("hex")]',
    });
    const outcome = await host.functions.get('echo')?.invoke(Buffer.from([0, 255, 128, 10]), 'request-1');
    expect(outcome?.kind === 'result' && JSON.parse(outcome.payload.toString())).toEqual([true, '00ff800a']);
  });

  test('its context', async () => {
    const { call } = deploy({ context: 'exports.handler = async (event, context) => context' });
    expect(JSON.parse(await call('context'))).toEqual({
      requestId: 'request-1',
      credentials: roleCredentials('account-settlement-test-context'),
      function: { name: 'account-settlement-test-context', handler: 'index.handler', memory: 128, timeout: 60 },
      service: { logProject: 'local', logStore: 'local', qualifier: 'LATEST', versionId: 'LATEST' },
      region: 'cn-hangzhou',
      accountId: '1000000000000000',
      logger: {},
    });
  });

  test('the credentials of its own role', async () => {
    const source = 'exports.handler = async (_, { credentials }) => credentials.accessKeyId';
    const { call } = deploy({ one: source, other: source });
    expect([await call('one'), await call('other')]).toEqual([
      'STS.account-settlement-test-one',
      'STS.account-settlement-test-other',
    ]);
  });

  test('its own environment and nothing of the machine’s', async () => {
    const { call } = deploy({ env: 'exports.handler = async () => process.env' }, { environment: { STAGE: 'test' } });
    expect(JSON.parse(await call('env'))).toEqual({
      STAGE: 'test',
      FC_ACCOUNT_ID: '1000000000000000',
      FC_REGION: 'cn-hangzhou',
      FC_FUNCTION_NAME: 'account-settlement-test-env',
      FC_FUNCTION_HANDLER: 'index.handler',
      FC_FUNCTION_MEMORY_SIZE: '128',
      FC_FUNC_CODE_PATH: expect.stringMatching(/env$/),
      FC_INSTANCE_ID: expect.stringMatching(/^c-[0-9a-f]{24}$/),
    });
  });

  test('the local clock, in every form of Date', async () => {
    const { call, clock } = deploy({
      now: `exports.handler = async () => [
        Date.now(), new Date().getTime(), Date.parse(Date()), new Date(0).getTime(), new Date(2026, 0).getMonth(),
        new Date() instanceof Date, new Date().constructor === Date, Date.UTC(1970, 0, 2),
      ]`,
    });
    await call('now');
    const dayMs = 86_400_000;
    await clock.advance(400 * dayMs);
    const beforeMs = clock.nowMs();
    const [now, created, called, ...rest] = JSON.parse(await call('now'));
    for (const ms of [now, created, called + 999]) {
      expect(ms).toBeGreaterThanOrEqual(beforeMs);
      expect(ms).toBeLessThan(beforeMs + dayMs);
    }
    expect(rest).toEqual([0, 0, true, true, dayMs]);
  });
});

describe('a payload is', () => {
  test.each([
    ['a text as it is', '"plain"', 'plain'],
    ['bytes as they are', 'Buffer.from("bytes")', 'bytes'],
    ['anything else as JSON', '({ a: [1, null] })', '{"a":[1,null]}'],
    ['null as JSON', 'null', 'null'],
    ['empty for nothing', 'undefined', ''],
  ])('%s', async (_, expression, payload) => {
    const { call } = deploy({ give: `exports.handler = async () => ${expression}` });
    expect(await call('give')).toBe(payload);
  });
});

describe('instances', () => {
  /** Answers how many requests its instance has served, and fails where two are in it at once. */
  const counting = `
    let served = 0;
    let inside = 0;
    exports.handler = async (event) => {
      if (++inside > 1) throw new Error('two requests at once in one instance');
      await new Promise(setImmediate);
      inside--;
      return ++served;
    }`;

  test('one after the other, requests share one instance', async () => {
    const { host, call } = deploy({ counting });
    expect([await call('counting'), await call('counting'), await call('counting')]).toEqual(['1', '2', '3']);
    expect(host.functions.get('counting')?.counts()).toEqual({ invocations: 3, coldStarts: 1, errors: 0 });
  });

  test('at once, each request has an instance of its own, up to eight; the others wait for one', async () => {
    const { host, call } = deploy({ counting });
    const served = await Promise.all(Array.from({ length: 20 }, () => call('counting')));
    expect(served.filter((count) => count === '1')).toHaveLength(8);
    expect(served.reduce((sum, count) => Math.max(sum, Number(count)), 0)).toBeGreaterThan(1);
    expect(host.functions.get('counting')?.counts()).toEqual({ invocations: 20, coldStarts: 8, errors: 0 });
  });

  test('each function has its own', async () => {
    const { call } = deploy({ one: counting, other: counting });
    expect([await call('one'), await call('other')]).toEqual(['1', '1']);
  });
});

describe('a failure', () => {
  const faults = {
    throws: 'exports.handler = async () => { throw new TypeError("no such thing") }',
    'throws-text': 'exports.handler = async () => { throw "just text" }',
    exits: 'exports.handler = async () => process.exit(3)',
    hangs: 'exports.handler = () => new Promise(() => {})',
    spins: 'exports.handler = () => { for (;;); }',
    'rejects-aside': 'exports.handler = () => new Promise(() => Promise.reject(new RangeError("on the side")))',
    'fails-to-load': 'throw new SyntaxError("bad bundle")',
    'exports-nothing': '',
    devours: 'exports.handler = async () => { const all = []; for (;;) all.push(new Array(1000).fill({})) }',
  };

  test.each<[keyof typeof faults, ErrorType, RegExp, string | undefined]>([
    ['throws', 'HandledInvocationError', /^no such thing$/, 'TypeError'],
    ['throws-text', 'HandledInvocationError', /^just text$/, undefined],
    [
      'exits',
      'UnhandledInvocationError',
      /^Process exited unexpectedly before completing request \(exit code: 3\)$/,
      undefined,
    ],
    ['hangs', 'UnhandledInvocationError', /^Function timed out after 0.3 seconds$/, undefined],
    ['spins', 'UnhandledInvocationError', /^Function timed out after 0.3 seconds$/, undefined],
    ['rejects-aside', 'UnhandledInvocationError', /^on the side$/, 'RangeError'],
    ['fails-to-load', 'UnhandledInvocationError', /^bad bundle$/, 'SyntaxError'],
    ['exports-nothing', 'UnhandledInvocationError', /exports no function named handler/, 'Error'],
    ['devours', 'UnhandledInvocationError', /memory limit/, 'Error'],
  ])('that %s is told (%s), and the next request is served afresh', async (name, errorType, message, type) => {
    const ends = name === 'hangs' || name === 'spins';
    const { host, logged } = deploy({ [name]: faults[name] }, { memoryMb: 24, ...(ends && { timeoutMs: 300 }) });
    const failing = host.functions.get(name);
    for (let attempt = 1; attempt <= 2; attempt++) {
      const outcome: Outcome | undefined = await failing?.invoke('', `request-${attempt}`);
      expect(outcome).toMatchObject({
        kind: 'failed',
        errorType,
        fault: { errorMessage: expect.stringMatching(message) },
      });
      expect(outcome?.kind === 'failed' && outcome.fault.errorType).toBe(type);
      expect(logged.filter(([, kind]) => kind === 'failure').at(-1)?.[2]).toContain(
        `request request-${attempt} failed`,
      );
    }
    // What it threw leaves the instance alive; what ended the instance needs another.
    expect(failing?.counts()).toEqual({
      invocations: 2,
      coldStarts: errorType === 'HandledInvocationError' ? 1 : 2,
      errors: 2,
    });
  });

  test('is none where the bundle takes longer to load than the function may to answer', async () => {
    // A second, in which an answer is safe also on a busy machine.
    const slow =
      'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100); exports.handler = async () => "ok"';
    const { call } = deploy({ slow }, { timeoutMs: 1_000 });
    expect(await call('slow')).toBe('ok');
  });

  test('that ends its instance makes room for another, however often', async () => {
    const { host } = deploy({ exits: faults.exits });
    for (let attempt = 1; attempt <= 10; attempt++) await host.functions.get('exits')?.invoke('', `request-${attempt}`);
    expect(host.functions.get('exits')?.counts()).toEqual({ invocations: 10, coldStarts: 10, errors: 10 });
  });

  test('is logged with its stack', async () => {
    const { call, logged } = deploy({ throws: faults.throws });
    await expect(call('throws')).rejects.toThrow('no such thing');
    expect(logged).toEqual([
      [
        'throws',
        'failure',
        expect.stringMatching(/^request request-1 failed: TypeError: no such thing\n +at .*index\.js/),
      ],
    ]);
  });

  test('of an idle instance is logged, and costs the next request nothing', async () => {
    const { host, call, logged, clock } = deploy({
      late: `exports.handler = async () => {
        const endMs = Date.now() + 60_000;
        const wait = () => { if (Date.now() < endMs) setImmediate(wait); else throw new Error("after the answer") };
        wait();
        return "ok";
      }`,
    });
    expect(await call('late')).toBe('ok');
    await clock.advance(60_000);
    await until(() => logged.length > 0);
    expect(logged).toEqual([
      ['late', 'failure', expect.stringContaining('An idle instance ended: Error: after the answer')],
    ]);
    expect(await call('late')).toBe('ok');
    expect(host.functions.get('late')?.counts()).toEqual({ invocations: 2, coldStarts: 2, errors: 0 });
  });
});

test('what a function writes is logged line by line, its logger’s lines with request and level', async () => {
  const { call, logged } = deploy({
    writer: `exports.handler = async (event, { logger }) => {
      console.log('one\\ntwo');
      console.error('three');
      logger.warn('four', 4);
    }`,
  });
  await call('writer');
  await until(() => logged.length === 4);
  expect(logged.filter(([, stream]) => stream === 'out')).toEqual([
    ['writer', 'out', 'one'],
    ['writer', 'out', 'two'],
  ]);
  expect(logged.filter(([, stream]) => stream === 'err')).toEqual([
    ['writer', 'err', 'three'],
    ['writer', 'err', expect.stringMatching(/^\d{4}-.*Z request-1 \[warning\] four 4$/)],
  ]);
});

test('a host that is stopped ends what is running and takes nothing more', async () => {
  const { host, call } = deploy({ hangs: 'exports.handler = () => new Promise(() => {})' });
  const running = expect(call('hangs')).rejects.toThrow('Process exited unexpectedly');
  await host.stop();
  await running;
  await expect(call('hangs')).rejects.toThrow('The local cloud is stopping');
});

test('a request id carries the local time', () => {
  fixture = deployStanding({});
  const seconds = Math.floor(fixture.clock.nowMs() / 1000).toString(16);
  expect(fixture.host.newRequestId()).toMatch(new RegExp(`^1-${seconds}-[0-9a-f]{24}$`));
});
