/**
 * Claims: rows that name a workspace and have no effect of their own. Whether one counts is decided by the workspace it
 * names, so a registration or a change that died half-way leaves nothing that binds anybody.
 */
import type { AccountId } from '../validation/account-id';
import type { Email } from '../validation/email';
import type { Username } from '../validation/username';
import type { WorkspaceId } from '../validation/workspace';
import { everSettledBy, type WorkspaceRow } from './workspace';

export interface Claim {
  readonly workspaceId: WorkspaceId;
  /** The Billing Center account that claims. */
  readonly owner: string;
  /** Random, new with every write of the row: a taker replaces exactly the claim it judged. */
  readonly claimId: string;
  /** The request that claims: a request that finds its own id here goes on with it. */
  readonly changeId: string;
  readonly claimedAtMs: number;
}

/** A username and the Billing Center account behind it. */
export interface UsernameClaim extends Claim {
  readonly username: Username;
  readonly passwordHash: string;
  readonly email: Email;
  readonly phone?: string;
  readonly company?: string;
}

/** An AliCloud account, and the Billing Center account whose workspaces it settles. */
export interface Link extends Claim {
  readonly accountId: AccountId;
}

/** An idempotency key and what it was used for. */
export interface KeyClaim extends Claim {
  /** Whose keys: a key of one account says nothing about another's. */
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** What a claim is worth, judged by the workspace that it names. */
export type Standing = 'none' | 'good' | 'idle';

/** A username, an idempotency key or an entry of an owner's list counts once its workspace exists. */
export const standing = (claim: Claim | undefined, named: WorkspaceRow | undefined): Standing =>
  !claim ? 'none' : named?.kind === 'workspace' ? 'good' : 'idle';

/** A link counts once its workspace was settled by the AliCloud account; from then on for ever. */
export const linkStanding = (link: Link | undefined, named: WorkspaceRow | undefined): Standing =>
  !link ? 'none' : named?.kind === 'workspace' && everSettledBy(named, link.accountId) ? 'good' : 'idle';

/**
 * How long a stranger's claim that does not count yet is left alone, in milliseconds. Our decision: longer than a
 * registration takes, so that two strangers do not void each other in turn; the later one is asked to try again.
 */
export const YOUNG_CLAIM_MS = 2_000;

export const isYoung = (claim: Claim, nowMs: number): boolean => nowMs - claim.claimedAtMs < YOUNG_CLAIM_MS;

/** How long a 201 is remembered for its idempotency key, in milliseconds. */
export const KEY_LIFETIME_MS = 24 * 60 * 60 * 1_000;

export const isRemembered = (claim: KeyClaim, nowMs: number): boolean => nowMs - claim.claimedAtMs < KEY_LIFETIME_MS;
