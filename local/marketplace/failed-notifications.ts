/**
 * What the marketplace has given up to tell a seller, for the seller to pull: `DescribeFailedNotifications` lists it and
 * `ConfirmNotification` takes it off the list. Names and types are those of the vendor's SDK
 * (`@alicloud/market20151101`).
 *
 * Our decisions. The documents promise this of messages; here a call of the SPI that used up its attempts is listed too,
 * so that nothing owed is lost without a trace. `Message` holds the call's action and parameters, as the SDK's example
 * does: neither the token, which would be good for ever, nor a message's request ID, which stands beside it. The oldest
 * comes first, and to confirm one again succeeds again: the first answer may have been lost.
 */
import type { RpcOperation } from '../openapi/rpc';
import { confirm, notificationOf } from './instance';
import type { Ledger } from './ledger';
import { missing, notFound, notValid } from './open-api-faults';

const LARGEST_INT32 = 2 ** 31 - 1;

export const failedNotificationOperations = (ledger: Ledger): Readonly<Record<string, RpcOperation>> => ({
  async DescribeFailedNotifications({ PageNumber, PageSize }) {
    if (!PageNumber) return missing('PageNumber');
    if (!PageSize) return missing('PageSize');
    const pageNumber = wholeFromOne(PageNumber);
    const pageSize = wholeFromOne(PageSize);
    if (pageNumber === undefined) return notValid('PageNumber');
    if (pageSize === undefined) return notValid('PageSize');

    const failed = ledger
      .list()
      .flatMap(({ notifications }) => notifications)
      .filter(({ state }) => state === 'failed')
      .sort((a, b) => a.createdOn - b.createdOn);
    const page = failed.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);
    const list = page.map(({ id, action, parameters, createdOn }) => ({
      Action: action,
      CreateTime: createdOn,
      Message: JSON.stringify({ action, ...parameters }),
      NotificationRequestId: id,
    }));
    return {
      answer: { NotificationList: list, PageNumber: pageNumber, PageSize: pageSize, TotalCount: failed.length },
    };
  },

  async ConfirmNotification({ NotificationRequestId: id }) {
    if (!id) return missing('NotificationRequestId');
    const instance = ledger.list().find((sold) => notificationOf(sold, id));
    const confirmed = instance && confirm(instance, id);
    if (!confirmed) return notFound('NotificationRequestId');
    await ledger.save(confirmed);
    return { answer: { Success: true } };
  },
});

const wholeFromOne = (text: string): number | undefined => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= LARGEST_INT32 ? value : undefined;
};
