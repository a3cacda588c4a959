/**
 * What the customer does at the marketplace, as local controls: buy, close, leave a bill unpaid, pay it. Each changes the
 * marketplace first, durably, and then tells the seller; the first attempt is made before the control answers, so that a
 * person who looks next finds it done. Its failure does not fail the control: the marketplace tries again.
 */
import * as z from 'zod';
import type { LocalClock } from '../clock';
import { type Control, type ControlReply, controlFault } from '../controls';
import type { Delivery } from './delivery';
import {
  close,
  goOverdue,
  type Instance,
  type InstanceStatus,
  type Notification,
  pay,
  sell,
  tellPayment,
} from './instance';
import type { Ledger } from './ledger';

/** What the controls tell of an instance. */
export type InstanceSummary = Pick<Instance, 'instanceId' | 'orderId' | 'accountId' | 'status'>;
export interface SoldInstance extends InstanceSummary {
  readonly notifications: readonly Pick<Notification, 'action' | 'attempts' | 'state'>[];
}

const purchase = z.object({
  accountId: z.string().regex(/^(\d{14}|\d{16})$/),
  productCode: z
    .string()
    .regex(/^[a-z]{4}\d{4,12}$/)
    .optional(),
});

export const marketplaceControls = (options: {
  ledger: Ledger;
  delivery: Delivery;
  clock: LocalClock;
  /** Sold where the purchase names no other. */
  productCode: string;
  /** Whether a purchase is told in a message too. */
  sendOrderPay: boolean;
}): Control[] => {
  const { ledger, delivery, clock } = options;

  const keepAndTell = async (instance: Instance, status: number): Promise<ControlReply> => {
    await ledger.save(instance);
    await delivery.deliver(instance.instanceId);
    return { status, body: summary(ledger.find(instance.instanceId) ?? instance) };
  };

  const change = (
    verb: string,
    decide: (instance: Instance, nowMs: number) => Instance | undefined,
    detailByStatus: Partial<Record<InstanceStatus, string>>,
  ): Control => ({
    method: 'POST',
    path: `/local/marketplace/instances/{id}/${verb}`,
    async answer({ params }) {
      const instance = ledger.find(params.id ?? '');
      if (!instance) return noSuchInstance;
      const changed = decide(instance, clock.nowMs());
      if (changed) return keepAndTell(changed, 202);
      return controlFault(409, `The instance is ${instance.status}.`, detailByStatus[instance.status] ?? '');
    },
  });

  return [
    {
      method: 'POST',
      path: '/local/marketplace/instances',
      async answer({ body }) {
        const { data, error } = purchase.safeParse(body);
        if (error?.issues.some(({ path }) => path[0] === 'productCode')) {
          const detail =
            'A product code is text like "cmgj00053362". Leave it out to buy the product that is sold here.';
          return controlFault(400, 'That is no product code.', detail);
        }
        if (!data) {
          const detail = 'Send {"accountId": "1234567890123456"}: the 14 or 16 digits of the main account, as text.';
          return controlFault(400, 'That is no AliCloud account ID.', detail);
        }
        const { accountId, productCode = options.productCode } = data;
        const nowMs = clock.nowMs();
        const sold = sell(ledger.list().length, { accountId, productCode }, nowMs);
        return keepAndTell(options.sendOrderPay ? tellPayment(sold, nowMs) : sold, 201);
      },
    },
    {
      method: 'GET',
      path: '/local/marketplace/instances',
      answer: async () => ({
        status: 200,
        body: {
          instances: ledger.list().map(
            (instance): SoldInstance => ({
              ...summary(instance),
              notifications: instance.notifications.map(({ action, attempts, state }) => ({ action, attempts, state })),
            }),
          ),
        },
      }),
    },
    change('close', close, { CLOSED: 'A closed instance stays closed. Buy another one.' }),
    change('overdue', goOverdue, {
      OPENING: 'Only a bill of an open instance can be overdue. Wait until createInstance has been delivered.',
      EXPIRED: 'Its bill is overdue already. Pay it, or close the instance.',
      CLOSED: 'A closed instance has no bill. Buy another one.',
    }),
    change('pay', pay, {
      OPENING: 'There is nothing to pay before it has been opened.',
      OPENED: 'There is nothing to pay. Let its bill go overdue first.',
      CLOSED: 'A closed instance has no bill. Buy another one.',
    }),
  ];
};

export const noSuchInstance = controlFault(
  404,
  'There is no such instance.',
  'Take the id of one in GET /local/marketplace/instances, or buy one with POST to the same address.',
);

const summary = ({ instanceId, orderId, accountId, status }: Instance): InstanceSummary => ({
  instanceId,
  orderId,
  accountId,
  status,
});
