/**
 * What the marketplace sold, kept on disk. The records are few, so all of them are held in memory and the disk follows:
 * a change is visible at once, and durable when `save` resolves.
 */
import { ClassicLevel } from 'classic-level';
import type { Instance } from './instance';

export interface Ledger {
  /** Everything ever sold, oldest first: its length is the next number to give out. */
  list(): readonly Instance[];
  find(instanceId: string): Instance | undefined;
  /** Keeps this version of the instance. Read, change and save without awaiting in between, and no change is lost. */
  save(instance: Instance): Promise<void>;
  close(): Promise<void>;
}

export const openLedger = async (directory: string): Promise<Ledger> => {
  const level = new ClassicLevel<string, Instance>(directory, { valueEncoding: 'json' });
  await level.open();
  // In the order of their keys, which is the order of sale: the numbers have eight digits for the next 66 million.
  const instances = new Map(await level.iterator().all());
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
    async close() {
      await lastWrite;
      await level.close();
    },
  };
};
