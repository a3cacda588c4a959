/** Wires the handler to the machine that it runs on; of the cloud it touches nothing. */
import { readEnvironment } from '../../shared/adapters/environment';
import { filesIn } from '../../shared/adapters/files';
import { system } from '../../shared/adapters/node';
import { serve } from '../../shared/triggers/serve';
import { doors } from './handler';

const environment = readEnvironment(process.env, ['MARKETPLACE_PRODUCT_URL', 'AGREEMENT_URL']);
const ports = { random: system.random, files: filesIn(`${__dirname}/files`), pages: filesIn(`${__dirname}/pages`) };

export const handler = serve('console', system, () =>
  doors(ports, {
    marketplaceProductUrl: environment.MARKETPLACE_PRODUCT_URL,
    agreementUrl: environment.AGREEMENT_URL,
  }),
);
