/** How a request's bytes may lie on the line: mostly as HTTP/1.1 wants it, else in the ways that confuse servers. */
import * as fc from 'fast-check';
import type { Sent } from './request';

/** What the bytes are made of: the first line, the lines of the headers, and what follows the blank line. */
interface Parts {
  readonly first: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export interface Framing {
  readonly name: string;
  /** No HTTP/1.1 in good order: the server's own refusal, or none, is as good an answer. */
  readonly odd: boolean;
  /** More was announced than comes, and then the line is closed. */
  readonly breaksOff?: boolean;
  frame(parts: Parts, body: Buffer): Parts;
}

const chunked = (body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]);
const odd = (name: string, frame: Framing['frame']): Framing => ({ name, odd: true, frame });
const even = (name: string, frame: Framing['frame']): Framing => ({ name, odd: false, frame });
const broken = (name: string, frame: Framing['frame']): Framing => ({ ...odd(name, frame), breaksOff: true });
const withHeaders =
  (...lines: string[]): Framing['frame'] =>
  (parts) => ({ ...parts, headers: [...parts.headers, ...lines] });
const length = ({ body }: Parts): string => `Content-Length: ${body.length}`;

export const usual = even('Content-Length', (parts) => withHeaders(length(parts))(parts, parts.body));

const others: readonly Framing[] = [
  even('chunked', (parts, body) => ({
    ...withHeaders('Transfer-Encoding: chunked')(parts, body),
    body: body.length === 0 ? Buffer.from('0\r\n\r\n') : chunked(body),
  })),
  even('Expect: 100-continue', (parts, body) => withHeaders(length(parts), 'Expect: 100-continue')(parts, body)),
  even('no keep-alive twice', (parts, body) => withHeaders(length(parts), 'Connection: keep-alive')(parts, body)),
  odd('Expect: something', (parts, body) => withHeaders(length(parts), 'Expect: something')(parts, body)),
  odd('no length', (parts) => parts),
  odd('too short', (parts, body) => withHeaders(`Content-Length: ${Math.floor(body.length / 2)}`)(parts, body)),
  broken('too long', (parts, body) => withHeaders(`Content-Length: ${body.length + 9}`)(parts, body)),
  odd('length twice', (parts, body) => withHeaders(length(parts), length(parts))(parts, body)),
  odd('two lengths', (parts, body) => withHeaders(length(parts), 'Content-Length: 0')(parts, body)),
  odd('negative length', (parts, body) => withHeaders('Content-Length: -1')(parts, body)),
  broken('huge length', (parts, body) => withHeaders('Content-Length: 99999999999999999999')(parts, body)),
  odd('length and chunks', (parts, body) => ({
    ...withHeaders(length(parts), 'Transfer-Encoding: chunked')(parts, body),
    body: chunked(body),
  })),
  odd('broken chunk', (parts, body) => ({
    ...withHeaders('Transfer-Encoding: chunked')(parts, body),
    body: Buffer.from('zz\r\n'),
  })),
  odd('unknown coding', (parts, body) => withHeaders('Transfer-Encoding: gzip, identity')(parts, body)),
  odd('HTTP/1.0', (parts, body) => ({ ...usual.frame(parts, body), first: parts.first.replace('1.1', '1.0') })),
  odd('HTTP/9.9', (parts, body) => ({ ...usual.frame(parts, body), first: parts.first.replace('1.1', '9.9') })),
  odd('no version', (parts, body) => ({ ...usual.frame(parts, body), first: parts.first.replace(' HTTP/1.1', '') })),
  odd('no host', (parts, body) => {
    const framed = usual.frame(parts, body);
    return { ...framed, headers: framed.headers.filter((line) => !line.startsWith('Host:')) };
  }),
  odd('two hosts', (parts, body) => withHeaders(length(parts), 'Host: other.example')(parts, body)),
  odd('method in lower case', (parts, body) => ({ ...usual.frame(parts, body), first: parts.first.toLowerCase() })),
  odd('absolute address', (parts, body) => ({
    ...usual.frame(parts, body),
    first: parts.first.replace(' /', ' http://other.example/'),
  })),
  odd('asterisk', (parts, body) => ({ ...usual.frame(parts, body), first: 'OPTIONS * HTTP/1.1' })),
  odd('CONNECT', (parts, body) => ({ ...usual.frame(parts, body), first: 'CONNECT other.example:443 HTTP/1.1' })),
  odd('upgrade', (parts, body) => withHeaders(length(parts), 'Connection: Upgrade', 'Upgrade: websocket')(parts, body)),
  odd('folded header', (parts, body) => withHeaders(length(parts), 'X-Folded: a\r\n b')(parts, body)),
  odd('NUL in a header', (parts, body) => withHeaders(length(parts), 'X-Nul: a\0b')(parts, body)),
  odd('space before the colon', (parts, body) => withHeaders(length(parts), 'X-Space : a')(parts, body)),
  odd('no colon', (parts, body) => withHeaders(length(parts), 'nothing')(parts, body)),
  odd('large header', (parts, body) => withHeaders(length(parts), `X-Large: ${'x'.repeat(100_000)}`)(parts, body)),
  odd('many headers', (parts, body) => withHeaders(length(parts), ...Array<string>(2_500).fill('X-A: 1'))(parts, body)),
  odd('asynchronous', (parts, body) => withHeaders(length(parts), 'X-Fc-Invocation-Type: Async')(parts, body)),
  odd('unknown invocation', (parts, body) => withHeaders(length(parts), 'X-Fc-Invocation-Type: Later')(parts, body)),
];

export const framing: fc.Arbitrary<Framing> = fc.oneof(
  { weight: 85, arbitrary: fc.constant(usual) },
  { weight: 15, arbitrary: fc.constantFrom(...others) },
);

export const bytesOf = ({ method, target, headers, body }: Sent, { frame }: Framing): Buffer => {
  const written = headers.map(([name, value]) => `${name}: ${value}`);
  const parts = {
    first: `${method} ${target} HTTP/1.1`,
    headers: ['Host: billing.example', 'Connection: close', ...written],
    body,
  };
  const framed = frame(parts, body);
  return Buffer.concat([
    Buffer.from(`${framed.first}\r\n${framed.headers.join('\r\n')}\r\n\r\n`, 'latin1'),
    framed.body,
  ]);
};
