/** Wires the handler to the cloud, no further than its manifest says. */
import { readEnvironment, sessionKeysOf, storeOf } from '../../shared/adapters/environment';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { within } from '../../shared/adapters/within';
import { serve } from '../../shared/triggers/serve';
import { routes, touches } from './handler';

const environment = readEnvironment(process.env, [
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'SESSION_KEY',
  'SESSION_KEY_PREVIOUS',
]);
const rules = { sessionKeys: sessionKeysOf(environment) };

export const handler = serve('billing-center', system, ({ credentials }) => ({
  routes: routes(within(touches, { store: tablestore(storeOf(environment), credentials, system) }), rules),
}));
