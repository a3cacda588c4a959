/**
 * The calls of the marketplace, read: the parameters of each action, as the marketplace documents them, turned into the
 * events of the subscription. They reach us by the SPI, or in an event of our own bus. Parameters that we do not use are not asked for, with one exception: those that are documented as always
 * there must be there, for a call without them is not what it says it is.
 */
import * as z from 'zod';
import type { SubscriptionEvent } from '../domain/subscription';
import { accountId } from '../validation/account-id';
import { instanceId } from '../validation/instance-id';
import { orderId } from '../validation/order-id';

const text = z.string().min(1).max(255);

/** `yyyy-MM-dd HH:mm:ss`, Beijing time (inferred: the documents show no zone, the vendor's consoles use this one). */
export const beijingTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .transform((written) => Date.parse(`${written.replace(' ', 'T')}+08:00`))
  .pipe(z.number());

/** What was sold, and to whom: the marketplace's names, and ours for the same. */
const sale = { aliUid: accountId, orderBizId: instanceId, orderId, productCode: text, skuId: text };
const soldBy = ({ aliUid, orderBizId, orderId, productCode, skuId }: Record<keyof typeof sale, string>) => ({
  instanceId: orderBizId,
  accountId: aliUid,
  orderId,
  productCode,
  skuId,
});

const createInstance = z
  .object({
    action: z.literal('createInstance'),
    ...sale,
    trial: text,
    // Pay-as-you-go instances have none (inferred).
    expiredOn: beijingTime.optional(),
  })
  .transform(
    (call): SubscriptionEvent => ({
      action: call.action,
      ...soldBy(call),
      ...(call.expiredOn !== undefined && { expiresAtMs: call.expiredOn }),
    }),
  );

/**
 * The second channel: a message that an order was paid, often before the instance is opened. Its request id makes one
 * message of all its repeats; we need none, for the instance's row already makes one of them.
 */
const orderPay = z
  .object({
    action: z.literal('orderPay'),
    requestId: z.string().regex(/^[0-9a-f]{32}$/i),
    ...sale,
  })
  .transform(
    (call): SubscriptionEvent => ({
      action: call.action,
      ...soldBy(call),
    }),
  );

const renewInstance = z
  .object({ action: z.literal('renewInstance'), instanceId, orderId, expiredOn: beijingTime })
  .transform(
    (call): SubscriptionEvent => ({
      action: call.action,
      instanceId: call.instanceId,
      expiresAtMs: call.expiredOn,
    }),
  );

const upgradeInstance = z
  .object({ action: z.literal('upgradeInstance'), instanceId, orderId, skuId: text })
  .transform((call): SubscriptionEvent => ({ action: call.action, instanceId: call.instanceId, skuId: call.skuId }));

const expiredInstance = z
  .object({ action: z.literal('expiredInstance'), instanceId })
  .transform((call): SubscriptionEvent => call);

const refundRenewInstance = z
  .object({ action: z.literal('refundRenewInstance'), instanceId, expiredOn: beijingTime })
  .transform(
    (call): SubscriptionEvent => ({
      action: call.action,
      instanceId: call.instanceId,
      expiresAtMs: call.expiredOn,
    }),
  );

/** `isRefund` is documented as always there, but the international site does not send it. */
const releaseInstance = z
  .object({ action: z.literal('releaseInstance'), instanceId })
  .transform((call): SubscriptionEvent => call);

/** By the name of the action. */
export const marketplaceCalls = {
  createInstance,
  orderPay,
  renewInstance,
  upgradeInstance,
  expiredInstance,
  refundRenewInstance,
  releaseInstance,
} as const;

export type MarketplaceAction = keyof typeof marketplaceCalls;

export const isMarketplaceAction = (action: string | undefined): action is MarketplaceAction =>
  action !== undefined && Object.hasOwn(marketplaceCalls, action);
