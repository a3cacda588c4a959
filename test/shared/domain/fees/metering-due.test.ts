/** What is due through an instant, and that no part of it is ever lost below a unit, or told twice. */
import type { Charged } from '../../../../shared/domain/fees/bill';
import { dueThrough, type MeteredDay, unitsOf } from '../../../../shared/domain/fees/metering-due';
import { chargedAs, rate } from '../../../../shared/domain/fees/rate';
import type { Timeline } from '../../../../shared/domain/workspace';

// biome-ignore format: one case a line
test.each([
  // due      told before   units
  [0,         0,            0],
  [99,        0,            0],
  [100,       0,            1],
  [199,       1,            0],
  [200,       1,            1],
  [12_345,    100,          23],
  [12_345,    124,          0],
  [-1,        0,            0],
  [-500,      10,           0],
])('%i due, %i units told before: %i', (due, before, units) => {
  expect(unitsOf(due, before)).toBe(units);
});

test.each([
  ['cents below a unit', [30, 60, 90, 120, 150, 990], [0, 0, 0, 1, 0, 8]],
  ['a correction downward waits until it is made up for', [1_000, 400, 700, 1_100, 2_000], [10, 0, 0, 1, 9]],
])('%s are carried', (_, dues, expected) => {
  let before = 0;
  const told = dues.map((due) => {
    const units = unitsOf(due, before);
    before += units;
    return units;
  });
  expect(told).toEqual(expected);
});

const HOUR_MS = 3_600_000;
const MIDNIGHT_MS = Date.parse('2026-11-27T00:00:00+08:00');
const hourMs = (hour: number) => MIDNIGHT_MS + hour * HOUR_MS;
const alicloud = (instanceId: string) =>
  ({ method: 'alicloud', accountId: '1234567890123456', instanceId }) as Timeline[0]['settlement'];
const entry = (settlement: Timeline[0]['settlement'], fromMs: number): Timeline[0] => ({
  settlement,
  fromMs,
  cause: 'change',
  by: 'owner',
  changeId: `c${fromMs}`,
});
const day = (timeline: Timeline, quantities: Readonly<Record<number, string>>, charged?: Charged): MeteredDay => ({
  day: '2026-11-27',
  site: 'cn1',
  timeline,
  hours: Object.entries(quantities).map(([hour, quantity]) => ({
    item: 'logs',
    retention: 7,
    hourMs: hourMs(Number(hour)),
    quantity,
  })),
  ...(charged && { charged }),
});
const x = '33884913';
const timeline: Timeline = [entry(alicloud(x), hourMs(0) - 1)];
const used = day(timeline, { 8: '1000000', 9: '3000000' });
const rated = (of: MeteredDay) => rate(of);
const amount = (of: MeteredDay) => rated(of).reduce((sum, one) => sum + one.amount, 0);
const perMillion = amount(day(timeline, { 8: '1000000' }));

test('an hour is due once it is before the instant', () => {
  expect(perMillion).toBeGreaterThan(0);
  const due = (throughHour: number) => dueThrough(x, { billed: 0, days: [used] }, hourMs(throughHour));
  expect([8, 9, 10, 24].map(due)).toEqual([0, perMillion, 4 * perMillion, 4 * perMillion]);
});

test('what is billed already is due once, also through an instant within its day', () => {
  const charged = chargedAs(1, rated(used));
  const basis = { billed: 5_000 + 4 * perMillion, days: [{ ...used, charged }] };
  expect(dueThrough(x, basis, hourMs(24))).toBe(5_000 + 4 * perMillion);
  expect(dueThrough(x, basis, hourMs(9))).toBe(5_000 + perMillion);
});

test('usage that came after the bill is due before its adjustment', () => {
  const charged = chargedAs(1, rated(used));
  const late = day(timeline, { 8: '1000000', 9: '3000000', 10: '1000000' }, charged);
  expect(dueThrough(x, { billed: 4 * perMillion, days: [late] }, hourMs(24))).toBe(5 * perMillion);
});

test('only the hours of the instance are: the hour that holds the cut-over is its own', () => {
  const left: Timeline = [timeline[0], entry({ method: 'billing-center' }, hourMs(9) + 60_000)];
  const days = [day(left, { 8: '1000000', 9: '1000000', 10: '1000000' })];
  expect(dueThrough(x, { billed: 0, days }, hourMs(24))).toBe(2 * perMillion);
  expect(dueThrough('33884914', { billed: 0, days }, hourMs(24))).toBe(0);
});
