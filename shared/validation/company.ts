/** The name of the customer's company. Our decision: like a workspace's name, 1 to 256 characters on one line, composed (NFC). */
import type * as z from 'zod';
import type { Flaw } from './fault-code';
import { lengthFlaw, rule, text, unprintable } from './text';

const companyFlaw = (name: string): Flaw | undefined =>
  lengthFlaw(name, { maximum: 256 }) ?? (unprintable.test(name) ? { code: 'malformed' } : undefined);

export const company = text().normalize('NFC').trim().check(rule(companyFlaw)).brand<'Company'>();
export type Company = z.output<typeof company>;
