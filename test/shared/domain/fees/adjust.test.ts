/** What a later bill corrects of an earlier day. */

import { adjustmentsOf, together } from '../../../../shared/domain/fees/adjust';
import type { Payer } from '../../../../shared/domain/fees/bill';
import { moneyText } from '../../../../shared/domain/fees/money';
import { chargedAs, type Rated, rate } from '../../../../shared/domain/fees/rate';
import type { Timeline } from '../../../../shared/domain/workspace';
import { billingCenter } from '../samples';
import { bc, DAY, type Hour, rating, timeline, used, viaX, x } from './samples';

const toX = timeline(billingCenter, [10.5, viaX]);

const adjusted = (was: readonly Hour[], is: readonly Hour[], paid: readonly [Timeline, Timeline] = [toX, toX]) =>
  adjustmentsOf({
    day: DAY,
    site: 'cn1',
    charged: chargedAs(1, rate(rating(was, { timeline: paid[0] }))),
    rated: rate(rating(is, { timeline: paid[1] })),
  });

const rowsOf = (adjustments: readonly Rated[]) =>
  adjustments.flatMap(({ payer, rows }) =>
    rows.map(({ item, quantity, amount }) => [payer, item, quantity, moneyText(amount)] as const),
  );

// biome-ignore format: a table
test.each<[string, readonly Hour[], readonly Hour[], readonly (readonly [Payer, string, string, string])[]]>([
  ['nothing changed',
    [used('hosts', 9, '3'), used('reports', 12, '1')], [used('reports', 12, '1'), used('hosts', 9, '3')],
    []],
  ['usage came late',
    [], [used('reports', 9, '2'), used('reports', 12, '1')],
    [[bc, 'reports', '2', '2.00'], [x, 'reports', '1', '1.00']]],
  ['it was less',
    [used('reports', 9, '2')], [used('reports', 9, '0.5')],
    [[bc, 'reports', '-1.5', '-1.50']]],
  ['it never was',
    [used('reports', 9, '2'), used('hosts', 9, '1')], [used('reports', 9, '2')],
    [[bc, 'hosts', '-1', '-2.00']]],
  ['it was of another hour, and so of another payer',
    [used('reports', 9, '2')], [used('reports', 11, '2')],
    [[bc, 'reports', '-2', '-2.00'], [x, 'reports', '2', '2.00']]],
  ['a late maximum of the first payer takes from the second what its hours raised',
    [used('hosts', 9, '1'), used('hosts', 12, '5')], [used('hosts', 9, '4'), used('hosts', 12, '5')],
    [[bc, 'hosts', '3', '6.00'], [x, 'hosts', '-3', '-6.00']]],
  ['a late hour below the maximum changes nothing',
    [used('hosts', 9, '5')], [used('hosts', 9, '5'), used('hosts', 12, '4')],
    []],
  ['what is below a hundredth of a unit changes a quantity, and no amount',
    [used('triggers', 9, '10000')], [used('triggers', 9, '10001')],
    [[bc, 'triggers', '1', '0.00']]],
  ['other retentions are other lines',
    [used('logs', 9, '1000000', 3)], [used('logs', 9, '1000000', 7)],
    [[bc, 'logs', '-1000000', '-1.00'], [bc, 'logs', '1000000', '1.20']]],
])('%s', (_, was, is, rows) => {
  expect(rowsOf(adjusted(was, is))).toEqual(rows);
});

test('a row says which day it adjusts and what a unit costs, also where nothing of the line is left', () => {
  const [{ rows, amount } = { rows: [], amount: 0 }] = adjusted([used('logs', 9, '2000000', 7)], []);
  // biome-ignore format: a table
  expect(rows).toStrictEqual([
    { item: 'logs', retention: 7, quantity: '-2000000', unit: 1_000_000, unitPrice: 12_000, amount: -24_000, adjusts: DAY },
  ]);
  expect(amount).toBe(-24_000);
});

test('an hour whose payer turned out to be another is taken from one and given to the other', () => {
  const hours = [used('reports', 11, '2')];
  expect(rowsOf(adjusted(hours, hours, [toX, timeline(billingCenter)]))).toEqual([
    [x, 'reports', '-2', '-2.00'],
    [bc, 'reports', '2', '2.00'],
  ]);
});

test('the day and what it adjusts are one bill for each payer', () => {
  const day = rate(rating([used('reports', 12, '1')], { timeline: toX }));
  const earlier = adjusted([used('hosts', 9, '1')], [used('reports', 11, '3')]);
  expect(together([...day, ...earlier]).map(({ payer, rows, amount }) => [payer, rows.length, amount])).toEqual([
    [x, 2, 40_000],
    [bc, 1, -20_000],
  ]);
  expect(together([])).toEqual([]);
});
