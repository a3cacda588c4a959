import type { Bill } from '../../../../shared/domain/fees/bill';
import { billFileHeader, billFileLines } from '../../../../shared/domain/fees/bill-file';
import type { LedgerEntry } from '../../../../shared/domain/fees/ledger';
import { balancesView, billView, ledgerEntryView, usageOfDayView } from '../../../../shared/domain/fees/views';
import { bill as billSchema, ledgerEntry as entrySchema, usageOfOneDay } from '../../../../shared/validation/answers';
import { type UsageItem, usageItems } from '../../../../shared/validation/usage-item';
import { wksp, workspace } from '../samples';
import { readCsv } from './csv-reader';
import { bc, hour, timeline, used, viaX, x } from './samples';

const bill: Bill = {
  billId: `2026-11-27-${'a'.repeat(32)}-1`,
  owner: 'acct_1',
  day: '2026-11-27',
  site: 'cn1',
  workspaceId: wksp('a'),
  payer: bc,
  currency: 'CNY',
  rows: [{ item: 'logs', retention: 7, quantity: '2000000', unit: 1_000_000, unitPrice: 12_000, amount: 24_000 }],
  amount: 24_000,
  billedAtMs: 1,
  deductions: { vouchers: 1, prepaid: 10, cash: 100, arrears: 23_889, alicloud: 0 },
  arrearsIncurred: 23_889,
};
const entry: LedgerEntry = {
  ledgerId: 'account/acct_1/CNY',
  sequence: 7,
  entryId: 'credit-1',
  atMs: 0,
  cause: { kind: 'credit', credit: 'cash', by: 'Ada', why: 'Bank transfer.' },
  amount: -10_000,
  deductions: { vouchers: 0, prepaid: 0, cash: -6_111, arrears: -3_889, alicloud: 0 },
  balances: { vouchers: 0, prepaid: 0, cash: 6_111, arrears: 0 },
  billed: 0,
  arrearsIncurred: 3_889,
  arrearsRepaid: 3_889,
};

test('a bill shows its amounts as decimal text, and nothing of how it is kept', () => {
  const seen = billView(bill, 'owed');
  expect(billSchema.strict().parse(seen)).toEqual(seen);
  expect(seen).toMatchObject({ amount: '2.4', state: 'owed', payer: { method: 'billing-center' } });
  expect(seen.deductions).toEqual({
    vouchers: '0.0001',
    prepaid: '0.001',
    cash: '0.01',
    arrears: '2.3889',
    alicloud: '0',
  });
  expect(JSON.stringify(seen)).not.toMatch(/owner|acct_|billedAt|arrearsIncurred/);
});

test('a credit shows what was given and why, not by whom', () => {
  const seen = ledgerEntryView(entry);
  expect(entrySchema.strict().parse(seen)).toEqual(seen);
  expect(seen).toEqual({
    entryId: 'credit-1',
    at: '1970-01-01T00:00:00.000Z',
    kind: 'cash',
    amount: '1',
    reason: 'Bank transfer.',
    balances: { vouchers: '0', prepaid: '0', cash: '0.6111', arrears: '0' },
  });
});

test('a bill in the ledger that takes back has a minus, as on the bill', () => {
  const cause = { kind: 'bill', billId: bill.billId, day: bill.day, workspaceId: bill.workspaceId } as const;
  expect(ledgerEntryView({ ...entry, cause })).toMatchObject({
    kind: 'bill',
    amount: '-1',
    billId: bill.billId,
    deductions: { cash: '-0.6111', arrears: '-0.3889' },
  });
});

test('an empty ledger has nothing of anything', () => {
  const nothing = { vouchers: 0, prepaid: 0, cash: 0, arrears: 0 };
  expect(balancesView(nothing)).toEqual({ vouchers: '0', prepaid: '0', cash: '0', arrears: '0' });
});

test('the hours of a day are in order, each with who pays for it; one before there was a workspace, with who is nearest', () => {
  const of = workspace({ timeline: timeline(viaX, [2, { method: 'billing-center' }]) });
  const hours = [
    used('hosts', 3, '1'),
    used('logs', 1, '5', 7),
    used('time-series', 1, '9', 3),
    used('hosts', -30, '1'),
  ];
  const seen = usageOfDayView(
    of,
    '2026-11-27',
    hours.map((one) => ({ ...one, atMs: 1, eventId: 'e' })),
  );
  expect(usageOfOneDay.parse(seen)).toEqual(seen);
  expect(seen.hours.map(({ hour: at, item, payer }) => [at, item, payer])).toEqual([
    [new Date(hour(-30)).toISOString(), 'hosts', x],
    [new Date(hour(1)).toISOString(), 'time-series', x],
    [new Date(hour(1)).toISOString(), 'logs', x],
    [new Date(hour(3)).toISOString(), 'hosts', bc],
  ]);
});

describe.each(['zh', 'en'] as const)('the file in %s', (language) => {
  const items = Object.keys(usageItems) as UsageItem[];
  const all = { ...bill, rows: items.map((item) => ({ item, quantity: '1', unit: 1, unitPrice: 1, amount: 1 })) };
  const [header = [], ...lines] = readCsv(
    billFileHeader(language) +
      billFileLines(all, 'owed', 'Acme', language) +
      billFileLines({ ...all, payer: x }, 'alicloud', '', language),
  );

  test('has a title for each column, no two alike, in that language', () => {
    expect(new Set(header).size).toBe(header.length);
    for (const title of header) expect(/\p{Script=Han}/u.test(title)).toBe(language === 'zh');
  });

  test('has every item by its name', () => {
    const column = header.indexOf(language === 'zh' ? '计费项' : 'Item');
    const names = items.map((item) => usageItems[item].name[language]);
    expect(lines.map((cells) => cells[column])).toEqual([...names, ...names]);
  });

  test('has no cell that is a number of more digits than a spreadsheet keeps', () => {
    expect(lines.flat().filter((cell) => /^\d{16,}$/.test(cell))).toEqual([]);
  });
});
