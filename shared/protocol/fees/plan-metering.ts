/**
 * Plans the windows that have ended: each once, in their order, with the units that are due in it and in none before. The
 * instance's meter is the row that commits: it counts the units of all windows ever planned, and holds the last one until
 * that has a row of its own. Whoever comes by after a crash writes that row first; so no window is lost between two rows,
 * and none is planned twice, for a second planner fails on the meter's version.
 *
 * The order is the proof; do not change it: see to the rows of the meter's last window; read what is due; write the meter on
 * its version; write the window's to-do, then the window.
 */

import type { Link } from '../../domain/claims';
import type { Meter, MeteringWindow } from '../../domain/fees/metering';
import { AMOUNT_OF_UNIT, dueThrough, unitsOf } from '../../domain/fees/metering-due';
import {
  billedToMs,
  deadlineOf,
  firstWindowMs,
  isMetered,
  rhythmOf,
  type Span,
  windowsToPlan,
} from '../../domain/fees/metering-windows';
import type { Instance } from '../../domain/instance';
import { StaleWrite, type Store } from '../../ports';
import { dayOf, previousDay } from '../../validation/day';
import { pages } from '../pages';
import { type MeteringBasis, readBasis } from './metering-basis';
import { type MeteringNews, writeWindow } from './metering-window';

export interface PlanRules {
  readonly dailyProductCodes: readonly string[];
}

/** One run of it. */
export interface Run {
  readonly nowMs: number;
  readonly news: MeteringNews;
  /** Then it ends where it is, and the next run goes on. */
  isTimeUp(): boolean;
}

/** What one batch of reads can hold (Tablestore). */
const PAGE = 100;

/**
 * Plans for all instances, page by page. Answers how many windows it planned, and the faults: of one instance they do not
 * hold up the others.
 */
export const planMetering = async (
  store: Store,
  rules: PlanRules,
  { nowMs, news, isTimeUp }: Run,
): Promise<{ readonly planned: number; readonly faults: readonly unknown[] }> => {
  let planned = 0;
  const faults: unknown[] = [];
  for await (const page of pages(store, 'instances', {}, PAGE)) {
    const instances = page.filter((instance) => isMetered(instance, nowMs));
    const meters = await store.getMany('meters', instances);
    await completeLast(store, meters, nowMs);
    for (const [at, instance] of instances.entries()) {
      if (isTimeUp()) return { planned, faults };
      try {
        planned += await planInstance(store, rules, instance, meters[at], nowMs);
      } catch (fault) {
        // Another plans for it at this very moment.
        if (fault instanceof StaleWrite) continue;
        news.failed(instance.instanceId, fault);
        faults.push(fault);
      }
    }
  }
  return { planned, faults };
};

/** The window that a meter holds, where whoever planned it died before it had rows. */
const completeLast = async (store: Store, meters: readonly (Meter | undefined)[], nowMs: number): Promise<void> => {
  const lasts = meters.flatMap((meter) => meter?.last ?? []);
  const rows = await store.getMany('meteringWindows', lasts);
  for (const [at, last] of lasts.entries()) if (!rows[at]) await writeWindow(store, last, nowMs);
};

const planInstance = async (
  store: Store,
  { dailyProductCodes }: PlanRules,
  instance: Instance,
  found: Meter | undefined,
  nowMs: number,
): Promise<number> => {
  const { instanceId, productCode } = instance;
  const rhythm = rhythmOf(productCode, dailyProductCodes);
  const fromMs = found?.plannedToMs ?? firstWindowMs(rhythm, instance, nowMs);
  const spans = windowsToPlan(rhythm, instance, fromMs, nowMs);
  const [first] = spans;
  if (!first) return 0;

  const settledDay = found?.settledDay ?? previousDay(dayOf(first.startMs));
  const days = { settledDay, toDay: dayOf(nowMs), mayBeSettled: previousDay(dayOf(first.startMs)) };
  const basis = await readBasis(store, instanceId, days, nowMs);
  const owner = basis.owner ?? (await ownerOf(store, instance));

  let meter = found;
  let planned = 0;
  for (const [at, span] of spans.entries()) {
    const unitsBefore = meter?.units ?? 0;
    const units = unitsOf(dueIn(basis, instance, span), unitsBefore);
    // Windows of nothing have no row: the meter moves past them with the next one, or in the end.
    if (units === 0 && at < spans.length - 1) continue;
    const last = units > 0 ? { last: newWindow({ instance, span, units, owner, rhythm }) } : {};
    const next: Meter = {
      ...meter,
      instanceId,
      version: (meter?.version ?? 0) + 1,
      plannedToMs: span.endMs,
      units: unitsBefore + units,
      settledDay: basis.settledDay,
      ...last,
    };
    await store.write(
      meter ? { table: 'meters', replace: next, of: meter.version } : { table: 'meters', insert: next },
    );
    meter = next;
    if (!last.last) continue;
    await writeWindow(store, last.last, nowMs);
    planned++;
  }
  return planned;
};

/** After the instance's last hour nothing more falls due, whatever the payer timelines still say; but usage may come late. */
const dueIn = (basis: MeteringBasis, instance: Instance, { endMs }: Span): number =>
  dueThrough(instance.instanceId, basis, Math.min(endMs, billedToMs(instance) ?? endMs));

/** Of usage that came after the instance's last window the marketplace bills nothing: no request is made, it is missed. */
const AFTER_END = 'after-end';

const newWindow = (of: {
  readonly instance: Instance;
  readonly span: Span;
  readonly units: number;
  readonly owner: string | undefined;
  readonly rhythm: ReturnType<typeof rhythmOf>;
}): MeteringWindow => {
  const { instance, span, units, owner, rhythm } = of;
  const lastMs = billedToMs(instance);
  const isAfterEnd = lastMs !== undefined && span.startMs >= lastMs;
  return {
    instanceId: instance.instanceId,
    windowStartMs: span.startMs,
    windowEndMs: span.endMs,
    deadlineMs: isAfterEnd ? lastMs : deadlineOf(rhythm, span.startMs),
    version: 1,
    ...(instance.productCode !== undefined && { productCode: instance.productCode }),
    units,
    amount: units * AMOUNT_OF_UNIT,
    state: 'pending',
    ...(isAfterEnd && { code: AFTER_END }),
    attempts: 0,
    ...(owner !== undefined && { owner }),
  };
};

const ownerOf = async (store: Store, { accountId }: Instance): Promise<string | undefined> =>
  accountId === undefined
    ? undefined
    : (await store.get('links', { accountId: accountId as Link['accountId'] }))?.owner;
