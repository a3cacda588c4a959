/**
 * What can be wrong with a field, each mistake with a code of its own that programs may rely on. The account ID and the
 * product instance ID are the two that people get wrong, in well-known ways, so they have a code for each.
 *
 * Every schema of this folder makes its issues' `message` one of these codes; `faultsOf` writes the sentence later, when
 * the person's language is known.
 */
export const faultCodes = [
  'required',
  'too-short',
  'too-long',
  'malformed',
  'not-offered',
  'too-common',
  'must-be-accepted',
  'range-reversed',
  'range-too-long',
  'range-too-full',
  'account-id-missing',
  'account-id-not-digits',
  'account-id-wrong-length',
  'account-id-is-ram-login',
  'account-id-is-ram-user',
  'account-id-is-access-key',
  'instance-id-missing',
  'instance-id-not-digits',
  'instance-id-wrong-length',
  'instance-id-is-product-code',
  'instance-id-is-order-id',
  'instance-id-is-account-id',
] as const;

export type FaultCode = (typeof faultCodes)[number];

/** A mistake found in a field: its code and what its sentence needs to know. */
export interface Flaw {
  readonly code: FaultCode;
  /** In characters (Unicode code points), for `too-short`. */
  readonly minimum?: number;
  /** In characters (Unicode code points), for `too-long`; in days, for `range-too-long`. */
  readonly maximum?: number;
  /** What was probably meant, for `account-id-is-ram-login`. */
  readonly suggestion?: string;
}
