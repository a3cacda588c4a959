/**
 * The proof that somebody came from the marketplace's purchase of an instance (免登): the marketplace sends their browser
 * to us with a call it signed, and we give them this, signed by us, for one AliCloud account and one instance. It goes
 * through their browser's address, so it holds nothing that they do not know.
 *
 * `<accountId>.<instanceId>.<expiry, Unix ms>.<HMAC-SHA256, base64url>`. That it works once needs no row of its own: it
 * serves the first settlement by an AliCloud account, which links the account for good.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Proof } from '../domain/settlement';
import type { SessionKeys } from './session';

/** Source: the contract; in milliseconds. */
export const PROOF_LIFETIME_MS = 30 * 60 * 1_000;

export interface Proven {
  readonly accountId: string;
  readonly instanceId: string;
}

export const signProof = ({ accountId, instanceId }: Proven, [key]: SessionKeys, nowMs: number): string => {
  const text = `${accountId}.${instanceId}.${nowMs + PROOF_LIFETIME_MS}`;
  return `${text}.${mac(text, key)}`;
};

/** Whether we signed it, for these two and no others, and not too long ago. */
export const holds = (proof: string | undefined, of: Proven, keys: SessionKeys, nowMs: number): boolean => {
  const [, text = '', accountId, instanceId, expiresAtMs, signature = ''] =
    /^((\d+)\.(\d+)\.(\d{1,15}))\.([A-Za-z0-9_-]{43})$/.exec(proof ?? '') ?? [];
  return (
    accountId === of.accountId &&
    instanceId === of.instanceId &&
    Number(expiresAtMs) > nowMs &&
    keys.some((key) => timingSafeEqual(Buffer.from(mac(text, key)), Buffer.from(signature)))
  );
};

/** What is to be said of a wish's proof where the policy asks for one. */
export const proofOf = (
  asked: boolean | undefined,
  settlement: Proven & { readonly proof?: string },
  keys: SessionKeys,
  nowMs: number,
): Proof => {
  if (!asked) return 'not-asked-for';
  return holds(settlement.proof, settlement, keys, nowMs) ? 'given' : 'missing';
};

/** The prefix keeps proofs and sessions, signed with the same key, apart. */
const mac = (text: string, key: string): string =>
  createHmac('sha256', key).update(`proof/${text}`).digest('base64url');
