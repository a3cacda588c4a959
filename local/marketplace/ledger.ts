/**
 * What the marketplace sold, and the usage that it took to bill, kept on disk. The records are few, so all of them are held in
 * memory and the disk follows: a change is visible at once, and durable when `save` or `bill` resolves.
 */
import { ClassicLevel } from 'classic-level';
import type { Instance } from './instance';
import type { BilledUsage } from './metering-rules';

export interface Ledger {
  /** Everything ever sold, oldest first: its length is the next number to give out. */
  list(): readonly Instance[];
  find(instanceId: string): Instance | undefined;
  /** Keeps this version of the instance. Read, change and save without awaiting in between, and no change is lost. */
  save(instance: Instance): Promise<void>;
  close(): Promise<void>;
}

export interface Bill {
  /** The usages of the instance that were taken, oldest first. */
  billed(instanceId: string): readonly BilledUsage[];
  /** Adds usages to the bill, all of them or, where the process dies, none. */
  bill(usages: readonly BilledUsage[]): Promise<void>;
}

export const openLedger = async (directory: string): Promise<Ledger & Bill> => {
  const level = new ClassicLevel<string, Instance>(directory, { valueEncoding: 'json' });
  await level.open();
  // In the order of their keys, which is the order of sale: the numbers have eight digits for the next 66 million. What belongs
  // to the bill lies before all digits.
  const instances = new Map(await level.iterator({ gte: '0' }).all());
  const bill = level.sublevel<string, BilledUsage>('bill', { valueEncoding: 'json' });
  const billed = new Map<string, BilledUsage[]>();
  let billLength = 0;
  const note = (usage: BilledUsage) => {
    billLength++;
    billed.set(usage.instanceId, [...(billed.get(usage.instanceId) ?? []), usage]);
  };
  for (const usage of await bill.values().all()) note(usage);
  let lastWrite: Promise<unknown> = Promise.resolve();

  return {
    list: () => [...instances.values()],
    find: (instanceId) => instances.get(instanceId),
    save(instance) {
      instances.set(instance.instanceId, instance);
      // One after the other: two writes of one key under way together could land in either order.
      const write = lastWrite.then(() => level.put(instance.instanceId, instance));
      lastWrite = write.catch(() => undefined);
      return write;
    },
    billed: (instanceId) => billed.get(instanceId) ?? [],
    bill(usages) {
      const batch = usages.map((value, at) => {
        const key = String(billLength + at).padStart(12, '0');
        return { type: 'put', key, value } as const;
      });
      for (const usage of usages) note(usage);
      const write = lastWrite.then(() => bill.batch(batch));
      lastWrite = write.catch(() => undefined);
      return write;
    },
    async close() {
      await lastWrite;
      await level.close();
    },
  };
};
