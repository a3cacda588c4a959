import { createClock } from '../../../local/clock';
import { localCredentials } from '../../../local/credentials';
import { type RpcServer, startRpcServer } from '../../../local/openapi/rpc';
import { createSignatureCheck } from '../../../local/openapi/signature';
import { callOpenApi } from './openapi-client';

const version = '2015-11-01';

let server: RpcServer;
beforeAll(async () => {
  server = await startRpcServer({
    port: 0,
    version,
    checkSignature: createSignatureCheck(localCredentials, createClock(Date.now)),
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
