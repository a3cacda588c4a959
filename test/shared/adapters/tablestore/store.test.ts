/**
 * The adapter against the embedded Tablestore, over the wire. With `REMOTE=1` and TABLESTORE_ENDPOINT,
 * TABLESTORE_INSTANCE, ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET (and ALIBABA_CLOUD_SECURITY_TOKEN)
 * the same suite runs on a real instance, where it creates the tables that are missing and removes its own rows at the end;
 * that is how `npm run accept` runs it.
 */
import { localCredentials } from '../../../../local/credentials';
import { tablestore } from '../../../../shared/adapters/tablestore/store';
import { createTables } from '../../../../shared/adapters/tablestore/tables';
import { rememberingRows } from '../../../contracts/own-rows';
import { describeStore, type OpenedStore } from '../../../contracts/store';
import { openEmbedded, realClock } from './embedded';

const needed = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`REMOTE=1 needs ${name}`);
  return value;
};

const openRemoteStore = async (): Promise<OpenedStore> => {
  const target = { endpoint: needed('TABLESTORE_ENDPOINT'), instanceName: needed('TABLESTORE_INSTANCE') };
  const credentials = {
    accessKeyId: needed('ALIBABA_CLOUD_ACCESS_KEY_ID'),
    accessKeySecret: needed('ALIBABA_CLOUD_ACCESS_KEY_SECRET'),
    securityToken: process.env.ALIBABA_CLOUD_SECURITY_TOKEN,
  };
  await createTables({ ...target, credentials });
  const { store, removeRows } = rememberingRows(
    // What is held to the contract is what it answers, not how far away it is.
    tablestore(target, credentials, { clock: realClock, attemptMs: 20_000 }),
  );
  return { store, close: removeRows };
};

const openEmbeddedStore = async (): Promise<OpenedStore> => {
  const { target, close } = await openEmbedded();
  return { store: tablestore(target, localCredentials, { clock: realClock }), close };
};

const remote = process.env.REMOTE === '1';
if (remote) jest.setTimeout(120_000);

describeStore(
  remote ? 'a real Tablestore instance' : 'the Tablestore adapter',
  remote ? openRemoteStore : openEmbeddedStore,
);
