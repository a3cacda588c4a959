/** What a command reaches of a stage: the adapters of the functions, with the operator's own credentials. */
import { policiesOf, readEnvironment, storeOf } from '../../shared/adapters/environment';
import { functionCompute } from '../../shared/adapters/function-compute';
import { marketplaceOf } from '../../shared/adapters/marketplace';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import type { Clock } from '../../shared/ports';
import { jsonLines } from '../../shared/triggers/log';
import { credentialsOf, type Stage } from '../deployment/stage';
import type { Reach } from './command';

/** `print` takes the lines that the handlers' code writes on the way. Throws a sentence where the stage lacks a value. */
export const reachOf = (stage: Stage, clock: Clock, print: (line: string) => void): Reach => {
  const environment = readEnvironment(stage.environment, [
    'STAGE',
    'TABLESTORE_ENDPOINT',
    'TABLESTORE_INSTANCE',
    'FUNCTION_COMPUTE_ENDPOINT',
    'MARKETPLACE_ENDPOINT',
    'MARKETPLACE_PRODUCT_CODES',
    'SETTLEMENT_SITE_PROVIDER',
  ]);
  const credentials = credentialsOf(stage);
  const { random } = system;
  const productCodes = environment.MARKETPLACE_PRODUCT_CODES;
  return {
    store: tablestore(storeOf(environment), credentials, { clock, random }),
    marketplace: marketplaceOf(environment.MARKETPLACE_ENDPOINT, credentials, productCodes),
    invoker: functionCompute(environment.FUNCTION_COMPUTE_ENDPOINT, environment.STAGE, credentials),
    clock,
    random,
    log: jsonLines('ops', 'none', () => clock.nowMs(), print),
    productCodes,
    policies: policiesOf(environment),
  };
};
