/**
 * The password of a Billing Center account, by NIST SP 800-63B: at least 8 characters, long ones and every character
 * welcome, spaces too; no composition rules; those that attackers try first are refused; normalised (NFKC) before it is
 * hashed, so that it is the same from every keyboard. Our decision: at most 128 characters. It is never trimmed.
 */
import type * as z from 'zod';
import { commonPasswords } from './common-passwords';
import type { Flaw } from './fault-code';
import { lengthFlaw, rule, text } from './text';

const bounds = { minimum: 8, maximum: 128 };

/** `aaaaaaaa`, `12345678`, `hgfedcba`: each character follows the one before by the same step of 0, 1 or -1. */
const isRun = (password: string): boolean => {
  const points = [...password].map((character) => character.codePointAt(0) ?? 0);
  const steps = points.slice(1).map((point, at) => point - (points[at] ?? 0));
  return [0, 1, -1].some((step) => steps.every((taken) => taken === step));
};

const isCommon = (password: string): boolean => {
  const lowerCase = password.toLowerCase();
  return commonPasswords.has(lowerCase) || isRun(lowerCase);
};

const passwordFlaw = (password: string): Flaw | undefined =>
  lengthFlaw(password, bounds) ?? (isCommon(password) ? { code: 'too-common' } : undefined);

const normalised = text().normalize('NFKC');

/** Secret: neither logged nor part of an error. */
export const password = normalised.check(rule(passwordFlaw)).brand<'Password'>();
export type Password = z.output<typeof password>;

/** To log in: a password that nobody could have chosen is not malformed, it is wrong (`wrong-credentials`). */
export const loginPassword = normalised
  .check(rule((typed) => lengthFlaw(typed, { maximum: bounds.maximum })))
  .brand<'Password'>();
