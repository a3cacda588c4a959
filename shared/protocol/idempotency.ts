/** The idempotency key of a request (IETF draft "The Idempotency-Key HTTP Header Field"), and what it was used for. */
import { createHash } from 'node:crypto';

export interface IdempotencyKey {
  /** Whose keys: a key of one account says nothing of another's. A registration belongs to nobody yet. */
  readonly scope: string;
  readonly key: string;
  /** Of the body as it was understood, the password left out: a fast hash of it must not be kept anywhere. */
  readonly fingerprint: string;
}

export const fingerprintOf = (body: object): string => {
  const { password: _, ...rest } = body as { password?: unknown };
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex');
};
