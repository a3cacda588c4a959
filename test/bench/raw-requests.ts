/**
 * Requests as bytes, made before anything is timed, and sent over connections that are kept: what is measured is the server
 * that answers them, and a client that only counts.
 */
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import TableStore, { type Client } from 'tablestore';
import { localCredentials } from '../../local/credentials';
import { INSTANCE } from './servers';

export interface RawRequest {
  readonly path: string;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: Buffer;
}

const bodyOf = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** What the vendor's SDK sends when it is called so, signed and all; nobody answers it. */
export const rawRequests = async (calls: readonly ((client: Client) => Promise<unknown>)[]): Promise<RawRequest[]> => {
  const heard: RawRequest[] = [];
  const server = http.createServer(async (request, response) => {
    const { url: path = '/', headers } = request;
    const { host: _, connection: __, ...kept } = headers;
    heard.push({ path, headers: kept, body: await bodyOf(request) });
    response.writeHead(500).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new TableStore.Client({
    endpoint: `http://127.0.0.1:${port}`,
    instancename: INSTANCE,
    accessKeyId: localCredentials.accessKeyId,
    secretAccessKey: localCredentials.accessKeySecret,
    securityToken: localCredentials.securityToken,
    maxRetries: 0,
  });
  try {
    for (const call of calls) await call(client).catch(() => undefined);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  if (heard.length !== calls.length) throw new Error(`${heard.length} requests of ${calls.length} were heard.`);
  return heard;
};

/** Of DynamoDB's API. Dynalite looks for a signature, and does not check it. */
export const dynamoRequest = (operation: string, params: unknown): RawRequest => {
  const body = Buffer.from(JSON.stringify(params));
  return {
    path: '/',
    body,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': body.length,
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=a',
    },
  };
};

/** The answer's size; throws where it is no success. */
export type Send = (request: RawRequest) => Promise<number>;

const HEAD_END = Buffer.from('\r\n\r\n');

/** Over one connection, one after the other: as little HTTP as it takes, for the client's work would count as the server's. */
const connection = async (host: string, port: number): Promise<Send> => {
  const socket = net.connect(port, host).setNoDelay();
  await once(socket, 'connect');
  let waiting: { resolve(size: number): void; reject(fault: Error): void } | undefined;
  let heard: Buffer = Buffer.alloc(0);
  let left = -1;
  let size = 0;
  const end = (fault?: Error) => {
    const { resolve, reject } = waiting ?? {};
    waiting = undefined;
    left = -1;
    heard = Buffer.alloc(0);
    if (fault) reject?.(fault);
    else resolve?.(size);
  };
  socket.on('data', (chunk) => {
    if (left >= 0) {
      left -= chunk.length;
    } else {
      heard = heard.length === 0 ? chunk : Buffer.concat([heard, chunk]);
      const at = heard.indexOf(HEAD_END);
      if (at < 0) return;
      const head = heard.toString('latin1', 0, at);
      if (!head.startsWith('HTTP/1.1 200 ')) return end(new Error(`A request was answered ${head.slice(0, 60)}`));
      size = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      left = size - (heard.length - at - HEAD_END.length);
    }
    if (left === 0) end();
  });
  socket.once('close', () => end(new Error('The server closed the connection.')));
  socket.once('error', end);
  return ({ path, headers, body }) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      socket.write(`POST ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}\r\n`, 'latin1');
      socket.write(body);
    });
};

/** Over as many connections as there are requests at once. */
export const senderTo = (endpoint: string): Send => {
  const { hostname, port } = new URL(endpoint);
  const idle: Send[] = [];
  return async (request) => {
    const send = idle.pop() ?? (await connection(hostname, Number(port)));
    const size = await send(request);
    idle.push(send);
    return size;
  };
};
