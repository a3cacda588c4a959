/** Whose an hour is. */
import type { Payer } from '../../../../shared/domain/fees/bill';
import { instanceOfPayer, payerKey, payerOf, payerOfHour } from '../../../../shared/domain/fees/payer';
import type { Timeline } from '../../../../shared/domain/workspace';
import { ALI, alicloud, billingCenter, entry, OTHER_ALI, X } from '../samples';
import { bc, hour, timeline, viaX, viaY, x, y } from './samples';

/** Created at 10:20, at 10:40 to X, at 15:30 to the Billing Center, at 15:50 to Y, and at 18:00 sharp back to X. */
const day: Timeline = [
  entry(billingCenter, { fromMs: hour(10 + 1 / 3) }),
  ...timeline(viaX, [10 + 2 / 3, viaX], [15.5, billingCenter], [15 + 5 / 6, viaY], [18, viaX]).slice(1),
];

// biome-ignore format: a table
it.each<[number, Payer | undefined, string]>([
  [8,  undefined, 'before the workspace'],
  [9,  undefined, 'over before the workspace'],
  [10, bc,        'the hour of the creation is the first entry’s, though X was to pay before it ended'],
  [11, x,         'X was in force when it began'],
  [14, x,         ''],
  [15, x,         'the cut-over is the leaving payer’s; who came between two cut-overs pays nothing'],
  [16, y,         'the last one that began before the hour'],
  [17, y,         'it ends as the next payer begins'],
  [18, x,         'a cut-over at the full hour leaves nothing of it to the leaving payer'],
  [99, x,         'the last entry has no end'],
])('the hour at %d is of %o: %s', (hours, payer) => {
  expect(payerOfHour(day, hour(hours))).toEqual(payer);
});

it('a workspace of a full hour has this hour', () => {
  const created: Timeline = [entry(viaX, { fromMs: hour(10) })];
  expect(payerOfHour(created, hour(9))).toBeUndefined();
  expect(payerOfHour(created, hour(10))).toEqual(x);
});

it('of two entries from the same instant the later one counts', () => {
  const both: Timeline = [entry(viaX, { fromMs: hour(10) }), entry(billingCenter, { fromMs: hour(10) })];
  expect(payerOfHour(both, hour(10))).toEqual(bc);
  const within: Timeline = [entry(viaX, { fromMs: hour(10.5) }), entry(billingCenter, { fromMs: hour(10.5) })];
  expect(payerOfHour(within, hour(10))).toEqual(bc);
});

it('a payer is the settlement without its proof', () => {
  expect(payerOf({ ...alicloud(X), method: 'alicloud', proof: 'signed' } as typeof viaX)).toEqual(x);
  expect(payerOf(billingCenter)).toEqual(bc);
});

it('a payer is told from every other', () => {
  const others: readonly Payer[] = [bc, x, y, { method: 'alicloud', accountId: OTHER_ALI, instanceId: X }];
  expect(new Set(others.map(payerKey)).size).toBe(others.length);
  expect(payerKey({ method: 'alicloud', accountId: ALI, instanceId: X })).toBe(payerKey(x));
  expect([bc, x].map(instanceOfPayer)).toEqual([undefined, X]);
});
