/** Wires the handler to the cloud, no further than its manifest says. */
import { policiesOf, readEnvironment, sessionKeysOf, storeOf } from '../../shared/adapters/environment';
import { marketplaceOf } from '../../shared/adapters/marketplace';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { within } from '../../shared/adapters/within';
import { serve } from '../../shared/triggers/serve';
import { routes, touches } from './handler';

const environment = readEnvironment(process.env, [
  'PUBLIC_URL',
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'MARKETPLACE_ENDPOINT',
  'MARKETPLACE_PRODUCT_CODES',
  'SESSION_KEY',
  'SESSION_KEY_PREVIOUS',
  'SETTLEMENT_CHANGES_PER_MONTH',
  'SETTLEMENT_LEAVE_OPEN_SUBSCRIPTION',
  'SETTLEMENT_SITE_PROVIDER',
  'SETTLEMENT_REQUIRE_PROOF',
]);
const rules = {
  sessionKeys: sessionKeysOf(environment),
  origin: environment.PUBLIC_URL,
  policies: policiesOf(environment),
};

export const handler = serve('change-settlement', system, ({ credentials }) => ({
  routes: routes(
    within(touches, {
      store: tablestore(storeOf(environment), credentials, system),
      marketplace: marketplaceOf(environment.MARKETPLACE_ENDPOINT, credentials, environment.MARKETPLACE_PRODUCT_CODES),
      random: system.random,
    }),
    rules,
  ),
}));
