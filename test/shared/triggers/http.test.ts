import * as z from 'zod';
import { refused } from '../../../shared/domain/refusals';
import {
  etag,
  findRoute,
  LARGEST_BODY,
  type Route,
  readBody,
  refusalOfBody,
  reply,
  requestOf,
  resultOf,
} from '../../../shared/triggers/http';
import type { HttpRequest } from '../../../shared/triggers/request';
import { httpEvent } from '../../../shared/validation/function-compute';
import { httpEventOf } from '../../fakes/door';
import { alicloud, billingCenter, entry, workspace } from '../domain/samples';

const handle = async () => reply(204);
const route = (method: Route['method'], path: string): Route => ({ method, path, handle });
const call = { changeId: 'c', run: 0, nowMs: 7 };
const requestFor = (event: object): HttpRequest => requestOf(httpEvent.parse(event), call, {});

describe('findRoute', () => {
  const routes = [
    route('POST', '/api/sessions'),
    route('DELETE', '/api/sessions'),
    route('GET', '/api/workspaces/{site}/{workspaceId}'),
    route('GET', '/api/workspaces/{site}/{workspaceId}/settlements'),
  ];

  // biome-ignore format: one case a line
  it.each([
    // request                                          route's path                                        its segments
    ['POST',   '/api/sessions',                         '/api/sessions',                                    {}],
    ['DELETE', '/api/sessions',                         '/api/sessions',                                    {}],
    ['GET',    '/api/workspaces/cn1/w',                 '/api/workspaces/{site}/{workspaceId}',             { site: 'cn1', workspaceId: 'w' }],
    ['GET',    '/api/workspaces/cn1/w/settlements',     '/api/workspaces/{site}/{workspaceId}/settlements', { site: 'cn1', workspaceId: 'w' }],
    ['GET',    '/api/workspaces/c%201/%E4%BA%91%2Fx',   '/api/workspaces/{site}/{workspaceId}',             { site: 'c 1', workspaceId: '云/x' }],
    ['GET',    '/api/workspaces/__proto__/constructor', '/api/workspaces/{site}/{workspaceId}',             { site: '__proto__', workspaceId: 'constructor' }],
    ['GET',    '/api/workspaces/{site}/{workspaceId}',  '/api/workspaces/{site}/{workspaceId}',             { site: '{site}', workspaceId: '{workspaceId}' }],
  ])('%s %s is for %s', (method, path, wanted, params) => {
    const found = findRoute(routes, method, path);
    if ('kind' in found) throw new Error(`refused: ${found.code}`);
    expect([found.route.method, found.route.path, found.params]).toEqual([method, wanted, params]);
  });

  // biome-ignore format: one case a line
  it.each([
    // request                                      refused with
    ['GET',     '/api/sessions',                    refused('method-not-allowed', { allow: 'POST, DELETE' })],
    ['PATCH',   '/api/sessions',                    refused('method-not-allowed', { allow: 'POST, DELETE' })],
    ['HEAD',    '/api/workspaces/cn1/w',            refused('method-not-allowed', { allow: 'GET' })],
    ['post',    '/api/sessions',                    refused('method-not-allowed', { allow: 'POST, DELETE' })],
    ['GET',     '/',                                refused('not-found')],
    ['GET',     '',                                 refused('not-found')],
    ['POST',    '/api/sessions/',                   refused('not-found')],
    ['POST',    '/api/session',                     refused('not-found')],
    ['POST',    '/API/sessions',                    refused('not-found')],
    ['POST',    '//api/sessions',                   refused('not-found')],
    ['GET',     '/api/workspaces/cn1/',             refused('not-found')],
    ['GET',     '/api/workspaces//w',               refused('not-found')],
    ['GET',     '/api/workspaces/cn1/w/x/y',        refused('not-found')],
    ['GET',     '/api/workspaces/cn1/%',            refused('not-found')],
    ['GET',     '/api/workspaces/cn1/%C3%28',       refused('not-found')],
  ])('%s %s is refused', (method, path, refusal) => {
    expect(findRoute(routes, method, path)).toEqual(refusal);
  });
});

describe('requestOf', () => {
  it('reads the event of the vendor’s documents', () => {
    const event = JSON.parse(
      '{"version":"v1","rawPath":"/example","body":"Hello FC!","isBase64Encoded":false,"headers":{"Header1":"value1,value2"},"queryParameters":{"parameter1":"value1,value2"},' +
        '"requestContext":{"accountId":"123456","domainName":"d","domainPrefix":"p","http":{"method":"GET","path":"/example","protocol":"HTTP/1.1","sourceIp":"11.11.11.11","userAgent":"curl"},' +
        '"requestId":"1-64f6cd87-1","time":"2023-09-05T06:41:11Z","timeEpoch":"1693896071895"}}',
    );
    expect(requestOf(httpEvent.parse(event), call, { a: 'b' })).toEqual({
      method: 'GET',
      params: { a: 'b' },
      query: { parameter1: 'value1,value2' },
      headers: { header1: 'value1,value2' },
      body: Buffer.from('Hello FC!'),
      language: 'en',
      sourceAddress: '11.11.11.11',
      requestId: '1-64f6cd87-1',
      changeId: 'c',
      run: 0,
      nowMs: 7,
    });
  });

  it('speaks the language that is preferred', () => {
    const languageOf = (accepted: string) =>
      requestFor(httpEventOf('GET', '/', { headers: { 'Accept-Language': accepted } })).language;
    expect([languageOf('zh-CN'), languageOf('en-GB')]).toEqual(['zh', 'en']);
  });

  // biome-ignore format: one case a line
  it.each([
    ['plain text',           { body: '云 {}',          isBase64Encoded: false }, Buffer.from('云 {}')],
    ['base64',               { body: '5LqRIHt9',       isBase64Encoded: true },  Buffer.from('云 {}')],
    ['bytes that are no text', { body: '/wD+',         isBase64Encoded: true },  Buffer.from([0xff, 0, 0xfe])],
    ['text that looks like base64', { body: '5LqR',    isBase64Encoded: false }, Buffer.from('5LqR')],
    ['a plain GET’s nothing', { body: '',              isBase64Encoded: true },  Buffer.alloc(0)],
  ])('a body of %s', (_, sent, body) => {
    expect(Buffer.compare(requestFor(httpEventOf('POST', '/', sent)).body, body)).toBe(0);
  });

  it('an event may leave out the body, the headers and the query', () => {
    const { version, rawPath, requestContext } = httpEventOf('GET', '/');
    expect(requestFor({ version, rawPath, requestContext })).toMatchObject({
      query: {},
      headers: {},
      body: Buffer.alloc(0),
    });
  });

  it('a name that objects know is a name like any other, or none; never more', () => {
    const event = JSON.stringify(httpEventOf('GET', '/', { query: { NAME: 'x' }, headers: { NAME: 'x' } }));
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const { query, headers } = requestFor(JSON.parse(event.replaceAll('NAME', name)));
      expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
      expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
    }
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('refusalOfBody', () => {
  const json = { 'Content-Type': 'application/json' };
  const bodyOf = (bytes: number) => 'x'.repeat(bytes);

  // biome-ignore format: one case a line
  it.each([
    // method   Content-Type                                        bytes             refused with
    ['POST',   { 'Content-Type': 'application/json' },                2,                undefined],
    ['PUT',    { 'Content-Type': 'application/json' },                2,                undefined],
    ['POST',   { 'CONTENT-TYPE': 'application/json' },                2,                undefined],
    ['POST',   { 'Content-Type': 'application/json; charset=utf-8' }, 2,                undefined],
    ['POST',   { 'Content-Type': 'Application/JSON ;charset=utf-8' }, 2,                undefined],
    ['POST',   {},                                                    2,                'unsupported-media-type'],
    ['PUT',    {},                                                    2,                'unsupported-media-type'],
    ['POST',   { 'Content-Type': '' },                                2,                'unsupported-media-type'],
    ['POST',   { 'Content-Type': 'text/plain' },                      2,                'unsupported-media-type'],
    ['POST',   { 'Content-Type': 'application/x-www-form-urlencoded' }, 2,              'unsupported-media-type'],
    ['POST',   { 'Content-Type': 'application/jsonp' },               2,                'unsupported-media-type'],
    ['POST',   { 'Content-Type': 'text/plain,application/json' },     2,                'unsupported-media-type'],
    ['POST',   { 'Content-Type': 'text/plain' },                      LARGEST_BODY + 1, 'unsupported-media-type'],
    ['POST',   json,                                                  LARGEST_BODY,     undefined],
    ['POST',   json,                                                  LARGEST_BODY + 1, 'body-too-large'],
    ['PUT',    json,                                                  LARGEST_BODY + 1, 'body-too-large'],
    ['GET',    {},                                                    LARGEST_BODY + 1, undefined],
    ['DELETE', {},                                                    2,                undefined],
  ])('%s with %j and %i bytes: %s', (method, headers, bytes, code) => {
    const refusal = refusalOfBody(requestFor(httpEventOf(method, '/', { headers, body: bodyOf(bytes) })));
    expect(refusal?.code).toBe(code);
  });

  it('64 KiB are 65,536 bytes, not characters', () => {
    const request = (body: string) => requestFor(httpEventOf('POST', '/', { headers: json, body }));
    expect(LARGEST_BODY).toBe(65_536);
    expect(refusalOfBody(request('云'.repeat(21_845)))).toBeUndefined();
    expect(refusalOfBody(request('云'.repeat(21_846)))).toMatchObject({ code: 'body-too-large' });
  });
});

describe('readBody', () => {
  const schema = z.object({ a: z.string() });
  const bytes = (...body: number[]) => Buffer.from(body).toString('base64');
  const base64 = (body: string) => Buffer.from(body).toString('base64');
  const read = (body: string) =>
    readBody(requestFor(httpEventOf('POST', '/', { body, isBase64Encoded: true })), schema);

  // biome-ignore format: one case a line
  it.each([
    ['an object',                      base64('{"a":"云"}'),      { a: '云' }],
    ['an object and white space',      base64(' {"a":"b"}\n'),    { a: 'b' }],
    ['a byte order mark before it',    base64('\uFEFF{"a":"b"}'), { a: 'b' }],
    ['unknown members, left out',      base64('{"a":"b","c":1}'), { a: 'b' }],
    ['members that objects know',      base64('{"a":"b","__proto__":{"a":"c"},"constructor":1}'), { a: 'b' }],
  ])('reads %s', (_, body, value) => {
    expect(read(body)).toEqual({ kind: 'read', value });
  });

  // biome-ignore format: one case a line
  it.each([
    ['no body',                        ''],
    ['null',                           base64('null')],
    ['an array',                       base64('[]')],
    ['text',                           base64('"text"')],
    ['a number',                       base64('1')],
    ['JSON cut short',                 base64('{"a":"b"')],
    ['two objects',                    base64('{"a":"b"}{}')],
    ['a member that is not as wanted', base64('{"a":1}')],
    ['a member only inherited',        base64('{"__proto__":{"a":"b"}}')],
    ['broken UTF-8',                   bytes(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d)],
    ['UTF-16',                         Buffer.from('{"a":"b"}', 'utf16le').toString('base64')],
  ])('refuses %s', (_, body) => {
    expect(read(body)).toMatchObject({ kind: 'refused', code: 'invalid-request', error: expect.any(z.ZodError) });
  });
});

describe('a body that is missing is told from one that is no JSON', () => {
  const schema = z.object({}, { error: ({ input }) => (input === undefined ? 'required' : 'malformed') });

  // biome-ignore format: one case a line
  it.each([
    ['',      'required' ],
    ['{',     'malformed'],
    ['null',  'malformed'],
  ])('%j: %s', (body, message) => {
    const read = readBody(requestFor(httpEventOf('POST', '/', { body })), schema);
    expect(read.kind === 'refused' && read.error?.issues).toMatchObject([{ path: [], message }]);
  });
});

it('the ETag is the number of settlements so far, not of writes', () => {
  expect(etag(workspace({ version: 7 }))).toBe('"1"');
  expect(etag(workspace({ version: 8, timeline: [entry(billingCenter), entry(alicloud())] }))).toBe('"2"');
});

describe('resultOf', () => {
  const common = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'X-Request-Id': 'r-1' };

  it('an answer is JSON with our headers, its own after them', () => {
    expect(resultOf(reply(201, { a: '云' }, { ETag: '"1"' }), 'zh', 'r-1')).toEqual({
      statusCode: 201,
      headers: { 'Content-Type': 'application/json; charset=utf-8', ...common, ETag: '"1"' },
      isBase64Encoded: false,
      body: '{"a":"云"}',
    });
  });

  it('an answer without a body has none, and no type of one', () => {
    expect(resultOf(reply(204), 'en', 'r-1')).toStrictEqual({
      statusCode: 204,
      headers: common,
      isBase64Encoded: false,
      body: '',
    });
  });

  it('a refusal is a problem, in the language asked for', () => {
    const { statusCode, headers, body } = resultOf(refused('instance-not-ready'), 'zh', 'r-1');
    expect(statusCode).toBe(409);
    expect(headers).toEqual({
      'Content-Type': 'application/problem+json; charset=utf-8',
      ...common,
      'Content-Language': 'zh',
      'Retry-After': '5',
    });
    expect(JSON.parse(body)).toMatchObject({ code: 'instance-not-ready', status: 409, requestId: 'r-1' });
  });
});
