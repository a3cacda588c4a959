/** The client against the real handlers. What must not compile stands here too: the type check is a part of the test. */
import { createApiClient, NotOfTheApi, type Send } from '../../../../functions/console/pages/api-client';
import { buy, createWorld, type World } from '../../../fakes/world';

const sendTo =
  (world: World): Send =>
  async (address, { method, headers, body }) => {
    const { pathname, searchParams } = new URL(address, 'http://billing.example');
    const raw = body === undefined ? {} : { raw: { body, type: headers['Content-Type'] ?? '' } };
    const query = Object.fromEntries(searchParams);
    const answer = await world.ask(method, pathname, { headers, query, ...raw });
    const text = answer.body === undefined ? null : JSON.stringify(answer.body);
    return new Response(text, { status: answer.status, headers: answer.headers });
  };

const password = 'correct horse battery';
const registration = {
  site: 'cn1',
  username: 'acme',
  password,
  email: 'ops@acme.example',
  workspace: { name: 'Acme production', language: 'zh' },
  settlement: { method: 'alicloud', accountId: '1234567890123456', instanceId: '33884913' },
  agreementAccepted: true,
} as const;

test('the story, in types', async () => {
  const world = createWorld();
  await buy(world);
  const call = createApiClient(sendTo(world));

  const registered = await call('POST /api/registrations', { body: registration });
  if (!registered.ok) throw new Error(registered.problem.detail);
  const { site, workspaceId } = registered.body.workspace;
  expect([registered.status, registered.body.billingAccount.username]).toEqual([201, 'acme']);

  const session = await call('POST /api/sessions', { body: { username: 'acme', password } });
  if (!session.ok || session.status !== 201) throw new Error('There is no token.');
  const headers = { Authorization: `Bearer ${session.body.token}` };

  const page = await call('GET /api/workspaces', { query: { limit: 1, q: 'Acme p' }, headers });
  expect(page.ok && page.body.workspaces.map(({ name }) => name)).toEqual(['Acme production']);

  const read = await call('GET /api/workspaces/{site}/{workspaceId}', { path: { site, workspaceId }, headers });
  const change = (etag: string) =>
    call('PUT /api/settlements/{site}/{workspaceId}', {
      path: { site, workspaceId },
      body: { method: 'billing-center' },
      headers: { ...headers, 'If-Match': etag },
    });
  const changed = await change((read.ok && read.etag) || '');
  expect(changed.ok && changed.body.workspace.settlement.method).toBe('billing-center');

  const stale = await change('"7"');
  // A code that this operation never gives would not compile here.
  expect(!stale.ok && stale.problem.code === 'workspace-changed').toBe(true);
  expect((await call('DELETE /api/sessions', { headers })).status).toBe(204);
});

test('a refusal tells its mistakes and how long to wait', async () => {
  const world = createWorld();
  const call = createApiClient(sendTo(world));
  const login = { body: { username: 'acme', password: 'a wrong one' } };
  for (let attempt = 0; attempt < 10; attempt++) await call('POST /api/sessions', login);
  const refused = await call('POST /api/sessions', { ...login, headers: { 'Accept-Language': 'zh' } });
  expect(refused).toMatchObject({ ok: false, status: 429, problem: { code: 'too-many-attempts' } });
  expect(!refused.ok && refused.retryAfterMs).toBeGreaterThan(0);
  const { settlement: _, ...lacking } = registration;
  const malformed = await call('POST /api/registrations', { body: lacking as typeof registration });
  expect(!malformed.ok && malformed.problem.errors?.map(({ path }) => path)).toEqual(['/settlement']);
});

const json = 'application/json';
test.each([
  ['a function that fell', 502, 'text/plain', 'Internal Server Error'],
  ['nothing in the answer', 504, json, ''],
  ['the platform’s own JSON', 429, json, '{"ErrorCode":"ResourceExhausted","ErrorMessage":"Too many"}'],
  ['JSON that is no object', 502, json, 'null'],
  ['JSON that was cut off', 500, json, '{"code":"internal-err'],
  ['a page that says it is well', 200, 'text/html', '<html></html>'],
])('who is no API is told from it: %s', async (_, status, type, text) => {
  const call = createApiClient(async () => new Response(text, { status, headers: { 'Content-Type': type } }));
  const fault = await call('GET /api/account', {}).catch((thrown: unknown) => thrown);
  expect(fault).toBeInstanceOf(NotOfTheApi);
  expect(fault).toMatchObject({
    status,
    message: `GET /api/account was answered by something else, with ${status}: please try again later.`,
  });
});

test('what is mistaken does not compile', async () => {
  const call = createApiClient(async () => new Response(null, { status: 204 }));
  // @ts-expect-error an operation that there is not
  await call('GET /api/nothing', {});
  // @ts-expect-error without its body
  await call('POST /api/sessions', {});
  // @ts-expect-error without its path
  await call('GET /api/workspaces/{site}/{workspaceId}', {});
  // @ts-expect-error a method of settlement that is not offered
  await call('POST /api/registrations', { body: { ...registration, settlement: { method: 'cash' } } });
  // @ts-expect-error a header that the operation does not take
  await call('GET /api/account', { headers: { 'If-Match': '"1"' } });
  const account = await call('GET /api/account', {});
  // @ts-expect-error a refusal that the operation never gives
  expect(!account.ok && account.problem.code === 'username-taken').toBe(false);
  // @ts-expect-error a member that only a success has
  expect(account.body).toBeUndefined();
});
