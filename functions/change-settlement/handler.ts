/**
 * Changes how a workspace is paid: called by the Billing Center's dialog, with `PUT /api/settlements/{site}/{workspaceId}`.
 *
 * The order of the calls is the protocol, and each has its reason; see `shared/domain/README.md`. The binding is put
 * before the instance is read, so that a closure either finds the binding or has closed the instance before we look. The
 * workspace's version is read before the guards and the update is made on it, so that whoever fences the workspace in
 * between stops us. A refused change leaves its binding where it is, unless the instance is closed for good: it has no
 * effect, and removing one can lose another's. Where the instance that pays now is being closed and the walk has not come by,
 * the workspace is switched first, as the walk would, and then all is read again: no hour since the release is that instance's.
 *
 * Refuses: too many wrong pairs of account ID and instance ID, someone else's workspace, a revision that has passed, an instance that is not the AliCloud account's, not
 * open, or linked to another Billing Center account.
 */
import { isYoung, type Link, linkStanding } from '../../shared/domain/claims';
import { switchedEarly } from '../../shared/domain/closure';
import type { Instance } from '../../shared/domain/instance';
import type { Limit } from '../../shared/domain/limits';
import { changeMailId } from '../../shared/domain/mail';
import { type Policies, refusalOfChange, refusalOfSite } from '../../shared/domain/policies';
import { type Refused, refused } from '../../shared/domain/refusals';
import {
  type CloudSettlement,
  decideOnWorkspace,
  type Proof,
  refusalOfPayer,
  type SettlementWish,
  withoutProof,
} from '../../shared/domain/settlement';
import { workspaceView } from '../../shared/domain/views';
import { payingInstance, type Workspace, withEntry } from '../../shared/domain/workspace';
import { type Marketplace, type Random, StaleWrite, type Store, type Touches, type Write } from '../../shared/ports';
import { commit } from '../../shared/protocol/commit';
import { fence, writeWorkspace } from '../../shared/protocol/fence';
import { guessLimits, instanceSaid } from '../../shared/protocol/pair';
import { proofOf } from '../../shared/protocol/proof';
import { findSession, ifSignedIn } from '../../shared/protocol/session';
import { refusalOf, usedUp } from '../../shared/protocol/throttle';
import { withdraw } from '../../shared/protocol/withdraw';
import { type Answer, etag, type Reply, type Route, readBody, reply } from '../../shared/triggers/http';
import type { HttpRequest } from '../../shared/triggers/request';
import { crossSite, type SignInRules, ticketOf } from '../../shared/triggers/sign-in';
import type { Settlement } from '../../shared/validation/settlement';
import { ifMatch, settlement, workspacePath } from './schema';

export const touches = {
  store: {
    workspaces: ['get', 'write'],
    instances: ['get', 'write'],
    instancesByAccount: ['write'],
    links: ['get', 'write'],
    bindings: ['write', 'writeMany'],
    todos: ['write'],
    sessions: ['get'],
    attempts: ['getMany', 'count'],
  },
  marketplace: ['instance'],
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
  readonly marketplace: Marketplace;
  readonly random: Random;
}

export interface Rules extends SignInRules {
  readonly policies: Policies;
}

export const routes = (ports: Ports, rules: Rules): Route[] => [
  {
    method: 'PUT',
    path: '/api/settlements/{site}/{workspaceId}',
    handle: (request) => changeSettlement(ports, rules, request),
  },
];

const changeSettlement = async (ports: Ports, rules: Rules, request: HttpRequest): Promise<Answer> => {
  const { store } = ports;
  const { nowMs, changeId } = request;

  const ticket = ticketOf(request, rules);
  if (!ticket) return refused('not-signed-in');
  const body = readBody(request, settlement);
  const named = workspacePath.safeParse(request.params);
  const early = crossSite(request, rules) ?? body;
  if (early.kind !== 'read') return ifSignedIn(store, ticket, nowMs, early);
  if (!named.success) return ifSignedIn(store, ticket, nowMs, refused('workspace-not-found'));

  const { site, workspaceId } = named.data;
  const seen = ifMatch.parse(request.headers['if-match']);
  const wish: SettlementWish = {
    site,
    owner: ticket.owner,
    settlement: withoutProof(early.value),
    changeId,
    ...(seen !== undefined && { ifMatch: seen }),
  };
  const target = wish.settlement.method === 'billing-center' ? undefined : wish.settlement;

  const owedMail: Write = {
    table: 'todos',
    put: { queue: 'changes', subject: changeMailId(workspaceId, changeId), sinceMs: nowMs },
  };

  const guess = guessLimits(early.value, rules.sessionKeys, { ...request, owner: ticket.owner });

  // Call 1: the binding, and beside it what it does not depend on.
  const [session, row, link, spent] = await Promise.all([
    findSession(store, ticket, nowMs),
    store.get('workspaces', { workspaceId }),
    target && store.get('links', { accountId: target.accountId }),
    usedUp(store, guess, nowMs),
    target && store.write({ table: 'bindings', put: { instanceId: target.instanceId, workspaceId } }),
  ]);
  if (!session) return refused('not-signed-in');
  const decision = decideOnWorkspace(wish, row);
  if (decision.kind === 'unchanged') return answer(decision.workspace);
  const wait = refusalOf(spent, link?.owner === ticket.owner, nowMs);
  if (wait) return wait;
  if (decision.kind === 'refused') return decision;
  const { workspace } = decision;

  // Call 2: the guards, only now; and the mail, which is owed before the change is made, and made from the change: a to-do
  // without one comes to nothing.
  const proof =
    early.value.method === 'billing-center'
      ? 'not-asked-for'
      : proofOf(rules.policies.requireProof, early.value, rules.sessionKeys, nowMs);
  const paying = payingInstance(workspace);
  const [refusal, payer] = await Promise.all([
    target && passGuards(ports, target, workspace, link, proof, guess, request),
    paying === undefined ? undefined : store.get('instances', { instanceId: paying }),
    store.write(owedMail),
  ]);
  // The policies come last of all refusals.
  const no = refusal ?? forbiddenByPolicy(rules.policies, workspace, payer, wish.settlement, nowMs);
  if (no) return no;

  const closed = switchedEarly(workspace, payer, nowMs);
  if (closed) {
    await store.write(writeWorkspace(workspace, closed));
    throw new StaleWrite('The instance that pays now is being closed: this workspace was switched first.');
  }

  // Call 3: the commit.
  const next = withEntry(workspace, {
    settlement: wish.settlement,
    fromMs: nowMs,
    cause: 'change',
    by: 'owner',
    changeId,
  });
  const committed = await commit(store, workspace, next, changeId);
  return answer(committed);
};

/**
 * May the instance pay for the workspace? Where it may, the AliCloud account is linked to the owner when this resolves: by
 * a link that counts, or by a claim of ours that will once the workspace is committed.
 */
const passGuards = async (
  ports: Ports,
  target: CloudSettlement,
  workspace: Workspace,
  link: Link | undefined,
  proof: Proof,
  guess: readonly Limit[],
  { changeId, nowMs }: HttpRequest,
): Promise<Refused | undefined> => {
  const { store, random } = ports;
  const claim: Link = {
    accountId: target.accountId,
    workspaceId: workspace.workspaceId,
    owner: workspace.owner,
    claimId: random.id(),
    changeId,
    claimedAtMs: nowMs,
  };
  const [instance, linkNamed] = await Promise.all([
    store.get('instances', { instanceId: target.instanceId }),
    link && store.get('workspaces', { workspaceId: link.workspaceId }),
    link ? undefined : store.write({ table: 'links', insert: claim }),
  ]);
  const said = await instanceSaid(ports, target, instance, guess, link?.owner === workspace.owner, nowMs);
  if (said.kind === 'refused') return said;
  const payer = { instance: said.instance, link, linkNamed, proof };
  const refusal = refusalOfPayer(target, workspace.owner, payer);
  if (refusal) {
    await withdraw(store, payer.instance, { instanceId: target.instanceId, workspaceId: workspace.workspaceId });
    return refusal;
  }
  if (link && linkStanding(link, linkNamed) === 'idle') {
    if (linkNamed?.kind !== 'void' && link.owner !== workspace.owner && isYoung(link, nowMs)) {
      throw new StaleWrite('Another Billing Center account is linking this AliCloud account right now.');
    }
    // Its own workspace needs no fence: our commit, on the version read, is the only one that could make the link count.
    if (link.workspaceId !== workspace.workspaceId && linkNamed?.kind !== 'void') {
      await fence(store, link.workspaceId, linkNamed);
    }
    await store.write({ table: 'links', replace: claim, of: link.claimId });
  }
  return undefined;
};

const forbiddenByPolicy = (
  policies: Policies,
  workspace: Workspace,
  payer: Instance | undefined,
  wish: Settlement,
  nowMs: number,
): Refused | undefined =>
  refusalOfSite(policies, workspace.site, wish) ??
  refusalOfChange(policies, workspace, policies.stayWhileOpen ? payer : undefined, wish, nowMs);

const answer = (workspace: Workspace): Reply =>
  reply(200, { workspace: workspaceView(workspace) }, { ETag: etag(workspace) });
