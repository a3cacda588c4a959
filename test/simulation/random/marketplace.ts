/**
 * The marketplace of one run: what its customers do there, what it shows of it, and the calls that it makes of it: late,
 * repeated, by either channel, in any order, and again until one is answered well.
 */

import type { MarketplaceInstance } from '../../../shared/ports';
import { ACCOUNT_ID, INSTANCE_ID } from '../../fakes/world';
import { OTHER_ACCOUNT_ID, OTHER_INSTANCE_ID } from '../../functions/steps';
import type { Cloud } from './cloud';

/** X and Y are one AliCloud account's, Z another's; all three are open. V is bought while the run goes on. */
export const instances = {
  X: { instanceId: INSTANCE_ID, accountId: ACCOUNT_ID },
  Y: { instanceId: OTHER_INSTANCE_ID, accountId: ACCOUNT_ID },
  Z: { instanceId: '33884915', accountId: OTHER_ACCOUNT_ID },
  V: { instanceId: '33884916', accountId: ACCOUNT_ID },
} as const;

export type InstanceName = keyof typeof instances;

interface Call {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export const saleOf = (name: InstanceName) => {
  const { instanceId, accountId } = instances[name];
  return {
    aliUid: accountId,
    orderBizId: instanceId,
    orderId: '222222222222222',
    productCode: 'cmgj00053362',
    skuId: 'yuncode3621600001',
  };
};

const shownOf = (name: InstanceName, status: MarketplaceInstance['status']): MarketplaceInstance => ({
  ...instances[name],
  orderId: '222222222222222',
  productCode: 'cmgj00053362',
  status,
});

export const createMarketplace = (cloud: Cloud) => {
  const { chance, marketplace } = cloud;
  /** What happened, as against what is shown of it, which may lag behind. */
  const truth = new Map<InstanceName, MarketplaceInstance['status']>([
    ['X', 'OPENED'],
    ['Y', 'OPENED'],
    ['Z', 'OPENED'],
  ]);
  const made: Call[] = [];
  const unanswered = new Set<Call>();

  const show = (name: InstanceName, status: MarketplaceInstance['status']): void => {
    marketplace.instances.set(instances[name].instanceId, shownOf(name, status));
  };
  for (const [name, status] of truth) show(name, status);

  const deliver = async ({ action, parameters }: Call): Promise<boolean> => {
    if (chance.is(0.2)) return cloud.event(action, parameters);
    const answer = await cloud.spi(action, parameters);
    const well = answer?.body?.success ?? answer?.body?.instanceId ?? '0';
    return answer?.status === 200 && String(well) !== 'false' && String(well) !== '0';
  };

  /** Until it is answered well, but not for ever: what is left over is delivered at the end. */
  const persist = async (call: Call, times: number): Promise<void> => {
    unanswered.add(call);
    for (let time = 0; time < times && unanswered.has(call); time++) {
      if (time > 0) await cloud.pause(chance.between(50, 3_000));
      if (await deliver(call)) unanswered.delete(call);
    }
  };

  const call = async (action: string, parameters: Call['parameters']): Promise<void> => {
    const one = { action, parameters };
    made.push(one);
    const twice = chance.is(0.2);
    await Promise.all([
      persist(one, 3),
      twice && cloud.pause(chance.delayMs(5_000)).then(() => persist({ ...one }, 1)),
    ]);
  };

  /** What is shown, and what is told, in either order. */
  const becomes = async (name: InstanceName, status: MarketplaceInstance['status'], told: () => Promise<void>) => {
    truth.set(name, status);
    cloud.at(chance.delayMs(2_000), () => {
      const now = truth.get(name);
      if (now) show(name, now);
    });
    await cloud.pause(chance.delayMs(2_000));
    await told();
  };

  const until = () => `20${chance.between(26, 29)}-0${chance.between(1, 9)}-11 00:00:00`;

  return {
    async close(name: InstanceName): Promise<void> {
      const { instanceId } = instances[name];
      await becomes(name, 'CLOSED', () => call('releaseInstance', { instanceId, isRefund: 'false' }));
    },

    async fallOverdue(name: InstanceName): Promise<void> {
      const { instanceId } = instances[name];
      if (truth.get(name) !== 'OPENED') return;
      await becomes(name, 'EXPIRED', () => call('expiredInstance', { instanceId }));
    },

    async pay(name: InstanceName): Promise<void> {
      const { instanceId } = instances[name];
      if (truth.get(name) !== 'EXPIRED') return;
      await becomes(name, 'OPENED', () =>
        call('renewInstance', { instanceId, orderId: '222222222222222', expiredOn: until() }),
      );
    },

    async buy(name: InstanceName): Promise<void> {
      if (truth.has(name)) return;
      truth.set(name, 'OPENING');
      show(name, 'OPENING');
      const paid = { ...saleOf(name), requestId: '0123456789abcdef0123456789abcdef' };
      await Promise.all([
        call('orderPay', paid),
        cloud
          .pause(chance.delayMs(5_000))
          .then(() => becomes(name, 'OPENED', () => call('createInstance', { ...saleOf(name), trial: 'false' }))),
      ]);
    },

    /** Decides nothing here, and must disturb nothing. */
    async alter(name: InstanceName): Promise<void> {
      const { instanceId } = instances[name];
      if (!truth.has(name)) return;
      if (chance.is(0.5)) await call('upgradeInstance', { instanceId, orderId: '222222222222222', skuId: 'another' });
      else await call('refundRenewInstance', { instanceId, expiredOn: until() });
    },

    /** A call of any time before, once more. */
    async replay(): Promise<void> {
      const sale = { action: 'createInstance', parameters: { ...saleOf('X'), trial: 'false' } };
      await persist({ ...chance.pick([sale, ...made]) }, 1);
      cloud.count('old calls');
    },

    /** The marketplace tries for days; what it gave up is told once more when all is well. Answers what still fails. */
    async deliverTheRest(): Promise<number> {
      for (const one of [...unanswered]) if (await deliver(one)) unanswered.delete(one);
      return unanswered.size;
    },

    /** What is shown is what is so. */
    catchUp(): void {
      for (const [name, status] of truth) show(name, status);
    },
  };
};

export type SimulatedMarketplace = ReturnType<typeof createMarketplace>;
