/**
 * Keeps what the platform says of usage: an array of CloudEvents from a stream of EventBridge, or one from a bus. A value is
 * the whole of its item and hour, so a repeat changes nothing and a correction overwrites; usage of a day that was billed
 * already is an adjustment of a later bill.
 *
 * What cannot be taken is kept and shown, and holds nothing else up: neither what comes with it nor, by being brought again
 * and again, what comes after it. Only where the store does not answer the invocation fails, once all the rest was taken, so
 * that the platform brings all of it again.
 *
 * `GET /api/operations/usage` tells operators what could not be taken, and what to do about it. Refuses whoever does not
 * carry their token.
 */
import { type UsageEvent, unusableAdvice } from '../../shared/domain/fees/record';
import type { UnusableReason, UnusableUsage } from '../../shared/domain/fees/usage';
import { rfc3339 } from '../../shared/domain/views';
import { type Clock, type Random, type Store, type Touches, Unavailable } from '../../shared/ports';
import { recordUsage } from '../../shared/protocol/fees/record-usage';
import { keepUnusable, keptUsage, unusableOf } from '../../shared/protocol/fees/unusable-usage';
import { isTransient } from '../../shared/triggers/again';
import { type Reply, reply } from '../../shared/triggers/http';
import { faultFields } from '../../shared/triggers/log';
import { type OperatorTokens, operatorRoute } from '../../shared/triggers/operator';
import type { Call, Doors } from '../../shared/triggers/serve';
import type { UnusableUsageView } from '../../shared/validation/answers';
import type { Language } from '../../shared/validation/language';
import { readUsage, unwrapped } from './schema';

export const touches = {
  store: {
    workspaces: ['getMany'],
    usageDays: ['getMany', 'writeMany'],
    usageTodos: ['writeMany'],
    adjustmentsDue: ['writeMany'],
    meteredWorkspaces: ['writeMany'],
    unusableUsage: ['getMany', 'scan', 'writeMany'],
  },
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Rules {
  readonly operatorTokens: OperatorTokens;
}

export const doors = (ports: Ports, rules: Rules): Doors => ({
  routes: [operatorRoute('/api/operations/usage', rules.operatorTokens, ({ language }) => tell(ports.store, language))],
  onEvents: (elements, call) => take(ports, elements, call),
});

/** How many elements went which way; those of `late` are of days that were billed already. */
interface Counts {
  taken: number;
  late: number;
  unchanged: number;
  unusable: number;
}

const take = async (ports: Ports, elements: readonly unknown[], { nowMs, log }: Call): Promise<Counts> => {
  const counts: Counts = { taken: 0, late: 0, unchanged: 0, unusable: 0 };
  const unusable: UnusableUsage[] = [];
  const events: { readonly sent: unknown; readonly event: UsageEvent }[] = [];
  for (const element of elements) {
    const sent = unwrapped(element);
    const event = readUsage(sent);
    if (typeof event === 'string') unusable.push(unusableOf(sent, event, nowMs));
    else events.push({ sent, event });
  }

  const faults: unknown[] = [];
  const recorded = await recordUsage(
    ports,
    events.map(({ event }) => event),
  );
  for (const [at, outcome] of recorded.entries()) {
    if (outcome.kind === 'unusable') unusable.push(unusableOf(events[at]?.sent, outcome.reason, nowMs));
    else if (outcome.kind === 'left') faults.push(outcome.fault);
    else counts[outcome.kind]++;
  }
  counts.unusable = unusable.length;
  try {
    const lost = await keepUnusable(ports.store, unusable);
    if (lost > 0) faults.push(new Unavailable(`Whether ${lost} elements that cannot be taken are kept is not known.`));
  } catch (fault) {
    faults.push(fault);
  }
  for (const [reason, count] of countsOf(unusable)) {
    log('warn', { warning: 'Usage could not be taken, and waits for an operator.', reason, count });
  }
  log('info', { metric: 'usage', ...counts, left: faults.length });

  // A bug is told before what is only out of reach.
  const worst = faults.find((fault) => !isTransient(fault)) ?? faults[0];
  if (worst === undefined) return counts;
  if (faults.length > 1) log('error', { trigger: 'event', left: faults.length, ...faultFields(worst) });
  throw worst;
};

const countsOf = (unusable: readonly UnusableUsage[]): ReadonlyMap<UnusableReason, number> => {
  const counts = new Map<UnusableReason, number>();
  for (const { reason } of unusable) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
};

const tell = async (store: Store, language: Language): Promise<Reply> => {
  const { latest, counts } = await keptUsage(store);
  return reply(200, {
    unusable: latest.map(({ subject, reason, atMs, seen, element }) => ({
      subject,
      reason,
      receivedAt: rfc3339(atMs),
      seen,
      element,
      advice: unusableAdvice[reason][language],
    })),
    counts,
  } satisfies UnusableUsageView);
};
