/**
 * The instances of one function. A request takes an idle instance, the one that was last at work, or a fresh one (a cold
 * start), or waits for one. Who finds no work for `IDLE_MS` of the local clock is retired; the documents say three to five
 * minutes.
 *
 * Our decision: at most `MAX_INSTANCES` at once. In the cloud an account has hundreds and refuses what is beyond them with
 * 429; a laptop has not the memory for that, so that here a request waits its turn.
 */
import { type Instance, type InstanceOptions, type Outcome, startInstance } from './instance';
import type { Call } from './instance-thread';

export const MAX_INSTANCES = 8;
export const IDLE_MS = 5 * 60_000;

export interface InstancePool {
  /** Never rejects. */
  call(call: Call): Promise<Outcome>;
  coldStarts(): number;
  /** Stops every instance. Stop the clock before: who is being retired is waited for there. */
  stop(): Promise<void>;
}

const STOPPING = { errorMessage: 'The local cloud is stopping' };

interface IdleInstance {
  instance: Instance;
  /** Takes its retirement back. */
  stay(): void;
}

export const createPool = (options: InstanceOptions): InstancePool => {
  const { clock } = options;
  const idle: IdleInstance[] = [];
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
    for (let last = idle.pop(); last; last = idle.pop()) {
      last.stay();
      if (last.instance.alive()) return last.instance;
      instances.delete(last.instance);
    }
    if (instances.size < MAX_INSTANCES) return start();
    return new Promise((resolve) => waiting.push(resolve));
  };

  const rest = (instance: Instance) => {
    const retire = async () => {
      idle.splice(idle.indexOf(resting), 1);
      instances.delete(instance);
      await instance.stop();
    };
    const resting: IdleInstance = { instance, stay: clock.at(clock.nowMs() + IDLE_MS, retire) };
    idle.push(resting);
  };

  const giveBack = (instance: Instance) => {
    if (!instance.alive()) instances.delete(instance);
    const next = waiting.shift();
    if (next) next(instance.alive() ? instance : start());
    else if (instance.alive()) rest(instance);
  };

  return {
    coldStarts: () => coldStarts,
    async call(call) {
      const instance = await take();
      if (!instance) return { kind: 'failed', errorType: 'UnhandledInvocationError', fault: STOPPING };
      const outcome = await instance.call(call);
      giveBack(instance);
      return outcome;
    },
    async stop() {
      stopped = true;
      for (const { stay } of idle) stay();
      for (const resolve of waiting.splice(0)) resolve(undefined);
      await Promise.all([...instances].map((instance) => instance.stop()));
    },
  };
};
