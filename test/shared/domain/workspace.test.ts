import * as fc from 'fast-check';
import { timelineView } from '../../../shared/domain/views';
import {
  cloudAccountOf,
  currentEntry,
  everSettledBy,
  fenced,
  hasTakenEffect,
  instanceOf,
  payingInstance,
  revision,
  sameSettlement,
  switchedBy,
  type Workspace,
  withEntry,
} from '../../../shared/domain/workspace';
import type { Settlement } from '../../../shared/validation/settlement';
import { seed } from '../../seed';
import { ALI, alicloud, billingCenter, entry, minute, OTHER_ALI, voided, wksp, workspace, X, Y } from './samples';

/** Through X, switched by its closure, and through Y since. */
const moved = workspace({
  timeline: [
    entry(alicloud(X), { changeId: 'first' }),
    entry(billingCenter, { changeId: `closure/${X}`, cause: 'closure', closureOf: X }),
    entry(alicloud(Y, OTHER_ALI), { changeId: 'second' }),
  ],
});

describe('a workspace’s history is asked', () => {
  // biome-ignore format: one case a line
  test.each<[question: string, answer: unknown, expected: unknown]>([
    ['the entry in force',                           currentEntry(moved).changeId,      'second'],
    ['the instance that pays',                       payingInstance(moved),             Y],
    ['the instance that pays at the Billing Center', payingInstance(workspace()),       undefined],
    ['its revision: the length of the history',      revision(moved),                   3],
    ['has this request taken effect',                hasTakenEffect(moved, 'first'),    true],
    ['has another',                                  hasTakenEffect(moved, 'third'),    false],
    ['did the closure of X switch it',               switchedBy(moved, X),              true],
    ['did the closure of Y',                         switchedBy(moved, Y),              false],
    ['was it ever settled by the first account',     everSettledBy(moved, ALI),         true],
    ['by the second',                                everSettledBy(moved, OTHER_ALI),   true],
    ['by a third',                                   everSettledBy(moved, '11111111111111'), false],
  ])('%s', (_question, answer, expected) => {
    expect(answer).toBe(expected);
  });
});

describe('a settlement names its instance and its AliCloud account', () => {
  // biome-ignore format: one case a line
  test.each<[settlement: Settlement, instanceId: string | undefined, accountId: string | undefined]>([
    [billingCenter, undefined, undefined],
    [alicloud(X),   X,         ALI],
  ])('%j', (settlement, instanceId, accountId) => {
    expect([instanceOf(settlement), cloudAccountOf(settlement)]).toEqual([instanceId, accountId]);
  });
});

describe('two settlements are the same wish', () => {
  const proven = { ...alicloud(X), proof: 'signed' } as Settlement;
  // biome-ignore format: one case a line
  test.each<[one: Settlement, other: Settlement, same: boolean]>([
    [billingCenter, billingCenter,          true],
    [alicloud(X),   alicloud(X),            true],
    [alicloud(X),   proven,                 true],
    [alicloud(X),   alicloud(Y),            false],
    [alicloud(X),   alicloud(X, OTHER_ALI), false],
    [alicloud(X),   billingCenter,          false],
    [billingCenter, alicloud(X),            false],
    [alicloud(X), { ...alicloud(X), method: 'aws' } as unknown as Settlement, false],
  ])('%j and %j: %s', (one, other, same) => {
    expect(sameSettlement(one, other)).toBe(same);
  });
});

describe('a fence', () => {
  test('moves a workspace’s version, and nothing that a customer sees', () => {
    expect(fenced(moved, moved.workspaceId)).toEqual({ ...moved, version: moved.version + 1 });
  });

  test('makes a workspace that is not there void', () => {
    expect(fenced(undefined, wksp('b'))).toEqual({ kind: 'void', workspaceId: wksp('b'), version: 1 });
  });

  test('leaves a void one void', () => {
    expect(fenced(voided(), wksp('a')).kind).toBe('void');
  });
});

describe('an entry more', () => {
  test('moves version and revision by one, and keeps all that was', () => {
    const added = entry(billingCenter, { fromMs: minute(9), cause: 'change', changeId: 'third' });
    const next = withEntry(moved, added);
    expect(next).toEqual({ ...moved, version: moved.version + 1, timeline: [...moved.timeline, added] });
    expect(revision(next)).toBe(revision(moved) + 1);
  });

  test('never begins before the one that it follows: clocks differ, and a release may be older than the last change', () => {
    const late = workspace({ timeline: [entry(alicloud(X), { fromMs: minute(5) })] });
    expect(currentEntry(withEntry(late, entry(billingCenter, { fromMs: minute(3) }))).fromMs).toBe(minute(5));
  });
});

describe('whatever is appended, by clocks however wrong', () => {
  const entries = fc.array(
    fc.record({
      minutes: fc.integer({ min: -99, max: 99 }),
      paid: fc.constantFrom(billingCenter, alicloud(X), alicloud(Y)),
    }),
    { maxLength: 12 },
  );
  const grown = (added: { minutes: number; paid: Settlement }[]): Workspace =>
    added.reduce(
      (row, { minutes, paid }, nth) => withEntry(row, entry(paid, { fromMs: minute(minutes), changeId: `${nth}` })),
      workspace(),
    );

  test('the history has no gap and no overlap, and only its last entry is open', () => {
    fc.assert(
      fc.property(entries, (added) => {
        const views = timelineView(grown(added));
        expect(views).toHaveLength(added.length + 1);
        expect(views.map(({ to }) => to)).toEqual([...views.slice(1).map(({ from }) => from), undefined]);
        expect(views.map(({ from }) => from)).toEqual(views.map(({ from }) => from).sort());
      }),
      { seed },
    );
  });

  test('nothing that is in the history ever leaves it', () => {
    fc.assert(
      fc.property(entries, entries, (first, then) => {
        const before = grown(first).timeline;
        expect(grown([...first, ...then]).timeline.slice(0, before.length)).toEqual(before);
      }),
      { seed },
    );
  });

  test('every write moves the version', () => {
    fc.assert(
      fc.property(entries, (added) => {
        expect(grown(added).version).toBe(workspace().version + added.length);
      }),
      { seed },
    );
  });
});
