/**
 * An instance as the marketplace keeps it: what was sold to whom, its status, and the SPI calls that its history owes the
 * seller. Pure: every function answers a new record.
 *
 * Facts: Alibaba Cloud Marketplace, "SaaS SPI" for the actions and their parameters, "DescribeInstanceForIsv" for the
 * statuses. The customer's Close reaches the seller as `releaseInstance`, an overdue bill as `expiredInstance`, and its
 * payment as `renewInstance`.
 */
import type { SpiParameters } from '../../shared/triggers/marketplace-signature';
import { beijingTime } from './beijing-time';

export type InstanceStatus = 'OPENING' | 'OPENED' | 'EXPIRED' | 'CLOSED';

/** An SPI call that is owed. Its parameters hold no token: each attempt is signed anew. */
export interface Notification {
  readonly id: string;
  readonly action: string;
  readonly parameters: SpiParameters;
  readonly attempts: number;
  readonly state: 'pending' | 'delivered' | 'failed';
}

/** What the seller accepted a notification with. */
export interface Acceptance {
  /** Of `createInstance`: where the buyer logs in without a password (免登). */
  readonly authUrl?: string;
}

export interface Instance {
  readonly instanceId: string;
  readonly orderId: string;
  /** The buyer's AliCloud account. */
  readonly accountId: string;
  readonly productCode: string;
  readonly skuId: string;
  readonly status: InstanceStatus;
  /** Times in ms. `beganOn` once it was opened; `endOn` when it ended or will end, as far as that is known. */
  readonly createdOn: number;
  readonly beganOn?: number;
  readonly endOn?: number;
  /** Where its buyer logs in, once the seller has told. */
  readonly authUrl?: string;
  readonly notifications: readonly Notification[];
}

/** The seller can have the count set back at the real marketplace; here 120 attempts are the end. */
export const MOST_ATTEMPTS = 120;

const FIRST_INSTANCE_ID = 33884913;
const FIRST_ORDER_ID = 222222222222222;
const SKU_ID = 'yuncode5336200001';
const YEAR_MS = 365 * 24 * 3_600_000;

/** The `sequence`-th instance sold, from 0: being opened, with `createInstance` owed. Pay-as-you-go: it has no expiry. */
export const sell = (
  sequence: number,
  purchase: { accountId: string; productCode: string },
  nowMs: number,
): Instance => {
  const { accountId, productCode } = purchase;
  const instanceId = String(FIRST_INSTANCE_ID + sequence);
  const orderId = String(FIRST_ORDER_ID + sequence);
  const sold: Instance = {
    instanceId,
    orderId,
    accountId,
    productCode,
    skuId: SKU_ID,
    status: 'OPENING',
    createdOn: nowMs,
    notifications: [],
  };
  return owe(sold, 'createInstance', {
    aliUid: accountId,
    orderBizId: instanceId,
    orderId,
    productCode,
    skuId: SKU_ID,
    package_version: SKU_ID,
    trial: 'false',
  });
};

/** The customer closes it, or the bill remains unpaid for long. `undefined` where that cannot be. */
export const close = (instance: Instance, nowMs: number): Instance | undefined => {
  if (instance.status === 'CLOSED') return undefined;
  const { instanceId, orderId } = instance;
  const closed: Instance = { ...instance, status: 'CLOSED', endOn: nowMs };
  return owe(closed, 'releaseInstance', { instanceId, orderId, isRefund: 'false' });
};

/** The bill is overdue. `undefined` where that cannot be. */
export const goOverdue = (instance: Instance, nowMs: number): Instance | undefined => {
  if (instance.status !== 'OPENED') return undefined;
  const expired: Instance = { ...instance, status: 'EXPIRED', endOn: nowMs };
  return owe(expired, 'expiredInstance', { instanceId: instance.instanceId });
};

/**
 * The overdue bill is paid. `undefined` where that cannot be. Our decision: `expiredOn`, which the call must carry though
 * pay-as-you-go has no expiry, is a year ahead.
 */
export const pay = (instance: Instance, nowMs: number): Instance | undefined => {
  if (instance.status !== 'EXPIRED') return undefined;
  const { instanceId, orderId } = instance;
  const endOn = nowMs + YEAR_MS;
  const paid: Instance = { ...instance, status: 'OPENED', endOn };
  return owe(paid, 'renewInstance', { instanceId, orderId, expiredOn: beijingTime(endOn) });
};

/** An attempt to deliver a notification was made. An accepted `createInstance` opens an instance that is being opened. */
export const noteAttempt = (
  instance: Instance,
  id: string,
  acceptance: Acceptance | undefined,
  nowMs: number,
): Instance => {
  const notifications = instance.notifications.map((notification): Notification => {
    if (notification.id !== id) return notification;
    const attempts = notification.attempts + 1;
    return {
      ...notification,
      attempts,
      state: acceptance ? 'delivered' : attempts >= MOST_ATTEMPTS ? 'failed' : 'pending',
    };
  });
  const noted = { ...instance, notifications };
  if (!acceptance || notificationOf(instance, id)?.action !== 'createInstance') return noted;
  const told = { ...noted, ...acceptance };
  return instance.status === 'OPENING' ? { ...told, status: 'OPENED', beganOn: nowMs } : told;
};

export const notificationOf = (instance: Instance, id: string): Notification | undefined =>
  instance.notifications.find((notification) => notification.id === id);

const owe = (instance: Instance, action: string, parameters: SpiParameters): Instance => {
  const id = `${instance.instanceId}-${instance.notifications.length + 1}`;
  const notification: Notification = { id, action, parameters, attempts: 0, state: 'pending' };
  return { ...instance, notifications: [...instance.notifications, notification] };
};
