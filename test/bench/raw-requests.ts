/**
 * Requests as bytes, made before anything is timed, and sent over connections that are kept: what is measured is the server
 * that answers them, and a client that only counts.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
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

export const senderTo = (endpoint: string): Send => {
  const { hostname, port } = new URL(endpoint);
  const agent = new http.Agent({ keepAlive: true });
  return ({ path, headers, body }) =>
    new Promise((resolve, reject) => {
      const request = http.request({ hostname, port, path, method: 'POST', headers, agent }, (response) => {
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
        });
        response.once('end', () => {
          if (response.statusCode === 200) resolve(size);
          else
            reject(new Error(`${path} ${String(headers['x-amz-target'] ?? '')} was answered ${response.statusCode}`));
        });
      });
      request.once('error', reject);
      request.end(body);
    });
};
