/** Wires the handler to the cloud, no further than its manifest says. */
import { readEnvironment, storeOf } from '../../shared/adapters/environment';
import { functionCompute } from '../../shared/adapters/function-compute';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { within } from '../../shared/adapters/within';
import { serve } from '../../shared/triggers/serve';
import { doors, touches } from './handler';

const environment = readEnvironment(process.env, [
  'STAGE',
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'FUNCTION_COMPUTE_ENDPOINT',
]);
// `s.yaml` gives ten minutes; a page takes some seconds.
const rules = { budgetMs: 6 * 60 * 1_000, pageSize: 50 };

export const handler = serve('settle-fees', system, ({ credentials }) =>
  doors(
    within(touches, {
      store: tablestore(storeOf(environment), credentials, system),
      invoker: functionCompute(environment.FUNCTION_COMPUTE_ENDPOINT, environment.STAGE, credentials),
      clock: system.clock,
    }),
    rules,
  ),
);
