import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { system } from '../../../shared/adapters/node';
import { callOpenApi, type OpenApiCall, OpenApiRefusal } from '../../../shared/adapters/open-api';
import { Unavailable } from '../../../shared/ports';
import { faultFields } from '../../../shared/triggers/log';
import { type HttpService, type ServiceAnswer, startHttpService } from './http-service';

const credentials = { accessKeyId: 'STS.id', accessKeySecret: 'the access key secret', securityToken: 'the STS token' };
const call: OpenApiCall = {
  action: 'SingleSendMail',
  version: '2015-11-23',
  service: 'mail',
  patienceMs: 5_000,
  query: { ToAddress: 'ops@acme.example' },
  form: { TextBody: 'Fees & more' },
};

let service: HttpService;
beforeEach(async () => {
  service = await startHttpService(() => ({ body: { RequestId: 'r-1' } }));
});
afterEach(() => service.close());

const outcomeOf = (answer: ServiceAnswer | 'break'): Promise<unknown> => {
  service.answer = () => answer;
  return callOpenApi(service.endpoint, credentials, call).catch((fault: unknown) => fault);
};

describe('a call', () => {
  it('is signed, with the STS token of the function’s role; the form is not in the address', async () => {
    await callOpenApi(service.endpoint, credentials, call);
    const [request] = service.received;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/',
      query: { ToAddress: 'ops@acme.example' },
      headers: {
        'x-acs-action': 'SingleSendMail',
        'x-acs-version': '2015-11-23',
        'x-acs-security-token': 'the STS token',
        'content-type': 'application/x-www-form-urlencoded',
        authorization: expect.stringMatching(
          /^ACS3-HMAC-SHA256 Credential=STS\.id,SignedHeaders=.*x-acs-security-token/,
        ),
      },
      body: 'TextBody=Fees%20%26%20more',
    });
    expect(JSON.stringify(request)).not.toContain('the access key secret');
  });

  it('of a resource names it in the path, and its body is sent as it is', async () => {
    const resource = { path: '/2023-03-30/functions/f/invocations', headers: { 'x-a': 'b' }, body: '{"云":1}' };
    await callOpenApi(service.endpoint, credentials, { ...call, action: 'InvokeFunction', resource });
    expect(service.received).toMatchObject([
      { method: 'POST', path: resource.path, query: {}, headers: { 'x-a': 'b' }, body: '{"云":1}' },
    ]);
  });

  it('answers the text as it came: a number beyond what a double holds keeps its digits', async () => {
    const body = '{"AliUid":12345678901234567891,"RequestId":"r-1"}';
    expect(await outcomeOf({ body })).toBe(body);
  });

  it('may be answered with nothing', async () => {
    expect(await outcomeOf({ body: '' })).toBe('');
  });

  it('is made once, whatever comes of it, and counted with the time that it took', async () => {
    system.meter.take();
    await outcomeOf('break');
    expect(service.received).toHaveLength(1);
    await outcomeOf({ status: 503, body: { Code: 'ServiceUnavailable' } });
    expect(service.received).toHaveLength(2);
    const { mailCalls, ...others } = system.meter.take();
    expect(mailCalls).toBe(2);
    expect(Object.keys(others).filter((name) => name !== 'mailMs')).toEqual([]);
  });
});

describe('the service says no, or nothing', () => {
  const refused = (code: string, status: number) => ({ name: 'OpenApiRefusal', code, status });
  const unavailable = { name: 'Unavailable' };

  // biome-ignore format: one case a line
  it.each<[string, ServiceAnswer | 'break', object]>([
    // what                           answer                                                        is understood as
    ['an unknown thing',              { status: 404, body: { Code: 'InvalidInstanceId.NotFound' } }, refused('InvalidInstanceId.NotFound', 404)],
    ['a call that is not allowed',    { status: 403, body: { Code: 'Forbidden.RAM' } },              refused('Forbidden.RAM', 403)],
    ['a parameter that is wrong',     { status: 400, body: { Code: 'InvalidToAddress' } },           refused('InvalidToAddress', 400)],
    ['the same, sent with 500',       { status: 500, body: { Code: 'Invalid.Parameter.Key' } },      refused('Invalid.Parameter.Key', 500)],
    ['no permission, sent with 500',  { status: 500, body: { Code: 'Permission.Denied' } },          refused('Permission.Denied', 500)],
    ['too many calls',                { status: 400, body: { Code: 'Throttling.User' } },            unavailable],
    ['too many, by another name',     { status: 500, body: { Code: 'Service.Flow.Control' } },       unavailable],
    ['too many, by the status',       { status: 429, body: { Code: 'TooManyRequests' } },            unavailable],
    ['a service that is down',        { status: 503, body: { Code: 'Whatever' } },                   unavailable],
    ['the same, by its code',         { status: 500, body: { Code: 'ServiceUnavailable' } },         unavailable],
    ['a fault of the service',        { status: 500, body: { Code: 'InternalError' } },              unavailable],
    ['the same, in Function Compute’s words', { status: 500, body: { Code: 'InternalServerError' } }, unavailable],
    ['a fault that has no code',      { status: 500, body: { Message: 'Oops.' } },                   unavailable],
    ['a gateway’s page',              { status: 502, body: '<html>Bad Gateway</html>' },             unavailable],
    ['a gateway’s empty answer',      { status: 504, body: '' },                                     unavailable],
    ['a broken connection',           'break',                                                       unavailable],
  ])('%s: %j', async (_, answer, fault) => {
    expect(await outcomeOf(answer)).toMatchObject(fault);
  });

  it('nobody listens: unavailable, the cause kept', async () => {
    await service.close();
    const outcome = await outcomeOf('break');
    expect(outcome).toBeInstanceOf(Unavailable);
    expect((outcome as Error).cause).toMatchObject({ message: 'Error ECONNREFUSED' });
    service = await startHttpService(() => ({ body: {} }));
  });
});

it('is not waited for longer than the caller has patience', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await expect(callOpenApi(endpoint, credentials, { ...call, patienceMs: 20 })).rejects.toThrow(Unavailable);
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
});

describe('what a log line would say of a failure', () => {
  const said = async (answer: ServiceAnswer | 'break') => JSON.stringify(faultFields(await outcomeOf(answer)));
  const message =
    'Specified signature is not matched with our calculation. server string to sign is: x-acs-security-token:the STS token';

  // biome-ignore format: one case a line
  it.each<[string, ServiceAnswer | 'break', string]>([
    ['a refusal’s code',          { status: 400, body: { Code: 'SignatureDoesNotMatch', Message: message } }, 'SignatureDoesNotMatch'],
    ['that it was throttled',     { status: 400, body: { Code: 'Throttling', Message: message } },            'Throttling 400'],
    ['what befell the call',      'break',                                                                   'Error ECONNRESET'],
    ['that the answer was none',  { status: 502, body: `<html>${message}</html>` },                           'SingleSendMail was not answered.*SyntaxError'],
  ])('%s, and neither keys, nor to whom a mail went, nor what the service wrote', async (_, answer, what) => {
    const line = await said(answer);
    expect(line).toMatch(new RegExp(what));
    expect(line).not.toMatch(/STS token|access key secret|acme|Fees|string to sign/);
  });

  it('nor the address, where nobody listens', async () => {
    await service.close();
    const line = await said('break');
    expect(line).toContain('ECONNREFUSED');
    expect(line).not.toMatch(/acme|ToAddress/);
    service = await startHttpService(() => ({ body: {} }));
  });

  it('a refusal is no part of Unavailable: trying again does not help', async () => {
    expect(await outcomeOf({ status: 403, body: { Code: 'Forbidden' } })).toBeInstanceOf(OpenApiRefusal);
  });
});
