/**
 * Usage as it is kept: a workspace's day, with the value of each hour. A value is absolute, so a repeat or a correction
 * overwrites and never adds. The day is *sealed* before it is rated: what comes later is an adjustment.
 */
import type { Day } from '../../validation/day';
import type { Site } from '../../validation/site';
import type { UsageItem } from '../../validation/usage-item';
import type { WorkspaceId } from '../../validation/workspace';
import type { Charged } from './bill';

/** What was used of one item in one hour. */
export interface UsageHour {
  readonly item: UsageItem;
  /** Days: always there where the item's price depends on it. */
  readonly retention?: number;
  /** The hour's first instant: a full hour of UTC. */
  readonly hourMs: number;
  /** Decimal text, as `validation/quantity.ts` has it. */
  readonly quantity: string;
  /** The time of the event that the value is of. A value gives way only to a greater (atMs, eventId). */
  readonly atMs: number;
  readonly eventId: string;
}

/** A workspace's usage of a day. */
export interface UsageDay {
  readonly workspaceId: WorkspaceId;
  readonly day: Day;
  readonly version: number;
  readonly site: Site;
  readonly hours: readonly UsageHour[];
  /** From then on a change of the hours is an adjustment on a later bill. */
  readonly sealedAtMs?: number;
  /** What has been charged for this day so far, adjustments included; absent: nothing was settled yet. */
  readonly charged?: Charged;
}

/** Why an element of usage could not be taken. */
export type UnusableReason =
  | 'malformed'
  | 'quantity-malformed'
  | 'quantity-too-large'
  | 'workspace-not-found'
  | 'item-not-known'
  | 'retention-not-known'
  | 'time-in-future'
  | 'hour-in-future'
  | 'hour-too-old'
  | 'before-workspace';

/** An element that could not be taken: kept and shown, never dropped. */
export interface UnusableUsage {
  /** SHA-256, hexadecimal, of what makes the element the same when it comes again. */
  readonly subject: string;
  readonly reason: UnusableReason;
  /** When it last came. */
  readonly atMs: number;
  /** The element as JSON text, cut at 8 kB. */
  readonly element: string;
  /** How often it came. */
  readonly seen: number;
}

/** Where the to-dos of a day lie: as many places as a workspace's ID has first hexadecimal digits. */
export const todoShards = (day: Day): readonly string[] => [...'0123456789abcdef'].map((digit) => `${day}/${digit}`);
