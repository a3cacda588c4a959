/** What an asynchronous invocation of the mailer says: nothing. It looks for itself what is owed. */
import * as z from 'zod';

export const invocation = z.object({});
