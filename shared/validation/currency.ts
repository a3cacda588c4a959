/**
 * The currencies that the product bills in: CNY at the mainland's sites, USD in Hong Kong and overseas. (The product's
 * public documentation; which site bills in which stands in `site.ts`.)
 */
import type * as z from 'zod';
import { choice } from './choice';

export const currencies = {
  CNY: { name: { zh: '人民币', en: 'Chinese yuan' }, sign: '¥' },
  USD: { name: { zh: '美元', en: 'US dollar' }, sign: '$' },
} as const;

export const currency = choice(currencies);
export type Currency = z.output<typeof currency>;
