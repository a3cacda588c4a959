/** What a payload means as an HTTP answer. */
import { httpReply } from '../../../local/function-compute/http-reply';

const reply = (payload: unknown) => {
  const { status, headers, body } = httpReply(
    Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
  );
  return [status, headers, body.toString()];
};

const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/plain; charset=utf-8' };

test.each<[string, unknown, unknown[]]>([
  ['status, headers and body', { statusCode: 201, headers: { ETag: '"1"' }, body: 'é' }, [201, { ETag: '"1"' }, 'é']],
  ['a status alone', { statusCode: 204 }, [204, {}, '']],
  ['a body in base64', { statusCode: 200, isBase64Encoded: true, body: 'w6k=' }, [200, {}, 'é']],
  ['a body that only looks like base64', { statusCode: 200, isBase64Encoded: false, body: 'w6k=' }, [200, {}, 'w6k=']],
  ['an object without a status', { body: 'x' }, [200, json, '{"body":"x"}']],
  ['a list', [1], [200, json, '[1]']],
  ['null', null, [200, json, 'null']],
  ['text', 'just text', [200, text, 'just text']],
  ['nothing', '', [200, text, '']],
])('%s', (_, payload, expected) => {
  expect(reply(payload)).toEqual(expected);
});

test.each([
  'Connection',
  'content-length',
  'Date',
  'Keep-Alive',
  'server',
  'Content-Disposition',
  'Upgrade',
  'X-Fc-Request-Id',
  'x-fc-anything',
])('the header %s is ignored', (name) => {
  expect(reply({ statusCode: 200, headers: { [name]: 'mine', 'X-Mine': 'kept' } })).toEqual([
    200,
    { 'X-Mine': 'kept' },
    '',
  ]);
});

test.each([
  ['a status that is text', { statusCode: '200' }, 'statusCode'],
  ['a status that is none', { statusCode: 99 }, 'statusCode'],
  ['a status that is no answer', { statusCode: 101 }, 'statusCode'],
  ['a header that is a number', { statusCode: 200, headers: { 'Retry-After': 5 } }, 'headers.*Retry-After'],
  ['a header with several values', { statusCode: 200, headers: { 'Set-Cookie': ['a', 'b'] } }, 'headers.*Set-Cookie'],
  ['a header name with a space', { statusCode: 200, headers: { 'X Mine': 'a' } }, 'Header name'],
  ['a header value with a line break', { statusCode: 200, headers: { 'X-Mine': 'a\r\nb: c' } }, 'X-Mine'],
  ['a body that is an object', { statusCode: 200, body: { a: 1 } }, 'body'],
  ['base64 as text', { statusCode: 200, isBase64Encoded: 'true', body: '' }, 'isBase64Encoded'],
])('refused: %s', (_, payload, message) => {
  expect(() => reply(payload)).toThrow(new RegExp(message));
});
