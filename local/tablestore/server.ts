/**
 * The embedded Tablestore: a server on the wire that any unmodified Tablestore SDK can be pointed at, with its data in a
 * directory. No such server is offered by the vendor; this one exists so that code which must survive the real service
 * can be run, tested and broken on one machine.
 *
 * What differs from the real service, and why that is all right, is told in `README.md` beside this file.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Access, dispatch } from './dispatch';
import { LIMITS } from './limits';
import type { Database } from './operation';
import { answerHeaders, type Credentials } from './signature';
import { openStore } from './store';
import { openTables } from './tables';

export interface TablestoreOptions {
  /** Where the data lies; made if it is not there. One process at a time can have it open. */
  directory: string;
  /** 0 for any free port. */
  port: number;
  clock: { nowMs(): number };
  credentials: Credentials;
  /** Whether an acknowledged write also survives the end of the machine, not only of the process. Default: false. */
  fsync?: boolean;
  /** The one instance that exists; without it, a request may name any. */
  instanceName?: string;
}

export interface RunningTablestore {
  port: number;
  /** What a client is given as its endpoint. */
  endpoint: string;
  /** Answers what is under way, then lets go of port and directory. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const KEEP_ALIVE_MS = 75_000;

/** The body; of one that is too large only the first bytes beyond the limit are kept, enough to refuse it. */
const readBody = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      if (size <= LIMITS.bodySize) chunks.push(chunk);
      size += chunk.length;
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });

export const startTablestore = async (options: TablestoreOptions): Promise<RunningTablestore> => {
  const { directory, port, clock, credentials, fsync = false, instanceName } = options;
  const store = await openStore(directory, fsync);
  const tables = await openTables(store);
  const database: Database = { store, tables, nowMs: () => clock.nowMs() };
  const access: Access = { credentials, instanceName };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '/', headers } = request;
    const body = await readBody(request);
    const { status, body: answered } = await dispatch({ method, path, headers, body }, access, database);
    response.writeHead(status, {
      ...answerHeaders(path, answered, randomUUID(), clock.nowMs(), credentials),
      'content-length': answered.length,
      ...(!server.listening && { connection: 'close' }),
    });
    response.end(answered);
  };

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
  } catch (error) {
    await store.close();
    throw error;
  }
  const { port: bound } = server.address() as AddressInfo;

  return {
    port: bound,
    endpoint: `http://${HOST}:${bound}`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await store.close();
    },
  };
};
