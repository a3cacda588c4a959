/**
 * Usage that could not be taken: kept under a name that follows from what was sent, so that it is one row however often it
 * comes, and shown to operators with how many there are of each reason.
 */
import { createHash } from 'node:crypto';
import type { UnusableReason, UnusableUsage } from '../../domain/fees/usage';
import type { Store } from '../../ports';
import { pages } from '../pages';

/** Of JSON text. Our decision: usage has a few hundred bytes; what is longer is none, and its beginning tells what it is. */
export const LONGEST_ELEMENT_BYTES = 8_000;

const cut = (text: string): string => {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST_ELEMENT_BYTES) return text;
  // A character that was cut in two is read as U+FFFD.
  return bytes
    .subarray(0, LONGEST_ELEMENT_BYTES)
    .toString()
    .replace(/\ufffd+$/, '');
};

/** What EventBridge adds on the way (`aliyunpublishtime` …) differs from one delivery to the next. */
const isAdded = (member: string): boolean => member.startsWith('aliyun');

const textOf = (element: unknown): string => {
  const isObject = typeof element === 'object' && element !== null && !Array.isArray(element);
  const sent = isObject ? Object.fromEntries(Object.entries(element).filter(([name]) => !isAdded(name))) : element;
  try {
    return JSON.stringify(sent) ?? 'null';
  } catch (fault) {
    // What is nested by the thousand can be read as JSON, and not be written: with its like in it nothing else would be taken.
    if (!(fault instanceof RangeError)) throw fault;
    return JSON.stringify(upTo(DEEPEST, sent));
  }
};

/** Our decision: usage is nested three deep; of what is nested beyond reason only so much is kept. */
const DEEPEST = 50;

const upTo = (levels: number, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  return Array.isArray(value)
    ? value.map((member) => upTo(levels - 1, member))
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, upTo(levels - 1, member)]));
};

/** The row of an element that came once. */
export const unusableOf = (element: unknown, reason: UnusableReason, nowMs: number): UnusableUsage => {
  const text = textOf(element);
  const subject = createHash('sha256').update(text).digest('hex');
  return { subject, reason, atMs: nowMs, element: cut(text), seen: 1 };
};

/**
 * Keeps them all. How often one came is for people: it counts the platform's own repeats, and two at once may count one.
 * Answers how many are not known to be kept; throws `Unavailable` where none is.
 */
export const keepUnusable = async (
  store: Pick<Store, 'getMany' | 'writeMany'>,
  unusable: readonly UnusableUsage[],
): Promise<number> => {
  if (unusable.length === 0) return 0;
  const rows = new Map<string, UnusableUsage>();
  for (const row of unusable) rows.set(row.subject, { ...row, seen: (rows.get(row.subject)?.seen ?? 0) + 1 });
  const now = [...rows.values()];
  const before = await store.getMany('unusableUsage', now);
  const written = await store.writeMany(
    now.map((row, at) => ({ table: 'unusableUsage', put: { ...row, seen: row.seen + (before[at]?.seen ?? 0) } })),
  );
  return written.filter((outcome) => outcome !== 'done').length;
};

/** Our decision: so many are shown, those that came last; all of them are counted. */
export const MOST_SHOWN = 200;
const PAGE = 200;

export interface KeptUsage {
  readonly latest: readonly UnusableUsage[];
  readonly counts: Readonly<Partial<Record<UnusableReason, number>>>;
}

export const keptUsage = async (store: Pick<Store, 'scan'>): Promise<KeptUsage> => {
  const counts: Partial<Record<UnusableReason, number>> = {};
  let latest: UnusableUsage[] = [];
  for await (const rows of pages(store, 'unusableUsage', {}, PAGE)) {
    for (const { reason } of rows) counts[reason] = (counts[reason] ?? 0) + 1;
    latest = [...latest, ...rows].sort((one, other) => other.atMs - one.atMs).slice(0, MOST_SHOWN);
  }
  return { latest, counts };
};
