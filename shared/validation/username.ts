/**
 * The username of a Billing Center account: unique, and never changed. Our decision: 3 to 64 letters, digits and `. _ @ -`,
 * the first one a letter or digit; an e-mail address of those is a username too. It is kept, shown and compared in lower
 * case after NFKC and without the white space around it, so `Acme` and `acme` are one name.
 */
import type * as z from 'zod';
import type { Flaw } from './fault-code';
import { lengthFlaw, rule, text } from './text';

const bounds = { minimum: 3, maximum: 64 };

const usernameFlaw = (name: string): Flaw | undefined =>
  lengthFlaw(name, bounds) ?? (/^[a-z0-9][a-z0-9._@-]*$/.test(name) ? undefined : { code: 'malformed' });

const normalised = text().normalize('NFKC').trim().toLowerCase();

export const username = normalised.check(rule(usernameFlaw)).brand<'Username'>();
export type Username = z.output<typeof username>;

/** To log in: a name that nobody could have registered is not malformed, it is nobody's (`wrong-credentials`). */
export const loginUsername = normalised
  .check(rule((name) => lengthFlaw(name, { maximum: bounds.maximum })))
  .brand<'Username'>();
