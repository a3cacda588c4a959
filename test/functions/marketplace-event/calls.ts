/** The parameters of each action as the marketplace documents them, and the answers of the contract. */
import type { FaultyWorld } from '../../fakes/faults';
import { ACCOUNT_ID, INSTANCE_ID, PUBLIC_URL } from '../../fakes/world';

export type Parameters = Readonly<Record<string, string>>;

export const create: Parameters = {
  aliUid: ACCOUNT_ID,
  orderBizId: INSTANCE_ID,
  orderId: '222222222222222',
  productCode: 'cmgj00053362',
  skuId: 'yuncode3621600001',
  trial: 'false',
};
export const renew: Parameters = {
  instanceId: INSTANCE_ID,
  orderId: '222222222222223',
  expiredOn: '2027-01-01 00:00:00',
};
export const upgrade: Parameters = { instanceId: INSTANCE_ID, orderId: '222222222222224', skuId: 'yuncode3621600002' };
export const expire: Parameters = { instanceId: INSTANCE_ID };
export const refund: Parameters = { instanceId: INSTANCE_ID, expiredOn: '2026-06-01 00:00:00' };

export const success = { status: 200, body: { success: 'true' } };
export const created = {
  status: 200,
  body: {
    instanceId: INSTANCE_ID,
    appInfo: { frontEndUrl: `${PUBLIC_URL}/register`, authUrl: `${PUBLIC_URL}/marketplace/spi` },
  },
};

export const instanceIn = (world: FaultyWorld) => world.store.get('instances', { instanceId: INSTANCE_ID });

/** The lines of the log that are more than the one of each invocation. */
export const warnings = (world: { lines: string[] }) =>
  world.lines.map((line) => JSON.parse(line)).filter(({ level }) => level !== 'info');
