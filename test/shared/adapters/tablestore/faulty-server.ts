/**
 * What stands between the adapter and an embedded Tablestore: passes each call on, unless the next of its faults says
 * otherwise, and keeps a list of what came by.
 */
import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type Fault =
  | 'pass'
  /** The call is carried out, and the connection reset instead of an answer. */
  | 'lose-answer'
  /** The same, in the middle of the answer. */
  | 'break-answer'
  /** The connection is reset before the call is carried out. */
  | 'lose-call'
  /** Answered so; not carried out. */
  | { readonly status: number; readonly body: Buffer };

export interface FaultyServer {
  readonly endpoint: string;
  /** What befalls the next calls, in order; then all pass. */
  readonly faults: Fault[];
  readonly calls: { readonly operation: string; readonly headers: IncomingHttpHeaders }[];
  /** Resolves once an answer broke off. */
  broken(): Promise<void>;
  /** How many connections were made to it. */
  readonly connections: () => number;
  close(): Promise<void>;
}

const LOCALHOST = '127.0.0.1';

export const startFaultyServer = async (behind: string): Promise<FaultyServer> => {
  const faults: Fault[] = [];
  const calls: FaultyServer['calls'] = [];
  let breakOff = () => {};
  const broken = new Promise<void>((resolve) => {
    breakOff = resolve;
  });
  let connections = 0;

  const carryOut = async ({ method, url, headers }: IncomingMessage, body: Buffer) => {
    const passed = http.request(new URL(url ?? '/', behind), { method: method ?? 'POST', headers });
    passed.end(body);
    const [answer] = (await once(passed, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await buffer(answer) };
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const fault = faults.shift() ?? 'pass';
    const body = await buffer(request);
    calls.push({ operation: (request.url ?? '').slice(1), headers: request.headers });
    if (typeof fault === 'object') {
      response.writeHead(fault.status, { 'content-length': fault.body.length }).end(fault.body);
      return;
    }
    if (fault === 'lose-call') {
      response.destroy();
      return;
    }
    const answer = await carryOut(request, body);
    if (fault === 'lose-answer') {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers);
    if (fault === 'pass') {
      response.end(answer.body);
      return;
    }
    response.write(answer.body.subarray(0, 1), () => {
      response.destroy();
      breakOff();
    });
  };

  const server = http.createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.on('connection', () => connections++);
  server.listen(0, LOCALHOST);
  await once(server, 'listening');

  return {
    endpoint: `http://${LOCALHOST}:${(server.address() as AddressInfo).port}`,
    faults,
    calls,
    broken: () => broken,
    connections: () => connections,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
