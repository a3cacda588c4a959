/** A day of usage for the specifications of fees: hours are counted from the day's beginning in Beijing. */
import type { Payer } from '../../../../shared/domain/fees/bill';
import type { Rating } from '../../../../shared/domain/fees/rate';
import type { Timeline, TimelineEntry } from '../../../../shared/domain/workspace';
import { beginOfDayMs, HOUR_MS } from '../../../../shared/validation/day';
import type { Settlement } from '../../../../shared/validation/settlement';
import type { UsageItem } from '../../../../shared/validation/usage-item';
import { ALI, alicloud, billingCenter, entry, X, Y } from '../samples';

export const DAY = '2026-11-27';

/** The instant so many hours into the day. */
export const hour = (hours: number): number => beginOfDayMs(DAY) + hours * HOUR_MS;

export type Hour = Rating['hours'][number];

export const used = (item: UsageItem, hours: number, quantity: string, retention?: number): Hour => ({
  item,
  hourMs: hour(hours),
  quantity,
  ...(retention === undefined ? {} : { retention }),
});

export const bc: Payer = { method: 'billing-center' };
export const x: Payer = { method: 'alicloud', accountId: ALI, instanceId: X };
export const y: Payer = { method: 'alicloud', accountId: ALI, instanceId: Y };

export const viaX: Settlement = alicloud(X);
export const viaY: Settlement = alicloud(Y);

/** The workspace was created the day before; then each settlement from its hour on. */
export const timeline = (first: Settlement, ...later: readonly (readonly [number, Settlement])[]): Timeline => [
  entry(first, { fromMs: hour(-24) }),
  ...later.map(
    ([from, settlement]): TimelineEntry => entry(settlement, { fromMs: hour(from), changeId: `at ${from}` }),
  ),
];

export const rating = (hours: readonly Hour[], more: Partial<Rating> = {}): Rating => ({
  day: DAY,
  site: 'cn1',
  timeline: timeline(billingCenter),
  hours,
  ...more,
});
