import { refused } from '../../../shared/domain/refusals';
import { StaleWrite, Unavailable } from '../../../shared/ports';
import { type Answer, readBody, reply } from '../../../shared/triggers/http';
import type { HttpRequest } from '../../../shared/triggers/request';
import type { Doors } from '../../../shared/triggers/serve';
import type { InvocationContext } from '../../../shared/validation/function-compute';
import { login } from '../../../shared/validation/session';
import { createDoor, httpEventOf, REQUEST_ID } from '../../fakes/door';

const json = { 'Content-Type': 'application/json' };
const post = (handle: (request: HttpRequest) => Promise<Answer>): Doors => ({
  routes: [{ method: 'POST', path: '/things/{id}', handle }],
});
const problem = 'application/problem+json; charset=utf-8';

describe('a request', () => {
  it('reaches its route, and the answer goes back', async () => {
    const door = createDoor(() => post(async ({ params, query }) => reply(200, { params, query })));
    expect(await door.send('POST', '/things/1', { headers: json, body: '{}', query: { a: 'b' } })).toEqual({
      status: 200,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
        'X-Request-Id': REQUEST_ID,
      },
      body: { params: { id: '1' }, query: { a: 'b' } },
    });
  });

  // biome-ignore format: one case a line
  it.each([
    // what is wrong            request                                                     status code                       more headers
    ['nothing is there',        ['POST', '/nothing', { headers: json }],                    404, 'not-found',               {}],
    ['another method',          ['GET', '/things/1', {}],                                   405, 'method-not-allowed',      { Allow: 'POST' }],
    ['no JSON',                 ['POST', '/things/1', { body: '{}' }],                      415, 'unsupported-media-type',  {}],
    ['a body too large',        ['POST', '/things/1', { headers: json, body: ' '.repeat(65_537) }], 413, 'body-too-large',  {}],
    ['a refusal',               ['POST', '/things/1', { headers: json }],                   409, 'instance-not-ready',      { 'Retry-After': '5' }],
  ] as const)('%s: refused before or by the handler, as a problem', async (_, [method, path, sent], status, code, headers) => {
    const door = createDoor(() => post(async () => refused('instance-not-ready')));
    const answer = await door.send(method, path, sent);
    expect(answer).toMatchObject({ status, body: { status, code, requestId: REQUEST_ID } });
    expect(answer.headers).toMatchObject({ 'Content-Type': problem, 'Content-Language': 'en', ...headers });
  });

  it('for HEAD is answered as by GET, but for the body, which is left out of a refusal too', async () => {
    const door = createDoor(() => ({
      routes: [{ method: 'HEAD', path: '/things', handle: async () => reply(200, { a: 1 }, { ETag: '"1"' }) }],
    }));
    const headers = { 'Content-Type': 'application/json; charset=utf-8', ETag: '"1"' };
    expect(await door.send('HEAD', '/things')).toMatchObject({ status: 200, headers, body: undefined });
    const refusal = { status: 404, headers: { 'Content-Type': problem }, body: undefined };
    expect(await door.send('HEAD', '/nothing')).toMatchObject(refusal);
  });

  // biome-ignore format: one case a line
  it.each([
    // asked for             status
    ['GET',    '/nothing',   200],
    ['HEAD',   '/nothing',   200],
    ['GET',    '/things/1',  405],
    ['POST',   '/nothing',   404],
    ['DELETE', '/nothing',   404],
  ])('%s %s, where the function answers what has no route: %i', async (method, path, status) => {
    const door = createDoor(() => ({ ...post(async () => reply(204)), otherwise: async () => reply(200) }));
    expect((await door.send(method, path)).status).toBe(status);
    expect(door.lines).toMatchObject([{ metric: 'invocation', route: 'none', status }]);
  });

  it('of another’s language is refused in it, even where nothing is there', async () => {
    const door = createDoor(() => ({ routes: [] }));
    const { headers, body } = await door.send('GET', '/', { headers: { 'ACCEPT-LANGUAGE': 'zh-CN' } });
    expect([headers['Content-Language'], body.detail]).toEqual(['zh', '这个地址不存在，请核对地址后重试。']);
  });

  it('tells all faults of its body at once, each at its JSON Pointer', async () => {
    const door = createDoor(() =>
      post(async (request) => {
        const body = readBody(request, login);
        return body.kind === 'refused' ? body : reply(204);
      }),
    );
    const { status, body } = await door.send('POST', '/things/1', { headers: json, body: '{"cookie":"yes"}' });
    expect(status).toBe(400);
    expect(body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
      ['/username', 'required'],
      ['/password', 'required'],
      ['/cookie', 'malformed'],
    ]);
    expect((await door.send('POST', '/things/1', { headers: json, body: '{"username' })).body.errors).toEqual([
      expect.objectContaining({ path: '', code: 'malformed' }),
    ]);
    expect((await door.send('POST', '/things/1', { headers: json })).body.errors).toEqual([
      expect.objectContaining({ path: '', code: 'required' }),
    ]);
  });
});

describe('a lost race', () => {
  const racing = (faults: Error[]) => {
    const seen: { changeId: string; run: number; nowMs: number }[] = [];
    const door = createDoor(() =>
      post(async ({ changeId, run, nowMs }) => {
        seen.push({ changeId, run, nowMs });
        const fault = faults[run];
        if (fault) throw fault;
        return reply(200, {});
      }),
    );
    return { seen, door, send: () => door.send('POST', '/things/1', { headers: json, body: '{}' }) };
  };
  const stale = new StaleWrite('stale');
  const down = new Unavailable('The store is down.', { cause: new Error('ECONNREFUSED 10.0.0.1') });

  // biome-ignore format: one case a line
  it.each([
    // runs that fail                      status  runs
    [[stale],                              200,    2],
    [[down],                               200,    2],
    [[stale, down, stale],                 200,    4],
    [[stale, stale, stale, stale],         503,    4],
    [[down, down, down, down, down],       503,    4],
  ])('is run again, four times at most: %#', async (faults, status, runs) => {
    const { seen, send } = racing(faults);
    expect((await send()).status).toBe(status);
    expect(seen.map(({ run }) => run)).toEqual([0, 1, 2, 3].slice(0, runs));
  });

  it('is the same wish in every run, at the time of each, and another wish next time', async () => {
    const { seen, send } = racing([stale, stale]);
    await send();
    expect(new Set(seen.map(({ changeId }) => changeId)).size).toBe(1);
    expect(seen[0]?.changeId).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(seen.map(({ nowMs }) => nowMs)).size).toBe(3);
    const [first] = seen.splice(0);
    await send();
    expect(seen[0]?.changeId).not.toBe(first?.changeId);
  });

  it('that stays lost asks to send it again, which is safe', async () => {
    const { headers, body } = await racing([down, down, down, down]).send();
    expect(headers).toMatchObject({ 'Content-Type': problem, 'Retry-After': '2' });
    expect(body).toMatchObject({ status: 503, code: 'try-again', requestId: REQUEST_ID });
    expect(JSON.stringify(body)).not.toContain('10.0.0.1');
  });

  it('is one warning in the log, once it stays lost', async () => {
    const cured = racing([stale, stale, stale]);
    await cured.send();
    expect(cured.door.lines.map(({ level }) => level)).toEqual(['info']);

    const lost = racing([down, down, down, down]);
    await lost.send();
    expect(lost.door.lines).toMatchObject([
      { level: 'warn', route: '/things/{id}', fault: 'Unavailable', cause: 'ECONNREFUSED 10.0.0.1' },
      { level: 'info', status: 503, outcome: 'try-again' },
    ]);
  });
});

describe('a bug', () => {
  const broken = () => {
    const runs: number[] = [];
    const door = createDoor(() =>
      post(async ({ run }) => {
        runs.push(run);
        throw new TypeError('Cannot read sk-very-secret of undefined');
      }),
    );
    return { runs, door, send: () => door.send('POST', '/things/1', { headers: json, body: '{}' }) };
  };

  it('is a 500 that gives a request ID and nothing else away', async () => {
    const { runs, send } = broken();
    const { status, headers, body } = await send();
    expect(status).toBe(500);
    expect(headers['Content-Type']).toBe(problem);
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      detail: expect.stringContaining('tell us this request ID'),
      code: 'internal-error',
      requestId: REQUEST_ID,
    });
    expect(JSON.stringify(body)).not.toMatch(/secret|TypeError|serve\.test/);
    expect(runs).toEqual([0]);
  });

  it('is logged with all that is needed to find it, and is no success', async () => {
    const { door, send } = broken();
    await send();
    expect(door.lines).toMatchObject([
      { level: 'error', requestId: REQUEST_ID, fault: 'TypeError', message: expect.stringContaining('Cannot read') },
      { level: 'info', requestId: REQUEST_ID, status: 500, outcome: 'internal-error' },
    ]);
    expect(door.lines[0]?.stack).toContain('serve.test');
  });
});

describe('an invocation that is no request', () => {
  const timer = { triggerTime: '2023-12-26T07:49:00Z', triggerName: 't', payload: 'text' };
  const doors = (seen: unknown[]): Doors => ({
    async onTimer(payload, { nowMs }) {
      seen.push(['timer', payload, nowMs]);
      return { walked: 1 };
    },
    async onInvocation(payload, { nowMs }) {
      seen.push(['invocation', payload, nowMs]);
      return { sent: 1 };
    },
  });

  // biome-ignore format: one case a line
  it.each([
    // event                                            door          payload                                         result
    [JSON.stringify(timer),                             'timer',      'text',                                         { walked: 1 }],
    ['{"triggerTime":"T","triggerName":"t"}',           'timer',      '',                                             { walked: 1 }],
    ['{"instanceId":"33884913"}',                       'invocation', { instanceId: '33884913' },                     { sent: 1 }],
    ['{}',                                              'invocation', {},                                             { sent: 1 }],
    ['',                                                'invocation', null,                                           { sent: 1 }],
    ['"text"',                                          'invocation', 'text',                                         { sent: 1 }],
  ])('%s goes to the %s', async (event, trigger, payload, result) => {
    const seen: unknown[] = [];
    const door = createDoor(() => doors(seen));
    expect(await door.deliver(event)).toEqual(result);
    expect(seen).toEqual([[trigger, payload, door.clock.nowMs()]]);
    expect(door.lines).toMatchObject([{ level: 'info', trigger, outcome: 'done' }]);
  });

  // biome-ignore format: one case a line
  it.each([
    ['StaleWrite',  new StaleWrite('stale')],
    ['Unavailable', new Unavailable('down')],
    ['TypeError',   new TypeError('a bug')],
  ])('is not run again but rethrown, so that the platform retries: %s', async (_, fault) => {
    let runs = 0;
    const fails = async () => {
      runs++;
      throw fault;
    };
    const door = createDoor(() => ({ onTimer: fails, onInvocation: fails }));
    await expect(door.invoke(timer)).rejects.toBe(fault);
    await expect(door.invoke({})).rejects.toBe(fault);
    expect(runs).toBe(2);
    expect(door.lines).toMatchObject([
      { level: 'error', trigger: 'timer', fault: fault.name, message: fault.message },
      { level: 'info', metric: 'invocation', trigger: 'timer', outcome: 'failed' },
      { level: 'error', trigger: 'invocation', fault: fault.name, message: fault.message },
      { level: 'info', metric: 'invocation', trigger: 'invocation', outcome: 'failed' },
    ]);
  });

  it('that the function has no door for fails, and says so', async () => {
    const door = createDoor(() => ({ routes: [] }));
    await expect(door.invoke(timer)).rejects.toThrow('a-function has no timer.');
    await expect(door.invoke({})).rejects.toThrow('a-function has no invocation.');
  });

  it('that is no JSON fails with a sentence and a line, and neither shows what was sent', async () => {
    const door = createDoor(() => ({}));
    await expect(door.deliver('secret, no JSON')).rejects.toThrow(/^The event is not JSON/);
    expect(door.lines).toMatchObject([
      { level: 'error', trigger: 'unknown', fault: 'Error' },
      { level: 'info', metric: 'invocation', trigger: 'unknown', outcome: 'failed' },
    ]);
    expect(JSON.stringify(door.lines)).not.toContain('secret');
  });

  it('a request to a function that has no routes is answered: there is nothing', async () => {
    const door = createDoor(() => doors([]));
    expect((await door.send('GET', '/')).status).toBe(404);
  });
});

describe('events', () => {
  const event = (id: string) => ({ specversion: '1.0', id, source: 'acme', type: 'paid' });

  /** Takes events, except that each run for one of these ids fails, as often as it has faults. */
  const taking = (faults: Readonly<Record<string, Error[]>> = {}) => {
    const taken: string[] = [];
    const runs: string[] = [];
    const door = createDoor(() => ({
      async onEvent({ id }, { nowMs }) {
        runs.push(id);
        const fault = faults[id]?.shift();
        if (fault) throw fault;
        taken.push(`${id} at ${new Date(nowMs).toISOString()}`);
      },
    }));
    return { taken, runs, door };
  };
  const at = (id: string) => `${id} at 2026-01-01T00:00:00.000Z`;

  // biome-ignore format: one case a line
  it.each<[what: string, sent: unknown, taken: string[], passedOver: number]>([
    ['one',                       event('a'),                      [at('a')],          0],
    ['an array',                  [event('a'), event('b')],        [at('a'), at('b')], 0],
    ['none',                      [],                              [],                 0],
    ['what is none among them',   [event('a'), {}, 1, event('b')], [at('a'), at('b')], 2],
  ])('each for itself: %s', async (_, sent, expected, passedOver) => {
    const { taken, door } = taking();
    await door.invoke(sent);
    expect(taken).toEqual(expected);
    expect(door.lines).toMatchObject([
      ...Array.from({ length: passedOver }, () => ({ level: 'warn', warning: expect.stringContaining('no CloudEvent') })),
      { level: 'info', trigger: 'event', outcome: 'done' },
    ]);
  });

  // biome-ignore format: one case a line
  it.each<[what: string, sent: unknown, elements: unknown[]]>([
    ['one',                    event('a'),               [event('a')]],
    ['an array',               [event('a'), event('b')], [event('a'), event('b')]],
    ['none',                   [],                       []],
    ['what is none among them', [{}, 1, event('b')],     [{}, 1, event('b')]],
  ])('all together, as they came, for who takes them so: %s', async (_, sent, elements) => {
    const door = createDoor(() => ({ onEvents: async (given, { nowMs }) => ({ given, nowMs }) }));
    expect(await door.invoke(sent)).toEqual({ given: elements, nowMs: door.clock.nowMs() });
    expect(door.lines).toMatchObject([{ level: 'info', trigger: 'event', outcome: 'done' }]);
    await expect(door.invoke({})).rejects.toThrow('a-function has no invocation.');
  });

  it('are run again alone where a race was lost', async () => {
    const { taken, runs, door } = taking({ b: [new StaleWrite('stale'), new Unavailable('down')] });
    await door.invoke([event('a'), event('b'), event('c')]);
    expect(runs).toEqual(['a', 'b', 'b', 'b', 'c']);
    expect(taken.map((line) => line[0])).toEqual(['a', 'b', 'c']);
  });

  it('that cannot be taken keep no other back, and fail the invocation in the end, by the first fault', async () => {
    const [first, second] = [new TypeError('a bug'), new TypeError('another')];
    const { taken, door } = taking({ a: [first], c: [second] });
    await expect(door.invoke([event('a'), event('b'), event('c')])).rejects.toBe(first);
    expect(taken).toEqual([at('b')]);
    expect(door.lines).toMatchObject([
      { level: 'error', trigger: 'event', message: 'a bug' },
      { level: 'error', trigger: 'event', message: 'another' },
      { level: 'error', trigger: 'event', message: 'a bug' },
      { level: 'info', metric: 'invocation', trigger: 'event', outcome: 'failed' },
    ]);
  });

  it('are an invocation like any other where the function takes no events', async () => {
    const seen: unknown[] = [];
    const door = createDoor(() => ({ onInvocation: async (payload) => void seen.push(payload) }));
    await door.invoke(event('a'));
    expect(seen).toEqual([event('a')]);
    expect(door.lines).toMatchObject([{ trigger: 'invocation' }]);
  });
});

describe('the log', () => {
  it('has one line for a request, with the route for its path, and nothing that was sent', async () => {
    const door = createDoor(() =>
      post(async () => {
        door.clock.advance(12);
        return reply(200, { answer: 'private' });
      }),
    );
    await door.send('POST', '/things/private', {
      headers: { ...json, Authorization: 'Bearer private', Cookie: 'session=private', 'User-Agent': 'private' },
      query: { token: 'private' },
      body: '{"password":"private"}',
      address: '203.0.113.99',
    });
    expect(door.lines).toEqual([
      {
        time: '2026-01-01T00:00:00.012Z',
        level: 'info',
        function: 'a-function',
        requestId: REQUEST_ID,
        metric: 'invocation',
        trigger: 'http',
        method: 'POST',
        route: '/things/{id}',
        status: 200,
        outcome: 'done',
        durationMs: 12,
        coldStart: true,
      },
    ]);
  });

  it('has exactly one line with the metric for each invocation, however it ends', async () => {
    const fails = async () => {
      throw new TypeError('a bug');
    };
    const door = createDoor(() => ({ ...post(fails), onTimer: fails, onEvent: fails, onInvocation: async () => ({}) }));
    const event = { specversion: '1.0', id: 'a', source: 'acme', type: 'paid' };
    await door.send('POST', '/things/1', { headers: json });
    await door.invoke({});
    await door.deliver('no JSON').catch(() => undefined);
    await door.invoke({ triggerTime: 'T', triggerName: 't' }).catch(() => undefined);
    await door.invoke([event, event, {}]).catch(() => undefined);
    expect(door.lines.filter(({ metric }) => metric).map(({ trigger, outcome }) => `${trigger} ${outcome}`)).toEqual([
      'http internal-error',
      'invocation done',
      'unknown failed',
      'timer failed',
      'event failed',
    ]);
  });

  it('has one for an invocation whose doors do not even open', async () => {
    const door = createDoor(() => {
      throw new Error('The Tablestore endpoint must begin with https:// or http://');
    });
    await expect(door.invoke({})).rejects.toThrow('endpoint');
    expect(door.lines).toMatchObject([{ level: 'error' }, { metric: 'invocation', outcome: 'failed' }]);
  });

  it('says of the first invocation of an instance that it is the first', async () => {
    const door = createDoor(() => ({ onInvocation: async () => ({}) }));
    for (let nth = 1; nth <= 3; nth++) await door.invoke({});
    expect(door.lines.map(({ coldStart }) => coldStart)).toEqual([true, undefined, undefined]);
  });

  // biome-ignore format: one case a line
  it.each<[string, InvocationContext['service'], object]>([
    ['named by an alias',     { versionId: '12', qualifier: 'live' },  { version: '12', qualifier: 'live' }],
    ['not published',         { versionId: '', qualifier: 'LATEST' },  { qualifier: 'LATEST' }],
    ['nowhere in the context', undefined,                              {}],
  ])('says which version ran: %s', async (_, service, told) => {
    const door = createDoor(() => ({ onInvocation: async () => ({}) }));
    await door.deliver('{}', { ...(service && { service }) });
    const [{ version, qualifier } = {}] = door.lines;
    expect({ ...(version !== undefined && { version }), ...(qualifier !== undefined && { qualifier }) }).toEqual(told);
  });

  it('says what an invocation used, whatever came of it, and nothing of what was used before it', async () => {
    const used = [{ storeCalls: 3, readUnits: 4 }, { mailCalls: 1, mailMs: 20 }, {}];
    const door = createDoor(() => ({
      async onInvocation() {
        const counts = used.shift() ?? {};
        door.meter.add(counts);
        if ('mailCalls' in counts) throw new Unavailable('down');
      },
    }));
    door.meter.add({ storeCalls: 100 });
    for (let nth = 1; nth <= 3; nth++) await door.invoke({}).catch(() => undefined);
    const counted = ({ storeCalls, readUnits, mailCalls, mailMs }: Record<string, unknown>) => [
      storeCalls,
      readUnits,
      mailCalls,
      mailMs,
    ];
    expect(door.lines.filter(({ metric }) => metric).map(counted)).toEqual([
      [3, 4, undefined, undefined],
      [undefined, undefined, 1, 20],
      [undefined, undefined, undefined, undefined],
    ]);
  });

  it('names no method that HTTP does not have: a caller can write anything there', async () => {
    const door = createDoor(() => ({ routes: [] }));
    await door.send('secret', '/things');
    expect(door.lines).toEqual([expect.objectContaining({ method: 'other', status: 404 })]);
  });

  it('has a refusal’s code, and no route where there is none', async () => {
    const door = createDoor(() => post(async () => refused('instance-closed')));
    await door.send('POST', '/things/1', { headers: json });
    await door.send('POST', '/private', { headers: json });
    expect(door.lines).toMatchObject([
      { route: '/things/{id}', status: 409, outcome: 'instance-closed' },
      { route: 'none', status: 404, outcome: 'not-found' },
    ]);
  });
});

it('opens its doors anew for each invocation, with the credentials of that one', async () => {
  let opened = 0;
  const door = createDoor(() => {
    opened++;
    return post(async () => reply(204));
  });
  await door.send('POST', '/things/1', { headers: json });
  await door.invoke(httpEventOf('GET', '/things/1'));
  expect(opened).toBe(2);
});
