/** What each payer owes for a day: the documentation's example, and the days on which payers change. */
import type { Payer } from '../../../../shared/domain/fees/bill';
import { moneyText } from '../../../../shared/domain/fees/money';
import { type PriceList, priceLists } from '../../../../shared/domain/fees/price-lists';
import { chargedAs, type Rating, rate } from '../../../../shared/domain/fees/rate';
import { billingCenter } from '../samples';
import { bc, DAY, type Hour, hour, rating, timeline, used, viaX, viaY, x, y } from './samples';

/** The rows, each as [payer, item, quantity, amount for people]. */
const rowsOf = (given: Rating) =>
  rate(given).flatMap(({ payer, rows }) =>
    rows.map(({ item, quantity, amount }) => [payer, item, quantity, moneyText(amount)] as const),
  );

/** Product documentation, "Billing items", the example of company A: 13.4 CNY in a day. */
test('the documentation’s example day, line by line', () => {
  // biome-ignore format: a table
  const hours: readonly Hour[] = [
    ...Array.from({ length: 24 }, (_, at) => used('time-series', at, at === 13 ? '6000' : '5400', 3)),
    used('logs',       2, '1500000', 7), used('logs',       20,  '500000', 7),
    used('traces',     4,  '400000', 3), used('traces',      5, '1600000', 3),
    used('page-views', 9,   '20000', 3),
    used('triggers',  11,    '9999'),    used('triggers',   23,   '10001'),
  ];
  const [example, ...others] = rate(rating(hours));
  expect(others).toEqual([]);
  expect(example).toEqual({
    payer: bc,
    currency: 'CNY',
    // biome-ignore format: a table
    rows: [
      { item: 'time-series', retention: 3, quantity: '6000',    unit: 1_000,     unitPrice:  6_000, amount: 36_000 },
      { item: 'logs',        retention: 7, quantity: '2000000', unit: 1_000_000, unitPrice: 12_000, amount: 24_000 },
      { item: 'traces',      retention: 3, quantity: '2000000', unit: 1_000_000, unitPrice: 20_000, amount: 40_000 },
      { item: 'page-views',  retention: 3, quantity: '20000',   unit: 10_000,    unitPrice:  7_000, amount: 14_000 },
      { item: 'triggers',                  quantity: '20000',   unit: 10_000,    unitPrice: 10_000, amount: 20_000 },
    ],
    amount: 134_000,
  });
});

const toX = timeline(billingCenter, [10.5, viaX]);

// biome-ignore format: a table
test.each<[string, Partial<Rating>, readonly Hour[], readonly (readonly [Payer, string, string, string])[]]>([
  ['nothing used',        {}, [], []],
  ['nothing but noughts', {}, [used('hosts', 1, '0'), used('triggers', 1, '0')], []],
  ['the greatest hour of hosts, in whatever order they come', {},
    [used('hosts', 3, '2'), used('hosts', 1, '5'), used('hosts', 2, '1')],
    [[bc, 'hosts', '5', '10.00']]],
  ['the sum of the hours of triggers', {},
    [used('triggers', 3, '20000'), used('triggers', 1, '5000')],
    [[bc, 'triggers', '25000', '2.50']]],
  ['units are cut once a day, not once an hour', {},
    Array.from({ length: 24 }, (_, at) => used('triggers', at, '90')),
    [[bc, 'triggers', '2160', '0.21']]],
  ['the same item, kept for different times, is different lines', {},
    [used('logs', 1, '1000000', 3), used('logs', 1, '1000000', 7)],
    [[bc, 'logs', '1000000', '1.00'], [bc, 'logs', '1000000', '1.20']]],
  ['hours of a sum belong to the payer of each; the hour of the cut-over to the one that leaves', { timeline: toX },
    [used('triggers', 9, '10000'), used('triggers', 10, '20000'), used('triggers', 11, '40000')],
    [[bc, 'triggers', '30000', '3.00'], [x, 'triggers', '40000', '4.00']]],
  ['of a maximum each payer owes what its hours raise', { timeline: toX },
    [used('hosts', 9, '3'), used('hosts', 12, '2'), used('hosts', 13, '5'), used('hosts', 14, '4')],
    [[bc, 'hosts', '3', '6.00'], [x, 'hosts', '2', '4.00']]],
  ['who raises no maximum owes nothing', { timeline: toX },
    [used('hosts', 9, '3'), used('hosts', 12, '3')],
    [[bc, 'hosts', '3', '6.00']]],
  ['what is below a hundredth of a unit goes to whose hour completes it', { timeline: toX },
    [used('triggers', 9, '99'), used('triggers', 11, '1')],
    [[bc, 'triggers', '99', '0.00'], [x, 'triggers', '1', '0.01']]],
  ['from one instance to another and back', { timeline: timeline(viaX, [5, viaY], [8, viaX]) },
    [used('reports', 4, '1'), used('reports', 5, '2'), used('reports', 8, '4')],
    [[x, 'reports', '5', '5.00'], [y, 'reports', '2', '2.00']]],
  ['hours before the workspace are nobody’s', { timeline: [{ ...toX[0], fromMs: hour(3.5) }] },
    [used('reports', 2, '1'), used('reports', 3, '2')],
    [[bc, 'reports', '2', '2.00']]],
  ['only the hours that begin before the end', { beforeMs: hour(5) },
    [used('reports', 3, '1'), used('reports', 4, '2'), used('reports', 5, '4')],
    [[bc, 'reports', '3', '3.00']]],
  ['overseas, in USD by the Billing Center and in CNY through AliCloud', { site: 'us1', timeline: toX },
    [used('hosts', 9, '3'), used('hosts', 12, '5')],
    [[bc, 'hosts', '3', '1.80'], [x, 'hosts', '2', '8.00']]],
])('%s', (_, more, hours, rows) => {
  expect(rowsOf(rating(hours, more))).toEqual(rows);
});

test('payers stand in the order of their first hour, rows in that of the items', () => {
  const hours = [
    used('hosts', 12, '9'),
    used('logs', 12, '1000000', 3),
    used('hosts', 1, '1'),
    used('reports', 1, '1'),
  ];
  expect(rowsOf(rating(hours, { timeline: toX })).map(([payer, item]) => [payer.method, item])).toEqual([
    ['billing-center', 'hosts'],
    ['billing-center', 'reports'],
    ['alicloud', 'logs'],
    ['alicloud', 'hosts'],
  ]);
});

test('a day is rated by the prices of its day', () => {
  const [list] = priceLists;
  if (!list) throw new Error('There is no price list.');
  const { prices } = list.versions[0];
  const lists: readonly PriceList[] = [
    {
      ...list,
      versions: [
        { from: '2026-01-01', prices },
        { from: DAY, prices: { ...prices, hosts: 50_000 } },
      ],
    },
  ];
  const hours = [used('hosts', 1, '1')];
  expect(rate(rating(hours, { lists }))[0]?.rows[0]).toMatchObject({ unitPrice: 50_000, amount: 50_000 });
  expect(rate(rating(hours, { lists, day: '2026-11-26' }))[0]?.amount).toBe(20_000);
});

test('what is kept of a rated day is without what can be looked up', () => {
  const rated = rate(rating([used('logs', 9, '1000000', 7), used('hosts', 11, '1')], { timeline: toX }));
  expect(chargedAs(3, rated)).toStrictEqual({
    chargedBy: 3,
    // biome-ignore format: a table
    payers: [
      { payer: bc, currency: 'CNY', rows: [{ item: 'logs', retention: 7, quantity: '1000000', amount: 12_000 }], amount: 12_000 },
      { payer: x,  currency: 'CNY', rows: [{ item: 'hosts', quantity: '1', amount: 20_000 }],                    amount: 20_000 },
    ],
  });
});
