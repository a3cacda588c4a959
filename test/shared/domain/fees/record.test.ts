/** Usage that arrives, looked at by itself: what cannot be taken, which value stands, where it is to be found. */
import * as fc from 'fast-check';
import {
  DAYS_TAKEN,
  findUnusable,
  hourOfEvent,
  instancesToMeter,
  merge,
  shardOf,
  type UsageEvent,
  unusableAdvice,
} from '../../../../shared/domain/fees/record';
import type { UsageHour } from '../../../../shared/domain/fees/usage';
import type { Timeline, TimelineEntry, Workspace } from '../../../../shared/domain/workspace';
import { dayOf } from '../../../../shared/validation/day';
import { freshWorkspaceId, timelineEntry } from '../../../contracts/sample-rows';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const NOW_MS = Date.parse('2026-03-10T13:30:00Z');
const hour = (text: string) => Date.parse(`${text}:00Z`);

const workspaceId = freshWorkspaceId();
const settledBy = (instanceId: string | undefined, fromMs: number): TimelineEntry => ({
  ...timelineEntry('change', fromMs),
  settlement:
    instanceId === undefined
      ? { method: 'billing-center' }
      : ({ method: 'alicloud', accountId: '1234567890123456', instanceId } as TimelineEntry['settlement']),
});
const workspaceOf = (...timeline: Timeline) => ({ kind: 'workspace', workspaceId, site: 'cn1', timeline }) as Workspace;
const workspace = workspaceOf(settledBy('33884913', hour('2026-01-01T00:30')));

/** Without `retention` where that is null. */
type Changes = Omit<Partial<UsageEvent>, 'retention'> & { readonly retention?: number | null };
const event = ({ retention = 7, ...changes }: Changes = {}): UsageEvent => ({
  site: 'cn1',
  workspaceId,
  item: 'logs',
  ...(retention !== null && { retention }),
  hourMs: hour('2026-03-10T12:00'),
  quantity: '1',
  atMs: NOW_MS,
  eventId: 'a',
  ...changes,
});

describe('what cannot be taken', () => {
  // biome-ignore format: one case a line
  test.each<[what: string, Partial<UsageEvent>, reason: string | undefined]>([
    ['nothing is wrong',                  {},                                                   undefined],
    ['five minutes ahead',                { atMs: NOW_MS + 5 * MINUTE_MS },                     undefined],
    ['more than that ahead',              { atMs: NOW_MS + 5 * MINUTE_MS + 1 },                 'time-in-future'],
    ['the next hour',                     { hourMs: hour('2026-03-10T14:00') },                 'hour-in-future'],
    ['the first hour of the oldest day',  { hourMs: hour('2026-02-03T16:00') },                 undefined],
    ['the hour before it',                { hourMs: hour('2026-02-03T15:00') },                 'hour-too-old'],
    ['another site',                      { site: 'cn2' },                                      'workspace-not-found'],
    ['too much',                          { quantity: '10000000000001' },                       'quantity-too-large'],
    ['a retention that is none',          { retention: 8 },                                     'retention-not-known'],
    ['several things: the first of them', { retention: 8, site: 'cn2', hourMs: NOW_MS * 2 },    'retention-not-known'],
  ])('%s', (_, changes, reason) => {
    expect(findUnusable(event(changes), workspace, NOW_MS)).toBe(reason);
  });

  // biome-ignore format: one case a line
  test.each<[what: string, nowMs: number, hourMs: number, reason: string | undefined]>([
    ['the hour that holds the creation',  hour('2026-01-01T00:31'), hour('2026-01-01T00:00'), undefined],
    ['the hour before the creation',      hour('2026-01-01T00:31'), hour('2025-12-31T23:00'), 'before-workspace'],
    ['the hour that begins now',          hour('2026-01-01T01:00'), hour('2026-01-01T01:00'), undefined],
    ['the hour that is about to begin',   hour('2026-01-01T01:00') - 1, hour('2026-01-01T01:00'), 'hour-in-future'],
  ])('%s', (_, nowMs, hourMs, reason) => {
    expect(findUnusable(event({ atMs: nowMs, hourMs }), workspace, nowMs)).toBe(reason);
  });

  test('a workspace that is not there, or is void', () => {
    expect(findUnusable(event(), undefined, NOW_MS)).toBe('workspace-not-found');
    expect(findUnusable(event(), { kind: 'void', workspaceId, version: 1 }, NOW_MS)).toBe('workspace-not-found');
  });

  test('as many days are taken as are promised, today among them', () => {
    const taken = Array.from({ length: 40 * 24 }, (_, back) => Math.floor(NOW_MS / HOUR_MS - back) * HOUR_MS)
      .filter((hourMs) => findUnusable(event({ hourMs }), workspace, NOW_MS) === undefined)
      .map(dayOf);
    expect(new Set(taken).size).toBe(DAYS_TAKEN);
  });

  test('an operator is told what to do about each, in both languages', () => {
    for (const { zh, en } of Object.values(unusableAdvice)) {
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(en).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('of the values of an hour', () => {
  const empty = { workspaceId, day: '2026-03-10', site: 'cn1' } as const;
  const hourIn = fc
    .record({
      item: fc.constantFrom('logs' as const, 'hosts' as const),
      hourMs: fc.constantFrom(hour('2026-03-10T12:00'), hour('2026-03-10T13:00')),
      atMs: fc.nat(3),
      eventId: fc.constantFrom('a', 'b', 'c'),
    })
    // One event has one value.
    .map(
      ({ item, ...hour }): UsageHour =>
        hourOfEvent(
          event({
            item,
            retention: null,
            ...hour,
            quantity: `${hour.atMs}.${'abc'.indexOf(hour.eventId)}`,
          }),
        ),
    );
  const sorted = (hours: readonly UsageHour[] = []) => hours.map((hour) => JSON.stringify(hour)).sort();

  test('the greatest stands, in whatever order and however often they come', () => {
    fc.assert(
      fc.property(fc.array(hourIn, { maxLength: 8 }), fc.infiniteStream(fc.nat(99)), (hours, dice) => {
        const once = merge(undefined, empty, hours).next;
        const shuffled = [...hours, ...hours].map((one) => ({ one, at: dice.next().value ?? 0 }));
        shuffled.sort((one, other) => one.at - other.at);
        let row = merge(undefined, empty, []).next;
        for (const { one } of shuffled) row = merge(row, empty, [one]).next ?? row;
        expect(sorted(row?.hours)).toEqual(sorted(once?.hours));
        for (const kept of once?.hours ?? []) {
          const others = hours.filter(({ item, hourMs }) => item === kept.item && hourMs === kept.hourMs);
          for (const { atMs, eventId } of others) {
            expect(atMs < kept.atMs || (atMs === kept.atMs && eventId <= kept.eventId)).toBe(true);
          }
        }
      }),
    );
  });

  test('what changes nothing makes no row, and what changes anything the next version of it, with all that it held', () => {
    const first = hourOfEvent(event());
    expect(merge(undefined, empty, [])).toEqual({ next: undefined, wasNew: [] });
    const one = merge(undefined, empty, [first]);
    expect(one).toEqual({ next: { ...empty, version: 1, hours: [first] }, wasNew: [true] });
    const sealed = { ...empty, version: 4, hours: [first], sealedAtMs: 7, charged: { chargedBy: 1, payers: [] } };
    expect(merge(sealed, empty, [first, first])).toEqual({ next: undefined, wasNew: [false, false] });
    const newer = { ...first, atMs: first.atMs + 1, quantity: '2' };
    expect(merge(sealed, empty, [newer, first])).toEqual({
      next: { ...sealed, version: 5, hours: [newer] },
      wasNew: [true, false],
    });
  });

  test('those of other lines and hours are other values', () => {
    const hours = [
      event(),
      event({ retention: 14 }),
      event({ item: 'hosts', retention: null }),
      event({ hourMs: hour('2026-03-10T13:00') }),
    ];
    expect(merge(undefined, empty, hours.map(hourOfEvent)).next?.hours).toHaveLength(4);
    // Said or not, the shortest is the same line.
    const shortest = [event({ retention: null }), event({ retention: 3, eventId: 'b' })];
    expect(merge(undefined, empty, shortest.map(hourOfEvent)).next?.hours).toHaveLength(1);
  });
});

// biome-ignore format: one case a line
test.each<[what: string, Timeline, hours: string[], instances: string[]]>([
  ['the one that pays',                          [settledBy('1', 0)],                                             ['12:00'],          ['1']],
  ['none, where the account pays',               [settledBy(undefined, 0)],                                       ['12:00'],          []],
  ['who left pays for the hour that it left in', [settledBy('1', 0), settledBy('2', hour('2026-03-10T12:30'))],   ['12:00'],          ['1', '2']],
  ['who left before the hour does not',          [settledBy('1', 0), settledBy('2', hour('2026-03-10T11:30'))],   ['12:00'],          ['2']],
  ['who pays now, though no hour yet',           [settledBy(undefined, 0), settledBy('2', hour('2026-03-10T12:30'))], ['12:00'],      ['2']],
  ['who left, though the account pays now',      [settledBy('1', 0), settledBy(undefined, hour('2026-03-10T12:30'))], ['12:00'],      ['1']],
  ['each once',                                  [settledBy('1', 0), settledBy('2', hour('2026-03-10T12:30'))],   ['11:00', '12:00', '13:00'], ['1', '2']],
])('the instances to meter: %s', (_, timeline, hours, instances) => {
  const used = hours.map((text) => ({ hourMs: hour(`2026-03-10T${text}`) }));
  expect(instancesToMeter(workspaceOf(...timeline), used)).toEqual(instances);
});

test('a to-do lies in the place of its day and the first digit of its workspace', () => {
  const id = `wksp_f${'0'.repeat(31)}` as UsageEvent['workspaceId'];
  expect(shardOf('2026-03-10', id)).toBe('2026-03-10/f');
});
