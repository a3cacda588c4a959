import { tenThousandthsOf } from '../../../../../functions/console/pages/bills/amounts';
import type { Bill } from '../../../../../functions/console/pages/bills/answers';
import { looksFor, moneyByDay, OTHERS, payerKey, stacked } from '../../../../../functions/console/pages/bills/by-day';
import { hoursOfRow } from '../../../../../functions/console/pages/bills/hours-of-row';

// biome-ignore format: a table
test.each([
  ['0',         0],
  ['3.6',       36_000],
  ['0.0001',    1],
  ['-12.05',    -120_500],
  ['-0.0',      0],
  ['9007.1992', 90_071_992],
])('%s is %i of 1/10,000', (text, amount) => expect(tenThousandthsOf(text)).toBe(amount));

const none = { vouchers: '0', prepaid: '0', cash: '0', arrears: '0', alicloud: '0' };
const row = (item: Bill['rows'][number]['item'], amount: string) => ({
  item,
  amount,
  quantity: '1',
  unit: 1,
  unitPrice: '1',
});
const instance = (instanceId: string) => ({ method: 'alicloud', accountId: '1234567890123456', instanceId }) as const;
let made = 0;
const bill = (day: string, rows: Bill['rows'], amount: string, more: Partial<Bill> = {}): Bill => ({
  billId: `${day}-${++made}`,
  day,
  site: 'cn1',
  workspaceId: 'wksp_1',
  currency: 'CNY',
  payer: { method: 'billing-center' },
  rows,
  amount,
  deductions: none,
  state: 'paid',
  ...more,
});

const bills = [
  bill('2026-11-01', [row('hosts', '6'), row('logs', '3.5')], '9.5'),
  bill('2026-11-01', [row('hosts', '1')], '1', {
    payer: instance('33884913'),
    deductions: { ...none, alicloud: '1' },
    state: 'alicloud',
  }),
  bill('2026-11-02', [row('logs', '8'), row('hosts', '-2')], '6', { state: 'owed' }),
  bill('2026-11-02', [row('sms', '0.28')], '0.28', { currency: 'USD' }),
];

const shown = (by: 'item' | 'payer') =>
  moneyByDay(bills, by).map(({ series, ...rest }) => ({
    ...rest,
    series: series.map(({ key, total, days }) => [key, total, Object.fromEntries(days)]),
  }));

test('by item, each currency for itself, the greatest first; an adjustment takes from its day', () =>
  expect(shown('item')).toEqual([
    {
      currency: 'CNY',
      total: 165_000,
      alicloud: 10_000,
      owed: 1,
      bills: 3,
      series: [
        ['logs', 115_000, { '2026-11-01': 35_000, '2026-11-02': 80_000 }],
        ['hosts', 50_000, { '2026-11-01': 70_000, '2026-11-02': -20_000 }],
      ],
    },
    {
      currency: 'USD',
      total: 2_800,
      alicloud: 0,
      owed: 0,
      bills: 1,
      series: [['sms', 2_800, { '2026-11-02': 2_800 }]],
    },
  ]));

test('by payer: the account, and each instance', () =>
  expect(shown('payer')[0]?.series).toEqual([
    ['', 155_000, { '2026-11-01': 95_000, '2026-11-02': 60_000 }],
    ['33884913', 10_000, { '2026-11-01': 10_000 }],
  ]));

test('nothing is nothing', () => expect(moneyByDay([], 'item')).toEqual([]));

test('what there are too many of is brought together, and loses nothing', () => {
  const money = moneyByDay(bills, 'item');
  expect(looksFor(money, 3)).toEqual(['logs', 'sms', 'hosts']);
  expect(looksFor(money, 2)).toEqual(['logs', OTHERS]);
  const series = stacked(money[0]?.series ?? [], looksFor(money, 2));
  expect(series.map(({ key, total, days }) => [key, total, Object.fromEntries(days)])).toEqual([
    ['logs', 115_000, { '2026-11-01': 35_000, '2026-11-02': 80_000 }],
    [OTHERS, 50_000, { '2026-11-01': 70_000, '2026-11-02': -20_000 }],
  ]);
  expect(stacked(money[1]?.series ?? [], looksFor(money, 3)).map(({ key }) => key)).toEqual(['sms']);
});

test('the hours of a row are those of its item, kept as long, and of its payer', () => {
  const hour = (at: number, more: object) => ({
    hour: `2026-11-01T0${at}:00:00.000Z`,
    item: 'logs' as const,
    retention: 7,
    quantity: '1',
    payer: { method: 'billing-center' } as const,
    ...more,
  });
  const hours = [
    hour(0, {}),
    hour(1, { retention: 14 }),
    hour(2, { item: 'hosts' }),
    hour(3, { payer: instance('33884913') }),
    hour(4, {}),
  ];
  const found = (payer: Bill['payer']) =>
    hoursOfRow({ hours }, { payer }, { item: 'logs', retention: 7 }).map(({ hour: time }) =>
      Number(time.slice(11, 13)),
    );
  expect(found({ method: 'billing-center' })).toEqual([0, 4]);
  expect(found(instance('33884913'))).toEqual([3]);
  expect(payerKey({ payer: instance('33884913') })).toBe('33884913');
});
