/**
 * An instance as the marketplace keeps it: what was sold to whom, its status, and the SPI calls that its history owes the
 * seller. Every function answers a new record, and nothing but the notifications' ids depends on chance.
 *
 * Facts: Alibaba Cloud Marketplace, "SaaS SPI" and "Payment success" for the actions and their parameters,
 * "DescribeInstanceForIsv" for the statuses. The customer's Close reaches the seller as `releaseInstance`, an overdue
 * bill as `expiredInstance`, and its payment as `renewInstance`.
 */
import { randomUUID } from 'node:crypto';
import type { SpiParameters } from '../../shared/triggers/marketplace-signature';
import { beijingTime } from './beijing-time';
import { retryDelayMs } from './channel';

export type InstanceStatus = 'OPENING' | 'OPENED' | 'EXPIRED' | 'CLOSED';

/** A call that is owed. Its parameters hold no token: each attempt is signed anew. */
export interface Notification {
  /** A UUID of 32 digits. */
  readonly id: string;
  /** When it came to be owed, in ms. */
  readonly createdOn: number;
  readonly action: string;
  readonly parameters: SpiParameters;
  readonly attempts: number;
  readonly state: 'pending' | 'delivered' | 'failed' | 'confirmed';
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
  const parameters = { ...saleOf(sold), package_version: SKU_ID, trial: 'false' };
  return owe(sold, 'createInstance', parameters, nowMs);
};

/** The seller is told that the buyer has paid, in a message of its own. */
export const tellPayment = (instance: Instance, nowMs: number): Instance =>
  owe(instance, 'orderPay', saleOf(instance), nowMs);

const saleOf = ({ accountId, instanceId, orderId, productCode, skuId }: Instance): SpiParameters => ({
  aliUid: accountId,
  orderBizId: instanceId,
  orderId,
  productCode,
  skuId,
});

/** The customer closes it, or the bill remains unpaid for long. `undefined` where that cannot be. */
export const close = (instance: Instance, nowMs: number): Instance | undefined => {
  if (instance.status === 'CLOSED') return undefined;
  const { instanceId, orderId } = instance;
  const closed: Instance = { ...instance, status: 'CLOSED', endOn: nowMs };
  return owe(closed, 'releaseInstance', { instanceId, orderId, isRefund: 'false' }, nowMs);
};

/** The bill is overdue. `undefined` where that cannot be. */
export const goOverdue = (instance: Instance, nowMs: number): Instance | undefined => {
  if (instance.status !== 'OPENED') return undefined;
  const expired: Instance = { ...instance, status: 'EXPIRED', endOn: nowMs };
  return owe(expired, 'expiredInstance', { instanceId: instance.instanceId }, nowMs);
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
  return owe(paid, 'renewInstance', { instanceId, orderId, expiredOn: beijingTime(endOn) }, nowMs);
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
    const isLast = retryDelayMs(notification.action, attempts) === undefined;
    return { ...notification, attempts, state: acceptance ? 'delivered' : isLast ? 'failed' : 'pending' };
  });
  const noted = { ...instance, notifications };
  if (!acceptance || notificationOf(instance, id)?.action !== 'createInstance') return noted;
  const told = { ...noted, ...acceptance };
  return instance.status === 'OPENING' ? { ...told, status: 'OPENED', beganOn: nowMs } : told;
};

/** The seller has pulled a notification that had failed. `undefined` where it has not failed. */
export const confirm = (instance: Instance, id: string): Instance | undefined => {
  const state = notificationOf(instance, id)?.state;
  if (state !== 'failed' && state !== 'confirmed') return undefined;
  const notifications = instance.notifications.map(
    (notification): Notification => (notification.id === id ? { ...notification, state: 'confirmed' } : notification),
  );
  return { ...instance, notifications };
};

export const notificationOf = (instance: Instance, id: string): Notification | undefined =>
  instance.notifications.find((notification) => notification.id === id);

const owe = (instance: Instance, action: string, parameters: SpiParameters, nowMs: number): Instance => {
  const id = randomUUID().replaceAll('-', '');
  const notification: Notification = { id, createdOn: nowMs, action, parameters, attempts: 0, state: 'pending' };
  return { ...instance, notifications: [...instance.notifications, notification] };
};
