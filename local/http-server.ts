/** A small HTTP server on the loopback address, which ends its work before it closes. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpServer {
  port: number;
  /** For instance `http://127.0.0.1:8080`. */
  origin: string;
  /** Takes nothing new, and resolves when what is under way has been answered. */
  close(): Promise<void>;
}

/** Rejects with the system's error (`EADDRINUSE`) where the port is taken; port 0 takes any free one. */
export const startHttpServer = async (port: number, handle: HttpHandler): Promise<HttpServer> => {
  let closing = false;
  const server = createServer((request, response) => {
    if (closing) response.setHeader('connection', 'close');
    response.on('finish', () => closing && setImmediate(() => server.closeIdleConnections()));
    handle(request, response).catch((error: unknown) => {
      // Whoever broke off waits for no answer, and nothing here has failed.
      if (!request.complete) {
        response.destroy();
        return;
      }
      console.error(`${request.method} ${request.url?.split('?')[0]} failed`, error);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('Internal Server Error');
    });
  });
  // Node would close a connection that was idle for five seconds, in the face of a caller that just then uses it again: on a
  // busy machine that happens. So it is the caller who closes it, or `close`.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    port: taken,
    origin: `http://127.0.0.1:${taken}`,
    close() {
      closing = true;
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
    },
  };
};

/** The port where it can be listened on, else 0, which takes any free one. */
export const portOrFree = async (port: number): Promise<number> => {
  try {
    await (await startHttpServer(port, async () => {})).close();
    return port;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'ERR_SOCKET_BAD_PORT') return 0;
    throw error;
  }
};

/** The request's body; undefined where it is larger than `limitBytes`, of which then nothing more is kept. */
export const readBody = async (request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limitBytes) chunks.push(chunk);
  }
  return length <= limitBytes ? Buffer.concat(chunks) : undefined;
};

export const sendJson = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};
