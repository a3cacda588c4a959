/**
 * HTTP by hand: bytes go over a socket as they are, because every client library refuses to send what a fuzzer has to. The
 * answer is read until the other side closes.
 */
import { connect } from 'node:net';

export type Heard =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: Buffer;
    }
  /** Closed without an answer, or with something else than HTTP. */
  | { readonly kind: 'closed'; readonly bytes: Buffer }
  | { readonly kind: 'hang' };

export interface Line {
  readonly port: number;
  /** The sender's own address; any of 127.0.0.0/8 on Linux. */
  readonly from?: string | undefined;
  /** How long an answer may take: a watchdog, no measure of speed. */
  readonly patienceMs: number;
}

/**
 * `ends`: the sender says that nothing more will come, as where it broke off. Else it only listens: a server may take the
 * end of what it hears for the end of who sent it.
 */
export const tell = ({ port, from, patienceMs }: Line, bytes: Buffer, ends: boolean): Promise<Heard> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', ...(from && { localAddress: from }) });
    const watchdog = setTimeout(() => {
      resolve({ kind: 'hang' });
      socket.destroy();
    }, patienceMs);
    const end = () => {
      clearTimeout(watchdog);
      resolve(read(Buffer.concat(chunks)));
    };
    socket.on('data', (chunk) => chunks.push(chunk));
    // Closed while we still write: what was answered before counts.
    socket.on('error', end);
    socket.on('close', end);
    if (ends) socket.end(bytes);
    else socket.write(bytes);
  });

const BLANK_LINE = Buffer.from('\r\n\r\n');

const read = (bytes: Buffer): Heard => {
  const end = bytes.indexOf(BLANK_LINE);
  const [first = '', ...lines] = bytes.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
  const [, code] = /^HTTP\/1\.1 (\d{3}) /.exec(first) ?? [];
  if (end < 0 || code === undefined) return { kind: 'closed', bytes };
  const rest = bytes.subarray(end + BLANK_LINE.length);
  if (code.startsWith('1')) return read(rest);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = Buffer.from(line.slice(colon + 1).trim(), 'latin1').toString();
  }
  const length = Number(headers['content-length'] ?? rest.length);
  const body = headers['transfer-encoding'] === 'chunked' ? dechunked(rest) : rest.subarray(0, length);
  return { kind: 'answer', status: Number(code), headers, body };
};

const dechunked = (bytes: Buffer): Buffer => {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    if (lineEnd < 0 || !(size > 0)) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
};
