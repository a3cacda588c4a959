/** Touches: the store. */
import { keyRing, readEnvironment } from '../../shared/adapters/environment';
import { system } from '../../shared/adapters/node';
import { scryptHasher } from '../../shared/adapters/scrypt';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { serve } from '../../shared/triggers/serve';
import { routes } from './handler';

const environment = readEnvironment(process.env, [
  'PUBLIC_URL',
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'SESSION_KEY',
  'SESSION_KEY_PREVIOUS',
]);
const target = { endpoint: environment.TABLESTORE_ENDPOINT, instanceName: environment.TABLESTORE_INSTANCE };
const rules = {
  sessionKeys: keyRing(environment.SESSION_KEY, environment.SESSION_KEY_PREVIOUS),
  origin: environment.PUBLIC_URL,
};

export const handler = serve('log-in', system, ({ credentials }) => ({
  routes: routes(
    { store: tablestore(target, credentials, system), hasher: scryptHasher, random: system.random },
    rules,
  ),
}));
