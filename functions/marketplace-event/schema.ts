/**
 * What the marketplace's doors accept: its calls (`shared/triggers/marketplace-calls.ts`), the same in an event of our own
 * bus, and `verify`, which brings a customer's browser.
 */
import * as z from 'zod';
import { beijingTime } from '../../shared/triggers/marketplace-calls';
import { instanceId } from '../../shared/validation/instance-id';

export const verify = z.object({ action: z.literal('verify'), instanceId, timeStamp: beijingTime });

/** An event of our bus: `type` names the action, `data` holds the parameters, all of them text. */
export const marketplaceEvent = z.object({
  type: z.string().regex(/^marketplace:Instance:\w+$/),
  data: z.record(z.string(), z.string()),
});
