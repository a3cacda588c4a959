/** An embedded Tablestore with every table of ours, in a directory that goes when it is closed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localCredentials } from '../../../../local/credentials';
import type { Faults } from '../../../../local/tablestore/faults';
import { startTablestore } from '../../../../local/tablestore/server';
import { createTables } from '../../../../shared/adapters/tablestore/tables';
import type { Clock } from '../../../../shared/ports';

export const realClock: Clock = {
  nowMs: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export interface Embedded {
  readonly target: { readonly endpoint: string; readonly instanceName: string };
  readonly faults: Faults;
  close(): Promise<void>;
}

export const openEmbedded = async (): Promise<Embedded> => {
  const directory = await mkdtemp(join(tmpdir(), 'tablestore-'));
  const server = await startTablestore({ directory, port: 0, clock: realClock, credentials: localCredentials });
  const target = { endpoint: server.endpoint, instanceName: 'settlement' };
  await createTables({ ...target, credentials: localCredentials });
  return {
    target,
    faults: server.faults,
    async close() {
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
};
