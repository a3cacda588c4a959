/** Touches: nothing. */
import { system } from '../../shared/adapters/node';
import { serve } from '../../shared/triggers/serve';
import { doors } from './handler';

export const handler = serve('console', system, doors);
