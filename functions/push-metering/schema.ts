/** What an asynchronous invocation says: nothing. It looks for itself what waits. */
import * as z from 'zod';

export const invocation = z.object({});
