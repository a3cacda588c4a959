/** Wires the handler to the machine that it runs on; of the cloud it touches nothing. */
import { filesIn } from '../../shared/adapters/files';
import { system } from '../../shared/adapters/node';
import { serve } from '../../shared/triggers/serve';
import { doors } from './handler';

const files = filesIn(`${__dirname}/files`);

export const handler = serve('console', system, () => doors({ files }));
