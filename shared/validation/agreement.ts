/** The agreements: accepted means `true` and nothing that resembles it. */
import * as z from 'zod';
import type { FaultCode } from './fault-code';

export const agreement = z.literal(true, { error: (): FaultCode => 'must-be-accepted' });
