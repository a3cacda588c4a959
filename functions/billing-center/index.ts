/** Touches: the store, reading only. */
import { keyRing, readEnvironment } from '../../shared/adapters/environment';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { serve } from '../../shared/triggers/serve';
import { routes } from './handler';

const environment = readEnvironment(process.env, [
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'SESSION_KEY',
  'SESSION_KEY_PREVIOUS',
]);
const target = { endpoint: environment.TABLESTORE_ENDPOINT, instanceName: environment.TABLESTORE_INSTANCE };
const rules = { sessionKeys: keyRing(environment.SESSION_KEY, environment.SESSION_KEY_PREVIOUS) };

export const handler = serve('billing-center', system, ({ credentials }) => ({
  routes: routes({ store: tablestore(target, credentials, system) }, rules),
}));
