/**
 * The marketplace's OpenAPI (Market 2015-11-01), seller's side. DescribeInstanceForIsv does not tell whose an instance is;
 * DescribeOrderForIsv does, by the order that the first answer names.
 */
import * as z from 'zod';
import { type Marketplace, Unreadable } from '../ports';
import { meteringRequest, outcomeOfAnswer, outcomeOfFault } from './metering';
import { type Credentials, callOpenApi, OpenApiRefusal } from './open-api';

const VERSION = '2015-11-01';

/** Our decision: nobody waits for it, and an answer that was not waited for costs an operator a look at the bill. */
const METERING_PATIENCE_MS = 15_000;

const soldInstance = z.object({
  InstanceId: z.string(),
  OrderId: z.string(),
  ProductCode: z.string(),
  ProductSkuCode: z.string().optional(),
  Status: z.enum(['OPENING', 'OPENED', 'EXPIRED', 'CLOSED']),
  EndOn: z.number().optional(),
});
const order = z.object({ AliUid: z.string() });
const failedNotifications = z.object({
  // One that is not as documented must not hide the others: whoever reads it finds it unreadable.
  NotificationList: z.array(
    z.object({ Action: z.string().catch(''), Message: z.string().catch(''), NotificationRequestId: z.string() }),
  ),
  TotalCount: z.number(),
});
const confirmation = z.object({ Success: z.literal(true) });

/** `productCodes`: what this system is sold as; an instance of another product of the seller is none of ours. */
export const marketplaceOf = (
  endpoint: string,
  credentials: Credentials,
  productCodes: readonly string[] | undefined,
): Marketplace => {
  const call = async <Answer>(
    action: string,
    query: Readonly<Record<string, string>>,
    answer: z.ZodType<Answer>,
  ): Promise<Answer> => {
    const text = await callOpenApi(endpoint, credentials, {
      action,
      version: VERSION,
      service: 'marketplace',
      patienceMs: 2_000,
      query,
    });
    try {
      return answer.parse(JSON.parse(identifiersAsText(text)));
    } catch (cause) {
      throw new Unreadable(`The marketplace answered ${action} otherwise than documented.`, { cause });
    }
  };
  /** Undefined where there is no such thing. */
  const describe = async <Answer>(
    action: string,
    query: Readonly<Record<string, string>>,
    answer: z.ZodType<Answer>,
  ): Promise<Answer | undefined> => {
    try {
      return await call(action, query, answer);
    } catch (fault) {
      if (fault instanceof OpenApiRefusal && isUnknown(fault)) return undefined;
      throw fault;
    }
  };
  return {
    async instance(instanceId) {
      const sold = await describe('DescribeInstanceForIsv', { InstanceId: instanceId }, soldInstance);
      // What it shows may close an instance for good: of another one than was asked for it says nothing.
      if (sold && sold.InstanceId !== instanceId)
        throw new Unreadable('The marketplace answered about another instance.');
      if (sold && productCodes?.includes(sold.ProductCode) === false) return undefined;
      const bought = sold && (await describe('DescribeOrderForIsv', { OrderId: sold.OrderId }, order));
      if (!bought) return undefined;
      return {
        instanceId: sold.InstanceId,
        accountId: bought.AliUid,
        orderId: sold.OrderId,
        productCode: sold.ProductCode,
        ...(sold.ProductSkuCode !== undefined && { skuId: sold.ProductSkuCode }),
        status: sold.Status,
        ...(sold.EndOn !== undefined && { endsAtMs: sold.EndOn }),
      };
    },
    async failedNotifications(page, pageSize) {
      const query = { PageNumber: String(page), PageSize: String(pageSize) };
      const { NotificationList, TotalCount } = await call('DescribeFailedNotifications', query, failedNotifications);
      return {
        notifications: NotificationList.map((listed) => ({
          notificationId: listed.NotificationRequestId,
          action: listed.Action,
          message: listed.Message,
        })),
        total: TotalCount,
      };
    },
    async confirmNotification(notificationId) {
      await call('ConfirmNotification', { NotificationRequestId: notificationId }, confirmation);
    },
    async pushMetering(entries) {
      try {
        const text = await callOpenApi(endpoint, credentials, {
          action: 'PushMeteringData',
          version: VERSION,
          service: 'marketplace',
          patienceMs: METERING_PATIENCE_MS,
          // A hundred entries are more than an address holds.
          form: { Metering: meteringRequest(entries) },
        });
        return outcomeOfAnswer(text);
      } catch (fault) {
        return outcomeOfFault(fault);
      }
    },
  };
};

/**
 * The codes for an instance or order that is unknown are not documented; those of the vendor's other services end so. But
 * so do some of the common ones, by which the gateway refuses our own call: they say nothing of the instance.
 */
const isUnknown = ({ code, status }: OpenApiRefusal): boolean =>
  !/^Invalid(AccessKeyId|SecurityToken|Action|Api|Version|Product)\b/.test(code) &&
  (status === 404 || /NotFound|NotExist/i.test(code));

/** Identifiers are 64-bit JSON numbers, which JSON.parse would round. (Those inside of a message are text within text.) */
const identifiersAsText = (json: string): string =>
  json.replace(/"(InstanceId|OrderId|AliUid)"\s*:\s*(\d+)/g, '"$1":"$2"');
