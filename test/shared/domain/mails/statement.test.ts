/** The monthly statement, word for word, and what its sums are made of. */
import type { Bill, Payer } from '../../../../shared/domain/fees/bill';
import { noSums, sorted, statementDueMs, withBill } from '../../../../shared/domain/fees/statement';
import { mailOf } from '../../../../shared/domain/mails/content';
import type { Currency } from '../../../../shared/validation/currency';
import { ALI, OTHER_ALI } from '../samples';

const own: Payer = { method: 'billing-center' };
const by = (accountId: string): Payer => ({ method: 'alicloud', accountId, instanceId: '33884913' });
const none = { vouchers: 0, prepaid: 0, cash: 0, arrears: 0, alicloud: 0 };
const billOf = (payer: Payer, currency: Currency, amount: number, arrears = 0): Bill =>
  ({ payer, currency, amount, deductions: { ...none, arrears } }) as Bill;

const sums = [
  billOf(own, 'USD', 3_000),
  billOf(by(OTHER_ALI), 'CNY', 134_000),
  billOf(own, 'CNY', 10_000, 4_000),
  billOf(by(ALI), 'CNY', 7),
  billOf(own, 'CNY', -2_500, -2_000),
  billOf(by(ALI), 'CNY', -3),
].reduce(withBill, noSums);

test('is added up by currency and payer', () => {
  expect(sorted(sums)).toEqual({
    account: [
      { currency: 'CNY', amount: 7_500, arrears: 2_000 },
      { currency: 'USD', amount: 3_000, arrears: 0 },
    ],
    alicloud: [
      { accountId: ALI, currency: 'CNY', amount: 4 },
      { accountId: OTHER_ALI, currency: 'CNY', amount: 134_000 },
    ].sort((one, other) => (one.accountId < other.accountId ? -1 : 1)),
  });
});

test.each([
  ['2026-01', '2026-02-03T16:00:00.000Z'],
  ['2026-11', '2026-12-03T16:00:00.000Z'],
  ['2026-12', '2027-01-03T16:00:00.000Z'],
])('of %s it is due at %s, once the 3rd is over in Beijing', (month, due) => {
  expect(new Date(statementDueMs(month)).toISOString()).toBe(due);
});

describe('says who pays what', () => {
  const notice = { kind: 'statement', month: '2026-01', ...sorted(sums) } as const;
  const text = (of: object) =>
    mailOf({ ...notice, ...of, languages: ['en'] } as Parameters<typeof mailOf>[0], 'https://b.example').text;

  test('by both', () => {
    const told = text({});
    expect(told).toContain(
      'Billing Center account: CNY 0.75, of which CNY 0.20 exceeded its balance when billed\nBilling Center account: USD 0.30\n',
    );
    expect(told).toContain(`AliCloud account ${OTHER_ALI}: CNY 13.40, collected and invoiced by AliCloud`);
    expect(told).toContain('look under Expenses and Costs');
    expect(told).toContain('https://b.example/bills');
  });

  test('and of one that pays nothing not where to look', () => {
    expect(text({ alicloud: [] })).not.toMatch(/AliCloud/);
    expect(text({ account: [] })).not.toMatch(/vouchers/);
  });

  test('and of very many AliCloud accounts how many more there are', () => {
    const alicloud = Array.from({ length: 23 }, () => ({ accountId: ALI, currency: 'CNY', amount: 1 }));
    expect(text({ alicloud })).toContain('3 more AliCloud accounts');
  });
});
