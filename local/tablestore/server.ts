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
import { setTimeout as realSleep } from 'node:timers/promises';
import { type Callers, type Credentials, callersOf } from '../ram/identity';
import { type Access, dispatch } from './dispatch';
import { createFaults, type Faults } from './faults';
import { LIMITS } from './limits';
import { type Database, unguarded, type WireAnswer } from './operation';
import { answerHeaders } from './signature';
import { openStore } from './store';
import { type KillAt, suddenEnd } from './sudden-end';
import { openTables } from './tables';

export interface TablestoreOptions {
  /** Where the data lies; made if it is not there. One process at a time can have it open. */
  directory: string;
  /** 0 for any free port. */
  port: number;
  clock: { nowMs(): number };
  /** Those of the administrator, who may do everything. */
  credentials: Credentials;
  /** Who else may call, each within its policy. Default: nobody. */
  roles?: Callers;
  /** Whether an acknowledged write also survives the end of the machine, not only of the process. Default: false. */
  fsync?: boolean;
  /** The one instance that exists; without it, a request may name any. */
  instanceName?: string;
  /** The write at which the process is killed. Default: it is not. */
  killAt?: KillAt | undefined;
  /** How a delay passes that was put in as a fault. Default: in real time. */
  sleep?(ms: number): Promise<unknown>;
}

export interface RunningTablestore {
  port: number;
  /** What a client is given as its endpoint. */
  endpoint: string;
  /** Faults to put in, at any time; there are none until they are set. */
  faults: Faults;
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

/** An answer that breaks off announces more than it has, even where it has nothing. */
const lengthOf = ({ body, breaksOff }: WireAnswer): number => (breaksOff ? Math.max(body.length, 1) : body.length);
const firstHalf = ({ body }: WireAnswer): Buffer => body.subarray(0, Math.floor(body.length / 2));

export const startTablestore = async (options: TablestoreOptions): Promise<RunningTablestore> => {
  const { directory, port, clock, fsync = false, instanceName, killAt, sleep = realSleep } = options;
  const store = await openStore(directory, fsync, killAt && suddenEnd(killAt));
  const tables = await openTables(store);
  const database: Database = { store, tables, nowMs: () => clock.nowMs(), guardRow: unguarded };
  const faults = createFaults(sleep);
  const callers = callersOf(options.credentials, options.roles);
  const access: Access = { callers, instanceName };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '/', headers } = request;
    const body = await readBody(request);
    const answered = await dispatch({ method, path, headers, body }, access, database, faults);
    if (answered === 'lost') {
      request.socket.resetAndDestroy();
      return;
    }
    response.writeHead(answered.status, {
      ...answerHeaders(path, answered.body, randomUUID(), clock.nowMs(), callers(String(headers['x-ots-accesskeyid']))),
      'content-length': lengthOf(answered),
      ...(!server.listening && { connection: 'close' }),
    });
    if (answered.breaksOff) response.write(firstHalf(answered), () => response.destroy());
    else response.end(answered.body);
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
    faults,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await store.close();
    },
  };
};
