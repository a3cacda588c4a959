/**
 * The bills of an owner, read in their order: oldest day first, within a day by workspace. (The store scans forward only.)
 * A range of days is one scan. Of one workspace each day is a scan of its own, of hardly more rows than the workspace has:
 * its bills' ids begin alike, so nothing of its neighbours is read, however many they are.
 *
 * A place in that order is written as a bill's id, which begins with its day; any text that begins with a day is a place.
 */
import type { Bill } from '../../domain/fees/bill';
import type { Key, Page, Store } from '../../ports';
import { daysIn } from '../../validation/bill-list';
import type { Day } from '../../validation/day';
import type { Site } from '../../validation/site';
import type { WorkspaceId } from '../../validation/workspace';

export interface WantedBills {
  readonly from: Day;
  /** Included. */
  readonly to: Day;
  readonly site?: Site;
  readonly workspaceId?: WorkspaceId;
}

export interface BillBatch {
  readonly bills: readonly Bill[];
  /** How many bills of these days were looked at for them. */
  readonly looked: number;
  /** Where to go on; absent at the end. */
  readonly next?: string;
}

/** From behind the place `after`, batch by batch; a batch is read when it is asked for. */
export const billBatches = (
  store: Pick<Store, 'scan'>,
  owner: string,
  wanted: WantedBills,
  atOnce: number,
  after = '',
): AsyncGenerator<BillBatch> => {
  const { workspaceId } = wanted;
  return workspaceId === undefined
    ? ofAll(store, owner, wanted, atOnce, after)
    : ofWorkspace(store, owner, { ...wanted, workspaceId }, after);
};

const keyOf = (owner: string, place: string): Key<'bills'> => ({ owner, day: place.slice(0, 10), billId: place });

/** Text compares as the store orders it: digits, hyphens and lower-case hexadecimal. */
const later = (one: string, other: string): string => (one > other ? one : other);

async function* ofAll(
  store: Pick<Store, 'scan'>,
  owner: string,
  { from, to, site }: WantedBills,
  limit: number,
  after: string,
): AsyncGenerator<BillBatch> {
  // A day is the beginning of its bills' ids, and so stands before them.
  for (let place: string | undefined = later(from, after); place !== undefined; ) {
    const page: Page<'bills'> = await store.scan('bills', { owner }, { after: keyOf(owner, place), limit });
    const ofDays = page.rows.filter((bill) => bill.day <= to);
    place = ofDays.length === page.rows.length ? page.next?.billId : undefined;
    yield {
      bills: ofDays.filter((bill) => site === undefined || bill.site === site),
      looked: ofDays.length,
      ...(place !== undefined && { next: place }),
    };
  }
}

/** So many days are read together. */
const DAYS_AT_ONCE = 31;
/** A day has one bill, rarely one for each of several payers. */
const BILLS_AT_ONCE = 4;

async function* ofWorkspace(
  store: Pick<Store, 'scan'>,
  owner: string,
  { from, to, site, workspaceId }: WantedBills & { readonly workspaceId: WorkspaceId },
  after: string,
): AsyncGenerator<BillBatch> {
  const days = daysIn(later(from, after.slice(0, 10)), to);
  for (let at = 0; at < days.length; at += DAYS_AT_ONCE) {
    const together = days.slice(at, at + DAYS_AT_ONCE);
    const read = await Promise.all(together.map((day) => ofDay(store, owner, day, workspaceId, after)));
    const next = days[at + DAYS_AT_ONCE];
    yield {
      bills: read.flat().filter((bill) => site === undefined || bill.site === site),
      looked: read.flat().length,
      ...(next !== undefined && { next }),
    };
  }
}

const ofDay = async (
  store: Pick<Store, 'scan'>,
  owner: string,
  day: Day,
  workspaceId: WorkspaceId,
  after: string,
): Promise<Bill[]> => {
  const before = `${day}-${workspaceId.replace('wksp_', '')}-`;
  const found: Bill[] = [];
  for (let place: string | undefined = later(before, after); place !== undefined; ) {
    const page: Page<'bills'> = await store.scan(
      'bills',
      { owner, day },
      { after: keyOf(owner, place), limit: BILLS_AT_ONCE },
    );
    const own = page.rows.filter(({ billId }) => billId.startsWith(before));
    found.push(...own);
    place = own.length === page.rows.length ? page.next?.billId : undefined;
  }
  return found;
};

// --- one page --------------------------------------------------------------------------------------------------------

/** How many bills one request looks at before it answers with what it found so far and a place to go on from. */
const LOOKED_AT = 2_000;
/** So many at a time, at least, where a filter may pass over nearly all of them. */
const FILTERED_AT_ONCE = 200;

/** A filter may leave a page short, even empty, with a place that goes on behind it. */
export const billPage = async (
  store: Pick<Store, 'scan'>,
  owner: string,
  wanted: WantedBills,
  limit: number,
  after?: string,
): Promise<Pick<BillBatch, 'bills' | 'next'>> => {
  const atOnce = wanted.site === undefined ? limit : Math.max(limit, FILTERED_AT_ONCE);
  const found: Bill[] = [];
  let looked = 0;
  for await (const batch of billBatches(store, owner, wanted, atOnce, after)) {
    const fitting = batch.bills.slice(0, limit - found.length);
    found.push(...fitting);
    looked += batch.looked;
    const more = batch.next !== undefined || fitting.length < batch.bills.length;
    const isFull = found.length === limit && more;
    const next = isFull ? found.at(-1)?.billId : batch.next;
    if (isFull || looked >= LOOKED_AT) return { bills: found, ...(next !== undefined && { next }) };
  }
  return { bills: found };
};
