/** InvokeFunction over the wire, called by the vendor's client and by callers that do it wrong. */
import OpenApiClient, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import { createClock } from '../../../local/clock';
import { createAsynchronousInvocations } from '../../../local/function-compute/asynchronous';
import { createOpenApi } from '../../../local/function-compute/open-api';
import { type HttpServer, startHttpServer } from '../../../local/http-server';
import { createSignatureCheck } from '../../../local/openapi/signature';
import { callersOf } from '../../../local/ram/identity';
import { createRoles, LOCAL_ACCOUNT_ID } from '../../../local/ram/roles';
import { functionCompute } from '../../../shared/adapters/function-compute';
import { deployFixtures, type Fixture, until } from './fixtures';

const credentials = { accessKeyId: 'STS.id', accessKeySecret: 'secret', securityToken: 'token' };
const roles = createRoles('cn-hangzhou');

let fixture: Fixture;
let server: HttpServer;
beforeEach(async () => {
  const sources = {
    echo: 'exports.initialize = () => {}; exports.handler = async (event) => event',
    throws: 'exports.initialize = () => {}; exports.handler = async () => { throw new TypeError("no such thing") }',
    exits: 'exports.initialize = () => {}; exports.handler = async () => process.exit(1)',
    unready: 'exports.initialize = async () => { throw new Error("no store") }; exports.handler = async () => 1',
    'deliver-mail': 'exports.initialize = () => {}; exports.handler = async (event) => console.log(event.toString())',
  };
  // Real time stands still, so that accepted invocations wait until the test advances the clock.
  const standingMs = Date.now();
  fixture = deployFixtures(
    sources,
    {
      initializer: { handler: 'index.initialize', timeoutMs: 60_000 },
      asynchronous: { retries: 3, maxAgeMs: 3_600_000, task: true },
    },
    createClock(() => standingMs),
  );
  const { host, clock } = fixture;
  const check = createSignatureCheck(callersOf(credentials, roles.find), clock);
  server = await startHttpServer(0, createOpenApi(host, createAsynchronousInvocations(host, clock), check));
});
afterEach(async () => {
  await server.close();
  await fixture.stop();
});

interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

const call = async (
  path: string,
  headers: Record<string, string>,
  body: string,
  caller = credentials,
): Promise<Answer> => {
  const client = new OpenApiClient(new Config({ ...caller, endpoint: `127.0.0.1:${server.port}` }));
  const params = new Params({
    action: 'InvokeFunction',
    version: '2023-03-30',
    protocol: 'http',
    method: 'POST',
    authType: 'AK',
    style: 'ROA',
    pathname: path,
    reqBodyType: 'byte',
    bodyType: 'string',
  });
  const runtime = { autoretry: false, readTimeout: 60_000 } as Parameters<typeof client.callApi>[2];
  const answer = await client.callApi(params, new OpenApiRequest({ headers, body: Buffer.from(body) }), runtime);
  return answer as unknown as Answer;
};

const invoke = (
  functionName: string,
  type?: string,
  body = '{"a":"é"}',
  more: Record<string, string> = {},
  caller = credentials,
) =>
  call(
    `/2023-03-30/functions/${functionName}/invocations`,
    { ...(type === undefined ? {} : { 'x-fc-invocation-type': type }), ...more },
    body,
    caller,
  );

test.each([
  ['without saying so', undefined],
  ['by name', 'Sync'],
])('a synchronous invocation, %s, answers the payload', async (_, type) => {
  const { statusCode, headers, body } = await invoke('account-settlement-test-echo', type);
  expect([statusCode, body]).toEqual([200, '{"a":"é"}']);
  expect(headers['x-fc-request-id']).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  expect(headers['x-fc-error-type']).toBeUndefined();
});

test.each([
  [
    'throws',
    'HandledInvocationError',
    { errorMessage: 'no such thing', errorType: 'TypeError', stackTrace: expect.any(Array) },
  ],
  [
    'exits',
    'UnhandledInvocationError',
    { errorMessage: 'Process exited unexpectedly before completing request (exit code: 1)' },
  ],
  ['unready', 'InitializationError', { errorMessage: 'no store', errorType: 'Error', stackTrace: expect.any(Array) }],
])('a function that fails (%s) is answered 200 with %s and its fault', async (name, errorType, fault) => {
  const { statusCode, headers, body } = await invoke(`account-settlement-test-${name}`);
  expect([statusCode, headers['x-fc-error-type'], JSON.parse(body)]).toEqual([200, errorType, fault]);
});

test('an asynchronous invocation is accepted with 202, run by the clock, and tried again', async () => {
  const { host, clock } = fixture;
  const { statusCode, headers, body } = await invoke('account-settlement-test-throws', 'Async');
  expect([statusCode, body]).toEqual([202, '']);
  expect(headers['x-fc-request-id']).toBeDefined();
  await clock.advance(60_000);
  expect(host.functions.get('throws')?.counts()).toMatchObject({ invocations: 4, errors: 4 });
});

test('an asynchronous invocation waits as long as it asks for', async () => {
  const { host, clock } = fixture;
  await invoke('account-settlement-test-echo', 'Async', '', { 'x-fc-async-delay': '3599' });
  await clock.advance(3_598_999);
  expect(host.functions.get('echo')?.counts().invocations).toBe(0);
  await clock.advance(1);
  expect(host.functions.get('echo')?.counts().invocations).toBe(1);
});

test('a task ID that comes again is 409, and runs once', async () => {
  const { host, clock } = fixture;
  const again = () => invoke('account-settlement-test-echo', 'Async', '', { 'x-fc-async-task-id': 'task-1' });
  expect((await again()).statusCode).toBe(202);
  await expect(again()).rejects.toMatchObject({ statusCode: 409, code: 'AsyncTaskAlreadyExists' });
  await clock.advance(60_000);
  expect(host.functions.get('echo')?.counts().invocations).toBe(1);
});

test('the project’s own client invokes a function by its folder’s name', async () => {
  const { clock, logged } = fixture;
  await functionCompute(server.origin, 'test', credentials).invoke('deliver-mail', { a: 'é' });
  await clock.advance(0);
  await until(() => logged.length > 0);
  expect(logged).toEqual([['deliver-mail', 'out', '{"a":"é"}']]);
});

describe('a role', () => {
  const functions = `acs:fc:cn-hangzhou:${LOCAL_ACCOUNT_ID}:functions`;
  const allow = (Action: string, Resource: string) =>
    roles.put('marketplace-event', { Version: '1', Statement: [{ Effect: 'Allow', Action, Resource }] });
  const invokeAs = (functionName: string) =>
    invoke(`account-settlement-test-${functionName}`, 'Async', '', {}, roles.assume('marketplace-event'));

  // biome-ignore format: one case a line
  test.each([
    ['fc:InvokeFunction', `${functions}/account-settlement-test-deliver-mail`, 'deliver-mail', undefined],
    ['fc:InvokeFunction', `${functions}/account-settlement-test-deliver-mail`, 'echo',         'AccessDenied'],
    ['fc:InvokeFunction', `${functions}/account-settlement-test-*`,            'nobody',       'FunctionNotFound'],
    ['fc:InvokeFunction', `${functions}/account-settlement-test-deliver-mail`, 'nobody',       'AccessDenied'],
    ['fc:GetFunction',    `${functions}/account-settlement-test-deliver-mail`, 'deliver-mail', 'AccessDenied'],
  ])('that may %s on %s calls %s: %s', async (action, resource, functionName, code) => {
    allow(action, resource);
    expect(await invokeAs(functionName).then(() => undefined, (fault) => fault.code)).toBe(code);
    await fixture.clock.advance(0);
    const invocations = [...fixture.host.functions.values()].map((called) => called.counts().invocations);
    expect(invocations.reduce((sum, each) => sum + each)).toBe(code === undefined ? 1 : 0);
  });

  test('is told what it lacks, in the vendor’s words', async () => {
    allow('fc:GetFunction', '*');
    const resource = `${functions}/account-settlement-test-echo`;
    await expect(
      invoke('account-settlement-test-echo', 'Async', '', {}, roles.assume('marketplace-event')),
    ).rejects.toMatchObject({
      statusCode: 403,
      code: 'AccessDenied',
      message: expect.stringContaining(
        `the caller is not authorized to perform 'fc:InvokeFunction' on resource '${resource}'`,
      ),
      accessDeniedDetail: { AuthAction: 'fc:InvokeFunction', NoPermissionType: 'ImplicitDeny' },
    });
  });
});

type Refused = [statusCode: number, code: string, what: string, refused: () => Promise<Answer>];
test.each<Refused>([
  [404, 'FunctionNotFound', 'an unknown function', () => invoke('account-settlement-test-nobody')],
  [404, 'FunctionNotFound', 'the name of a folder', () => invoke('echo')],
  [400, 'InvalidArgument', 'an unknown type', () => invoke('account-settlement-test-echo', 'Later')],
  [
    400,
    'EntityTooLarge',
    'an event beyond 128 KB',
    () => invoke('account-settlement-test-echo', 'Async', 'x'.repeat(128 * 1024 + 1)),
  ],
  [
    400,
    'EntityTooLarge',
    'a payload beyond 32 MB',
    () => invoke('account-settlement-test-echo', 'Sync', 'x'.repeat(32 * 2 ** 20 + 1)),
  ],
  ...['3600', '-1', '1.5', 'soon'].map(
    (delay): Refused => [
      400,
      'InvalidArgument',
      `a delay of ${delay}`,
      () => invoke('account-settlement-test-echo', 'Async', '', { 'x-fc-async-delay': delay }),
    ],
  ),
  ...['1task', 'ta.sk', '-task', 't'.repeat(129)].map(
    (id): Refused => [
      400,
      'InvalidArgument',
      `the task ID ${id.slice(0, 9)}`,
      () => invoke('account-settlement-test-echo', 'Async', '', { 'x-fc-async-task-id': id }),
    ],
  ),
  [404, 'InvalidAction.NotFound', 'another operation', () => call('/2023-03-30/functions', {}, '')],
])('%d %s for %s', async (statusCode, code, _, refused) => {
  await expect(refused()).rejects.toMatchObject({ statusCode, code });
  expect(fixture.host.functions.get('echo')?.counts().invocations).toBe(0);
});

test('an event of 128 KB is still accepted', async () => {
  const { statusCode } = await invoke('account-settlement-test-echo', 'Async', 'x'.repeat(128 * 1024));
  expect(statusCode).toBe(202);
});

test('a call without a signature is refused, and invokes nothing', async () => {
  const address = `${server.origin}/2023-03-30/functions/account-settlement-test-echo/invocations`;
  const response = await fetch(address, { method: 'POST' });
  expect([response.status, await response.json()]).toEqual([
    400,
    { Code: 'IncompleteSignature', Message: expect.any(String), RequestId: response.headers.get('x-fc-request-id') },
  ]);
  expect(fixture.host.functions.get('echo')?.counts().invocations).toBe(0);
});
