/**
 * What workspaces used against what was charged and billed for it, each day of the last weeks: measured, which is rated here
 * again, is what the day's row says was charged, and that is what the rows of the bills come to, adjustments included.
 *
 * Several rows are compared that nothing holds together, so a workspace is looked at between two reads of its fee head: any
 * settlement moves that. Where it moved, or holds a settlement that is still to be carried out, nothing is said of the bills.
 * A change of usage that is about to be adjusted is no finding: what says so was put before the change.
 */
import type { FeeHead } from '../../domain/fees/bill';
import { amountsOf, billedFor, differencesOf } from '../../domain/fees/differences';
import { ledgerIdOf } from '../../domain/fees/posting';
import { rate } from '../../domain/fees/rate';
import { DAYS_TAKEN, shardOf } from '../../domain/fees/record';
import type { UsageDay } from '../../domain/fees/usage';
import { UNDER_WAY_MS } from '../../domain/repair';
import type { Workspace } from '../../domain/workspace';
import type { Rows, Store } from '../../ports';
import { addDays, DAY_MS, type Day, dayOf, endOfDayMs } from '../../validation/day';
import { SETTLED_AFTER_MS } from '../fees/settle';
import { type Finding, PAGE, passOver, present, type Tools } from './pass';

/** Each has up to 35 days of usage and their bills: few at a time, so that a page takes a minute and little memory. */
const AT_ONCE = 5;

/** Our decision: by then an adjustment was settled, with the day that was under way when it became due. */
const ADJUSTED_MS = 2 * DAY_MS;

export const charges = passOver('workspaces', async (tools, rows) => {
  const used = await usedOf(tools, rows);
  const findings: Finding[] = [];
  for (let from = 0; from < used.length; from += AT_ONCE) {
    const found = await Promise.all(used.slice(from, from + AT_ONCE).map((row) => lookTwice(tools, row)));
    findings.push(...found.flat());
  }
  return findings;
});

/** Most workspaces may be used little: those that were never settled are looked at where they have a day that is just over. */
const usedOf = async ({ store, nowMs }: Tools, rows: readonly Rows['workspaces'][]): Promise<readonly Workspace[]> => {
  const workspaces = rows.filter((row) => row.kind === 'workspace');
  const heads = await store.getMany('feeHeads', workspaces);
  const unsettledYet = workspaces.filter((_, at) => !heads[at]);
  const used = new Set<string>();
  for (const ago of [1, 2]) {
    const day = addDays(dayOf(nowMs), -ago);
    const days = await store.getMany(
      'usageDays',
      unsettledYet.map(({ workspaceId }) => ({ workspaceId, day })),
    );
    for (const row of days) if (row) used.add(row.workspaceId);
  }
  return workspaces.filter(({ workspaceId }, at) => heads[at] || used.has(workspaceId));
};

const lookTwice = async (tools: Tools, row: Workspace): Promise<readonly Finding[]> =>
  (await look(tools, row)).length > 0 ? look(tools, row) : [];

const look = async (tools: Tools, { workspaceId }: Workspace): Promise<readonly Finding[]> => {
  const { store, nowMs } = tools;
  const before = await store.get('feeHeads', { workspaceId });
  const after = { workspaceId, day: addDays(dayOf(nowMs), -DAYS_TAKEN) };
  const { rows: days } = await store.scan('usageDays', { workspaceId }, { after, limit: DAYS_TAKEN + 1 });
  const { rows: due } = await store.scan('adjustmentsDue', { workspaceId }, { limit: PAGE });
  const workspace = await store.get('workspaces', { workspaceId });
  if (workspace?.kind !== 'workspace') return [];
  const late = await unsettled(tools, workspace, days, before);
  if (before?.pending) return late;
  const charged = days.filter((day) => day.charged !== undefined);
  const bills = await billsOf(store, workspace, charged);
  const isEntered = await present(store, 'ledgerEntryIds', bills.map(idOf));
  const head = await store.get('feeHeads', { workspaceId });
  if (head?.version !== before?.version) return late;
  return [
    ...late,
    ...charged.flatMap((day) => uncharged(tools, workspace, day, due)),
    ...charged.flatMap((day) => unbilled(day, bills)),
    ...bills
      .filter((bill) => !isEntered(idOf(bill)))
      .map((bill): Finding => ({ kind: 'bill-unentered', subject: bill.billId, differences: amountsOf([bill]) })),
  ];
};

type Bill = Rows['bills'];

const idOf = (bill: Bill) => ({ ledgerId: ledgerIdOf(bill), entryId: bill.billId });

const subjectOf = ({ workspaceId, day }: Pick<UsageDay, 'workspaceId' | 'day'>): string => `${workspaceId}/${day}`;

const rated = ({ site, timeline }: Workspace, { day, hours }: UsageDay) => rate({ day, site, timeline, hours });

/** Days that are over, were used, and are not charged: with a to-do they are settled, without one never. */
const unsettled = async (
  { store, nowMs }: Tools,
  workspace: Workspace,
  days: readonly UsageDay[],
  head: FeeHead | undefined,
): Promise<readonly Finding[]> => {
  const { workspaceId } = workspace;
  const isOver = (day: Day) => endOfDayMs(day) + SETTLED_AFTER_MS + UNDER_WAY_MS <= nowMs;
  const open = days
    .filter(({ charged, hours, day }) => !charged && hours.length > 0 && isOver(day))
    .map((day) => ({ day: day.day, amounts: amountsOf(rated(workspace, day)) }));
  const { pending } = head ?? {};
  const halfWay = pending ? [{ day: pending.day, amounts: amountsOf(pending.bills) }] : [];
  const waiting = [...open.filter(({ day }) => day !== pending?.day), ...halfWay];
  const todoOf = (day: Day) => ({ shard: shardOf(day, workspaceId), workspaceId });
  const isQueued = await present(
    store,
    'usageTodos',
    waiting.map(({ day }) => todoOf(day)),
  );
  return waiting.flatMap(({ day, amounts }): Finding[] => {
    const finding = {
      kind: 'day-unsettled',
      subject: subjectOf({ workspaceId, day }),
      differences: amounts,
    } as const;
    if (isQueued(todoOf(day))) return nowMs - endOfDayMs(day) > DAY_MS ? [finding] : [];
    const repair = async () => {
      await store.write({ table: 'usageTodos', put: { ...todoOf(day), sinceMs: nowMs } });
      return 'repaired' as const;
    };
    return [{ ...finding, repair }];
  });
};

/** The usage and the timeline are the proof: the difference is put as due, and the next settlement bills it. */
const uncharged = (
  { store, nowMs }: Tools,
  workspace: Workspace,
  usage: UsageDay,
  due: readonly Rows['adjustmentsDue'][],
): Finding[] => {
  const { workspaceId, day, version, charged } = usage;
  const differences = differencesOf(rated(workspace, usage), charged?.payers ?? []);
  const isDue = due.some((row) => row.day === day && row.version <= version && nowMs - row.sinceMs < ADJUSTED_MS);
  if (!differences || isDue) return [];
  const repair = async () => {
    await store.write({ table: 'adjustmentsDue', put: { workspaceId, day, version, sinceMs: nowMs } });
    const shard = shardOf(dayOf(nowMs), workspaceId);
    await store.write({ table: 'usageTodos', put: { shard, workspaceId, sinceMs: nowMs } });
    return 'repaired' as const;
  };
  return [{ kind: 'charge-differs', subject: subjectOf(usage), differences, repair }];
};

const unbilled = (usage: UsageDay, bills: readonly Bill[]): Finding[] => {
  const differences = differencesOf(usage.charged?.payers ?? [], billedFor(usage.day, bills));
  return differences ? [{ kind: 'bill-differs', subject: subjectOf(usage), differences }] : [];
};

/** A settlement leaves its day's row charged, so the days that are have all bills. They lie side by side under each. */
const billsOf = async (
  store: Store,
  { owner, workspaceId }: Workspace,
  days: readonly UsageDay[],
): Promise<readonly Bill[]> => {
  const found = await Promise.all(
    days.map(async ({ day }) => {
      const begin = `${day}-${workspaceId.replace('wksp_', '')}-`;
      const bills: Bill[] = [];
      for (let after = { owner, day, billId: begin }; ; ) {
        const { rows, next } = await store.scan('bills', { owner, day }, { after, limit: PAGE });
        const own = rows.filter(({ billId }) => billId.startsWith(begin));
        bills.push(...own);
        if (!next || own.length < rows.length) return bills;
        after = { owner, day, billId: next.billId };
      }
    }),
  );
  return found.flat();
};
