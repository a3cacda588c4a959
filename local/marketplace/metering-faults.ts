/**
 * What can be wrong with `PushMeteringData`, and with nothing else of the marketplace's OpenAPI. Each count is of how many of
 * the next requests it befalls; those that are not to be taken come first. In memory only: a restart mends it.
 */
import * as z from 'zod';

const count = z.int().min(0).default(0);

export const meteringFaults = z.strictObject({
  /** Nothing is taken: 503 `ServiceUnavailable`, until it is told otherwise. */
  down: z.boolean().default(false),
  /** The connection is closed without an answer, and nothing is taken. */
  drop: count,
  /** Refused by flow control. */
  throttle: count,
  /** Refused with a code, HTTP 500. */
  refuse: z.strictObject({ code: z.string().min(1), times: count }).optional(),
  /** Taken, and answered as if it had failed: 500 `InternalError`. */
  acceptThen500: count,
  /** Taken, and the connection closed without an answer. */
  acceptThenDrop: count,
});

export type MeteringFaults = z.infer<typeof meteringFaults>;

export type MeteringFault =
  | { readonly kind: 'down' | 'drop' | 'throttle' | 'acceptThen500' | 'acceptThenDrop' }
  | { readonly kind: 'refuse'; readonly code: string };

export interface FaultyMetering {
  /** Undefined: none is in force. */
  inForce(): MeteringFaults | undefined;
  set(faults: MeteringFaults | undefined): void;
  /** What befalls the request that has just come; it is used up by it. */
  next(): MeteringFault | undefined;
}

export const createFaultyMetering = (): FaultyMetering => {
  let faults: MeteringFaults | undefined;
  const takes = (kind: 'drop' | 'throttle' | 'acceptThen500' | 'acceptThenDrop'): boolean => {
    const left = faults?.[kind] ?? 0;
    if (faults && left > 0) faults = { ...faults, [kind]: left - 1 };
    return left > 0;
  };
  const takesRefusal = (): string | undefined => {
    const { code, times } = faults?.refuse ?? { code: undefined, times: 0 };
    if (!faults || code === undefined || times === 0) return undefined;
    faults = { ...faults, refuse: { code, times: times - 1 } };
    return code;
  };
  return {
    inForce: () => faults,
    set(wanted) {
      faults = wanted;
    },
    next() {
      if (faults?.down) return { kind: 'down' };
      for (const kind of ['drop', 'throttle'] as const) if (takes(kind)) return { kind };
      const code = takesRefusal();
      if (code !== undefined) return { kind: 'refuse', code };
      for (const kind of ['acceptThen500', 'acceptThenDrop'] as const) if (takes(kind)) return { kind };
      return undefined;
    },
  };
};
