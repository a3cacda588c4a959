import { createClock } from '../../../local/clock';
import { localCredentials } from '../../../local/credentials';
import { type RpcServer, startRpcServer } from '../../../local/openapi/rpc';
import { createSignatureCheck } from '../../../local/openapi/signature';
import { callersOf } from '../../../local/ram/identity';
import { createRoles, LOCAL_ACCOUNT_ID } from '../../../local/ram/roles';
import { callOpenApi } from './openapi-client';

const version = '2015-11-01';
const roles = createRoles('cn-hangzhou');

let server: RpcServer;
beforeAll(async () => {
  server = await startRpcServer({
    port: 0,
    version,
    checkSignature: createSignatureCheck(callersOf(localCredentials, roles.find), createClock(Date.now)),
    service: 'test',
    notAllowed: { status: 403, code: 'Forbidden', message: 'You may not.' },
    operations: {
      Echo: async (parameters) => ({ answer: { Parameters: parameters } }),
      Count: async () => ({ answer: { Big: 9_007_199_254_740_993n, Small: 1, Nothing: undefined } }),
      Refuse: async () => ({ fault: { status: 409, code: 'Busy', message: 'Try again.' } }),
      Break: async () => {
        throw new Error('secret detail');
      },
    },
  });
});
afterAll(() => server.close());

it('gives an operation the parameters of the query and of the form', async () => {
  const call = { action: 'Echo', version, query: { InstanceId: '33884913' }, form: { Subject: '云 & more' } };
  expect(JSON.parse(await callOpenApi(server.endpoint, call))).toEqual({
    Parameters: { InstanceId: '33884913', Subject: '云 & more' },
    RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
  });
});

it('writes a 64-bit identifier as a number with all its digits', async () => {
  const text = await callOpenApi(server.endpoint, { action: 'Count', version });
  expect(text).toMatch(/^\{"Big":9007199254740993,"Small":1,"RequestId":"[0-9A-F-]{36}"\}$/);
});

// biome-ignore format: one case a line
it.each([
  ['an operation’s own refusal',              { action: 'Refuse', version },              'Busy',                   409],
  ['an unknown operation',                    { action: 'Missing', version },             'InvalidAction.NotFound', 404],
  ['an operation named like an object’s own', { action: 'toString', version },            'InvalidAction.NotFound', 404],
  ['another version',                         { action: 'Echo', version: '1999-01-01' },  'InvalidVersion',         404],
  ['another path',                            { action: 'Echo', version, path: '/echo' }, 'InvalidVersion',         404],
])('answers %s with its code and status', async (_, call, code, status) => {
  await expect(callOpenApi(server.endpoint, call)).rejects.toMatchObject({ code, data: { statusCode: status } });
});

it('refuses a call signed with another secret', async () => {
  const credentials = { ...localCredentials, accessKeySecret: 'another' };
  const refused = callOpenApi(server.endpoint, { action: 'Echo', version }, credentials);
  await expect(refused).rejects.toMatchObject({ code: 'SignatureDoesNotMatch', data: { statusCode: 400 } });
});

it('refuses a call that is not signed, in the vendor’s form', async () => {
  const response = await fetch(server.endpoint, { method: 'POST', headers: { 'x-acs-action': 'Echo' } });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    Code: 'IncompleteSignature',
    Message: expect.stringContaining('Authorization'),
    RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
  });
});

it('answers 500 for its own fault, and keeps the detail in its log', async () => {
  const logged = jest.spyOn(console, 'error').mockImplementation(() => {});
  const broken = callOpenApi(server.endpoint, { action: 'Break', version });
  await expect(broken).rejects.toMatchObject({ code: 'InternalError', message: expect.not.stringContaining('secret') });
  expect(logged).toHaveBeenCalledTimes(1);
  logged.mockRestore();
});

describe('a role', () => {
  const call = (action: string) => callOpenApi(server.endpoint, { action, version }, roles.assume('tester'));
  const policy = (Effect: 'Allow' | 'Deny', Action: string, Resource: string) =>
    roles.put('tester', { Version: '1', Statement: [{ Effect, Action, Resource }] });

  // biome-ignore format: one case a line
  it.each([
    ['Allow', 'test:Echo',  '*',                           undefined],
    ['Allow', 'test:*',     'acs:test:*:*:*',              undefined],
    ['Allow', 'test:*',     'acs:test:cn-hangzhou:*:*',    undefined],
    ['Allow', 'test:*',     'acs:test:cn-shanghai:*:*',    'ImplicitDeny'],
    ['Allow', 'test:*',     'acs:other:*:*:*',             'ImplicitDeny'],
    ['Allow', 'test:Count', '*',                           'ImplicitDeny'],
    ['Allow', 'other:Echo', '*',                           'ImplicitDeny'],
    ['Deny',  'test:Echo',  '*',                           'ExplicitDeny'],
  ] as const)('whose policy says %s %s on %s: %s', async (effect, action, resource, refused) => {
    policy(effect, action, resource);
    const outcome = await call('Echo').then(
      () => undefined,
      ({ code, accessDeniedDetail }) => [code, accessDeniedDetail.NoPermissionType],
    );
    expect(outcome).toEqual(refused && ['Forbidden', refused]);
  });

  it('is told what it lacks', async () => {
    policy('Allow', 'test:Count', '*');
    await expect(call('Echo')).rejects.toMatchObject({
      code: 'Forbidden',
      data: { statusCode: 403 },
      accessDeniedDetail: {
        AuthAction: 'test:Echo',
        AuthPrincipalType: 'AssumedRoleUser',
        AuthPrincipalOwnerId: LOCAL_ACCOUNT_ID,
        AuthPrincipalDisplayName: 'tester:local',
        NoPermissionType: 'ImplicitDeny',
        PolicyType: 'AccountLevelIdentityBasedPolicy',
      },
    });
  });
});
