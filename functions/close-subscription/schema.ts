/** What an asynchronous invocation of the walker says: which instance was closed. */
import * as z from 'zod';
import { instanceId } from '../../shared/validation/instance-id';

export const invocation = z.object({ instanceId });
