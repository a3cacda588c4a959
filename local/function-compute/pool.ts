/**
 * The instances of one function. A request takes an idle instance, or a fresh one (a cold start), or waits for one.
 *
 * Our decision: at most `MAX_INSTANCES` at once. In the cloud an account has hundreds and refuses what is beyond them with
 * 429; a laptop has not the memory for that, so that here a request waits its turn.
 */
import { type Instance, type InstanceOptions, type Outcome, startInstance } from './instance';
import type { Call } from './instance-thread';

export const MAX_INSTANCES = 8;

export interface InstancePool {
  /** Never rejects. */
  call(call: Call): Promise<Outcome>;
  coldStarts(): number;
  stop(): Promise<void>;
}

export const createPool = (options: InstanceOptions): InstancePool => {
  const idle: Instance[] = [];
  const instances = new Set<Instance>();
  const waiting: ((instance: Instance | undefined) => void)[] = [];
  let coldStarts = 0;
  let stopped = false;

  const start = (): Instance => {
    coldStarts++;
    const instance = startInstance(options);
    instances.add(instance);
    return instance;
  };

  /** Undefined once the pool is stopped. */
  const take = async (): Promise<Instance | undefined> => {
    if (stopped) return undefined;
    for (let instance = idle.pop(); instance; instance = idle.pop()) {
      if (instance.alive()) return instance;
      instances.delete(instance);
    }
    if (instances.size < MAX_INSTANCES) return start();
    return new Promise((resolve) => waiting.push(resolve));
  };

  const giveBack = (instance: Instance) => {
    if (!instance.alive()) instances.delete(instance);
    const next = waiting.shift();
    if (next) next(instance.alive() ? instance : start());
    else if (instance.alive()) idle.push(instance);
  };

  return {
    coldStarts: () => coldStarts,
    async call(call) {
      const instance = await take();
      if (!instance) return { kind: 'failed', handled: false, fault: { errorMessage: 'The local cloud is stopping' } };
      const outcome = await instance.call(call);
      giveBack(instance);
      return outcome;
    },
    async stop() {
      stopped = true;
      for (const resolve of waiting.splice(0)) resolve(undefined);
      await Promise.all([...instances].map((instance) => instance.stop()));
    },
  };
};
