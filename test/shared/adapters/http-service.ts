/** A service on this machine that writes down the requests it gets, and answers as it is told. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ServiceAnswer {
  readonly status?: number;
  /** Sent as JSON; a string as it is. */
  readonly body: unknown;
}

export interface HttpService {
  readonly endpoint: string;
  readonly received: Received[];
  /** `break`: the connection is broken instead of answered. */
  answer: (request: Received) => ServiceAnswer | 'break';
  close(): Promise<void>;
}

export const startHttpService = async (answer: HttpService['answer']): Promise<HttpService> => {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://service');
    const received: Received = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: await text(request),
    };
    service.received.push(received);
    const answered = service.answer(received);
    if (answered === 'break') {
      request.socket.destroy();
      return;
    }
    const { status = 200, body } = answered;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  // No connection is closed while a caller may just be using it again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service: HttpService = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return service;
};
