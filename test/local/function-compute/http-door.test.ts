/** The custom domain over the wire: a request in, the function that its path belongs to, its answer out. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { createAsynchronousInvocations } from '../../../local/function-compute/asynchronous';
import { createHttpDoor } from '../../../local/function-compute/http-door';
import { type HttpServer, startHttpServer } from '../../../local/http-server';
import { deployFixtures, type Fixture, until } from './fixtures';

let fixture: Fixture;
let server: HttpServer;
afterEach(async () => {
  await server.close();
  await fixture.stop();
});

const start = async (sources: Readonly<Record<string, string>>, timeoutMs = 60_000) => {
  fixture = deployFixtures(sources, { timeoutMs });
  const routes = Object.keys(sources).map((name) => ({ name, path: `/${name}/*` }));
  const log = {
    line: () => {},
    failure: (n: string, t: string) => fixture.logged.push([n, 'failure', t]),
    close: async () => {},
  };
  const invocations = createAsynchronousInvocations(fixture.host, fixture.clock);
  server = await startHttpServer(0, createHttpDoor(fixture.host, invocations, routes, fixture.clock, log));
};

const send = (path: string, options: { method?: string; headers?: [string, string][]; body?: string | Buffer } = {}) =>
  new Promise<{ status?: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const sent = request({ port: server.port, path, method: options.method ?? 'GET', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const { statusCode: status, headers } = response;
        resolve({ ...(status === undefined ? {} : { status }), headers, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    for (const [name, value] of options.headers ?? []) sent.appendHeader(name, value);
    sent.end(options.body);
  });

test('a function sees the request as the event of the documents', async () => {
  await start({ echo: 'exports.handler = async (event) => ({ statusCode: 200, body: event.toString() })' });
  const { status, body, headers } = await send('/echo/a%20b?q=1&q=%32', {
    method: 'PUT',
    headers: [
      ['x-api-key', 'k'],
      ['X-Multi', 'a'],
      ['x-multi', 'b'],
      ['content-type', 'application/json'],
    ],
    body: '{"é":1}',
  });
  expect(status).toBe(200);
  const event = JSON.parse(body);
  expect(event).toMatchObject({
    version: 'v1',
    rawPath: '/echo/a%20b',
    body: '{"é":1}',
    isBase64Encoded: false,
    headers: {
      'X-Api-Key': 'k',
      'X-Multi': 'a,b',
      'Content-Type': 'application/json',
      Host: `localhost:${server.port}`,
    },
    queryParameters: { q: '1,2' },
    requestContext: {
      accountId: '1000000000000000',
      domainName: 'localhost',
      http: { method: 'PUT', path: '/echo/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
    },
  });
  expect(headers['x-fc-request-id']).toBe(event.requestContext.requestId);
});

test('a function’s answer arrives with its status, headers and bytes, and its length', async () => {
  await start({
    teapot: `exports.handler = async () => ({
      statusCode: 418, headers: { 'Content-Type': 'image/png', 'X-Mine': 'm', Server: 'mine' },
      isBase64Encoded: true, body: Buffer.from('bytes').toString('base64'),
    })`,
    nothing: 'exports.handler = async () => ({ statusCode: 204 })',
    plain: 'exports.handler = async () => ({ hello: "you" })',
  });
  const teapot = await send('/teapot/');
  expect([teapot.status, teapot.body]).toEqual([418, 'bytes']);
  expect(teapot.headers).toMatchObject({ 'content-type': 'image/png', 'x-mine': 'm', 'content-length': '5' });
  expect(teapot.headers.server).toBeUndefined();

  const nothing = await send('/nothing/');
  expect([nothing.status, nothing.body, nothing.headers['content-length']]).toEqual([204, '', undefined]);

  const plain = await send('/plain/');
  expect([plain.status, plain.body, plain.headers['content-type']]).toEqual([
    200,
    '{"hello":"you"}',
    'application/json',
  ]);

  const head = await send('/teapot/', { method: 'HEAD' });
  expect([head.status, head.body]).toEqual([418, '']);
});

test('what fails is 502 with its kind, without a word of it, and logged', async () => {
  await start(
    {
      throws: 'exports.handler = async () => { throw new Error("secret of the house") }',
      hangs: 'exports.handler = () => new Promise(() => {})',
      malformed: 'exports.handler = async () => ({ statusCode: 200, headers: { A: "1", "Retry-After": 5 } })',
    },
    500,
  );
  for (const [name, errorType] of [
    ['throws', 'HandledInvocationError'],
    ['hangs', 'UnhandledInvocationError'],
    ['malformed', 'UnhandledInvocationError'],
  ]) {
    const { status, body, headers } = await send(`/${name}/`);
    expect([name, status, body, headers.a]).toEqual([name, 502, 'Internal Server Error', undefined]);
    expect([name, headers['x-fc-error-type']]).toEqual([name, errorType]);
  }
  const failures = fixture.logged.map(([name, , text]) => [name, text.split('\n')[0]]);
  expect(failures).toEqual([
    ['throws', expect.stringMatching(/^request 1-.* failed: Error: secret of the house$/)],
    ['hangs', expect.stringMatching(/^request 1-.* failed: Function timed out after 0.5 seconds$/)],
    ['malformed', expect.stringMatching(/^request 1-.*: The answer is malformed/)],
  ]);
});

test('a path that no route takes is 404, and reaches no function', async () => {
  await start({ never: 'exports.handler = async () => "reached"' });
  const unknown = await send('/elsewhere');
  expect([unknown.status, JSON.parse(unknown.body)]).toEqual([
    404,
    { Code: 'DomainRouteNotFound', Message: expect.any(String), RequestId: unknown.headers['x-fc-request-id'] },
  ]);
  expect(fixture.host.functions.get('never')?.counts().invocations).toBe(0);
});

describe('the limits of a request', () => {
  const async: [string, string] = ['x-fc-invocation-type', 'Async'];
  const mb = 2 ** 20;
  const kb = 1024;
  /** Node's client adds `Host: localhost:<port>` and `Connection: close`; the names count too. */
  const headersOf = (bytes: number): [string, string][] => {
    const own = `Hostlocalhost:${server.port}Connectionclosex-a`.length;
    return [['x-a', 'v'.repeat(bytes - own)]];
  };
  const pathOf = (bytes: number) => '/echo/?q='.padEnd(bytes, 'v');

  const post = (bytes: number) => send('/echo/', { method: 'POST', headers: [async], body: Buffer.alloc(bytes) });

  const echo = { echo: 'exports.handler = async () => "reached"' };

  test.each<[string, number, string | undefined, () => Promise<{ status?: number; body: string }>]>([
    ['path and query of 4 KB', 200, undefined, () => send(pathOf(4 * kb))],
    ['a byte more', 400, 'InvalidArgument', () => send(pathOf(4 * kb + 1))],
    ['headers of 8 KB', 200, undefined, () => send('/echo/', { headers: headersOf(8 * kb) })],
    ['a byte more', 400, 'InvalidArgument', () => send('/echo/', { headers: headersOf(8 * kb + 1) })],
    [
      'a body of a byte more than 32 MB',
      400,
      'EntityTooLarge',
      () => send('/echo/', { method: 'POST', body: Buffer.alloc(32 * mb + 1) }),
    ],
    ['an asynchronous body of 128 KB', 202, undefined, () => post(128 * kb)],
    ['a byte more', 400, 'EntityTooLarge', () => post(128 * kb + 1)],
  ])('%s: %d %s', async (_, status, code, sent) => {
    await start(echo);
    const answer = await sent();
    expect(answer.status).toBe(status);
    if (code !== undefined) expect(JSON.parse(answer.body).Code).toBe(code);
    if (status === 400) expect(fixture.host.functions.get('echo')?.counts().invocations).toBe(0);
  });
});

test('an asynchronous request is accepted, and runs later as the same event', async () => {
  await start({ late: 'exports.handler = async (event) => console.log(JSON.parse(event).requestContext.requestId)' });
  const headers: [string, string][] = [['X-Fc-Invocation-Type', 'Async']];
  const answer = await send('/late/', { method: 'POST', headers, body: '{}' });
  expect([answer.status, answer.body]).toEqual([202, '']);
  await until(() => fixture.logged.length > 0);
  expect(fixture.logged).toEqual([['late', 'out', answer.headers['x-fc-request-id']]]);
});

test('a server that closes answers what is under way and takes nothing more', async () => {
  const hourMs = 3_600_000;
  await start({
    slow: `exports.handler = async () => {
      for (const endMs = Date.now() + ${hourMs}; Date.now() < endMs; ) await new Promise(setImmediate);
      return 'done';
    }`,
  });
  const answered = send('/slow/');
  await until(() => fixture.host.functions.get('slow')?.counts().invocations === 1);
  const closed = server.close();
  await expect(send('/slow/')).rejects.toThrow('ECONNREFUSED');
  // Again and again, for the function may see the clock only after the first hour.
  const passing = setInterval(() => fixture.clock.advance(hourMs), 1);
  expect((await answered).body).toBe('done');
  clearInterval(passing);
  await closed;
});
