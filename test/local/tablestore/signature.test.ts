import { createHash, createHmac } from 'node:crypto';
import {
  createClient,
  credentials,
  parameterInvalid,
  type Refusal,
  refusalOf,
  startTestTablestore,
  type TestTablestore,
  tableParams,
} from './start';

let tablestore: TestTablestore;
beforeAll(async () => {
  tablestore = await startTestTablestore({ instanceName: 'test' });
});
afterAll(() => tablestore.stop());

const authFailed = (message: string): Refusal => ({ status: 403, code: 'OTSAuthFailed', message });
const md5 = (body: Uint8Array) => createHash('md5').update(body).digest('base64');

// biome-ignore format: a table
test.each([
  ['another access key', { accessKeyId: 'other' },                   authFailed('The AccessKeyID does not exist.')],
  ['another secret',     { secretAccessKey: 'other' },               authFailed('Signature mismatch.')],
  ['another STS token',  { stsToken: 'other' },                      authFailed('The STS token does not belong to the AccessKeyID: send the one that came with it.')],
  ['another instance',   { instancename: 'other' },                  authFailed('The instance is not found.')],
])('the SDK with %s', async (_, overrides, expected) => {
  expect(await refusalOf(createClient(tablestore.endpoint, overrides).listTable({}))).toEqual(expected);
});

test('the SDK without an STS token', async () => {
  const { accessKeyId, accessKeySecret } = credentials;
  const client = createClient(tablestore.endpoint, { accessKeyId, secretAccessKey: accessKeySecret, stsToken: '' });
  expect((await refusalOf(client.listTable({}))).code).toBe('OTSAuthFailed');
});

// biome-ignore format: a table
test.each([
  ['14 minutes behind', -14, 200],
  ['16 minutes behind', -16, 403],
  ['14 minutes ahead',   14, 200],
  ['16 minutes ahead',   16, 403],
])('a date %s', async (_, minutes, status) => {
  const date = new Date(tablestore.clock.nowMs() + minutes * 60_000).toISOString();
  expect((await send({ 'x-ots-date': date })).status).toBe(status);
});

test.each([0, 60])('a date of the machine’s clock, with the local one %d minutes ahead of it', async (minutes) => {
  tablestore.clock.aheadMs = minutes * 60_000;
  const statuses = [];
  for (const nowMs of [Date.now(), tablestore.clock.nowMs(), Date.now() - 16 * 60_000]) {
    statuses.push((await send({ 'x-ots-date': new Date(nowMs).toISOString() })).status);
  }
  tablestore.clock.aheadMs = 0;
  expect(statuses).toEqual([200, 200, 403]);
});

const signed = (headers: Record<string, string>, path: string) => {
  const lines = Object.keys(headers)
    .sort()
    .map((name) => `${name}:${headers[name]}`);
  const text = `${path}\nPOST\n\n${lines.join('\n')}\n`;
  return {
    ...headers,
    'x-ots-signature': createHmac('sha1', credentials.accessKeySecret).update(text).digest('base64'),
  };
};

const send = async (
  overrides: Record<string, string | undefined> = {},
  { path = '/ListTable', method = 'POST', body = new Uint8Array() } = {},
): Promise<Response> => {
  const headers: Record<string, string | undefined> = {
    'x-ots-apiversion': '2015-12-31',
    'x-ots-instancename': 'test',
    'x-ots-contentmd5': md5(body),
    'x-ots-date': new Date(tablestore.clock.nowMs()).toISOString(),
    'x-ots-accesskeyid': credentials.accessKeyId,
    'x-ots-ststoken': credentials.securityToken,
    ...overrides,
  };
  const sent = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const init = { method, headers: signed(sent, path), ...(method === 'POST' && { body }) };
  return fetch(`${tablestore.endpoint}${path}`, init);
};

const textOf = async (response: Response) => {
  const text = Buffer.from(await response.arrayBuffer()).toString();
  return {
    status: response.status,
    code: /OTS[A-Za-z]+/.exec(text)?.[0],
    message: text.slice(text.indexOf('\x12') + 2),
  };
};

test('a request signed by hand is answered', async () => {
  expect((await send()).status).toBe(200);
});

// biome-ignore format: a table
test.each([
  ['x-ots-date'], ['x-ots-apiversion'], ['x-ots-accesskeyid'], ['x-ots-contentmd5'], ['x-ots-instancename'],
])('without %s', async (name) => {
  expect(await textOf(await send({ [name]: undefined }))).toEqual(parameterInvalid(`Missing header: '${name}'.`));
});

// biome-ignore format: a table
test.each<[string, Record<string, string>, object, Refusal]>([
  ['a date that is none',   { 'x-ots-date': 'blahblah' },       {},                          parameterInvalid('Invalid date format: blahblah.')],
  ['the MD5 of another body', { 'x-ots-contentmd5': 'blahblah' }, {},                        authFailed('Mismatch between MD5 value of request body and x-ots-contentmd5 in header.')],
  ['an unknown operation',  {},                                 { path: '/HelloWorld' },     { status: 400, code: 'OTSUnsupportOperation', message: "Unsupported operation: 'HelloWorld'." }],
  ['another method',        {},                                 { method: 'GET' },           { status: 405, code: 'OTSMethodNotAllowed', message: 'Only POST method for requests is supported.' }],
])('%s', async (_, headers, request, expected) => {
  expect(await textOf(await send(headers, request))).toEqual(expected);
});

test('a body that is no message', async () => {
  const { status, code } = await textOf(await send({}, { path: '/GetRow', body: Uint8Array.of(0xff, 0xff) }));
  expect([status, code]).toEqual([400, 'OTSParameterInvalid']);
});

test.each(['/ListTable', '/Nothing'])('the answer to %s proves who gave it', async (path) => {
  const response = await send({}, { path });
  const body = new Uint8Array(await response.arrayBuffer());
  expect(response.headers.get('x-ots-contentmd5')).toBe(md5(body));
  expect(response.headers.get('x-ots-contenttype')).toBe('protocol buffer');
  expect(response.headers.get('x-ots-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  const lines = ['contentmd5', 'contenttype', 'date', 'requestid'].map(
    (name) => `x-ots-${name}:${response.headers.get(`x-ots-${name}`)}`,
  );
  const proof = createHmac('sha1', credentials.accessKeySecret)
    .update(`${lines.join('\n')}\n${path}`)
    .digest('base64');
  expect(response.headers.get('authorization')).toBe(`OTS ${credentials.accessKeyId}:${proof}`);
});

test('an SDK with nothing wrong is let in', async () => {
  await tablestore.client.createTable(tableParams('T'));
});
