/**
 * The `Idempotency-Key` header (IETF draft-ietf-httpapi-idempotency-key-header): the caller's name for one request, so
 * that sending it again does nothing again. The draft writes it as a quoted string; our decision: it is opaque, quotes
 * included, 1 to 255 visible ASCII characters.
 */
import type * as z from 'zod';
import type { Flaw } from './fault-code';
import { lengthFlaw, rule, text } from './text';

const idempotencyKeyFlaw = (key: string): Flaw | undefined =>
  lengthFlaw(key, { maximum: 255 }) ?? (/^[\x21-\x7e]+$/.test(key) ? undefined : { code: 'malformed' });

export const idempotencyKey = text().check(rule(idempotencyKeyFlaw)).brand<'IdempotencyKey'>();
export type IdempotencyKey = z.output<typeof idempotencyKey>;
