/**
 * A quantity of usage: decimal text, never a JSON number, which would be corrupted beyond 2^53 and in its fraction. Our
 * decision: at most 12 digits before the point and 6 after it, no sign and no exponent; it is computed in millionths
 * (`domain/fees/money.ts`).
 */
import type * as z from 'zod';
import { rule, text } from './text';

export const QUANTITY_FRACTION_DIGITS = 6;

export const quantity = text()
  .check(rule((given) => (/^\d{1,12}(\.\d{1,6})?$/.test(given) ? undefined : { code: 'malformed' })))
  .brand<'Quantity'>();
export type Quantity = z.output<typeof quantity>;
