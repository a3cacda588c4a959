/** What customers do at the marketplace, through the local controls, repeated as the client repeats everything. */
import type { Client } from './client';
import type { Promises } from './promises';

export const marketplaceOf = (client: Client, promises: Promises, complain: (what: string) => void) => {
  const change = async (instanceId: string, verb: 'close' | 'overdue' | 'pay', before: string): Promise<void> => {
    const { status, body } = await client.call('POST', `/local/marketplace/instances/${instanceId}/${verb}`);
    // 409: it is so already, by a call whose answer the kill took away.
    if (status !== 202 && status !== 409) complain(`${verb} was answered ${status} ${body.title}, once ${before}`);
  };
  return {
    /** A purchase whose answer was lost is made again: the first one stays, and nobody knows it. */
    async buy(accountId: string): Promise<string> {
      const { status, body } = await client.call('POST', '/local/marketplace/instances', { json: { accountId } });
      if (status !== 201) throw new Error(`A purchase was answered ${status}.`);
      promises.bought.push(body.instanceId);
      return body.instanceId;
    },
    async close(instanceId: string): Promise<void> {
      await change(instanceId, 'close', 'it was open');
      promises.closed.push(instanceId);
    },
    async fallOverdueAndPay(instanceId: string): Promise<void> {
      await change(instanceId, 'overdue', 'it was open');
      await change(instanceId, 'pay', 'its bill was overdue');
    },
    /** Some answers are lost, some calls come twice. A restart mends the line. */
    faulty: (faults: { drop: number; duplicate: number }) =>
      client.call('POST', '/local/marketplace/faults', { json: faults }),
    mend: () => client.call('POST', '/local/marketplace/faults', { json: {} }),
  };
};

export type Marketplace = ReturnType<typeof marketplaceOf>;
