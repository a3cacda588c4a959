/**
 * What the marketplace's doors accept: its calls (`shared/triggers/marketplace-calls.ts`), the same in an event of our own
 * bus, and `verify`, which brings a customer's browser.
 */
import * as z from 'zod';
import { instanceId } from '../../shared/validation/instance-id';

export {
  isMarketplaceAction,
  type MarketplaceAction,
  marketplaceCalls,
} from '../../shared/triggers/marketplace-calls';

/** `timeStamp` is Beijing time (inferred), `yyyy-MM-dd HH:mm:ss`; read as Unix milliseconds. */
export const verify = z.object({
  action: z.literal('verify'),
  instanceId,
  timeStamp: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    .transform((written) => Date.parse(`${written.replace(' ', 'T')}+08:00`))
    .pipe(z.number()),
});

/** An event of our bus: `type` names the action, `data` holds the parameters, all of them text. */
export const marketplaceEvent = z.object({
  type: z.string().regex(/^marketplace:Instance:\w+$/),
  data: z.record(z.string(), z.string()),
});
