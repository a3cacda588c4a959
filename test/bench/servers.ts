/** The servers that benches call, each in a process and a directory of its own, which goes when the server does. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { localCredentials } from '../../local/credentials';
import { startTablestore } from '../../local/tablestore/server';
import { createTables } from '../../shared/adapters/tablestore/tables';

export const INSTANCE = 'bench';

interface Serving {
  readonly endpoint: string;
  close(): Promise<unknown>;
}

/** Without fsync, as `npm start` runs it; its tables are there. */
export const serveTablestore = async (directory: string): Promise<Serving> => {
  const server = await startTablestore({
    directory,
    port: 0,
    clock: { nowMs: Date.now },
    credentials: localCredentials,
  });
  await createTables({ endpoint: server.endpoint, instanceName: INSTANCE, credentials: localCredentials });
  return server;
};

/** On LevelDB too, without fsync too. */
export const serveDynalite = async (path: string): Promise<Serving> => {
  const server: HttpServer = dynalite({ path, createTableMs: 0 });
  // As long as the other: connections that are kept are not to break while the other is measured.
  server.keepAliveTimeout = 75_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};

/** Takes a request and answers nothing: what HTTP itself takes in Node. */
export const serveNothing = async (): Promise<Serving> => {
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    request.resume().once('end', () => response.writeHead(200, { 'content-length': 0 }).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};

/** Says where it is, and ends when whoever started it lets go. */
export const serveUntilLetGo = async (serve: (directory: string) => Promise<Serving>): Promise<void> => {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  const letGo = once(process, 'disconnect');
  const serving = await serve(directory);
  process.send?.({ endpoint: serving.endpoint });
  await letGo;
  await serving.close();
  await rm(directory, { recursive: true });
};
