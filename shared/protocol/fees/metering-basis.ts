/**
 * What an instance owes, read from rows that are written one beside the other. Nothing holds across them, so the order
 * matters: first the instance's ledger, then of each workspace the head of its settlements, then its days, and the ledger
 * again. What is billed is entered in the ledger before its day says so, and a settlement is in the head until it does: one
 * that is met half-way is completed here. If the ledger has moved meanwhile, all is read anew. So a day's usage counts either
 * in what is billed or in what is not, and never in both.
 */

import { instanceLedgerId } from '../../domain/fees/ledger';
import type { DueBasis, MeteredDay } from '../../domain/fees/metering-due';
import { instanceOf, type Workspace } from '../../domain/workspace';
import { type Rows, type Store, Unavailable } from '../../ports';
import { type Day, nextDay } from '../../validation/day';
import { pages } from '../pages';
import { complete } from './complete';

export interface MeteringBasis extends DueBasis {
  /** Of the workspaces that it pays for; absent where none was read. */
  readonly owner?: string;
  /** Up to and with this day, as far as it was asked for, everything is billed. */
  readonly settledDay: Day;
}

const PAGE = 200;
const ROUNDS = 10;

/**
 * `settledDay`: up to there everything was billed before; `toDay`: the last day to be read; `mayBeSettled`: the last day of
 * which nothing is to come.
 */
export const readBasis = async (
  store: Store,
  instanceId: string,
  { settledDay, toDay, mayBeSettled }: { readonly settledDay: Day; readonly toDay: Day; readonly mayBeSettled: Day },
  nowMs: number,
): Promise<MeteringBasis> => {
  for (let round = 0; round < ROUNDS; round++) {
    const ledgerId = instanceLedgerId(instanceId);
    const before = await store.get('ledgerHeads', { ledgerId });
    const keys = await dayKeys(store, instanceId, nextDay(settledDay), toDay);
    const workspaceIds = [...new Set(keys.map(({ workspaceId }) => workspaceId))];
    const ids = workspaceIds.map((workspaceId) => ({ workspaceId }));
    const heads = await store.getMany('feeHeads', ids);
    const halfWay = heads.filter((head) => head?.pending !== undefined);
    if (halfWay.length > 0) {
      for (const head of halfWay) if (head) await complete(store, head, nowMs);
      continue;
    }
    const workspaces = new Map((await store.getMany('workspaces', ids)).map((row) => [row?.workspaceId, row]));
    const rows = await store.getMany('usageDays', keys);
    const after = await store.get('ledgerHeads', { ledgerId });
    if (before?.version !== after?.version) continue;

    const days = rows.flatMap((row) => {
      const workspace = row && workspaces.get(row.workspaceId);
      return row && workspace?.kind === 'workspace' ? [meteredDay(row, workspace)] : [];
    });
    const owner = [...workspaces.values()].find((row) => row?.kind === 'workspace' && paidBy(row, instanceId));
    return {
      billed: before?.last.billed ?? 0,
      days,
      settledDay: settledFrom(settledDay, days, mayBeSettled),
      ...(owner?.kind === 'workspace' && { owner: owner.owner }),
    };
  }
  throw new Unavailable('What the instance was billed never held still.');
};

const dayKeys = async (
  store: Store,
  instanceId: string,
  fromDay: Day,
  toDay: Day,
): Promise<{ readonly workspaceId: Rows['meteredWorkspaces']['workspaceId']; readonly day: Day }[]> => {
  const keys = [];
  for (let day = fromDay; day <= toDay; day = nextDay(day)) {
    for await (const rows of pages(store, 'meteredWorkspaces', { instanceDay: `${instanceId}/${day}` }, PAGE)) {
      for (const { workspaceId } of rows) keys.push({ workspaceId, day });
    }
  }
  return keys;
};

const meteredDay = ({ day, site, hours, charged }: Rows['usageDays'], { timeline }: Workspace): MeteredDay => ({
  day,
  site,
  timeline,
  hours,
  ...(charged && { charged }),
});

const paidBy = ({ timeline }: Workspace, instanceId: string): boolean =>
  timeline.some(({ settlement }) => instanceOf(settlement) === instanceId);

/** Usage that comes to a day after it was settled is billed by an adjustment, and counts from then on. */
const settledFrom = (settledDay: Day, days: readonly MeteredDay[], last: Day): Day => {
  const open = new Set(days.filter(({ charged, hours }) => !charged && hours.length > 0).map(({ day }) => day));
  let settled = settledDay;
  while (settled < last && !open.has(nextDay(settled))) settled = nextDay(settled);
  return settled;
};
