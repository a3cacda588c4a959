/** The doors of the running local cloud are what a stage's must be; and a door that is not is told. */

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { doorsOf, smoke } from '../../../local/deployment/smoke';
import { matchRoute } from '../../../local/function-compute/routes';
import { version } from '../../../package.json';
import { type RunningSystem, removeData, startSystem } from '../../fakes/system';
import { checkout } from './stub';

const OPERATOR_TOKEN = 'development-operator-token';
let system: RunningSystem;
beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(async () => {
  await system.stop();
  await removeData();
});

const wrongAt = async (publicUrl: string, token: string | undefined = OPERATOR_TOKEN, of = version) =>
  (await smoke(publicUrl, token, of)).flatMap(({ what, state, sentence }) =>
    state === 'ok' ? [] : [`${what} ${sentence}`],
  );

test('every door of npm start is right, where its own stage file says that it is', async () => {
  const { PUBLIC_URL = '' } = parseEnv(readFileSync(join(system.dataDirectory, 'stage.env'), 'utf8'));
  expect(PUBLIC_URL).toBe(system.origin);
  expect(await wrongAt(PUBLIC_URL)).toEqual([]);
}, 60_000);

test('another version, and another operator token, are found out', async () => {
  expect(await wrongAt(system.origin, OPERATOR_TOKEN, '9.9.9')).toEqual([
    expect.stringMatching(/^GET \/api\/openapi\.json says \{"title".* for info$/),
  ]);
  expect(await wrongAt(system.origin, 'another-operator-token')).toEqual(
    ['consistency', 'closures', 'mails', 'usage', 'metering'].map(
      (name) => `GET /api/operations/${name} as operator answered 401, not 200`,
    ),
  );
}, 60_000);

test('every route of the domain is knocked at', () => {
  const sYaml = readFileSync(join(checkout, 's.yaml'), 'utf8');
  const routes = [...sYaml.matchAll(/^ +- path: (\S+)$/gm)].map(([, path = '']) => ({ path, name: path }));
  const knockedAt = new Set(doorsOf(version, true).map(({ path }) => matchRoute(routes, path)?.path));
  expect(routes.map(({ path }) => path).filter((path) => !knockedAt.has(path))).toEqual([]);
  expect(routes.length).toBeGreaterThan(10);
});

describe('behind a door that changes what is answered', () => {
  let server: Server;
  let publicUrl: string;
  /** Answers in the stage's place; undefined hands its answer on. */
  let instead: (path: string, answer: Response, body: string) => { status?: number; headers?: object; body?: string };
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = await fetch(`${system.origin}${request.url}`, {
        method: request.method ?? 'GET',
        headers: Object.fromEntries(
          ['content-type', 'authorization'].flatMap((name) => {
            const value = request.headers[name];
            return value === undefined ? [] : [[name, String(value)]];
          }),
        ),
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      const text = await answer.text();
      const { status = answer.status, headers = {}, body = text } = instead(request.url ?? '', answer, text);
      const names = ['content-type', 'content-security-policy', 'x-content-type-options', 'x-request-id'];
      const kept = names.map((name) => [name, answer.headers.get(name) ?? '']);
      response.writeHead(status, { ...Object.fromEntries(kept), ...headers }).end(body);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  // biome-ignore format: one case a line
  test.each<[string, typeof instead, string]>([
    ['an error',              (path) => (path === '/api/account' ? { status: 502, body: 'Internal Server Error' } : {}),                   'GET /api/account answered 502, not 401'],
    ['another refusal',       (path, _, body) => (path === '/api/account' ? { body: body.replace('not-signed-in', 'try-again') } : {}),    'GET /api/account says "try-again" for code'],
    ['no request ID',         (path) => (path === '/api/account' ? { headers: { 'x-request-id': '' } } : {}),                              'GET /api/account has no X-Request-Id'],
    ['no security header',    (path) => (path === '/api/account' ? { headers: { 'x-content-type-options': 'sniff' } } : {}),               'GET /api/account has no x-content-type-options: nosniff'],
    ['a download',            (path) => (path === '/api/account' ? { headers: { 'content-disposition': 'attachment' } } : {}),             'GET /api/account is offered for download: the domain does not lead here'],
    ['an open SPI',           (path) => (path === '/marketplace/spi' ? { body: '{"success":"true"}' } : {}),                               'GET /marketplace/spi says "true" for success'],
    ['a page of another kind', (path) => (path === '/api/docs' ? { headers: { 'content-type': 'text/plain' } } : {}),                      'GET /api/docs is text/plain, not text/html'],
    ['pages without a policy', (path) => (path === '/' ? { headers: { 'content-security-policy': '' } } : {}),                             'GET / has not our Content-Security-Policy'],
    ['another page',          (path) => (path === '/' ? { body: '<p>It works!</p>' } : {}),                                                'GET / loads no script of ours'],
    ['no JSON',               (path) => (path === '/api/nowhere' ? { body: 'Not Found' } : {}),                                            'GET /api/nowhere says nothing for code'],
  ])('%s is told', async (_, how, told) => {
    instead = how;
    expect(await wrongAt(publicUrl)).toEqual([told]);
  }, 60_000);
});

test('a stage that does not answer at all is told at every door, with the reason', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const wrong = await wrongAt(`http://127.0.0.1:${port}`);
  expect(wrong).toHaveLength(doorsOf(version, true).length);
  expect(wrong[0]).toMatch(/^POST \/api\/registrations was not answered: ECONNREFUSED/);
});
