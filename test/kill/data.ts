/**
 * What lies in the data directory while no process has it open: every row of every table, what the marketplace sold and
 * still owes, and the mails that were taken. Read through the embedded services' own code, as the next start will.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localCredentials as credentials } from '../../local/credentials';
import { type Message, openMailbox } from '../../local/direct-mail/mailbox';
import type { Instance as Sold } from '../../local/marketplace/instance';
import { openLedger } from '../../local/marketplace/ledger';
import { startTablestore } from '../../local/tablestore/server';
import { createTables } from '../../shared/adapters/tablestore/tables';
import { type Rows, type Store, type Table, tables } from '../../shared/ports';
import { pages } from '../../shared/protocol/pages';
import { storeAt } from '../fakes/system';
import { type Account, createAccount } from '../simulation/laws/account';

export interface Data {
  /** All rows, as the simulations' auditor has them. */
  readonly account: Account;
  readonly sold: readonly Sold[];
  readonly messages: readonly Message[];
  /** What time it is for the system, were it running. */
  readonly nowMs: number;
}

const PAGE = 1_000;

const allOf = async <T extends Table>(store: Store, table: T): Promise<readonly Rows[T][]> => {
  const rows: Rows[T][] = [];
  for await (const page of pages(store, table, {}, PAGE)) rows.push(...page);
  return rows;
};

const readRows = async (directory: string): Promise<Account> => {
  const instanceName = 'settlement';
  const server = await startTablestore({ directory, port: 0, clock: { nowMs: Date.now }, credentials, instanceName });
  try {
    const { endpoint } = server;
    // A start that was killed early has not made all of them.
    await createTables({ endpoint, instanceName, credentials });
    const store = storeAt(endpoint, instanceName);
    const rows = new Map<Table, readonly object[]>();
    for (const table of Object.keys(tables) as Table[]) rows.set(table, await allOf(store, table));
    return createAccount({ of: (table) => ({ all: () => rows.get(table) ?? [] }) });
  } finally {
    await server.close();
  }
};

export const readData = async (directory: string): Promise<Data> => {
  const account = await readRows(join(directory, 'tablestore'));
  const ledger = await openLedger(join(directory, 'marketplace'));
  const sold = ledger.list();
  await ledger.close();
  const mailbox = await openMailbox(join(directory, 'mail'));
  const messages = await mailbox.list();
  await mailbox.close();
  const clockFile = join(directory, 'clock.json');
  const offsetMs = existsSync(clockFile) ? Number(JSON.parse(readFileSync(clockFile, 'utf8')).offsetMs) : 0;
  return { account, sold, messages, nowMs: Date.now() + offsetMs };
};
