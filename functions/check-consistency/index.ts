/** Wires the handler to the cloud, no further than its manifest says. */
import { operatorTokensOf, readEnvironment, storeOf } from '../../shared/adapters/environment';
import { functionCompute } from '../../shared/adapters/function-compute';
import { marketplaceOf } from '../../shared/adapters/marketplace';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { within } from '../../shared/adapters/within';
import { REPAIR_LIMIT } from '../../shared/domain/consistency';
import { serve } from '../../shared/triggers/serve';
import { doors, touches } from './handler';

const environment = readEnvironment(process.env, [
  'STAGE',
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'FUNCTION_COMPUTE_ENDPOINT',
  'MARKETPLACE_ENDPOINT',
  'MARKETPLACE_PRODUCT_CODES',
  'CONSISTENCY_REPAIR_LIMIT',
  'OPERATOR_TOKEN',
  'OPERATOR_TOKEN_PREVIOUS',
]);
const productCodes = environment.MARKETPLACE_PRODUCT_CODES;
const rules = {
  operatorTokens: operatorTokensOf(environment),
  productCodes,
  repairLimit: environment.CONSISTENCY_REPAIR_LIMIT ?? REPAIR_LIMIT,
  // `s.yaml` gives ten minutes; a page takes one or two where the marketplace is slow.
  budgetMs: 6 * 60 * 1_000,
};

export const handler = serve('check-consistency', system, ({ credentials }) =>
  doors(
    within(touches, {
      store: tablestore(storeOf(environment), credentials, system),
      marketplace: marketplaceOf(environment.MARKETPLACE_ENDPOINT, credentials, productCodes),
      invoker: functionCompute(environment.FUNCTION_COMPUTE_ENDPOINT, environment.STAGE, credentials),
      clock: system.clock,
      random: system.random,
    }),
    rules,
  ),
);
