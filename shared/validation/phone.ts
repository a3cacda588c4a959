/**
 * A telephone number: with `+` and the country's code, or as it is dialled at home. ITU-T E.164 allows 15 digits; our
 * decision: at least 5. Spaces, hyphens, dots and brackets only help to read it and are left out.
 */
import type * as z from 'zod';
import type { Flaw } from './fault-code';
import { rule, text } from './text';

const phoneFlaw = (number: string): Flaw | undefined =>
  /^\+?\d{5,15}$/.test(number) ? undefined : { code: 'malformed' };

export const phone = text()
  .normalize('NFKC')
  .overwrite((number) => number.replace(/[\s().-]/g, ''))
  .check(rule(phoneFlaw))
  .brand<'Phone'>();
export type Phone = z.output<typeof phone>;
