/**
 * The e-mail address that notices go to. Our decision: the practical form that zod knows (ASCII, a dot in the domain, no
 * quoted part, so neither a comma nor a line break can reach a mail's header), at most 254 characters (RFC 5321), and no
 * apostrophe: DirectMail sends to no such address, and an owner whose notices cannot arrive must know it now.
 */
import * as z from 'zod';
import type { Flaw } from './fault-code';
import { lengthFlaw, rule, text } from './text';

const canReceive = (address: string): boolean => z.regexes.email.test(address) && !address.includes("'");

const emailFlaw = (address: string): Flaw | undefined =>
  lengthFlaw(address, { maximum: 254 }) ?? (canReceive(address) ? undefined : { code: 'malformed' });

/** NFKC, because a Chinese keyboard easily types a full-width `＠`. */
export const email = text().normalize('NFKC').trim().check(rule(emailFlaw)).brand<'Email'>();
export type Email = z.output<typeof email>;
