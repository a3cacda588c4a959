/** The one address over the wire: which control a request reaches and what it is given, and what goes to the domain. */
import type { Control } from '../../local/controls';
import { createFront } from '../../local/front';
import { type HttpServer, startHttpServer } from '../../local/http-server';

const control = (method: Control['method'], path: string): Control => ({
  method,
  path,
  answer: async ({ params, body }) => ({ status: 200, body: { answered: `${method} ${path}`, params, body } }),
});

const controls: Control[] = [
  control('GET', '/local/things'),
  control('POST', '/local/things'),
  control('POST', '/local/things/{id}/close'),
  { method: 'GET', path: '/local/elsewhere', answer: async () => ({ status: 302, headers: { location: '/there' } }) },
];

let server: HttpServer;
beforeAll(async () => {
  server = await startHttpServer(
    0,
    createFront(controls, async (request, response) => {
      response.end(JSON.stringify(`${request.method} ${request.url} at the domain`));
    }),
  );
});
afterAll(() => server.close());

const send = async (method: string, path: string, body?: string) => {
  const response = await fetch(`${server.origin}${path}`, { method, redirect: 'manual', ...(body ? { body } : {}) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
};

test.each([
  ['GET', '/local/things', undefined, 'GET /local/things', {}, {}],
  ['GET', '/local/things?a=1', undefined, 'GET /local/things', {}, {}],
  ['POST', '/local/things', '{"a":1}', 'POST /local/things', {}, { a: 1 }],
  ['POST', '/local/things', '[1]', 'POST /local/things', {}, [1]],
  ['POST', '/local/things/7%2F8/close', undefined, 'POST /local/things/{id}/close', { id: '7/8' }, {}],
])('%s %s with %s reaches %s', async (method, path, sent, answered, params, body) => {
  expect(await send(method, path, sent)).toMatchObject({ status: 200, body: { answered, params, body } });
});

test.each([
  ['GET', '/local/', 404],
  ['GET', '/local/thing', 404],
  ['GET', '/local/things/', 404],
  ['POST', '/local/things/7/close/more', 404],
  ['DELETE', '/local/things', 405],
  ['GET', '/local/things/7/close', 405],
])('%s %s is %d, in JSON that says what there is', async (method, path, status) => {
  const answer = await send(method, path);
  expect(answer).toMatchObject({ status, body: { status, detail: expect.stringMatching(/\/local\/things|GET|POST/) } });
});

test('a wrong method is told the right ones', async () => {
  expect((await send('PUT', '/local/things')).headers.get('allow')).toBe('GET, POST');
});

test.each([
  ['cut off', '{'],
  ['plain text', 'text'],
  ['too large', JSON.stringify('x'.repeat(2 ** 20))],
])('a body that is %s is 400', async (_, body) => {
  expect(await send('POST', '/local/things', body)).toMatchObject({
    status: 400,
    body: { title: 'Not JSON' },
  });
});

test('an answer without a body keeps its headers', async () => {
  const answer = await send('GET', '/local/elsewhere');
  expect([answer.status, answer.headers.get('location'), answer.body]).toEqual([302, '/there', undefined]);
});

test.each([
  ['GET', '/'],
  ['POST', '/api/local/things'],
  ['GET', '/locale?a=1'],
])('%s %s goes to the domain', async (method, path) => {
  expect(await send(method, path)).toMatchObject({ status: 200, body: `${method} ${path} at the domain` });
});
