/** The event of an HTTP trigger, byte for byte, and its rules for headers, query and body. */
import { type ArrivedRequest, httpEvent } from '../../../local/function-compute/http-event';

const arrival = { accountId: '123456', requestId: '1-64f6cd87-1', atMs: 1693896071895 };

const event = (changed: Partial<ArrivedRequest>) => {
  const request: ArrivedRequest = {
    method: 'GET',
    target: '/',
    httpVersion: '1.1',
    rawHeaders: [],
    body: Buffer.alloc(0),
    sourceIp: '11.11.11.11',
    ...changed,
  };
  return httpEvent(request, arrival);
};
const parsed = (changed: Partial<ArrivedRequest>) => JSON.parse(event(changed));

test('a request with everything gives the event of the documents', () => {
  const text = event({
    method: 'POST',
    target: '/ex%20ample?parameter1=value1&parameter1=value2',
    rawHeaders: [
      'HOST',
      'd.example:8080',
      'header1',
      'value1',
      'Header1',
      'value2',
      'content-type',
      'text/plain',
      'user-agent',
      'curl',
    ],
    body: Buffer.from('Hello FC!'),
  });
  expect(text).toBe(
    '{"version":"v1","rawPath":"/ex%20ample","body":"Hello FC!","isBase64Encoded":false,' +
      '"headers":{"Host":"d.example:8080","Header1":"value1,value2","Content-Type":"text/plain","User-Agent":"curl"},' +
      '"queryParameters":{"parameter1":"value1,value2"},' +
      '"requestContext":{"accountId":"123456","domainName":"d.example","domainPrefix":"d",' +
      '"http":{"method":"POST","path":"/ex ample","protocol":"HTTP/1.1","sourceIp":"11.11.11.11","userAgent":"curl"},' +
      '"requestId":"1-64f6cd87-1","time":"2023-09-05T06:41:11Z","timeEpoch":"1693896071895"}}',
  );
});

test('a plain GET has an empty body and says that it is base64', () => {
  expect(parsed({})).toMatchObject({ body: '', isBase64Encoded: true, headers: {}, queryParameters: {} });
});

test.each([
  ['text/plain', false],
  ['text/html; charset=utf-8', false],
  ['TEXT/CSV', false],
  ['application/json', false],
  ['application/json;charset=UTF-8', false],
  ['Application/JSON ; charset=utf-8', false],
  ['application/ld+json', false],
  ['application/xml', false],
  ['application/xhtml+xml', false],
  ['application/atom+xml', false],
  ['application/javascript', false],
  ['application/x-www-form-urlencoded', true],
  ['multipart/form-data; boundary=x', true],
  ['application/octet-stream', true],
  ['application/problem+json', true],
  ['application/cloudevents+json', true],
  ['application/jsonx', true],
  ['image/svg+xml', true],
  ['', true],
  [undefined, true],
])('a body of the type %s: base64 %s', (contentType, isBase64Encoded) => {
  const rawHeaders = contentType === undefined ? [] : ['Content-Type', contentType];
  expect(parsed({ rawHeaders, body: Buffer.from('{"é":1}') })).toMatchObject({
    isBase64Encoded,
    body: isBase64Encoded ? 'eyLDqSI6MX0=' : '{"é":1}',
  });
});

test.each([
  ['x-api-key', 'X-Api-Key'],
  ['X-API-KEY', 'X-Api-Key'],
  ['etag', 'Etag'],
  ['www-authenticate', 'Www-Authenticate'],
  ['x-2nd-name', 'X-2nd-Name'],
  ['__proto__', '__proto__'],
])('the header %s arrives as %s', (sent, canonical) => {
  expect(Object.entries(parsed({ rawHeaders: [sent, 'a', sent.toUpperCase(), 'b'] }).headers)).toEqual(
    canonical === '__proto__' ? [['__proto__', 'a,b']] : [[canonical, 'a,b']],
  );
});

test.each([
  ['/p', {}],
  ['/p?', {}],
  ['/p?a=1&b=2', { a: '1', b: '2' }],
  ['/p?a=1&a=2&a=1', { a: '1,2,1' }],
  ['/p?a=&b', { a: '', b: '' }],
  ['/p?a=1+2&b=1%2B2', { a: '1 2', b: '1+2' }],
  ['/p?%E4%B8%AD=%E6%96%87', { 中: '文' }],
  ['/p?a=1?2', { a: '1?2' }],
  ['/p?a=%zz', { a: '%zz' }],
])('the query of %s is given decoded: %j', (target, queryParameters) => {
  expect(parsed({ target })).toMatchObject({ rawPath: '/p' });
  expect(parsed({ target }).queryParameters).toEqual(queryParameters);
});

test.each([
  ['/a%2Fb', '/a/b'],
  ['/%E4%B8%AD', '/中'],
  ['/a+b', '/a+b'],
  ['/%zz', '/%zz'],
])('the path %s is kept encoded, and decoded to %s', (target, path) => {
  expect(parsed({ target })).toMatchObject({ rawPath: target, requestContext: { http: { path } } });
});
