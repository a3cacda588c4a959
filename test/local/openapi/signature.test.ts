import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock, type LocalClock } from '../../../local/clock';
import { localCredentials } from '../../../local/credentials';
import { createSignatureCheck, readSignedRequest, type SignedRequest } from '../../../local/openapi/signature';
import { type Callers, type Credentials, callersOf } from '../../../local/ram/identity';
import { createRoles } from '../../../local/ram/roles';
import { type Call, callOpenApi } from './openapi-client';

/** What the vendor's client sends for a call, as it arrives. */
const record = async (call: Call, credentials?: Credentials): Promise<SignedRequest> => {
  const requests: SignedRequest[] = [];
  const server = createServer((incoming, response) => {
    readSignedRequest(incoming).then((request) => {
      requests.push(request);
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await callOpenApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, call, credentials);
  } finally {
    server.close();
  }
  const [request] = requests;
  if (!request) throw new Error('The client sent nothing.');
  return request;
};

const rpc: Call = {
  action: 'SingleSendMail',
  version: '2015-11-23',
  query: { Region: 'cn hangzhou', Tag: "a!b'c(d)e*f~g+h&i=云" },
  form: { Subject: 'Hello' },
};
const roa: Call = {
  action: 'InvokeFunction',
  version: '2023-03-30',
  path: '/2023-03-30/functions/close-subscription/invocations',
  query: { qualifier: 'LATEST' },
  bytes: Buffer.from('{"instanceId":"33884913"}'),
};

const goodbye = Buffer.from('Subject=Goodbye');
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const administrator = callersOf(localCredentials);
/** What is wrong with a request; undefined where it is right. */
const checkOf = (clock: LocalClock, callers: Callers = administrator) => {
  const check = createSignatureCheck(callers, clock);
  return (request: SignedRequest) => {
    const checked = check(request);
    return 'fault' in checked ? checked.fault : undefined;
  };
};
const freshCheck = () => checkOf(createClock(Date.now));
const withHeader = (request: SignedRequest, name: string, value: string): SignedRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});
const withoutHeader = (request: SignedRequest, name: string): SignedRequest => {
  const { [name]: _, ...headers } = request.headers;
  return { ...request, headers };
};

let call: SignedRequest;
beforeAll(async () => {
  call = await record(rpc);
});

describe('a call of the vendor’s client', () => {
  // biome-ignore format: one case a line
  it.each([
    ['RPC, with a query and a form',        rpc],
    ['RPC, without parameters',             { action: 'A', version: '1' }],
    ['ROA, with a path, a query and bytes', roa],
  ])('%s: passes', async (_, call: Call) => {
    expect(freshCheck()(await record(call))).toBeUndefined();
  });

  // biome-ignore format: one case a line
  it.each([
    ['with another secret',           'SignatureDoesNotMatch',                      { ...localCredentials, accessKeySecret: 'another' }],
    ['with another access key',       'InvalidAccessKeyId.NotFound',                { ...localCredentials, accessKeyId: 'LTAIanother' }],
    ['that drops the STS token',      'MissingSecurityToken',                       { ...localCredentials, securityToken: '' }],
    ['with the STS token of another', 'InvalidSecurityToken.MismatchWithAccessKey', { ...localCredentials, securityToken: 'another' }],
  ])('%s: %s', async (_, code, credentials) => {
    expect(freshCheck()(await record(rpc, credentials))).toMatchObject({ code });
  });
});

describe('several callers', () => {
  const roles = createRoles('cn-hangzhou');
  roles.put('log-in', { Version: '1', Statement: [] });
  const callers = callersOf(localCredentials, roles.find);
  const permanent = { accessKeyId: 'LTAIpermanent', accessKeySecret: 'secret' };
  const callerOf = async (credentials: Credentials, known: Callers = callers) => {
    const checked = createSignatureCheck(known, createClock(Date.now))(await record(rpc, credentials));
    return 'caller' in checked ? checked.caller.name : checked.fault.code;
  };
  const own = roles.assume('log-in');

  // biome-ignore format: one case a line
  it.each([
    ['administrator',                              localCredentials],
    ['log-in',                                     own],
    ['InvalidSecurityToken.MismatchWithAccessKey', { ...own, securityToken: localCredentials.securityToken }],
    ['SignatureDoesNotMatch',                      { ...own, accessKeySecret: localCredentials.accessKeySecret }],
    ['InvalidAccessKeyId.NotFound',                { ...own, accessKeyId: 'STS.nobody' }],
  ])('are told apart: %s', async (name, credentials) => {
    expect(await callerOf(credentials)).toBe(name);
  });

  // biome-ignore format: one case a line
  it.each([
    ['administrator',                              permanent],
    ['InvalidSecurityToken.MismatchWithAccessKey', { ...permanent, securityToken: 'any' }],
  ])('a permanent key has no token: %s', async (name, credentials) => {
    expect(await callerOf(credentials, callersOf(permanent))).toBe(name);
  });
});

describe('a call changed on its way', () => {
  // biome-ignore format: one case a line
  it.each([
    ['another body',                  'SignatureDoesNotMatch',   () => ({ ...call, body: goodbye })],
    ['another body with its hash',    'SignatureDoesNotMatch',   () => withHeader({ ...call, body: goodbye }, 'x-acs-content-sha256', sha256(goodbye))],
    ['another method',                'SignatureDoesNotMatch',   () => ({ ...call, method: 'GET' })],
    ['another path',                  'SignatureDoesNotMatch',   () => ({ ...call, path: '/other' })],
    ['a parameter more',              'SignatureDoesNotMatch',   () => ({ ...call, query: `${call.query}&Extra=1` })],
    ['a parameter less',              'SignatureDoesNotMatch',   () => ({ ...call, query: '' })],
    ['another operation',             'SignatureDoesNotMatch',   () => withHeader(call, 'x-acs-action', 'DeleteEverything')],
    ['another host',                  'SignatureDoesNotMatch',   () => withHeader(call, 'host', 'elsewhere.example')],
    ['another content type',          'SignatureDoesNotMatch',   () => withHeader(call, 'content-type', 'text/plain')],
    ['another nonce',                 'SignatureDoesNotMatch',   () => withHeader(call, 'x-acs-signature-nonce', 'another')],
    ['no nonce',                      'MissingSignatureNonce',   () => withoutHeader(call, 'x-acs-signature-nonce')],
    ['no date',                       'InvalidTimeStamp.Format', () => withoutHeader(call, 'x-acs-date')],
    ['a date in another form',        'InvalidTimeStamp.Format', () => withHeader(call, 'x-acs-date', 'Mon, 01 Jan 2026 00:00:00 GMT')],
    ['no authorization',              'IncompleteSignature',     () => withoutHeader(call, 'authorization')],
    ['authorization of another kind', 'IncompleteSignature',     () => withHeader(call, 'authorization', 'Bearer token')],
    ['a header that is not signed',   'IncompleteSignature',     () => withHeader(call, 'x-acs-parent-id', '1')],
    ['a signed header left out',      'IncompleteSignature',     () => withHeader(call, 'authorization', String(call.headers.authorization).replace('x-acs-security-token;', ''))],
  ])('%s: %s', (_, code, change) => {
    expect(freshCheck()(change())).toMatchObject({ code });
  });

  it('may be encoded anew: the order of the query and the form of its escapes are not signed', () => {
    const query = new URLSearchParams([...new URLSearchParams(call.query)].reverse()).toString();
    expect(query).not.toBe(call.query);
    expect(freshCheck()({ ...call, query })).toBeUndefined();
  });

  it('keeps its secrets: no refusal tells what was expected', () => {
    const refusal = JSON.stringify(freshCheck()({ ...call, body: goodbye }));
    expect(refusal).not.toContain(localCredentials.securityToken);
    expect(refusal).not.toMatch(/[0-9a-f]{64}/);
  });
});

describe('time', () => {
  const minutes = 60_000;
  const sentMs = () => Date.parse(String(call.headers['x-acs-date']));

  // biome-ignore format: one case a line
  it.each([
    ['as it was sent',                                   0,                 undefined],
    ['a quarter of an hour later',                       15 * minutes,      undefined],
    ['a millisecond more',                               15 * minutes + 1,  'InvalidTimeStamp.Expired'],
    ['on a machine that is a quarter of an hour behind', -15 * minutes,     undefined],
    ['a millisecond more',                               -15 * minutes - 1, 'InvalidTimeStamp.Expired'],
  ])('%s', (_, laterMs, code) => {
    const check = checkOf(createClock(() => sentMs() + laterMs));
    expect(check(call)?.code).toBe(code);
  });

  // biome-ignore format: one case a line
  it.each([
    ['dated by the machine’s clock, which the local one left behind', 0,             undefined],
    ['dated by the local clock',                                      -90 * minutes, undefined],
    ['dated by neither',                                              -45 * minutes, 'InvalidTimeStamp.Expired'],
  ])('an hour and a half ahead, a call %s', (_, machineLaterMs, code) => {
    const check = checkOf(createClock(() => sentMs() + machineLaterMs, 90 * minutes));
    expect(check(call)?.code).toBe(code);
  });
});

describe('a nonce', () => {
  it('is good once', () => {
    const check = freshCheck();
    expect(check(call)).toBeUndefined();
    expect(check(call)).toMatchObject({ code: 'SignatureNonceUsed' });
  });

  it('is not used up by a call that was refused', () => {
    const check = freshCheck();
    expect(check({ ...call, body: Buffer.from('tampered') })).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(check(call)).toBeUndefined();
  });

  it('is remembered as long as its date is fresh', async () => {
    let nowMs = Date.parse(String(call.headers['x-acs-date']));
    const check = checkOf(createClock(() => nowMs));
    expect(check(call)).toBeUndefined();
    nowMs += 15 * 60_000;
    expect(check(call)).toMatchObject({ code: 'SignatureNonceUsed' });
  });
});
