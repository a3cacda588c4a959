/**
 * Activating a workspace: with a new Billing Center account (registration) or as a further one of an account. Nothing
 * counts before the workspace's row is inserted; everything counts after. The decision is made on claims as they were
 * read; it says which of them must be fenced and taken over first.
 */
import type { Language } from '../validation/language';
import type { Settlement } from '../validation/settlement';
import type { Site } from '../validation/site';
import type { Username } from '../validation/username';
import type { WorkspaceId, WorkspaceName } from '../validation/workspace';
import {
  type Claim,
  isRemembered,
  isYoung,
  type KeyClaim,
  type Link,
  linkStanding,
  standing,
  type UsernameClaim,
} from './claims';
import type { Instance } from './instance';
import { type Refused, refused } from './refusals';
import { type Proof, refusalOfPayer, withoutProof } from './settlement';
import { hasTakenEffect, type Workspace, type WorkspaceRow } from './workspace';

/** A claim and the workspace that it names, as they were read. */
export interface Judged<Claim> {
  readonly claim: Claim | undefined;
  readonly named: WorkspaceRow | undefined;
}

export interface Activation {
  /** The request; its claims and its workspace carry it. */
  readonly changeId: string;
  /** The account that a further workspace belongs to; absent in a registration, which creates it. */
  readonly owner?: string;
  readonly settlement: Settlement;
  /** Of the body, where an idempotency key was given. */
  readonly fingerprint?: string;
  /** Absent: not asked for. */
  readonly proof?: Proof;
  /** What a policy says against it. */
  readonly forbidden?: Refused;
}

export interface FoundClaims {
  readonly username: Judged<UsernameClaim>;
  readonly link: Judged<Link>;
  readonly key: Judged<KeyClaim>;
  readonly instance: Instance | undefined;
  /** The first id of this request that is not fenced (see `workspaceIdOf`), and what is there. */
  readonly candidate: { readonly workspaceId: WorkspaceId; readonly row: WorkspaceRow | undefined };
}

export type ActivationDecision =
  | Refused
  /** The request, or one with the same key, took effect before: this workspace came of it. */
  | { readonly kind: 'done'; readonly workspace: Workspace }
  /** A stranger is at it right now: come back in a moment. */
  | { readonly kind: 'wait' }
  | {
      readonly kind: 'go-on';
      readonly workspaceId: WorkspaceId;
      readonly owner: string;
      /** Workspaces named by claims in the way, to be fenced before the claims are replaced. */
      readonly fence: ReadonlyMap<WorkspaceId, WorkspaceRow | undefined>;
    };

/** First what took effect before; then in the contract's order of refusals: the key, the payer, the username. */
export const decideActivation = (wish: Activation, found: FoundClaims, nowMs: number): ActivationDecision => {
  const { username, link, key, candidate } = found;
  if (candidate.row?.kind === 'workspace') return { kind: 'done', workspace: candidate.row };
  // A write of ours that landed late may be missing there and be found here: the two were read at different moments.
  if (username.named?.kind === 'workspace' && hasTakenEffect(username.named, wish.changeId)) {
    return { kind: 'done', workspace: username.named };
  }

  const remembered = key.claim !== undefined && isRemembered(key.claim, nowMs) ? key.claim : undefined;
  const sameBody = remembered?.fingerprint === wish.fingerprint;
  if (remembered && key.named?.kind === 'workspace') {
    return sameBody ? { kind: 'done', workspace: key.named } : refused('idempotency-key-reused');
  }
  // Our own key's workspace that nobody committed or fenced yet: the request that claimed it died, or is at it still.
  const workspaceId = remembered && sameBody && !key.named ? remembered.workspaceId : candidate.workspaceId;
  const owner = wish.owner ?? ownerOf(workspaceId);

  if (wish.settlement.method !== 'billing-center') {
    const proof = wish.proof ?? 'not-asked-for';
    const payer = { instance: found.instance, link: link.claim, linkNamed: link.named, proof };
    const refusal = refusalOfPayer(wish.settlement, owner, payer);
    if (refusal) return refusal;
  }
  if (wish.forbidden) return wish.forbidden;
  if (standing(username.claim, username.named) === 'good') return refused('username-taken');

  const inTheWay: Judged<Claim>[] = [];
  if (standing(username.claim, username.named) === 'idle') inTheWay.push(username);
  if (linkStanding(link.claim, link.named) === 'idle') inTheWay.push(link);
  if (standing(key.claim, key.named) === 'idle') inTheWay.push(key);

  const fence = new Map<WorkspaceId, WorkspaceRow | undefined>();
  for (const { claim, named } of inTheWay) {
    // What is void was fenced before: nobody is at it any more.
    if (!claim || claim.workspaceId === workspaceId || named?.kind === 'void') continue;
    const stranger = claim.changeId !== wish.changeId && claim.owner !== owner;
    if (stranger && isYoung(claim, nowMs)) return { kind: 'wait' };
    fence.set(claim.workspaceId, named);
  }
  return { kind: 'go-on', workspaceId, owner, fence };
};

/**
 * The ids that a request may give to its workspace, in turn: the next one only where the ones before are fenced. They
 * follow from the request alone, so that a write of it that lands late cannot make a second workspace.
 */
export const workspaceIdOf = (changeId: string, nth: number): WorkspaceId =>
  `wksp_${(BigInt(`0x${changeId}`) + BigInt(nth)).toString(16).padStart(32, '0')}` as WorkspaceId;

/** The account that comes with a registration's workspace. */
export const ownerOf = (workspaceId: WorkspaceId): string => `acct_${workspaceId.slice('wksp_'.length)}`;

/** The row whose insertion is the registration. */
export const newWorkspace = (of: {
  readonly workspaceId: WorkspaceId;
  readonly site: Site;
  readonly name: WorkspaceName;
  readonly language: Language;
  readonly owner: string;
  readonly username: Username;
  readonly settlement: Settlement;
  readonly changeId: string;
  readonly nowMs: number;
}): Workspace => ({
  kind: 'workspace',
  workspaceId: of.workspaceId,
  version: 1,
  site: of.site,
  name: of.name,
  language: of.language,
  owner: of.owner,
  username: of.username,
  createdAtMs: of.nowMs,
  timeline: [
    {
      settlement: withoutProof(of.settlement),
      fromMs: of.nowMs,
      cause: 'registration',
      by: 'owner',
      changeId: of.changeId,
    },
  ],
});
