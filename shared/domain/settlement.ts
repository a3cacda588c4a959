/**
 * Changing how a workspace is paid. The decision falls in two steps because the protocol reads in two: first the
 * workspace, then, on its version, the guards that may forbid the payer (instance and link).
 */
import type { Settlement } from '../validation/settlement';
import type { Link } from './claims';
import { linkStanding } from './claims';
import type { Instance } from './instance';
import { type Refused, refused } from './refusals';
import { currentEntry, hasTakenEffect, revision, sameSettlement, type Workspace, type WorkspaceRow } from './workspace';

/** A settlement that an AliCloud account (or one day another cloud's) pays. */
export type CloudSettlement = Exclude<Settlement, { method: 'billing-center' }>;

export interface SettlementWish {
  readonly site: string;
  readonly owner: string;
  readonly settlement: Settlement;
  readonly changeId: string;
  /** The revisions that the caller will have it on (`If-Match`). */
  readonly ifMatch?: readonly number[];
}

export type OnWorkspace =
  | { readonly kind: 'go-on'; readonly workspace: Workspace }
  | { readonly kind: 'unchanged'; readonly workspace: Workspace }
  | Refused;

/**
 * First step: is it the owner's workspace, and is there anything to change? A request whose own entry is there has taken
 * effect, whatever came after. Source of the ownership rule: only the workspace's owner may change its settlement
 * (product documentation); someone else's workspace is not told apart from a missing one.
 */
export const decideOnWorkspace = (wish: SettlementWish, row: WorkspaceRow | undefined): OnWorkspace => {
  if (row?.kind !== 'workspace' || row.owner !== wish.owner || row.site !== wish.site) {
    return refused('workspace-not-found');
  }
  if (hasTakenEffect(row, wish.changeId)) return { kind: 'unchanged', workspace: row };
  if (wish.ifMatch?.includes(revision(row)) === false) return refused('workspace-changed');
  if (sameSettlement(currentEntry(row).settlement, wish.settlement)) return { kind: 'unchanged', workspace: row };
  if (row.timeline.length >= LONGEST_TIMELINE) return refused('settlement-change-not-allowed', { sentence: TOO_OFTEN });
  return { kind: 'go-on', workspace: row };
};

/**
 * Our decision: after so many changes the owner can make no more. The timeline lies in the workspace's row, and a closure
 * reads a hundred rows at once: longer ones could make a closure too large to be carried out.
 */
export const LONGEST_TIMELINE = 400;

const TOO_OFTEN = {
  zh: '该工作空间的结算方式更改次数已达上限，无法再自行更改，请联系我们处理。',
  en: 'The settlement of this workspace was changed as often as it can be: please contact us to change it once more.',
};

/** Whether the wish came with a proof of the purchase, and whether one is asked for (`SETTLEMENT_REQUIRE_PROOF`). */
export type Proof = 'not-asked-for' | 'given' | 'missing';

export interface Payer {
  readonly instance: Instance | undefined;
  readonly link: Link | undefined;
  /** The workspace that the link names. */
  readonly linkNamed: WorkspaceRow | undefined;
  /** Absent: not asked for. */
  readonly proof?: Proof;
}

/**
 * Second step: may this AliCloud account's instance pay for a workspace of this owner? Undefined: it may. Sources: the
 * account ID and the instance ID must belong together (marketplace: an instance is sold to one account); one AliCloud
 * account belongs to one Billing Center account (product documentation, inferred), which may have to prove its purchase
 * once (our decision, a policy); an overdue instance is frozen for new
 * bindings and keeps the present ones (our decision).
 */
export const refusalOfPayer = (settlement: CloudSettlement, owner: string, payer: Payer): Refused | undefined => {
  const { instance, link, linkNamed } = payer;
  if (instance?.accountId !== settlement.accountId) return refused('instance-not-found');
  const linked = linkStanding(link, linkNamed) === 'good';
  if (linked && link?.owner !== owner) return refused('cloud-account-linked-elsewhere');
  if (!linked && payer.proof === 'missing') return refused('proof-required');
  switch (instance.status) {
    case 'opening':
      return refused('instance-not-ready');
    case 'closing':
    case 'closed':
      return refused('instance-closed');
    case 'overdue':
      return refused('instance-overdue');
    case 'open':
      return undefined;
  }
};

/** A settlement as the timeline keeps it: the proof that came with the wish is not part of it. */
export const withoutProof = (settlement: Settlement): Settlement =>
  settlement.method === 'billing-center'
    ? settlement
    : { method: settlement.method, accountId: settlement.accountId, instanceId: settlement.instanceId };
