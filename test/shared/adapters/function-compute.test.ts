import { functionCompute } from '../../../shared/adapters/function-compute';
import { type HttpService, startHttpService } from './http-service';

const credentials = { accessKeyId: 'STS.id', accessKeySecret: 'secret', securityToken: 'the STS token' };

let service: HttpService;
beforeEach(async () => {
  service = await startHttpService(() => ({ status: 202, body: '' }));
});
afterEach(() => service.close());
const invoke = (payload: unknown) =>
  functionCompute(service.endpoint, 'test', credentials).invoke('close-subscription', payload);

it('an invocation names the stage’s function in its path and the alias that is live, is asynchronous and signed, and its body is the payload', async () => {
  await invoke({ instanceId: '33884913', 云: true });
  expect(service.received).toMatchObject([
    {
      method: 'POST',
      path: '/2023-03-30/functions/account-settlement-test-close-subscription/invocations',
      query: { qualifier: 'live' },
      headers: {
        'x-fc-invocation-type': 'Async',
        'x-acs-action': 'InvokeFunction',
        'x-acs-version': '2023-03-30',
        'x-acs-security-token': 'the STS token',
        authorization: expect.stringMatching(/^ACS3-HMAC-SHA256 Credential=STS\.id,/),
      },
      body: '{"instanceId":"33884913","云":true}',
    },
  ]);
});

// biome-ignore format: one case a line
it.each<[string, number, object | string, string | undefined]>([
  ['accepted',                          202, '',                                  undefined],
  ['accepted by an answer with text',   202, '{}',                                undefined],
  ['a function that is not there',      404, { Code: 'FunctionNotFound' },        'OpenApiRefusal'],
  ['a role that may not',               403, { Code: 'AccessDenied' },            'OpenApiRefusal'],
  ['too many at once',                  429, { Code: 'ResourceThrottled' },       'Unavailable'],
  ['a fault of the service',            500, { Code: 'InternalServerError' },     'Unavailable'],
  ['the service is down',               503, '',                                  'Unavailable'],
])('%s: %i', async (_, status, body, fault) => {
  service.answer = () => ({ status, body });
  const outcome = await invoke({}).catch(({ name }: Error) => name);
  expect(outcome).toBe(fault);
});
