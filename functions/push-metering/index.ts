/** Wires the handler to the cloud, no further than its manifest says. */
import { operatorTokensOf, readEnvironment, storeOf } from '../../shared/adapters/environment';
import { marketplaceOf } from '../../shared/adapters/marketplace';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { within } from '../../shared/adapters/within';
import { serve } from '../../shared/triggers/serve';
import { doors, touches } from './handler';

const environment = readEnvironment(process.env, [
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'MARKETPLACE_ENDPOINT',
  'METERING_DAILY_PRODUCT_CODES',
  'METERING_ITEM_KEY',
  'METERING_ASSIT_ID',
  'OPERATOR_TOKEN',
  'OPERATOR_TOKEN_PREVIOUS',
]);
const rules = {
  dailyProductCodes: environment.METERING_DAILY_PRODUCT_CODES ?? [],
  itemKey: environment.METERING_ITEM_KEY ?? 'Unit',
  meteringAssit: environment.METERING_ASSIT_ID,
  // `s.yaml` gives five minutes; one request takes a quarter of a minute at most.
  budgetMs: 3 * 60 * 1_000,
  operatorTokens: operatorTokensOf(environment),
};

export const handler = serve('push-metering', system, ({ credentials }) =>
  doors(
    within(touches, {
      store: tablestore(storeOf(environment), credentials, system),
      marketplace: marketplaceOf(environment.MARKETPLACE_ENDPOINT, credentials, undefined),
      clock: system.clock,
    }),
    rules,
  ),
);
