/**
 * The names of all refusals, for programs to rely on. The order is the one in which they are decided when several apply; what
 * each means stands in `domain/refusals.ts`.
 */
export const refusalCodes = [
  'not-found',
  'method-not-allowed',
  'unsupported-media-type',
  'body-too-large',
  'too-many-attempts',
  'not-signed-in',
  'wrong-credentials',
  'cross-site-request',
  'invalid-request',
  'idempotency-key-reused',
  'workspace-not-found',
  'workspace-changed',
  'instance-not-found',
  'cloud-account-linked-elsewhere',
  'proof-required',
  'instance-not-ready',
  'instance-closed',
  'instance-overdue',
  'settlement-change-not-allowed',
  'username-taken',
  'try-again',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];
