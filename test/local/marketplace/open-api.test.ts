import { localCredentials } from '../../../local/credentials';
import type { Credentials } from '../../../local/ram/identity';
import { createRoles, roleCredentials } from '../../../local/ram/roles';
import { type Call, callOpenApi } from '../openapi/openapi-client';
import { accountId, instances, type Market, startMarket } from './marketplace';

const version = '2015-11-01';
const query = { InstanceId: '33884913', OrderId: '222222222222222', PageNumber: '1', PageSize: '10' };

const roles = createRoles('cn-hangzhou');

let market: Market;
beforeAll(async () => {
  market = await startMarket({ roles: roles.find });
  await market.post(instances, { accountId });
});
afterAll(() => market.stop());

const call = (changed: Partial<Call>, credentials: Partial<Credentials> = {}) =>
  callOpenApi(
    market.endpoint(),
    { action: 'DescribeInstanceForIsv', version, query, ...changed },
    { ...localCredentials, ...credentials },
  );

it.each(['DescribeInstanceForIsv', 'DescribeOrderForIsv', 'DescribeFailedNotifications'])(
  '%s is answered',
  async (action) => {
    expect(JSON.parse(await call({ action }))).toHaveProperty('RequestId');
  },
);

it('takes parameters in a form too', async () => {
  expect(JSON.parse(await call({ query: {}, form: query }))).toMatchObject({ InstanceId: 33884913 });
});

// biome-ignore format: one case a line
it.each([
  ['an operation of the buyer’s side', { action: 'DescribeInstances' },           {},                              'InvalidAction.NotFound',                     404],
  ['an operation that there is not',   { action: 'DescribeNothing' },             {},                              'InvalidAction.NotFound',                     404],
  ['another version',                  { version: '2015-11-02' },                 {},                              'InvalidVersion',                             404],
  ['an unknown access key',            {},                                        { accessKeyId: 'LTAI-another' }, 'InvalidAccessKeyId.NotFound',                404],
  ['another secret',                   {},                                        { accessKeySecret: 'another' },  'SignatureDoesNotMatch',                      400],
  ['another secret, and no operation', { action: 'DescribeNothing' },             { accessKeySecret: 'another' },  'SignatureDoesNotMatch',                      400],
  ['another STS token',                {},                                        { securityToken: 'another' },    'InvalidSecurityToken.MismatchWithAccessKey', 400],
  ['no STS token',                     {},                                        { securityToken: '' },           'MissingSecurityToken',                       400],
  ['an instance that is no number',    { query: { InstanceId: 'cmgj00053362' } }, {},                              'InvalidInstanceId.NotFound',                 404],
  ['an order given as instance',       { query: { InstanceId: query.OrderId } },  {},                              'InvalidInstanceId.NotFound',                 404],
  ['a parameter in lower case',        { query: { instanceId: '33884913' } },     {},                              'MissingInstanceId',                          400],
])('%s: refused with a code', async (_, changed: Partial<Call>, credentials: Partial<Credentials>, code, status) => {
  await expect(call(changed, credentials)).rejects.toMatchObject({ code, data: { statusCode: status } });
});

it('a call that is not signed: refused', async () => {
  const response = await fetch(`${market.endpoint()}/?Action=DescribeInstanceForIsv&InstanceId=33884913`);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    Code: 'IncompleteSignature',
    Message: expect.any(String),
    RequestId: expect.any(String),
  });
});

describe('a role', () => {
  const allow = (Action: string) =>
    roles.put('tester', { Version: '1', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

  const missing: Readonly<Record<string, string>> = {
    ConfirmNotification: 'MissingNotificationRequestId',
    PushMeteringData: 'MissingMetering',
  };

  it.each([
    'DescribeInstanceForIsv',
    'DescribeOrderForIsv',
    'DescribeFailedNotifications',
    'ConfirmNotification',
    'PushMeteringData',
  ])('may %s where its policy allows it, and only there', async (action) => {
    allow('market:SomethingElse');
    await expect(call({ action }, roleCredentials('tester'))).rejects.toMatchObject({
      code: 'Forbidden.RAM',
      data: { statusCode: 403 },
      accessDeniedDetail: { AuthAction: `market:${action}` },
    });
    allow(`market:${action}`);
    const outcome = await call({ action }, roleCredentials('tester')).then(
      () => 'answered',
      ({ code }) => code,
    );
    expect(outcome).toBe(missing[action] ?? 'answered');
  });
});
