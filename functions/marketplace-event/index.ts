/** Wires the handler to the cloud, no further than its manifest says. */
import { readEnvironment, sessionKeysOf, storeOf } from '../../shared/adapters/environment';
import { functionCompute } from '../../shared/adapters/function-compute';
import { marketplaceOf } from '../../shared/adapters/marketplace';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { within } from '../../shared/adapters/within';
import { serve } from '../../shared/triggers/serve';
import { doors, touches } from './handler';

const environment = readEnvironment(process.env, [
  'STAGE',
  'PUBLIC_URL',
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'FUNCTION_COMPUTE_ENDPOINT',
  'MARKETPLACE_ENDPOINT',
  'MARKETPLACE_SELLER_KEY',
  'MARKETPLACE_SELLER_KEY_PREVIOUS',
  'MARKETPLACE_PRODUCT_CODES',
  'SESSION_KEY',
  'SESSION_KEY_PREVIOUS',
]);
const sellerKeys = [environment.MARKETPLACE_SELLER_KEY, environment.MARKETPLACE_SELLER_KEY_PREVIOUS];
const rules = {
  sellerKeys: sellerKeys.flatMap((key) => key ?? []),
  productCodes: environment.MARKETPLACE_PRODUCT_CODES,
  publicUrl: environment.PUBLIC_URL,
  sessionKeys: sessionKeysOf(environment),
};

export const handler = serve('marketplace-event', system, ({ credentials }, log) =>
  doors(
    within(touches, {
      store: tablestore(storeOf(environment), credentials, system),
      marketplace: marketplaceOf(environment.MARKETPLACE_ENDPOINT, credentials, rules.productCodes),
      invoker: functionCompute(environment.FUNCTION_COMPUTE_ENDPOINT, environment.STAGE, credentials),
    }),
    rules,
    log,
  ),
);
