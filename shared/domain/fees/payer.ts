/**
 * Who pays for an hour of a workspace's usage. It follows from the payer timeline alone: the entry in force when the hour
 * begins. So the hour that holds a cut-over belongs to the payer that leaves. (Marketplace documentation: usage after an
 * instance's end is not billed, but for the hour that holds it.) An hour has one payer and never two.
 */
import { HOUR_MS } from '../../validation/day';
import type { Settlement } from '../../validation/settlement';
import type { Timeline, TimelineEntry } from '../workspace';
import type { Payer } from './bill';

/**
 * The entry that pays for the hour. The hour that holds the workspace's creation has none in force at its beginning: the
 * first pays, or whoever replaced it in the same instant. (A closure that was announced while the workspace came to be does:
 * the first was in force for no time then.) Undefined: the hour was over before there was a workspace.
 */
export const entryOfHour = (timeline: Timeline, hourMs: number): TimelineEntry | undefined => {
  const [first] = timeline;
  if (hourMs + HOUR_MS <= first.fromMs) return undefined;
  return timeline.findLast(({ fromMs }) => fromMs <= Math.max(hourMs, first.fromMs));
};

export const payerOf = (settlement: Settlement): Payer =>
  settlement.method === 'billing-center'
    ? { method: settlement.method }
    : { method: settlement.method, accountId: settlement.accountId, instanceId: settlement.instanceId };

export const payerOfHour = (timeline: Timeline, hourMs: number): Payer | undefined => {
  const entry = entryOfHour(timeline, hourMs);
  return entry && payerOf(entry.settlement);
};

/** The same text for the same payer of a workspace, and no other. */
export const payerKey = (payer: Payer): string =>
  payer.method === 'billing-center' ? payer.method : `${payer.method}/${payer.accountId}/${payer.instanceId}`;

/** The instance that pays; undefined where the Billing Center account does. */
export const instanceOfPayer = (payer: Payer): string | undefined =>
  payer.method === 'billing-center' ? undefined : payer.instanceId;
