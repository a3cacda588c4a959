/**
 * The ID of a marketplace order: 15 digits in all that has been seen. Only the marketplace tells us one, nobody types it.
 * Our decision: any 1 to 20 digits, so that an order is not refused for being longer than those before it.
 */
import type * as z from 'zod';
import type { Flaw } from './fault-code';
import { rule, text } from './text';

const orderIdFlaw = (id: string): Flaw | undefined => (/^\d{1,20}$/.test(id) ? undefined : { code: 'malformed' });

export const orderId = text().check(rule(orderIdFlaw)).brand<'OrderId'>();
export type OrderId = z.output<typeof orderId>;
