/**
 * Keeps usage: many events at once, a workspace's day in one row. What makes the usage found stands before the usage does,
 * so that no crash leaves usage that nobody settles:
 *
 * 1. read the workspace and the day's row;
 * 2. put the workspace's to-do of that day; where the day is sealed, that an adjustment is due, under the version that the
 *    change will make, and the to-do of today; and, for every instance that may have to pay, that it meters the workspace;
 * 3. only where all of these are known to be there, write the day's row on its version.
 *
 * A day that is sealed between 1 and 3 has another version, so the write fails and all is decided anew. What is stale or
 * unknown is begun from 1 again. A repeat finds its values there and writes nothing; what it would put was put before them.
 */
import { findUnusable, hourOfEvent, instancesToMeter, merge, shardOf, type UsageEvent } from '../../domain/fees/record';
import type { UnusableReason, UsageDay } from '../../domain/fees/usage';
import type { Workspace, WorkspaceRow } from '../../domain/workspace';
import { type Clock, type Random, StaleWrite, type Store, Unavailable, type Write, type Written } from '../../ports';
import { type Day, dayOf } from '../../validation/day';

export interface RecordPorts {
  readonly store: Pick<Store, 'getMany' | 'writeMany'>;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * - `taken`: its value stands, or stood until a newer one of the same call.
 * - `late`: the same, of a day that was sealed: an adjustment is due.
 * - `unchanged`: a repeat, or older than what stands.
 * - `unusable`: nothing was changed.
 * - `left`: it may be there or not; the same again is safe.
 */
export type Recorded =
  | { readonly kind: 'taken' | 'late' | 'unchanged' }
  | { readonly kind: 'unusable'; readonly reason: UnusableReason }
  | { readonly kind: 'left'; readonly fault: unknown };

/** Our decision: so many rows of days are held at once; each may have a hundred kilobytes. */
const DAYS_AT_ONCE = 20;
/** Our decision: so often a row that others write too, or a store that does not answer, is tried. */
const ROUNDS = 5;
const FIRST_PAUSE_MS = 40;

/** The events of one workspace and day. */
interface Group {
  readonly key: Pick<UsageDay, 'workspaceId' | 'day'>;
  readonly events: UsageEvent[];
  /** Where each stands among those that were given. */
  readonly places: number[];
}

/** Answers in the order of the events. Throws nothing: what could not be done is `left`, with the fault. */
export const recordUsage = async (ports: RecordPorts, events: readonly UsageEvent[]): Promise<readonly Recorded[]> => {
  const groups = groupsOf(events);
  const recorded: Recorded[] = [];
  const end: End = ({ places }, outcomes) => {
    for (const [at, place] of places.entries()) recorded[place] = outcomes(at);
  };
  for (let first = 0; first < groups.length; first += DAYS_AT_ONCE) {
    await recordGroups(ports, groups.slice(first, first + DAYS_AT_ONCE), end);
  }
  return recorded;
};

/** Says what has become of a group's events. */
type End = (group: Group, outcomes: (nth: number) => Recorded) => void;

const groupsOf = (events: readonly UsageEvent[]): Group[] => {
  const groups = new Map<string, Group>();
  for (const [place, event] of events.entries()) {
    const { workspaceId, hourMs } = event;
    const day = dayOf(hourMs);
    const name = `${workspaceId}/${day}`;
    const group = groups.get(name) ?? { key: { workspaceId, day }, events: [], places: [] };
    groups.set(name, group);
    group.events.push(event);
    group.places.push(place);
  }
  return [...groups.values()];
};

const recordGroups = async (ports: RecordPorts, groups: readonly Group[], end: End): Promise<void> => {
  const { clock, random } = ports;
  const unheard = new Map<Group, Outcomes>();
  let open: readonly Group[] = groups;
  let fault: unknown;
  for (let round = 0; open.length > 0 && round < ROUNDS; round++) {
    if (round > 0) await clock.sleep(random.fraction() * FIRST_PAUSE_MS * 2 ** round);
    try {
      ({ open, fault } = await attempt(ports, open, unheard, end));
    } catch (thrown) {
      fault = thrown;
      if (thrown instanceof Unavailable) continue;
      // A bug that one of them meets must not keep the others back.
      if (open.length === 1) break;
      for (const group of open) await recordGroups(ports, [group], end);
      return;
    }
  }
  for (const group of open) end(group, () => ({ kind: 'left', fault }));
};

type Outcomes = readonly Recorded[];

/** What is to be written for a group, and what becomes of its events with it. */
interface Planned {
  readonly group: Group;
  readonly outcomes: Outcomes;
  readonly before: readonly Write[];
  readonly write: Write;
}

/**
 * One round of all groups. `unheard` are the outcomes of writes that nobody told of: where all is found to be there, they
 * were those of this call.
 */
const attempt = async (
  { store, clock }: RecordPorts,
  groups: readonly Group[],
  unheard: Map<Group, Outcomes>,
  end: End,
): Promise<{ open: Group[]; fault: unknown }> => {
  const nowMs = clock.nowMs();
  const keys = groups.map(({ key }) => key);
  const [workspaces, days] = await Promise.all([store.getMany('workspaces', keys), store.getMany('usageDays', keys)]);
  const planned = groups.flatMap((group, at) => {
    const { outcomes, ...writes } = plan(group, workspaces[at], days[at], nowMs);
    if (writes.write) return [{ group, outcomes, before: writes.before, write: writes.write }];
    end(group, (nth) => unheard.get(group)?.[nth] ?? outcomes[nth] ?? { kind: 'unchanged' });
    return [];
  });
  const found = await inPlace(store, planned);
  const ready = planned.filter((_, at) => found[at]);
  const written = await writeAll(
    store,
    ready.map(({ write }) => write),
  );
  for (const [at, { group, outcomes }] of ready.entries()) {
    if (written[at] === 'done') end(group, (nth) => outcomes[nth] ?? { kind: 'unchanged' });
    if (written[at] === 'unknown') unheard.set(group, outcomes);
  }
  const done = new Set(ready.flatMap(({ group }, at) => (written[at] === 'done' ? [group] : [])));
  return {
    open: planned.flatMap(({ group }) => (done.has(group) ? [] : [group])),
    fault: written.includes('stale')
      ? new StaleWrite('A day of usage was written by others again and again.')
      : new Unavailable('Whether usage was written is not known.'),
  };
};

const plan = (
  { key, events }: Group,
  row: WorkspaceRow | undefined,
  found: UsageDay | undefined,
  nowMs: number,
): { outcomes: Outcomes; before: readonly Write[]; write?: Write } => {
  const reasons = events.map((event) => findUnusable(event, row, nowMs));
  const usable = events.filter((_, at) => reasons[at] === undefined);
  const late = found?.sealedAtMs !== undefined;
  const outcomesOf = (wasNew: readonly boolean[]): Outcomes => {
    const news = wasNew.values();
    return reasons.map((reason) =>
      reason === undefined
        ? { kind: news.next().value ? (late ? 'late' : 'taken') : 'unchanged' }
        : { kind: 'unusable', reason },
    );
  };
  if (row?.kind !== 'workspace') return { outcomes: outcomesOf([]), before: [] };
  const { next, wasNew } = merge(found, { ...key, site: row.site }, usable.map(hourOfEvent));
  const outcomes = outcomesOf(wasNew);
  if (!next) return { outcomes, before: [] };
  const write: Write = found
    ? { table: 'usageDays', replace: next, of: found.version }
    : { table: 'usageDays', insert: next };
  return { outcomes, before: findable(row, next, late, nowMs), write };
};

/** What must stand before the day's row does. */
const findable = (
  workspace: Workspace,
  { workspaceId, day, version, hours }: UsageDay,
  late: boolean,
  nowMs: number,
) => {
  const todo = (of: Day): Write => ({
    table: 'usageTodos',
    put: { shard: shardOf(of, workspaceId), workspaceId, sinceMs: nowMs },
  });
  const metered = instancesToMeter(workspace, hours).map(
    (instanceId): Write => ({
      table: 'meteredWorkspaces',
      put: { instanceDay: `${instanceId}/${day}`, workspaceId },
    }),
  );
  if (!late) return [todo(day), ...metered];
  const due: Write = { table: 'adjustmentsDue', put: { workspaceId, day, version, sinceMs: nowMs } };
  return [due, todo(dayOf(nowMs)), ...metered];
};

/** Of each: whether all that must stand before it is known to. Two days of one workspace may ask for the same row. */
const inPlace = async (store: RecordPorts['store'], planned: readonly Planned[]): Promise<readonly boolean[]> => {
  const nameOf = (write: Write) => JSON.stringify(write);
  const writes = new Map(planned.flatMap(({ before }) => before.map((write) => [nameOf(write), write] as const)));
  const written = await writeAll(store, [...writes.values()]);
  const standing = new Set([...writes.keys()].filter((_, at) => written[at] === 'done'));
  return planned.map(({ before }) => before.every((write) => standing.has(nameOf(write))));
};

const writeAll = async (store: RecordPorts['store'], writes: readonly Write[]): Promise<readonly Written[]> =>
  writes.length === 0 ? [] : store.writeMany(writes);
