/**
 * The marketplace of a simulated month, by its documented rules for PushMeteringData: it takes a window before its deadline,
 * at most 100 entries of one product in a request, an instance once in 60 seconds, nothing of the time after the hour that
 * holds an instance's end, and it bills whatever it takes, repeats included. It throttles, refuses, loses answers, says 500
 * after it has taken all, and is down for five hours. Whatever it is asked against its rules is a fault of who asks.
 */
import type { MeteringEntry, MeteringOutcome } from '../../../shared/ports';
import type { Chance } from '../random/chance';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DOWN_HOURS = 5;

export interface Market {
  decide(entries: readonly MeteringEntry[]): { outcome: MeteringOutcome; taken?: boolean } | undefined;
  /** From now on usage of later hours is not billed. */
  end(instanceId: string, atMs: number): void;
  /** From then on it takes everything at once. */
  calm(): void;
  /** What it was asked against its rules. */
  readonly faults: readonly string[];
}

export const createMarket = (chance: Chance, nowMs: () => number, downFromMs: number): Market => {
  const faults: string[] = [];
  const askedMs = new Map<string, number>();
  const endedMs = new Map<string, number>();
  let isCalm = false;

  /** Against the rules, whatever mood it is in. */
  const judge = (entries: readonly MeteringEntry[]): void => {
    if (entries.length === 0 || entries.length > 100) faults.push(`a request of ${entries.length} entries`);
    for (const { instanceId, startMs, endMs, units } of entries) {
      const name = `${instanceId} from ${new Date(startMs).toISOString()}`;
      if (nowMs() - (askedMs.get(instanceId) ?? 0) < MINUTE_MS) faults.push(`${name}: twice within 60 seconds`);
      askedMs.set(instanceId, nowMs());
      if (nowMs() >= endMs + 59 * MINUTE_MS) faults.push(`${name}: sent after its deadline`);
      if (startMs % HOUR_MS !== 0 || endMs - startMs !== HOUR_MS) faults.push(`${name}: no hour of the clock`);
      if (endMs > nowMs()) faults.push(`${name}: before its end`);
      if (!Number.isInteger(units) || units < 1) faults.push(`${name}: ${units} units`);
      if (startMs > (endedMs.get(instanceId) ?? Infinity)) faults.push(`${name}: after the instance's end`);
    }
  };

  const unknown = { kind: 'unknown', why: '500' } as const;
  return {
    faults,
    decide(entries) {
      judge(entries);
      if (isCalm) return undefined;
      const dice = chance.fraction();
      if (nowMs() >= downFromMs && nowMs() < downFromMs + DOWN_HOURS * HOUR_MS) {
        return { outcome: dice < 0.8 ? { kind: 'throttled', code: 'unreached' } : unknown };
      }
      if (dice < 0.04) return { outcome: unknown, taken: true };
      if (dice < 0.06) return { outcome: unknown };
      if (dice < 0.16) return { outcome: { kind: 'throttled', code: 'Service.Flow.Control' } };
      if (dice < 0.18) return { outcome: { kind: 'refused', code: 'Invalid.Parameter.Value' } };
      return undefined;
    },
    end(instanceId, atMs) {
      endedMs.set(instanceId, atMs);
    },
    calm() {
      isCalm = true;
    },
  };
};
