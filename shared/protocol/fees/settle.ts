/**
 * Settles a workspace's day: seals its usage, rates it, bills every payer once. The workspace's fee head is the one row that
 * commits: a settlement stands in it as pending, with everything that follows from it, and any process can carry that out
 * from there (`complete.ts`). The next settlement begins once none is pending, so settlements of a workspace follow each
 * other, whoever makes them.
 *
 * The order is the proof; do not change it.
 * 1. Read the head, and complete what is pending. What was charged is only changed by a pending settlement, so all that
 *    is read from here on holds until the head moves, and the commit is made on the head's version.
 * 2. Seal the day. Whoever changes its usage from then on puts an adjustment, and a to-do of a later day, before.
 * 3. Read who pays, and only then the instance that pays now. While it is open nothing is released yet, and what is
 *    released from now on pays for hours that come. While it closes, the walk may still give past hours to another: later.
 * 4. Read what is due, and only then the days that it is of: a row of `adjustmentsDue` whose version the day has reached
 *    is in what was read. Whatever is put later has a greater version, and stays.
 * 5. Rate, and commit on the head's version. Then complete.
 */

import { shardOf } from '../../domain/fees/record';
import { chargedWith, type DueDay, settlementOf } from '../../domain/fees/settling';
import type { UsageDay } from '../../domain/fees/usage';
import { payingInstance, type Workspace } from '../../domain/workspace';
import { type Rows, StaleWrite, type Store, Unavailable, type Write } from '../../ports';
import { type Day, endOfDayMs } from '../../validation/day';
import { atRest, complete } from './complete';

type WorkspaceId = Workspace['workspaceId'];

export interface Settled {
  /** `deferred`: who pays for its hours may still change. `settled`: nothing of the day is left to be done. */
  readonly kind: 'settled' | 'deferred';
  readonly bills: number;
  /** Mails that became owed. */
  readonly mails: number;
}

/** How often what others moved meanwhile is begun anew; and how many settlements the adjustments of a workspace may need. */
const ROUNDS = 20;
/** What one settlement adjusts at most, in rows of `adjustmentsDue`: it has to fit into the head. */
const PAGE = 200;

/**
 * Our decision, in milliseconds: a day is settled from so long after its end on. Whoever records usage puts the to-do of a
 * day by his own clock, and writes a little later; both are over by then.
 */
export const SETTLED_AFTER_MS = 5 * 60_000;

export const isOver = (day: Day, nowMs: number): boolean => endOfDayMs(day) + SETTLED_AFTER_MS <= nowMs;

/** Throws `Unavailable` where a part of it is not known to be done: the same again is safe, by whomever. */
export const settle = async (store: Store, workspaceId: WorkspaceId, day: Day, nowMs: number): Promise<Settled> => {
  if (!isOver(day, nowMs)) throw new Error(`The day ${day} is not over: it cannot be settled.`);
  const made = { bills: 0, mails: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { head, mails } = await atRest(store, workspaceId, nowMs);
    made.mails += mails;
    const sealed = await seal(store, workspaceId, day, nowMs);
    if (!sealed) continue;
    const workspace = await workspaceOf(store, workspaceId);
    if (await mayChangePayer(store, workspace)) return { kind: 'deferred', ...made };
    const due = await readDue(store, sealed);
    const days = chargedWith(day, due.days);
    if (days.length === 0) {
      await store.write({ table: 'usageTodos', remove: { shard: shardOf(day, workspaceId), workspaceId } });
      return { kind: 'settled', ...made };
    }
    const next = settlementOf({ head, workspace, day, days, nowMs });
    if (
      !(await isDone(
        store,
        head ? { table: 'feeHeads', replace: next, of: head.version } : { table: 'feeHeads', insert: next },
      ))
    )
      continue;
    made.bills += next.pending.bills.length;
    made.mails += await complete(store, next, nowMs);
    if (!due.more) return { kind: 'settled', ...made };
  }
  throw new Unavailable('The settlement of the day never came to an end.');
};

/** False: another was faster, or perhaps it was written after all: from the top, where it is found if so. */
const isDone = async (store: Store, write: Write): Promise<boolean> => {
  try {
    await store.write(write);
    return true;
  } catch (fault) {
    if (fault instanceof StaleWrite || fault instanceof Unavailable) return false;
    throw fault;
  }
};

/** The day's row once it is sealed; undefined: it moved meanwhile. */
const seal = async (store: Store, workspaceId: WorkspaceId, day: Day, nowMs: number): Promise<UsageDay | undefined> => {
  const found = await store.get('usageDays', { workspaceId, day });
  if (found?.sealedAtMs !== undefined) return found;
  // Without any usage too: what comes later must know that the day was settled.
  const { site } = found ?? (await workspaceOf(store, workspaceId));
  const sealed: UsageDay = {
    ...(found ?? { workspaceId, day, site, hours: [] }),
    version: (found?.version ?? 0) + 1,
    sealedAtMs: nowMs,
  };
  const done = await isDone(
    store,
    found ? { table: 'usageDays', replace: sealed, of: found.version } : { table: 'usageDays', insert: sealed },
  );
  return done ? sealed : undefined;
};

const workspaceOf = async (store: Store, workspaceId: WorkspaceId): Promise<Workspace> => {
  const row = await store.get('workspaces', { workspaceId });
  if (row?.kind !== 'workspace') throw new Error(`There is usage of ${workspaceId}, and no such workspace.`);
  return row;
};

/**
 * A closure takes the hours since the release from the instance that pays now, and only from it: a settlement that has
 * ended gets no later end. One that is closed and pays all the same is for the timed check to mend, in the same way.
 */
const mayChangePayer = async (store: Store, workspace: Workspace): Promise<boolean> => {
  const instanceId = payingInstance(workspace);
  const instance = instanceId === undefined ? undefined : await store.get('instances', { instanceId });
  return instance?.status === 'closing' || instance?.status === 'closed';
};

/** The day itself, and all others that something is due of, as far as one settlement takes them. */
const readDue = async (
  store: Store,
  sealed: UsageDay,
): Promise<{ readonly days: readonly DueDay[]; readonly more: boolean }> => {
  const { workspaceId } = sealed;
  const { rows, next } = await store.scan('adjustmentsDue', { workspaceId }, { limit: PAGE });
  const others = [...new Set(rows.map(({ day }) => day))].filter((day) => day !== sealed.day);
  const read = await store.getMany(
    'usageDays',
    others.map((day) => ({ workspaceId, day })),
  );
  const days = [sealed, ...read.flatMap((row) => row ?? [])];
  return { days: days.map((usage) => ({ usage, due: reached(usage, rows) })), more: next !== undefined };
};

/** Those that what was read of the day includes. */
const reached = ({ day, version }: UsageDay, rows: readonly Rows['adjustmentsDue'][]): readonly number[] =>
  rows.filter((row) => row.day === day && row.version <= version).map((row) => row.version);
