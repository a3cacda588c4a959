/**
 * Settles the usage of the days that are over, to one bill for each workspace and payer. Called by its timer: after midnight
 * in Beijing, and every ten minutes, for whatever was not settled yet; each hour also for what came late, or was missed, by days. Source: usage of a
 * day is settled at 00:00 of the next (product documentation, "Fees").
 *
 * It looks through the to-dos of each day, the oldest first, page by page, stops before its time is over and starts itself
 * again where it was. It keeps no books: a to-do is there until its day is settled, so a run that died is gone on with by
 * the next timer. Any number at once do no harm, for each settlement is committed once (`shared/protocol/fees/settle.ts`).
 *
 * Once a month is over, and the 3rd of the next, it owes each account that was billed the statement of it, by mail.
 *
 * A workspace whose hours may still change their payer, because its instance is being closed, waits for a later run. One
 * that fails is told of, and holds up no other. Refuses nobody: nobody but its timer and itself calls it.
 */
import { DAYS_TAKEN } from '../../shared/domain/fees/record';
import { todoShards } from '../../shared/domain/fees/usage';
import type { Clock, Invoker, Rows, Store, Touches } from '../../shared/ports';
import { isOver, settle } from '../../shared/protocol/fees/settle';
import { makeStatements } from '../../shared/protocol/fees/statements';
import { faultFields } from '../../shared/triggers/log';
import type { Call, Doors } from '../../shared/triggers/serve';
import { sooner } from '../../shared/triggers/sooner';
import { addDays, type Day, dayOf, endOfDayMs, HOUR_MS } from '../../shared/validation/day';
import { type Cursor, continuation } from './schema';

export const touches = {
  store: {
    workspaces: ['get', 'getMany'],
    instances: ['get'],
    usageTodos: ['scan', 'remove'],
    usageDays: ['get', 'getMany', 'write'],
    adjustmentsDue: ['scan', 'remove'],
    feeHeads: ['get', 'write'],
    ledgerHeads: ['get', 'write'],
    ledgerEntries: ['get', 'write'],
    ledgerEntryIds: ['get', 'write'],
    bills: ['scan', 'write'],
    meteredWorkspaces: ['write'],
    mails: ['get', 'write'],
    todos: ['scan', 'write', 'remove'],
  },
  invoker: ['deliver-mail', 'settle-fees'],
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
  readonly invoker: Invoker;
  readonly clock: Clock;
}

export interface Rules {
  /** How long one invocation begins new pages, in milliseconds: well below what the function may last. */
  readonly budgetMs: number;
  /** Workspaces to a page. */
  readonly pageSize: number;
}

export const doors = (ports: Ports, rules: Rules): Doors => ({
  onTimer: (_payload, call) => run(ports, rules, call, undefined),
  onInvocation: (payload, call) => run(ports, rules, call, continuation.parse(payload).from),
});

interface Outcome {
  readonly outcome: 'done' | 'continued';
  readonly settled: number;
  readonly deferred: number;
  readonly failed: number;
  readonly bills: number;
}

const run = async (ports: Ports, rules: Rules, call: Call, from: Cursor | undefined): Promise<Outcome> => {
  const { clock, invoker } = ports;
  const endMs = clock.nowMs() + rules.budgetMs;
  const count = { settled: 0, deferred: 0, failed: 0, bills: 0, mails: 0 };
  const faults: unknown[] = [];
  /** Of the day that waits longest, since it could have been settled. */
  let oldestAgeMs = 0;
  let next: Cursor | undefined;
  const days = from || isForAll(call.nowMs) ? daysToSettle(clock.nowMs()) : daysToSettle(clock.nowMs()).slice(-2);
  for await (const page of pagesOf(ports.store, days, rules.pageSize, from)) {
    for (const { workspaceId } of page.rows) {
      const outcome = await settleOne(ports, call, workspaceId, page.day);
      if ('fault' in outcome) faults.push(outcome.fault);
      else {
        count.bills += outcome.bills;
        count.mails += outcome.mails;
      }
      const kind = 'fault' in outcome ? 'failed' : outcome.kind;
      count[kind]++;
      if (kind !== 'settled') oldestAgeMs = Math.max(oldestAgeMs, clock.nowMs() - endOfDayMs(page.day));
    }
    next = page.next;
    // Looked at after a page, so that each invocation gets on.
    if (clock.nowMs() >= endMs) break;
  }
  if (!next) {
    // Once all that is over is billed, as far as it can be.
    const statements = await makeStatements(ports.store, clock.nowMs(), () => clock.nowMs() >= endMs);
    count.mails += statements.made;
    for (const fault of statements.faults) call.log('error', { statement: true, ...faultFields(fault) });
    faults.push(...statements.faults);
  }
  call.log('info', { metric: 'fees', ...count, oldestAgeMs, continued: next !== undefined });
  if (count.mails > 0) await sooner(invoker, call.log, 'deliver-mail', {});
  if (next) await sooner(invoker, call.log, 'settle-fees', { from: next });
  else if (faults.length > 0) throw faults[0];
  const { mails: _, ...told } = count;
  return { outcome: next ? 'continued' : 'done', ...told };
};

/**
 * The first run of each hour looks through all days, the others through the last two. Our decision: to look for the to-dos of
 * every day is some five hundred reads, even where there are none.
 */
const isForAll = (nowMs: number): boolean => nowMs % HOUR_MS < 10 * 60_000;

/** As far back as usage is taken; the oldest first, for a bill of a day is best followed by that of the next. */
const daysToSettle = (nowMs: number): readonly Day[] => {
  const today = dayOf(nowMs);
  return Array.from({ length: DAYS_TAKEN }, (_, at) => addDays(today, at - DAYS_TAKEN)).filter((day) =>
    isOver(day, nowMs),
  );
};

interface Page {
  readonly day: Day;
  readonly rows: readonly Rows['usageTodos'][];
  /** Where to go on behind it; undefined: that was all. */
  readonly next: Cursor | undefined;
}

/** Shards stand in the order of their texts, which is that of the days. */
async function* pagesOf(
  store: Store,
  days: readonly Day[],
  limit: number,
  from: Cursor | undefined,
): AsyncGenerator<Page> {
  const all = days.flatMap((day) => todoShards(day).map((shard) => ({ day, shard })));
  const left = all.filter(({ shard }) => from === undefined || shard >= from.shard);
  for (const [at, { day, shard }] of left.entries()) {
    let after = from?.shard === shard ? from.workspaceId : undefined;
    do {
      const page = await store.scan(
        'usageTodos',
        { shard },
        { limit, ...(after !== undefined && { after: { shard, workspaceId: after } }) },
      );
      after = page.next?.workspaceId;
      const following = left[at + 1];
      yield {
        day,
        rows: page.rows,
        next: after === undefined ? following && { shard: following.shard } : { shard, workspaceId: after },
      };
    } while (after !== undefined);
  }
}

const settleOne = async (
  { store, clock }: Ports,
  { log }: Call,
  workspaceId: Rows['usageTodos']['workspaceId'],
  day: Day,
) => {
  try {
    return await settle(store, workspaceId, day, clock.nowMs());
  } catch (fault) {
    log('error', { workspaceId, day, ...faultFields(fault) });
    return { fault };
  }
};
