/** Touches: the store, the marketplace's OpenAPI, the invocation of close-subscription. */
import { readEnvironment } from '../../shared/adapters/environment';
import { functionCompute } from '../../shared/adapters/function-compute';
import { marketplaceOf } from '../../shared/adapters/marketplace';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { serve } from '../../shared/triggers/serve';
import { routes } from './handler';

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
]);
const target = { endpoint: environment.TABLESTORE_ENDPOINT, instanceName: environment.TABLESTORE_INSTANCE };
const sellerKeys = [environment.MARKETPLACE_SELLER_KEY, environment.MARKETPLACE_SELLER_KEY_PREVIOUS];
const rules = {
  sellerKeys: sellerKeys.flatMap((key) => key ?? []),
  productCodes: environment.MARKETPLACE_PRODUCT_CODES,
  publicUrl: environment.PUBLIC_URL,
};

export const handler = serve('marketplace-event', system, ({ credentials }, log) => ({
  routes: routes(
    {
      store: tablestore(target, credentials, system),
      marketplace: marketplaceOf(environment.MARKETPLACE_ENDPOINT, credentials, rules.productCodes),
      invoker: functionCompute(environment.FUNCTION_COMPUTE_ENDPOINT, environment.STAGE, credentials),
    },
    rules,
    log,
  ),
}));
