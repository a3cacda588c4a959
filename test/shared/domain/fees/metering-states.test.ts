/** The states of a window: every arrow of the table, and no other. */
import type { MeteringWindow, WindowState } from '../../../../shared/domain/fees/metering';
import {
  answered,
  goesAlone,
  isEndangered,
  isLost,
  isOpen,
  type MeteringOutcome,
  overtaken,
  resolved,
  retried,
  sending,
} from '../../../../shared/domain/fees/metering-states';

const MINUTE_MS = 60_000;
const NOW_MS = Date.parse('2026-11-27T09:10:00+08:00');
const window = (changed: Partial<MeteringWindow> = {}): MeteringWindow => ({
  instanceId: '33884913',
  windowStartMs: NOW_MS - 70 * MINUTE_MS,
  windowEndMs: NOW_MS - 10 * MINUTE_MS,
  deadlineMs: NOW_MS + 49 * MINUTE_MS,
  version: 4,
  productCode: 'cmgj1',
  units: 12,
  amount: 1_200,
  state: 'pending',
  attempts: 0,
  ...changed,
});

test('it is marked before it is sent', () => {
  expect(sending(window({ nextAttemptAtMs: 1, code: 'Service.Flow.Control' }), NOW_MS)).toEqual(
    window({ state: 'sent', attempts: 1, sentAtMs: NOW_MS, version: 5, code: 'Service.Flow.Control' }),
  );
});

const refused = (code: string): MeteringOutcome => ({ kind: 'refused', code });
const throttled = (code: string): MeteringOutcome => ({ kind: 'throttled', code });

// biome-ignore format: one answer a line
test.each([
  // answer                                     alone   then        code                        again in ms    ended
  [{ kind: 'accepted' },                        false,  'accepted', undefined,                  undefined,     true],
  [{ kind: 'unknown', why: '500 X' },           false,  'unknown',  '500 X',                    undefined,     false],
  [{ kind: 'unknown', why: '500 X' },           true,   'unknown',  '500 X',                    undefined,     false],
  [throttled('Service.Flow.Control'),           true,   'pending',  'Service.Flow.Control',     MINUTE_MS,     false],
  [throttled('unreached'),                      false,  'pending',  'unreached',                MINUTE_MS,     false],
  [refused('Invalid.Parameter.EndTime'),        false,  'pending',  'Invalid.Parameter.EndTime', MINUTE_MS,    false],
  [refused('Invalid.Parameter.EndTime'),        true,   'refused',  'Invalid.Parameter.EndTime', undefined,    true],
  [refused('Metering.Data.Exceeded'),           false,  'pending',  'Metering.Data.Exceeded',   MINUTE_MS,     false],
  [refused('Metering.Data.Exceeded'),           true,   'refused',  'Metering.Data.Exceeded',   undefined,     true],
  [refused('Permission.Denied'),                true,   'pending',  'Permission.Denied',        MINUTE_MS,     false],
  [refused('Forbidden.RAM'),                    true,   'pending',  'Forbidden.RAM',            MINUTE_MS,     false],
] as const)('sent, answered %j (alone: %s): %s', (outcome, alone, state, code, againMs, ended) => {
  const after = answered(window({ state: 'sent', attempts: 1, sentAtMs: 1, code: 'Old' }), outcome, alone, NOW_MS);
  expect(after).toMatchObject({ state, version: 5, attempts: 1 });
  expect(after.code).toBe(code);
  expect(after.nextAttemptAtMs).toBe(againMs && NOW_MS + againMs);
  expect(after.endedAtMs).toBe(ended ? NOW_MS : undefined);
});

test.each([
  [1, 1],
  [2, 2],
  [3, 4],
  [4, 8],
  [5, 10],
  [50, 10],
])('after %i attempts it pauses for %i minutes', (attempts, minutes) => {
  const { nextAttemptAtMs } = answered(window({ state: 'sent', attempts }), throttled('Throttling'), true, NOW_MS);
  expect(nextAttemptAtMs).toBe(NOW_MS + minutes * MINUTE_MS);
});

// biome-ignore format: one case a line
test.each([
  // state      deadline in    sent before      then
  ['pending',   1,             undefined,       undefined],
  ['pending',   0,             undefined,       'missed'],
  ['pending',   -1,            undefined,       'missed'],
  ['sent',      -1,            120_000,         undefined],
  ['sent',      -1,            120_001,         'unknown'],
  ['sent',      60_000,        120_001,         'unknown'],
  ['unknown',   -1,            300_000,         undefined],
  ['accepted',  -1,            300_000,         undefined],
  ['refused',   -1,            300_000,         undefined],
  ['missed',    -1,            undefined,       undefined],
] as const)('%s, %i ms before its deadline, sent %s ms ago: time makes it %s', (state, leftMs, sentMs, then) => {
  const after = overtaken(
    window({ state, deadlineMs: NOW_MS + leftMs, ...(sentMs !== undefined && { sentAtMs: NOW_MS - sentMs }) }),
    NOW_MS,
  );
  expect(after?.state).toBe(then);
  if (after) expect(after.version).toBe(5);
  expect(after?.endedAtMs).toBe(then === 'missed' ? NOW_MS : undefined);
});

// biome-ignore format: one case a line
test.each([
  // on the bill  left             then
  [true,          60_000,          'accepted'],
  [true,          -60_000,         'accepted'],
  [false,         60_000,          'pending'],
  [false,         0,               'missed'],
] as const)('unknown; on the bill: %s, %i ms left: %s', (isOnTheBill, leftMs, state) => {
  const unknown = window({ state: 'unknown', code: '500 X', deadlineMs: NOW_MS + leftMs });
  const after = resolved(unknown, isOnTheBill, NOW_MS);
  expect([after.state, after.version]).toEqual([state, 5]);
  expect(after.code).toBeUndefined();
});

// biome-ignore format: one case a line
test.each([
  // left          then       ended
  [60_000,         'pending', undefined],
  [1,              'pending', undefined],
  [0,              'missed',  NOW_MS],
  [-60_000,        'missed',  NOW_MS],
] as const)('refused, and the reason is mended; %i ms left: %s', (leftMs, state, endedAtMs) => {
  const refused = window({ state: 'refused', code: 'Invalid.Parameter.Key', endedAtMs: 1, attempts: 2, deadlineMs: NOW_MS + leftMs });
  const after = retried(refused, NOW_MS);
  const { endedAtMs: _, ...rest } = refused;
  expect(after).toEqual({ ...rest, state, version: 5, ...(endedAtMs !== undefined && { endedAtMs }) });
  expect(goesAlone(after)).toBe(true);
});

test.each([
  ['Service.Flow.Control', false],
  ['unreached', false],
  ['Throttling.User', false],
  ['Invalid.Parameter.EndTime', true],
  ['Permission.Denied', true],
  [undefined, false],
])('with the code %s: alone, %s', (code, alone) => {
  expect(goesAlone(window({ ...(code !== undefined && { code }) }))).toBe(alone);
});

test('one of which no product is known goes alone', () => {
  const { productCode: _, ...nameless } = window();
  expect(goesAlone(nameless)).toBe(true);
});

// biome-ignore format: one state a line
test.each([
  ['pending',   true,  false, true],
  ['sent',      true,  false, true],
  ['unknown',   true,  false, false],
  ['accepted',  false, false, false],
  ['refused',   false, true,  false],
  ['missed',    false, true,  false],
] as const)('%s: open %s, lost %s, with little time left endangered %s', (state: WindowState, open, lost, endangered) => {
  const late = window({ state, deadlineMs: NOW_MS + 20 * MINUTE_MS - 1 });
  expect([isOpen(late), isLost(late), isEndangered(late, NOW_MS)]).toEqual([open, lost, endangered]);
  expect(isEndangered(window({ state, deadlineMs: NOW_MS + 20 * MINUTE_MS }), NOW_MS)).toBe(false);
});
