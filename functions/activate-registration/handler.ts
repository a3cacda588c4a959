/**
 * Activates a workspace: `POST /api/registrations` at the end of the registration (a Billing Center account comes with
 * it), and `POST /api/registrations/workspaces` for a further workspace, of any site, of the account that is signed in.
 *
 * The order of the calls is the protocol; see `shared/domain/README.md`. Everything before the insertion of the
 * workspace's row are claims without effect, the insertion is the registration. So a crash at any point leaves either
 * nothing or all, and nobody has to clean up: a claim that does not count is fenced and replaced by whoever it hinders.
 *
 * Refuses: too many wrong pairs of account ID and instance ID, a username that is taken, an instance that is not the AliCloud account's or not open, an AliCloud account that
 * is linked to another Billing Center account, an idempotency key that was used for something else.
 */
import {
  type Claim,
  isRemembered,
  type KeyClaim,
  type Link,
  linkStanding,
  standing,
  type UsernameClaim,
} from '../../shared/domain/claims';
import { type Limit, passwordLimits } from '../../shared/domain/limits';
import { type Policies, refusalOfSite } from '../../shared/domain/policies';
import { type Refused, refused } from '../../shared/domain/refusals';
import { decideActivation, type FoundClaims, newWorkspace, workspaceIdOf } from '../../shared/domain/registration';
import { refusalOfPayer } from '../../shared/domain/settlement';
import { billingAccountView, workspaceView } from '../../shared/domain/views';
import type { Workspace } from '../../shared/domain/workspace';
import {
  type Hasher,
  type Marketplace,
  type Random,
  StaleWrite,
  type Store,
  type Touches,
  type Write,
} from '../../shared/ports';
import { commit } from '../../shared/protocol/commit';
import { fence } from '../../shared/protocol/fence';
import { fingerprintOf, type IdempotencyKey } from '../../shared/protocol/idempotency';
import { guessLimits, instanceSaid } from '../../shared/protocol/pair';
import { placeOf } from '../../shared/protocol/place';
import { proofOf } from '../../shared/protocol/proof';
import { findSession, ifSignedIn } from '../../shared/protocol/session';
import { countAttempt, forgiveAttempt, isKnownPlace, refusalOf, usedUp } from '../../shared/protocol/throttle';
import { withdraw } from '../../shared/protocol/withdraw';
import { type Answer, type Route, readBody, reply } from '../../shared/triggers/http';
import type { HttpRequest } from '../../shared/triggers/request';
import { crossSite, type SignInRules, ticketOf } from '../../shared/triggers/sign-in';
import {
  idempotencyHeader,
  type Registration,
  registration,
  type WorkspaceRegistration,
  workspaceRegistration,
} from './schema';

export const touches = {
  store: {
    workspaces: ['get', 'getMany', 'write'],
    instances: ['get', 'write'],
    instancesByAccount: ['write'],
    usernames: ['get', 'writeMany'],
    links: ['get', 'writeMany'],
    bindings: ['writeMany'],
    idempotencyKeys: ['get', 'writeMany'],
    workspacesByOwner: ['writeMany'],
    sessions: ['get'],
    attempts: ['get', 'getMany', 'count'],
  },
  marketplace: ['instance'],
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
  readonly marketplace: Marketplace;
  readonly random: Random;
  readonly hasher: Hasher;
}

export interface Rules extends SignInRules {
  readonly policies: Policies;
}

export const routes = (ports: Ports, rules: Rules): Route[] => [
  { method: 'POST', path: '/api/registrations', handle: (request) => register(ports, rules, request) },
  { method: 'POST', path: '/api/registrations/workspaces', handle: (request) => addWorkspace(ports, rules, request) },
];

/** What is wished for, of either door. */
interface Wish {
  readonly site: Registration['site'];
  readonly workspace: Registration['workspace'];
  readonly settlement: Registration['settlement'];
  /** With a registration: who registers. */
  readonly registrant?: Registration;
  /** With a further workspace: whose it is. */
  readonly owner?: string;
  readonly key?: IdempotencyKey;
}

type Activated = { readonly kind: 'activated'; readonly workspace: Workspace; readonly account?: UsernameClaim };

const register = async (ports: Ports, rules: Rules, request: HttpRequest): Promise<Answer> => {
  const body = readBody(request, registration);
  if (body.kind === 'refused') return body;
  const key = readKey(request, 'registrations', body.value);
  if (key.kind === 'refused') return key;

  const { site, workspace, settlement } = body.value;
  const wish: Wish = { site, workspace, settlement, registrant: body.value, ...(key.value && { key: key.value }) };
  const found = await look(ports, rules, request, wish);
  const outcome = await activate(ports, rules, request, wish, body.value.username, found);
  if (outcome.kind === 'refused') return outcome;
  if (!outcome.account) throw new Error('A registration came to its end without an account.');
  return reply(201, { workspace: firstView(outcome.workspace), billingAccount: billingAccountView(outcome.account) });
};

const addWorkspace = async (ports: Ports, rules: Rules, request: HttpRequest): Promise<Answer> => {
  const { store } = ports;
  const { nowMs } = request;
  const ticket = ticketOf(request, rules);
  if (!ticket) return refused('not-signed-in');
  const body = crossSite(request, rules) ?? readBody(request, workspaceRegistration);
  if (body.kind === 'refused') return ifSignedIn(store, ticket, nowMs, body);
  const key = readKey(request, ticket.owner, body.value);
  if (key.kind === 'refused') return ifSignedIn(store, ticket, nowMs, key);

  const wish: Wish = { ...body.value, owner: ticket.owner, ...(key.value && { key: key.value }) };
  const [session, found] = await Promise.all([findSession(store, ticket, nowMs), look(ports, rules, request, wish)]);
  if (!session) return refused('not-signed-in');
  const outcome = await activate(ports, rules, request, wish, session.username, found);
  return outcome.kind === 'refused' ? outcome : reply(201, { workspace: firstView(outcome.workspace) });
};

/** What is found, and how far the pair of the wish may still be tried. */
interface Looked extends FoundClaims {
  readonly guess: readonly Limit[];
  readonly spent: readonly Limit[];
}

/** Call 1: who claims what already, and whether it counts. */
const look = async ({ store }: Ports, { sessionKeys }: Rules, request: HttpRequest, wish: Wish): Promise<Looked> => {
  const { settlement, registrant, key, owner } = wish;
  const guess = guessLimits(settlement, sessionKeys, { ...request, ...(owner !== undefined && { owner }) });
  const cloud = settlement.method === 'billing-center' ? undefined : settlement;
  const [username, link, keyClaim, instance, candidate, spent] = await Promise.all([
    registrant && store.get('usernames', { username: registrant.username }),
    cloud && store.get('links', { accountId: cloud.accountId }),
    key && store.get('idempotencyKeys', { scope: key.scope, key: key.key }),
    cloud && store.get('instances', { instanceId: cloud.instanceId }),
    findCandidate(store, request),
    usedUp(store, guess, request.nowMs),
  ]);
  const claims = [username, link, keyClaim];
  const ids = [...new Set(claims.flatMap((claim) => (claim ? [claim.workspaceId] : [])))];
  const rows = await store.getMany(
    'workspaces',
    ids.map((workspaceId) => ({ workspaceId })),
  );
  const judged = <One extends Claim>(claim: One | undefined) => ({
    claim,
    named: claim && rows[ids.indexOf(claim.workspaceId)],
  });
  return { username: judged(username), link: judged(link), key: judged(keyClaim), instance, candidate, guess, spent };
};

/** A first run has written nothing yet, so its first id needs no look. */
const findCandidate = async (store: Store, { changeId, run }: HttpRequest): Promise<FoundClaims['candidate']> => {
  for (let nth = 0; ; nth++) {
    const workspaceId = workspaceIdOf(changeId, nth);
    const row = run === 0 ? undefined : await store.get('workspaces', { workspaceId });
    if (row?.kind !== 'void') return { workspaceId, row };
  }
};

const activate = async (
  ports: Ports,
  { policies, sessionKeys }: Rules,
  request: HttpRequest,
  wish: Wish,
  username: UsernameClaim['username'],
  looked: Looked,
): Promise<Activated | Refused> => {
  const { store } = ports;
  const { changeId, nowMs } = request;
  const { settlement, registrant } = wish;
  const cloud = settlement.method === 'billing-center' ? undefined : settlement;
  const linked = wish.owner !== undefined && looked.link.claim?.owner === wish.owner;
  const wait = refusalOf(looked.spent, linked, nowMs);
  const said = cloud && !wait && (await instanceSaid(ports, cloud, looked.instance, looked.guess, linked, nowMs));
  const held = said && said.kind === 'refused' ? said : wait;
  const found: FoundClaims = said && said.kind === 'found' ? { ...looked, instance: said.instance } : looked;

  const proof = cloud ? proofOf(policies.requireProof, cloud, sessionKeys, nowMs) : 'not-asked-for';
  const forbidden = refusalOfSite(policies, wish.site, settlement);
  const decided = decideActivation(
    {
      changeId,
      settlement,
      proof,
      ...(forbidden && { forbidden }),
      ...(wish.owner !== undefined && { owner: wish.owner }),
      ...(wish.key && { fingerprint: wish.key.fingerprint }),
    },
    found,
    nowMs,
  );
  // What took effect before is answered again, whoever has to wait.
  const decision = decided.kind === 'done' ? decided : (held ?? decided);
  if (decision.kind === 'refused') return unlessTakenEffect(store, wish, nowMs, decision);
  if (decision.kind === 'wait') throw new StaleWrite('Somebody else is claiming the same right now.');
  // The username may have been read before its claim was ours: then the claim in our hands is none, or a stranger's.
  if (decision.kind === 'done' && registrant && found.username.claim?.workspaceId !== decision.workspace.workspaceId) {
    throw new StaleWrite('The account came to be after its username was looked up.');
  }
  const other = registrant && (await otherPassword(ports, registrant, request, found.username.claim, decision));
  if (other) return other;
  if (decision.kind === 'done') return activated(decision.workspace, registrant && found.username.claim);

  const { workspaceId, owner } = decision;
  for (const [idle, row] of decision.fence) await fence(store, idle, row);

  // Call 2: the claims.
  const claim = () => ({ workspaceId, owner, changeId, claimId: ports.random.id(), claimedAtMs: nowMs });
  const mine = found.username.claim?.workspaceId === workspaceId ? found.username.claim : undefined;
  const account =
    mine ??
    (registrant && {
      ...accountOf(registrant),
      passwordHash: await ports.hasher.hash(registrant.password),
      ...claim(),
    });
  const written = await store.writeMany(claimsOf(wish, found, account, claim));
  if (written.some((outcome) => outcome !== 'done')) {
    throw new StaleWrite('A claim was not ours to write, or may not have been written.');
  }

  // Call 3: the guard, only now.
  if (cloud) {
    const instance = await store.get('instances', { instanceId: cloud.instanceId });
    const refusal = refusalOfPayer(cloud, owner, {
      instance,
      link: found.link.claim,
      linkNamed: found.link.named,
      proof,
    });
    if (refusal) {
      await withdraw(store, instance, { instanceId: cloud.instanceId, workspaceId });
      return unlessTakenEffect(store, wish, nowMs, refusal);
    }
  }

  // Call 4: the commit.
  const { name, language } = wish.workspace;
  const workspace = newWorkspace({
    workspaceId,
    site: wish.site,
    name,
    language,
    owner,
    username,
    settlement,
    changeId,
    nowMs,
  });
  const committed = await commit(store, undefined, workspace, changeId);
  return activated(committed, registrant && account);
};

/**
 * The key, the guards and the other claims were read at different moments, so what hinders us may be the same request,
 * sent twice at once, that took effect in between. A key whose request took effect refuses nothing: the next run answers.
 */
const unlessTakenEffect = async (store: Store, { key }: Wish, nowMs: number, refusal: Refused): Promise<Refused> => {
  const claim = key && (await store.get('idempotencyKeys', { scope: key.scope, key: key.key }));
  if (!claim || claim.fingerprint !== key.fingerprint || !isRemembered(claim, nowMs)) return refusal;
  const named = await store.get('workspaces', { workspaceId: claim.workspaceId });
  if (standing(claim, named) === 'good') throw new StaleWrite('The same request has just taken effect.');
  return refusal;
};

/** What the commit rests on. A claim that names our workspace already is ours, from an earlier run or under the same key. */
const claimsOf = (
  { settlement, key }: Wish,
  found: FoundClaims,
  account: UsernameClaim | undefined,
  claim: () => Claim,
): Write[] => {
  const { owner, workspaceId } = claim();
  const writes: Write[] = [{ table: 'workspacesByOwner', put: { owner, workspaceId } }];
  const known = found.username.claim;
  if (account && account !== known) {
    writes.push(
      known ? { table: 'usernames', replace: account, of: known.claimId } : { table: 'usernames', insert: account },
    );
  }
  if (settlement.method !== 'billing-center') {
    const { accountId, instanceId } = settlement;
    writes.push({ table: 'bindings', put: { instanceId, workspaceId } });
    const link = found.link.claim;
    if (linkStanding(link, found.link.named) !== 'good' && link?.workspaceId !== workspaceId) {
      const next: Link = { accountId, ...claim() };
      writes.push(link ? { table: 'links', replace: next, of: link.claimId } : { table: 'links', insert: next });
    }
  }
  const used = found.key.claim;
  if (key && used?.workspaceId !== workspaceId) {
    const next: KeyClaim = { ...key, ...claim() };
    writes.push(
      used ? { table: 'idempotencyKeys', replace: next, of: used.claimId } : { table: 'idempotencyKeys', insert: next },
    );
  }
  return writes;
};

/**
 * The key's owner is who knows the password: the fingerprint says nothing of it. So the key of another lets anybody try
 * passwords, and a wrong one counts like one at the log-in.
 */
const otherPassword = async (
  { store, hasher }: Ports,
  { username, password }: Registration,
  { changeId, sourceAddress, nowMs }: HttpRequest,
  account: UsernameClaim | undefined,
  decision:
    | { readonly kind: 'done'; readonly workspace: Workspace }
    | { readonly kind: 'go-on'; readonly workspaceId: string },
): Promise<Refused | undefined> => {
  const workspaceId = decision.kind === 'done' ? decision.workspace.workspaceId : decision.workspaceId;
  if (!account || account.workspaceId !== workspaceId || account.changeId === changeId) return undefined;
  const place = placeOf(sourceAddress);
  const limits = passwordLimits(username, place);
  const wait = await countAttempt(store, limits, nowMs, isKnownPlace(store, username, place));
  if (wait) return wait;
  if (!(await hasher.verify(password, account.passwordHash))) return refused('idempotency-key-reused');
  await forgiveAttempt(store, limits, nowMs);
  return undefined;
};

const activated = (workspace: Workspace, account: UsernameClaim | undefined): Activated => ({
  kind: 'activated',
  workspace,
  ...(account && { account }),
});

const accountOf = ({ username, email, phone, company }: Registration) => ({
  username,
  email,
  ...(phone !== undefined && { phone }),
  ...(company !== undefined && { company }),
});

/** As it began: an answer that is given again is the first one, whatever was changed since. */
const firstView = (workspace: Workspace) => workspaceView(workspace, workspace.timeline[0]);

const readKey = (
  request: HttpRequest,
  scope: string,
  body: Registration | WorkspaceRegistration,
): { readonly kind: 'read'; readonly value: IdempotencyKey | undefined } | Refused => {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return { kind: 'read', value: undefined };
  const key = idempotencyHeader.safeParse({ 'idempotency-key': header });
  if (!key.success) return refused('invalid-request', { error: key.error });
  return {
    kind: 'read',
    value: { scope, key: key.data['idempotency-key'], fingerprint: fingerprintOf(body) },
  };
};
