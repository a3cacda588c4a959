/**
 * The subscription of an instance as a state machine: what each call of the marketplace does in each state. The calls
 * come late, repeated and in any order, without a time or a number of their own; so the table, not the order of arrival,
 * decides. The same table stands in this folder's README, and a test holds the two together.
 */
import type { Instance, InstanceStatus } from './instance';

/** A call of the marketplace (SPI), read. `expiresAtMs` only where the instance was sold for a term. */
export type SubscriptionEvent =
  | {
      readonly action: 'createInstance';
      readonly instanceId: string;
      readonly accountId: string;
      readonly orderId: string;
      readonly productCode: string;
      readonly skuId: string;
      readonly expiresAtMs?: number;
    }
  | {
      /** The order was paid; the instance may still have to be opened. */
      readonly action: 'orderPay';
      readonly instanceId: string;
      readonly accountId: string;
      readonly orderId: string;
      readonly productCode: string;
      readonly skuId: string;
    }
  | { readonly action: 'renewInstance'; readonly instanceId: string; readonly expiresAtMs: number }
  | { readonly action: 'upgradeInstance'; readonly instanceId: string; readonly skuId: string }
  | { readonly action: 'expiredInstance'; readonly instanceId: string }
  | { readonly action: 'refundRenewInstance'; readonly instanceId: string; readonly expiresAtMs: number }
  | { readonly action: 'releaseInstance'; readonly instanceId: string };

export type SubscriptionAction = SubscriptionEvent['action'];

/** `look-up`: we know nothing of the instance and the call does not say enough; the marketplace is asked. */
export type Transition = InstanceStatus | 'look-up';

/**
 * Rows: what we know of the instance. Columns: the call. A release or an expiry of an unknown instance is remembered, so
 * that a late createInstance cannot reopen it; nothing leaves `closing` but towards `closed`, and nothing leaves `closed`.
 * An overdue instance is opened by the payment, which the marketplace tells as renewInstance, and by nothing else.
 */
export const transitions: Readonly<
  Record<'unknown' | InstanceStatus, Readonly<Record<SubscriptionAction, Transition>>>
> = {
  unknown: {
    createInstance: 'open',
    orderPay: 'opening',
    renewInstance: 'look-up',
    upgradeInstance: 'look-up',
    expiredInstance: 'overdue',
    refundRenewInstance: 'look-up',
    releaseInstance: 'closing',
  },
  opening: {
    createInstance: 'open',
    orderPay: 'opening',
    renewInstance: 'open',
    upgradeInstance: 'opening',
    expiredInstance: 'overdue',
    refundRenewInstance: 'opening',
    releaseInstance: 'closing',
  },
  open: {
    createInstance: 'open',
    orderPay: 'open',
    renewInstance: 'open',
    upgradeInstance: 'open',
    expiredInstance: 'overdue',
    refundRenewInstance: 'open',
    releaseInstance: 'closing',
  },
  overdue: {
    createInstance: 'overdue',
    orderPay: 'overdue',
    renewInstance: 'open',
    upgradeInstance: 'overdue',
    expiredInstance: 'overdue',
    refundRenewInstance: 'overdue',
    releaseInstance: 'closing',
  },
  closing: {
    createInstance: 'closing',
    orderPay: 'closing',
    renewInstance: 'closing',
    upgradeInstance: 'closing',
    expiredInstance: 'closing',
    refundRenewInstance: 'closing',
    releaseInstance: 'closing',
  },
  closed: {
    createInstance: 'closed',
    orderPay: 'closed',
    renewInstance: 'closed',
    upgradeInstance: 'closed',
    expiredInstance: 'closed',
    refundRenewInstance: 'closed',
    releaseInstance: 'closed',
  },
};

export type SubscriptionDecision =
  | { readonly kind: 'accepted'; readonly instance: Instance }
  | { readonly kind: 'unchanged'; readonly instance: Instance }
  | { readonly kind: 'look-up' };

/** What the call makes of the instance. A repeated call is `unchanged`. */
export const decideSubscription = (
  known: Instance | undefined,
  event: SubscriptionEvent,
  nowMs: number,
): SubscriptionDecision => {
  const to = transitions[known?.status ?? 'unknown'][event.action];
  if (to === 'look-up') return { kind: 'look-up' };
  const before = known ?? { instanceId: event.instanceId, version: 0, status: to };
  const after = inStatus(withDetails(before, event), to, nowMs);
  return known && sameInstance(known, after)
    ? { kind: 'unchanged', instance: known }
    : { kind: 'accepted', instance: { ...after, version: before.version + 1 } };
};

/**
 * Whether what the marketplace shows bears out a call that changes whether the instance is paid. A call has no time, and
 * its address can be replayed for ever, so an old one must not freeze an instance, nor thaw one. Calls of other kinds are
 * taken at their word: an old one at worst restores an old term or specification, which decide nothing here.
 */
export const bearsOut = (shown: Shown, event: SubscriptionEvent): boolean => {
  switch (event.action) {
    case 'expiredInstance':
      return shown.status === 'EXPIRED' || shown.status === 'CLOSED';
    case 'renewInstance':
      return shown.status === 'OPENED';
    default:
      return true;
  }
};

/** The calls that are confirmed before they change anything. */
export const needsConfirmation = ({ action }: SubscriptionEvent): boolean =>
  action === 'expiredInstance' || action === 'renewInstance';

/** What the marketplace shows of an instance when it is asked. */
export interface Shown {
  readonly instanceId: string;
  readonly accountId: string;
  readonly orderId: string;
  readonly productCode: string;
  readonly skuId?: string;
  readonly status: 'OPENING' | 'OPENED' | 'EXPIRED' | 'CLOSED';
  readonly endsAtMs?: number;
}

/** An instance that the marketplace knows and no call has announced: its row as it would be had we been told. */
export const fromMarketplace = (shown: Shown, nowMs: number): Instance =>
  inStatus(
    { ...saleOf(shown), version: 1, status: 'opening' },
    ({ OPENING: 'opening', OPENED: 'open', EXPIRED: 'overdue', CLOSED: 'closed' } as const)[shown.status],
    nowMs,
  );

/**
 * What the marketplace shows, added to what its calls have told: who bought the instance, and that one that was being
 * opened, or was overdue, is open now. That it came to an end is told by a call of its own, and decided there.
 */
export const withNews = (known: Instance, shown: Shown, nowMs: number): Instance => {
  const opens = known.status === 'opening' || known.status === 'overdue';
  const status = opens && shown.status === 'OPENED' ? 'open' : known.status;
  const next = inStatus({ ...saleOf(shown), ...known }, status, nowMs);
  return sameInstance(known, next) ? known : { ...next, version: known.version + 1 };
};

/** The instance no longer rests on a call that could not be confirmed. */
export const confirmed = ({ unconfirmedAtMs: _, ...instance }: Instance): Instance => instance;

/**
 * What is to become of a known instance that the marketplace shows so: what its calls would have told, had they arrived and
 * could they be confirmed. The same instance where there is nothing to catch up with.
 */
export const caughtUp = (known: Instance, shown: Shown, nowMs: number): Instance => {
  const informed = withNews(known, shown, nowMs);
  const { instanceId } = known;
  const missed =
    shown.status === 'CLOSED' ? 'releaseInstance' : shown.status === 'EXPIRED' ? 'expiredInstance' : undefined;
  const decision = missed && decideSubscription(informed, { action: missed, instanceId }, nowMs);
  const next = confirmed(decision && decision.kind !== 'look-up' ? decision.instance : informed);
  return sameInstance({ ...next, version: known.version }, known) ? known : { ...next, version: known.version + 1 };
};

const saleOf = (shown: Shown) => ({
  instanceId: shown.instanceId,
  accountId: shown.accountId,
  orderId: shown.orderId,
  productCode: shown.productCode,
  ...(shown.skuId !== undefined && { skuId: shown.skuId }),
  ...(shown.endsAtMs !== undefined && { expiresAtMs: shown.endsAtMs }),
});

/** The closure is complete. */
export const closed = (instance: Instance, nowMs: number): Instance => ({
  ...inStatus(instance, 'closed', nowMs),
  version: instance.version + 1,
});

/** First knowledge wins: an instance is sold once, and to one AliCloud account. A closing one only learns who bought it. */
const withDetails = (instance: Instance, event: SubscriptionEvent): Instance => {
  const ended = instance.status === 'closing' || instance.status === 'closed';
  switch (event.action) {
    case 'createInstance':
    case 'orderPay': {
      const { action: _, ...sold } = event;
      return { ...sold, ...instance };
    }
    case 'upgradeInstance':
      return ended ? instance : { ...instance, skuId: event.skuId };
    case 'renewInstance':
      return ended ? instance : { ...instance, expiresAtMs: Math.max(event.expiresAtMs, instance.expiresAtMs ?? 0) };
    case 'refundRenewInstance':
      return ended ? instance : { ...instance, expiresAtMs: event.expiresAtMs };
    case 'expiredInstance':
    case 'releaseInstance':
      return instance;
  }
};

/** Keeps the times in step with the status. */
const inStatus = (instance: Instance, status: InstanceStatus, nowMs: number): Instance => {
  const { overdueAtMs, ...rest } = instance;
  switch (status) {
    case 'opening':
      return { ...rest, status };
    case 'open':
      return { ...rest, status, openedAtMs: instance.openedAtMs ?? nowMs };
    case 'overdue':
      return { ...rest, status, openedAtMs: instance.openedAtMs ?? nowMs, overdueAtMs: overdueAtMs ?? nowMs };
    case 'closing':
      return { ...instance, status, releasedAtMs: instance.releasedAtMs ?? nowMs };
    case 'closed':
      return {
        ...instance,
        status,
        releasedAtMs: instance.releasedAtMs ?? nowMs,
        closedAtMs: instance.closedAtMs ?? nowMs,
      };
  }
};

const sameInstance = (one: Instance, other: Instance): boolean => {
  const members = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof Instance>;
  return [...members].every((member) => one[member] === other[member]);
};
