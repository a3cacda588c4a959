/**
 * Carries a call of the marketplace out: the subscription's table decides, the instance's row is written on the version
 * that was read. Repeating it at any point, or all of it, gives the same state.
 */
import { type Link, linkStanding } from '../domain/claims';
import type { Instance } from '../domain/instance';
import { type Mail, overdueMailId, owed } from '../domain/mail';
import {
  bearsOut,
  caughtUp,
  confirmed,
  decideSubscription,
  fromMarketplace,
  needsConfirmation,
  type SubscriptionEvent,
  withNews,
} from '../domain/subscription';
import { type Marketplace, type MarketplaceInstance, StaleWrite, type Store, type Write } from '../ports';
import { soldTo } from './announced';

interface Ports {
  readonly store: Store;
  readonly marketplace: Marketplace;
}

export type Carried =
  | { readonly kind: 'carried-out'; readonly instance: Instance }
  /** An old call: the marketplace shows that it is not so, or no longer. Nothing was changed. */
  | { readonly kind: 'outdated' }
  /** Neither we nor the marketplace know the instance. */
  | { readonly kind: 'unknown' };

/** Throws `StaleWrite` where the instance has moved on meanwhile, `Unavailable` where a part outside does not answer. */
export const carryOut = async (ports: Ports, event: SubscriptionEvent, nowMs: number): Promise<Carried> => {
  if (event.action === 'createInstance') {
    const instance = await openUnknown(ports.store, event, nowMs);
    if (instance) return { kind: 'carried-out', instance };
  }
  const carried = await carryOutOnKnown(ports, event, nowMs);
  if (carried.kind === 'carried-out' && event.action === 'expiredInstance') {
    await oweOverdueMail(ports.store, carried.instance, nowMs);
  }
  return carried;
};

/**
 * Carries out what the marketplace shows and no call has told: on the version that was read before the marketplace was asked,
 * so that a call which arrives meanwhile stands. Throws as `carryOut`.
 */
export const catchUp = async (
  { store }: Pick<Ports, 'store'>,
  known: Instance,
  shown: MarketplaceInstance,
  nowMs: number,
): Promise<Instance> => {
  const next = caughtUp(known, shown, nowMs);
  await save(store, known, next, nowMs);
  if (known.status !== 'overdue') await oweOverdueMail(store, next, nowMs);
  return next;
};

/** The first call of an instance's life needs one write, which fails where the instance is known. */
const openUnknown = async (store: Store, event: SubscriptionEvent, nowMs: number): Promise<Instance | undefined> => {
  const decision = decideSubscription(undefined, event, nowMs);
  if (decision.kind !== 'accepted') return undefined;
  const written = await store.writeMany([
    { table: 'instances', insert: decision.instance },
    ...soldTo(decision.instance),
  ]);
  return written.every((outcome) => outcome === 'done') ? decision.instance : undefined;
};

const carryOutOnKnown = async (ports: Ports, event: SubscriptionEvent, nowMs: number): Promise<Carried> => {
  const { store } = ports;
  const known = await store.get('instances', { instanceId: event.instanceId });
  const decision = decideSubscription(known, event, nowMs);
  if (decision.kind === 'unchanged') {
    // A payment moves the row on even where it changes nothing, so that an expiry which was confirmed before the payment
    // cannot be written after it.
    const { instance } = decision;
    const paid = event.action === 'renewInstance' && instance.status === 'open';
    const next = paid ? { ...instance, version: instance.version + 1 } : instance;
    return save(store, known, next, nowMs);
  }

  const asks = decision.kind === 'look-up' || needsConfirmation(event);
  const shown = asks ? await ask(ports.marketplace, event.instanceId, decision.kind === 'look-up') : undefined;
  if (asks && !shown) {
    if (decision.kind === 'look-up') return { kind: 'unknown' };
    return save(store, known, { ...decision.instance, unconfirmedAtMs: nowMs }, nowMs);
  }
  if (shown && !bearsOut(shown, event)) {
    if (known) return { kind: 'outdated' };
    const carried = await save(store, known, fromMarketplace(shown, nowMs), nowMs);
    // One that is closed takes every call alike, now as later.
    return shown.status === 'CLOSED' ? carried : { kind: 'outdated' };
  }
  const informed = shown ? (known ? withNews(known, shown, nowMs) : fromMarketplace(shown, nowMs)) : known;
  const decided = decideSubscription(informed, event, nowMs);
  if (decided.kind === 'look-up') throw new Error('An instance that was looked up is still unknown.');
  return save(store, known, asks ? confirmed(decided.instance) : decided.instance, nowMs);
};

/**
 * What the marketplace shows. Undefined where it does not know the instance, or does not answer and need not: then the
 * call is carried out on its own word, and marked.
 */
const ask = async (
  marketplace: Marketplace,
  instanceId: string,
  mustAnswer: boolean,
): Promise<MarketplaceInstance | undefined> => {
  try {
    return await marketplace.instance(instanceId);
  } catch (fault) {
    if (mustAnswer) throw fault;
    return undefined;
  }
};

/** The row where it changed, and beside it what must not be missing: the buyer's entry, and the to-do of a closing. */
const save = async (store: Store, known: Instance | undefined, next: Instance, nowMs: number): Promise<Carried> => {
  const writes: Write[] = [...soldTo(next)];
  if (next !== known) {
    writes.push(
      known ? { table: 'instances', replace: next, of: known.version } : { table: 'instances', insert: next },
    );
  }
  if (next.status === 'closing') {
    const sinceMs = next.releasedAtMs ?? nowMs;
    writes.push({ table: 'todos', put: { queue: 'closures', subject: next.instanceId, sinceMs } });
  }
  const written = await store.writeMany(writes);
  if (written.some((outcome) => outcome !== 'done')) {
    throw new StaleWrite('The instance has moved on, or it is not known whether the call was written.');
  }
  return { kind: 'carried-out', instance: next };
};

/**
 * The mail that an overdue spell owes: one, to the Billing Center account that the AliCloud account is linked to. Undefined
 * where it is linked to none, for then nothing is settled by it and nobody need know. The spell names the mail, so a
 * repeated call owes no second one.
 */
export const owedForOverdue = async (store: Store, instance: Instance, nowMs: number): Promise<Mail | undefined> => {
  const { instanceId, accountId, status, overdueAtMs } = instance;
  if (status !== 'overdue' || accountId === undefined || overdueAtMs === undefined) return undefined;
  const link = await store.get('links', { accountId: accountId as Link['accountId'] });
  const named = link && (await store.get('workspaces', { workspaceId: link.workspaceId }));
  if (named?.kind !== 'workspace' || linkStanding(link, named) !== 'good') return undefined;
  const notice = { kind: 'overdue', instanceId, accountId, overdueAtMs, languages: [named.language] } as const;
  return owed(overdueMailId(instanceId, overdueAtMs), named, notice, nowMs);
};

export const oweOverdueMail = async (store: Store, instance: Instance, nowMs: number): Promise<void> => {
  const mail = await owedForOverdue(store, instance, nowMs);
  if (!mail) return;
  const written = await store.writeMany([
    { table: 'mails', insert: mail },
    { table: 'todos', put: { queue: 'mails', subject: mail.mailId, sinceMs: nowMs } },
  ]);
  if (written.includes('unknown')) throw new StaleWrite('It is not known whether the overdue mail is owed.');
};
