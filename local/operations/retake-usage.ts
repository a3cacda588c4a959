/**
 * Usage that could not be taken, taken once the reason is mended: by the code that takes it when it comes, never by writing a
 * row. What is taken is no longer kept aside; what still cannot be stays where it is. It keeps the time at which the platform
 * said it, so a newer value that came meanwhile stands.
 */

import { readUsage } from '../../functions/record-usage/schema';
import { findUnusable, type UsageEvent, unusableAdvice } from '../../shared/domain/fees/record';
import type { UnusableReason, UnusableUsage } from '../../shared/domain/fees/usage';
import { rfc3339 } from '../../shared/domain/views';
import type { Store } from '../../shared/ports';
import { recordUsage } from '../../shared/protocol/fees/record-usage';
import { pages } from '../../shared/protocol/pages';
import { type Command, type Ended, nothingToDo, type Plan, type Reach, refuse } from './command';

interface Wish {
  readonly subjects: readonly string[];
  readonly reason?: string;
}

/** Our decision: so many with one command, so that it ends while somebody watches. */
const MOST_AT_ONCE = 1_000;
const PAGE = 200;

export const retakeUsage: Command = {
  name: 'retake-usage',
  usage: 'retake-usage --subject <subject> … | --reason <reason>',
  purpose: 'takes usage that could not be taken, once the reason is mended; with --reason all that is kept for it',
  options: { subject: { type: 'string', multiple: true }, reason: { type: 'string' } },
  prepare(given) {
    if (given.positionals.length > 0) {
      throw new Error(`${given.positionals[0]} needs an option before it, as in --subject.`);
    }
    const [subjects, reason] = [[...new Set(given.texts('subject'))], given.text('reason')];
    if ((subjects.length === 0) === (reason === undefined)) {
      throw new Error('Which usage? Say --subject, as GET /api/operations/usage lists it, or --reason for all of one.');
    }
    if (reason !== undefined && !Object.hasOwn(unusableAdvice, reason)) {
      throw new Error(`${reason} is no reason: there are ${Object.keys(unusableAdvice).join(', ')}.`);
    }
    const odd = subjects.find((subject) => !/^[0-9a-f]{64}$/.test(subject));
    if (odd !== undefined) throw new Error(`${odd} is no subject: it has 64 hexadecimal digits.`);
    return {
      kind: 'act',
      given: reason === undefined ? { subjects: subjects.join(' ') } : { reason },
      plan: (reach) => plan(reach, { subjects, ...(reason !== undefined && { reason }) }),
    };
  },
};

/** One that can be taken now, by what is read now. */
interface Takable {
  readonly kept: UnusableUsage;
  readonly event: UsageEvent;
}

const plan = async (reach: Reach, wish: Wish): Promise<Plan> => {
  const takable: Takable[] = [];
  const still: UnusableReason[] = [];
  // What still cannot be taken must not be in the way of what can, however much of it there is.
  for await (const kept of keptFor(reach.store, wish)) {
    for (const { kept: row, event } of await judge(reach, kept)) {
      if (typeof event === 'string') still.push(event);
      else if (takable.length < MOST_AT_ONCE) takable.push({ kept: row, event });
    }
    if (takable.length === MOST_AT_ONCE) break;
  }
  if (takable.length + still.length === 0) {
    return nothingToDo(
      wish.reason === undefined
        ? 'Nothing is kept under this subject: it was taken meanwhile, or never was there.'
        : `Nothing is kept for the reason ${wish.reason}.`,
    );
  }
  const [first] = still;
  if (takable.length === 0 && first !== undefined) {
    return refuse(`It still cannot be taken (${[...new Set(still)].join(', ')}). ${unusableAdvice[first].en}`);
  }
  return {
    kind: 'action',
    would: `Take ${takable.length === 1 ? 'one element' : `${takable.length} elements`} of usage that could not be taken.`,
    because: [
      ...takable
        .slice(0, 20)
        .map(({ kept: { atMs, seen }, event }) => `${sentence(event)} It came at ${rfc3339(atMs)}, ${seen} times.`),
      ...(takable.length > 20 ? [`So did ${takable.length - 20} more.`] : []),
      ...(still.length > 0
        ? [`${still.length} still cannot be taken, and stay: ${[...new Set(still)].join(', ')}.`]
        : []),
    ],
    carryOut: () => carryOut(reach, takable),
  };
};

async function* keptFor(store: Store, { subjects, reason }: Wish): AsyncGenerator<readonly UnusableUsage[]> {
  if (reason === undefined) {
    const rows = await store.getMany(
      'unusableUsage',
      subjects.map((subject) => ({ subject })),
    );
    yield rows.filter((row) => row !== undefined);
    return;
  }
  for await (const rows of pages(store, 'unusableUsage', {}, PAGE)) yield rows.filter((row) => row.reason === reason);
}

/** Each as the function would find it now. */
const judge = async ({ store, clock }: Reach, kept: readonly UnusableUsage[]) => {
  const read = kept.map((row) => ({ kept: row, event: readUsage(parsed(row.element)) }));
  const keys = read.flatMap(({ event }) => (typeof event === 'object' ? [{ workspaceId: event.workspaceId }] : []));
  const rows = new Map((await store.getMany('workspaces', keys)).map((row) => [row?.workspaceId, row]));
  return read.map(({ kept: row, event }): { kept: UnusableUsage; event: UsageEvent | UnusableReason } => {
    if (typeof event === 'string') return { kept: row, event };
    return { kept: row, event: findUnusable(event, rows.get(event.workspaceId), clock.nowMs()) ?? event };
  });
};

/** What was too long to be kept whole is no JSON any more, and so no usage. */
const parsed = (element: string): unknown => {
  try {
    return JSON.parse(element);
  } catch {
    return undefined;
  }
};

const sentence = ({ site, workspaceId, item, retention, hourMs, quantity }: UsageEvent): string => {
  const line = retention === undefined ? item : `${item}, kept ${retention} days`;
  return `${quantity} of ${line}, of ${workspaceId} on ${site} in the hour from ${rfc3339(hourMs)}.`;
};

const carryOut = async (reach: Reach, takable: readonly Takable[]): Promise<Ended> => {
  const outcomes = await recordUsage(
    reach,
    takable.map(({ event }) => event),
  );
  const lost = outcomes.find((outcome) => outcome.kind === 'left');
  // All of it again: what was taken is found there, and what is kept is not removed before.
  if (lost) throw lost.fault;
  const numberOf = (...kinds: readonly string[]) => outcomes.filter(({ kind }) => kinds.includes(kind)).length;
  const unusable = numberOf('unusable');
  if (unusable === takable.length) return { outcome: 'refused', detail: 'It cannot be taken any more.' };
  const removed = await reach.store.writeMany(
    takable.flatMap(({ kept: { subject } }, at) =>
      outcomes[at]?.kind === 'unusable' ? [] : [{ table: 'unusableUsage', remove: { subject } }],
    ),
  );
  const listed = removed.filter((outcome) => outcome !== 'done').length;
  return {
    outcome: 'done',
    detail: [
      `${numberOf('taken', 'late')} taken, ${numberOf('late')} of them for days that were billed already; ${numberOf('unchanged')} were there, or older than what stands.`,
      ...(unusable > 0 ? [`${unusable} cannot be taken any more.`] : []),
      ...(listed > 0 ? [`${listed} may still be listed: the same command again removes them.`] : []),
    ].join(' '),
  };
};
