/**
 * The product instance ID, which the marketplace calls instanceId or orderBizId and which the customer copies from
 * Purchased Services. 8 to 10 digits have been seen; our decision: 6 to 12 are right, which still tells it from what
 * stands beside it on that page: the order's ID (15 digits), the account's (14 or 16), the product's code (`cmgj…`).
 */
import type * as z from 'zod';
import type { Flaw } from './fault-code';
import { rule, text } from './text';

const instanceIdFlaw = (id: string): Flaw | undefined => {
  if (id === '') return { code: 'instance-id-missing' };
  if (/^cmgj/i.test(id)) return { code: 'instance-id-is-product-code' };
  if (!/^\d+$/.test(id)) return { code: 'instance-id-not-digits' };
  if (id.length === 15) return { code: 'instance-id-is-order-id' };
  if (id.length === 14 || id.length === 16) return { code: 'instance-id-is-account-id' };
  if (id.length < 6 || id.length > 12) return { code: 'instance-id-wrong-length' };
  return undefined;
};

/** Text of 6 to 12 digits; surrounding white space and full-width digits (NFKC) are normalised. */
export const instanceId = text('instance-id-missing')
  .normalize('NFKC')
  .trim()
  .check(rule(instanceIdFlaw))
  .brand<'InstanceId'>();
export type InstanceId = z.output<typeof instanceId>;
