/**
 * The one way in which fields that are text find fault. A field normalises the text and then gives it to one rule, which
 * names the first mistake or none: a person corrects a field once, so a field has one fault at a time.
 */
import * as z from 'zod';
import type { FaultCode, Flaw } from './fault-code';

/** Text. Nothing at all is the fault `missing`; any other value `malformed` (a number would be corrupted beyond 2^53). */
export const text = (missing: FaultCode = 'required') =>
  z.string({ error: ({ input }): FaultCode => (input === undefined || input === null ? missing : 'malformed') });

/** A zod check out of a rule: the issue's message is the flaw's code, its params are the flaw. */
export const rule =
  <T>(flawOf: (value: T) => Flaw | undefined) =>
  (payload: z.core.ParsePayload<T>): void => {
    const flaw = flawOf(payload.value);
    if (flaw === undefined) return;
    payload.issues.push({ code: 'custom', message: flaw.code, params: { ...flaw }, input: payload.value });
  };

interface Bounds {
  readonly minimum?: number;
  readonly maximum: number;
}

/** Characters are Unicode code points: a rare ideograph is one, as a person counts, though two units of UTF-16. */
export const lengthFlaw = (value: string, { minimum = 1, maximum }: Bounds): Flaw | undefined => {
  const { length } = [...value];
  if (length === 0) return { code: 'required' };
  if (length < minimum) return { code: 'too-short', minimum };
  if (length > maximum) return { code: 'too-long', maximum };
  return undefined;
};

/**
 * What no name on one line holds: control characters, line and paragraph separators, and lone surrogates, which cannot be
 * written as UTF-8 and so would not be read back as they were written.
 */
export const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;
