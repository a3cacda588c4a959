/**
 * What an invocation used: its calls of the store and of other services, and what they cost. Whoever makes a call adds to
 * the meter of the instance, and whoever runs an invocation takes what was counted meanwhile. One meter an instance is
 * right, for a managed runtime runs one invocation at a time in it (Function Compute, "Instance concurrency"). A call that
 * was given up may still be answered in a later invocation, and its cost is then counted there.
 */

/** Milliseconds are those of the calls together: calls that ran at once count each for itself. */
export type Count =
  /** Requests sent, whatever became of them; those of them that repeat another, and those that were refused by load. */
  | 'storeCalls'
  | 'storeRetries'
  | 'storeThrottled'
  | 'storeMs'
  /** Capacity units, as the answers name them: what is paid for. */
  | 'readUnits'
  | 'writeUnits'
  | `${Service}Calls`
  | `${Service}Ms`;

/** Whom we call beside the store: the marketplace's OpenAPI, DirectMail, and Function Compute to invoke another function. */
export type Service = 'marketplace' | 'mail' | 'invoke';

/** What was not counted is not in it. */
export type Counts = Readonly<Partial<Record<Count, number>>>;

export interface Meter {
  add(counts: Counts): void;
  /** What was counted since the last time. */
  take(): Counts;
}

export const createMeter = (): Meter => {
  let counted: Partial<Record<Count, number>> = {};
  return {
    add(counts) {
      for (const [name, count] of Object.entries(counts) as [Count, number][]) {
        if (count > 0) counted[name] = (counted[name] ?? 0) + count;
      }
    },
    take() {
      const taken = counted;
      counted = {};
      return taken;
    },
  };
};
