/** Wires the handler to the cloud, no further than its manifest says. */
import { operatorTokensOf, readEnvironment, storeOf } from '../../shared/adapters/environment';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { within } from '../../shared/adapters/within';
import { serve } from '../../shared/triggers/serve';
import { doors, touches } from './handler';

const environment = readEnvironment(process.env, [
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'OPERATOR_TOKEN',
  'OPERATOR_TOKEN_PREVIOUS',
]);
const rules = { operatorTokens: operatorTokensOf(environment) };

export const handler = serve('record-usage', system, ({ credentials }) =>
  doors(
    within(touches, {
      store: tablestore(storeOf(environment), credentials, system),
      clock: system.clock,
      random: system.random,
    }),
    rules,
  ),
);
