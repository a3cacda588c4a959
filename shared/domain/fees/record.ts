/**
 * What becomes of usage that arrives: into which day it goes, which of two values of an hour stands, what must be put before
 * it so that it is found and settled, and what cannot be taken.
 *
 * A value is absolute, so a repeat or a correction overwrites and never adds. Of two values of the same hour the one of the
 * greater (time, id) of its event stands, so that the order in which events arrive decides nothing (our decision; the ids
 * only order what happened in the same millisecond).
 *
 * An hour that has not begun has no usage (our decision), though an event may be a little ahead of our clock. Who pays for
 * an hour is settled when it begins: were its usage taken before, a change of settlement in between could leave it with an
 * instance that nobody told to meter the workspace.
 */
import { addDays, dayOf } from '../../validation/day';
import type { Bilingual } from '../../validation/language';
import type { Site } from '../../validation/site';
import { lineKey, lineOf, type UsageItem } from '../../validation/usage-item';
import type { WorkspaceId } from '../../validation/workspace';
import { currentEntry, instanceOf, type Workspace, type WorkspaceRow } from '../workspace';
import { isCountable } from './money';
import { entryOfHour } from './payer';
import type { UnusableReason, UsageDay, UsageHour } from './usage';

/** What an event says: the value of one item in one hour. */
export interface UsageEvent {
  readonly site: Site;
  readonly workspaceId: WorkspaceId;
  readonly item: UsageItem;
  /** Days; where it is left out the shortest is meant, as `lineOf` has it. */
  readonly retention?: number;
  /** A full hour of UTC. */
  readonly hourMs: number;
  readonly quantity: string;
  /** When it was said. */
  readonly atMs: number;
  readonly eventId: string;
}

/** Our decision: by so much the clock of who sends may be ahead of ours, in milliseconds: of an event’s time, not its hour. */
const AHEAD_MS = 5 * 60_000;

/**
 * Our decision: so many days are taken, today's among them. The settlement looks one day further back, so that what was
 * taken at the last moment is still found.
 */
export const DAYS_TAKEN = 35;

/** Why the event cannot be taken; undefined: it can. `row` is what there is under its workspace's ID. */
export const findUnusable = (
  event: UsageEvent,
  row: WorkspaceRow | undefined,
  nowMs: number,
): UnusableReason | undefined => {
  const { item, retention, quantity, hourMs, atMs, site } = event;
  if (lineOf(item, retention) === undefined) return 'retention-not-known';
  if (!isCountable(item, quantity)) return 'quantity-too-large';
  // A time ahead of ours would stand against every correction that comes until then.
  if (atMs > nowMs + AHEAD_MS) return 'time-in-future';
  if (hourMs > nowMs) return 'hour-in-future';
  if (dayOf(hourMs) <= addDays(dayOf(nowMs), -DAYS_TAKEN)) return 'hour-too-old';
  if (row?.kind !== 'workspace' || row.site !== site) return 'workspace-not-found';
  return entryOfHour(row.timeline, hourMs) ? undefined : 'before-workspace';
};

/** The event as the hour that it is kept as. Only of one that can be taken. */
export const hourOfEvent = ({ item, retention, hourMs, quantity, atMs, eventId }: UsageEvent): UsageHour => ({
  item,
  ...lineOf(item, retention),
  hourMs,
  quantity,
  atMs,
  eventId,
});

const placeOf = (hour: UsageHour): string => `${hour.hourMs}/${lineKey(hour)}`;

const isNewer = (one: UsageHour, other: UsageHour): boolean =>
  one.atMs === other.atMs ? one.eventId > other.eventId : one.atMs > other.atMs;

export interface Merged {
  /** The day's row as it is to be written; undefined: nothing in it changes. */
  readonly next: UsageDay | undefined;
  /** Of each hour, in the order given: whether its value was new when its turn came. */
  readonly wasNew: readonly boolean[];
}

/** `found` is the day's row as it was read; undefined: there is none. */
export const merge = (
  found: UsageDay | undefined,
  empty: Pick<UsageDay, 'workspaceId' | 'day' | 'site'>,
  hours: readonly UsageHour[],
): Merged => {
  const kept = new Map((found?.hours ?? []).map((hour) => [placeOf(hour), hour]));
  const wasNew = hours.map((hour) => {
    const there = kept.get(placeOf(hour));
    if (there && !isNewer(hour, there)) return false;
    kept.set(placeOf(hour), hour);
    return true;
  });
  if (!wasNew.includes(true)) return { next: undefined, wasNew };
  const row = found ?? { ...empty, version: 0 };
  return { next: { ...row, version: row.version + 1, hours: [...kept.values()] }, wasNew };
};

/** `${day}/${first hexadecimal digit of the workspace's ID}`: where a day's to-do of a workspace lies. */
export const shardOf = (day: string, workspaceId: WorkspaceId): string =>
  `${day}/${workspaceId.slice('wksp_'.length, 'wksp_'.length + 1)}`;

/** The instances that pay for any of the hours, and the one that pays now: its next hour may be of this day too. */
export const instancesToMeter = (
  { timeline }: Workspace,
  hours: readonly Pick<UsageHour, 'hourMs'>[],
): readonly string[] => {
  const entries = hours.flatMap(({ hourMs }) => entryOfHour(timeline, hourMs) ?? []);
  const settlements = [...entries, currentEntry({ timeline })].map(({ settlement }) => settlement);
  return [...new Set(settlements.flatMap((settlement) => instanceOf(settlement) ?? []))];
};

/** What an operator is told of each reason: what is wrong, and what to do about it. */
export const unusableAdvice: Readonly<Record<UnusableReason, Bilingual>> = {
  malformed: {
    zh: '这不是约定格式的用量事件：请让平台更正后重新发送。',
    en: 'This is no event of usage as agreed: have the platform mend it and send it again.',
  },
  'quantity-malformed': {
    zh: '用量必须是十进制文本，整数最多 12 位、小数最多 6 位：请让平台更正后重新发送。',
    en: 'The quantity must be decimal text with at most 12 digits before the point and 6 after it: have the platform mend it and send it again.',
  },
  'quantity-too-large': {
    zh: '一小时的用量超过一千万个计费单位：请让平台核对后重新发送。',
    en: 'The quantity is more than ten million units in an hour: have the platform look at it and send it again.',
  },
  'workspace-not-found': {
    zh: '该站点没有这个工作空间：若随后已注册，请用 retake-usage 重新接收。',
    en: 'There is no such workspace on this site: once it is registered, take it again with retake-usage.',
  },
  'item-not-known': {
    zh: '计费项不在计费项表中：请先在 usage-item.ts 和价目表中加入，再用 retake-usage 重新接收。',
    en: 'The item is none of ours: add it to usage-item.ts and the price lists, then take it again with retake-usage.',
  },
  'retention-not-known': {
    zh: '该计费项没有这个保存时长：请先在 usage-item.ts 和价目表中加入，再用 retake-usage 重新接收。',
    en: 'The item has no such retention: add it to usage-item.ts and the price lists, then take it again with retake-usage.',
  },
  'time-in-future': {
    zh: '事件时间晚于当前时间：请校准平台的时钟，到时再用 retake-usage 重新接收。',
    en: 'The time of the event is ahead of ours: set the platform’s clock right, and take it again with retake-usage when that time has come.',
  },
  'hour-in-future': {
    zh: '用量所属的小时尚未开始：请校准平台的时钟，到时再用 retake-usage 重新接收。',
    en: 'The hour has not begun: set the platform’s clock right, and take it again with retake-usage when it has.',
  },
  'hour-too-old': {
    zh: '用量早于 35 天，不再出账：请与客户商定如何处理。',
    en: 'The usage is older than 35 days and is not billed any more: agree with the customer what becomes of it.',
  },
  'before-workspace': {
    zh: '该小时内工作空间尚不存在，没有付款方：请让平台核对工作空间和小时。',
    en: 'The workspace was not there in this hour, and nobody pays for it: have the platform look at the workspace and the hour.',
  },
};
