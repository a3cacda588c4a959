/** What the timed check makes of rows that contradict each other. */
import { isUnderWay, isWellFormed, payerOf, repairId, switchedByRepair } from '../../../shared/domain/repair';
import { ALI, alicloud, billingCenter, entry, instance, minute, workspace, X, Y } from './samples';

const paid = workspace({ timeline: [entry(alicloud())] });
const closed = instance({ status: 'closed', releasedAtMs: minute(5), closedAtMs: minute(6) });
const byRepair = {
  settlement: billingCenter,
  fromMs: minute(5),
  cause: 'repair',
  by: 'operator',
  changeId: `repair/${X}/1`,
};

// biome-ignore format: one case a line
test.each([
  // since             at               under way
  [undefined,          minute(0),       true],
  [minute(0),          minute(0),       true],
  [minute(0),          minute(15) - 1,  true],
  [minute(0),          minute(15),      false],
])('since %d, at %d: %p', (sinceMs, nowMs, underWay) => {
  expect(isUnderWay(sinceMs, nowMs)).toBe(underWay);
});

describe('a workspace settled by a closed instance', () => {
  test('is settled by Billing Center from the release on, one entry and one version further', () => {
    expect(switchedByRepair(paid, closed, minute(9))).toEqual({
      ...paid,
      version: paid.version + 1,
      timeline: [...paid.timeline, byRepair],
    });
  });

  // biome-ignore format: one case a line
  test.each([
    // released                      closed                      from
    [{ releasedAtMs: minute(5) },    { closedAtMs: minute(6) },  minute(5)],
    [{},                             { closedAtMs: minute(6) },  minute(6)],
    [{},                             {},                         minute(9)],
    [{ releasedAtMs: minute(-5) },   {},                         minute(0)],
  ])('released %j, closed %j: from %d, never from before what it follows', (released, ended, fromMs) => {
    const row = { instanceId: X, version: 1, status: 'closed', ...released, ...ended } as const;
    expect(switchedByRepair(paid, row, minute(9))?.timeline[1]).toEqual({ ...byRepair, fromMs });
  });

  test.each(['opening', 'open', 'overdue', 'closing'] as const)('is none where the instance is %s', (status) => {
    expect(switchedByRepair(paid, { ...closed, status }, minute(9))).toBeUndefined();
  });

  test('is none where another pays', () => {
    expect(switchedByRepair(paid, { ...closed, instanceId: Y }, minute(9))).toBeUndefined();
    expect(switchedByRepair(workspace(), closed, minute(9))).toBeUndefined();
  });

  test('is repaired under another id the next time', () => {
    const again = workspace({ timeline: [entry(alicloud()), entry(billingCenter), entry(alicloud())] });
    expect(repairId(again, X)).toBe(`repair/${X}/3`);
  });
});

describe('a history', () => {
  const closure = entry(billingCenter, { cause: 'closure', by: 'marketplace', closureOf: X, fromMs: minute(1) });

  // biome-ignore format: one case a line
  test.each([
    ['of one entry',                             [entry(alicloud())],                                               true],
    ['of entries in order',                      [entry(alicloud()), closure],                                      true],
    ['of two that begin at once',                [entry(alicloud()), { ...closure, fromMs: minute(0) }],            true],
    ['of none',                                  [],                                                                false],
    ['that goes back',                           [entry(alicloud()), { ...closure, fromMs: minute(0) - 1 }],        false],
    ['with a closure of no instance',            [entry(alicloud()), { ...closure, closureOf: undefined }],         false],
    ['with a closure that leaves it to another', [entry(alicloud()), { ...closure, settlement: alicloud(Y) }],      false],
    ['with a change that names a closure',       [entry(alicloud()), { ...closure, cause: 'change' }],              false],
    ['whose fault lies before its end',          [entry(alicloud()), { ...closure, cause: 'change' }, entry(billingCenter, { fromMs: minute(2) })], false],
  ])('%s is well formed: %s', (_, timeline, wellFormed) => {
    expect(isWellFormed(workspace({ timeline: timeline as never }))).toBe(wellFormed);
  });
});

test('the payer of a workspace now', () => {
  expect(payerOf(paid)).toMatchObject({ accountId: ALI, instanceId: X });
  expect(payerOf(workspace())).toBeUndefined();
  expect(payerOf(workspace({ timeline: [entry(alicloud()), entry(billingCenter)] }))).toBeUndefined();
});
