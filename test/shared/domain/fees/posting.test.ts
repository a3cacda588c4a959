/** What an entry makes of a ledger: from where a bill is taken, and to where a credit goes. */
import * as fc from 'fast-check';
import type { Deductions } from '../../../../shared/domain/fees/bill';
import type { Balances, CreditKind, LedgerEntry } from '../../../../shared/domain/fees/ledger';
import {
  beginsArrears,
  billStateOf,
  entryAfter,
  ledgerIdOf,
  type Posting,
} from '../../../../shared/domain/fees/posting';
import { seed } from '../../../seed';

const bill = (amount: number, entryId = 'bill'): Posting => ({
  ledgerId: 'l',
  entryId,
  atMs: 1,
  cause: { kind: 'bill', billId: entryId, day: '2026-01-01', workspaceId: 'w' },
  amount,
});
const credit = (kind: CreditKind, amount: number): Posting => ({
  ledgerId: 'l',
  entryId: 'credit',
  atMs: 1,
  cause: { kind: 'credit', credit: kind, by: 'Ada', why: 'ticket 7' },
  amount: -amount,
});

/** A ledger with these balances, whose arrears were incurred at once. */
const ledger = (vouchers: number, prepaid: number, cash: number, arrears: number): LedgerEntry => ({
  ...entryAfter(undefined, bill(0, 'before')),
  sequence: 7,
  balances: { vouchers, prepaid, cash, arrears },
  billed: 100,
  arrearsIncurred: arrears + 50,
  arrearsRepaid: 50,
});

// biome-ignore format: a table
test.each<[what: string, before: [number, number, number, number], posting: Posting, taken: [number, number, number, number], after: [number, number, number, number]]>([
  // what                                           vouchers prepaid cash arrears                            taken              balances
  ['a bill is taken from vouchers first',           [9, 9, 9, 0], bill(5),                [5, 0, 0, 0],      [4, 9, 9, 0]],
  ['then from prepaid',                             [3, 9, 9, 0], bill(5),                [3, 2, 0, 0],      [0, 7, 9, 0]],
  ['then from cash',                                [3, 1, 9, 0], bill(5),                [3, 1, 1, 0],      [0, 0, 8, 0]],
  ['and what is left is owed',                      [3, 1, 0, 0], bill(5),                [3, 1, 0, 1],      [0, 0, 0, 1]],
  ['all of it, where there is nothing',             [0, 0, 0, 2], bill(5),                [0, 0, 0, 5],      [0, 0, 0, 7]],
  ['to the last of it',                             [2, 2, 1, 0], bill(5),                [2, 2, 1, 0],      [0, 0, 0, 0]],
  ['a bill of nought takes nothing',                [1, 1, 1, 0], bill(0),                [0, 0, 0, 0],      [1, 1, 1, 0]],
  ['a bill below nought becomes cash',              [1, 1, 1, 0], bill(-5),               [0, 0, -5, 0],     [1, 1, 6, 0]],
  ['after it has paid what is owed',                [0, 0, 0, 2], bill(-5),               [0, 0, -3, -2],    [0, 0, 3, 0]],
  ['vouchers are added',                            [1, 1, 1, 0], credit('vouchers', 5),  [-5, 0, 0, 0],     [6, 1, 1, 0]],
  ['prepaid is added',                              [1, 1, 1, 0], credit('prepaid', 5),   [0, -5, 0, 0],     [1, 6, 1, 0]],
  ['cash is added',                                 [1, 1, 1, 0], credit('cash', 5),      [0, 0, -5, 0],     [1, 1, 6, 0]],
  ['a credit pays what is owed first',              [0, 0, 0, 2], credit('vouchers', 5),  [-3, 0, 0, -2],    [3, 0, 0, 0]],
  ['and only that, where it is no more',            [0, 0, 0, 9], credit('cash', 5),      [0, 0, 0, -5],     [0, 0, 0, 4]],
])('%s', (_, [vouchers, prepaid, cash, arrears], posting, taken, after) => {
  const entry = entryAfter(ledger(vouchers, prepaid, cash, arrears), posting);
  const { deductions, balances } = entry;
  expect([deductions.vouchers, deductions.prepaid, deductions.cash, deductions.arrears]).toEqual(taken);
  expect([balances.vouchers, balances.prepaid, balances.cash, balances.arrears]).toEqual(after);
  expect(entry).toMatchObject({ sequence: 8, billed: 100 + (posting.cause.kind === 'bill' ? posting.amount : 0) });
  expect(entry.arrearsIncurred - entry.arrearsRepaid).toBe(balances.arrears);
});

test('the first entry of a ledger begins with nothing', () => {
  expect(entryAfter(undefined, bill(5))).toEqual({
    ...bill(5),
    sequence: 1,
    deductions: { vouchers: 0, prepaid: 0, cash: 0, arrears: 5, alicloud: 0 },
    balances: { vouchers: 0, prepaid: 0, cash: 0, arrears: 5 },
    billed: 5,
    arrearsIncurred: 5,
    arrearsRepaid: 0,
  });
});

test('what the marketplace collects touches no balance', () => {
  const first = entryAfter(undefined, { ...bill(5), collected: true });
  const second = entryAfter(first, { ...bill(-2, 'adjustment'), collected: true });
  expect(second).toEqual({
    ...bill(-2, 'adjustment'),
    sequence: 2,
    deductions: { vouchers: 0, prepaid: 0, cash: 0, arrears: 0, alicloud: -2 },
    balances: { vouchers: 0, prepaid: 0, cash: 0, arrears: 0 },
    billed: 3,
    arrearsIncurred: 0,
    arrearsRepaid: 0,
  });
});

const kinds = ['vouchers', 'prepaid', 'cash'] as const;
const postings = fc.array(
  fc.oneof(
    fc.integer({ min: -1_000, max: 1_000 }).map((amount) => bill(amount)),
    fc
      .tuple(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 1_000 }))
      .map(([kind, amount]) => credit(kind, amount)),
  ),
  { minLength: 1, maxLength: 40 },
);

test('whatever is entered: nothing is below nought, nothing is owed beside money, and every amount went somewhere', () => {
  fc.assert(
    fc.property(postings, (given) => {
      let last: LedgerEntry | undefined;
      for (const posting of given) {
        const before: Balances = last?.balances ?? { vouchers: 0, prepaid: 0, cash: 0, arrears: 0 };
        last = entryAfter(last, posting);
        const { deductions, balances } = last;
        expect(Object.values(deductions).reduce((one, other) => one + other)).toBe(posting.amount);
        for (const one of Object.values(balances)) expect(one).toBeGreaterThanOrEqual(0);
        if (balances.arrears > 0) expect([balances.vouchers, balances.prepaid, balances.cash]).toEqual([0, 0, 0]);
        expect(balances.arrears).toBe(before.arrears + deductions.arrears);
        // No minus before a nought: it would not come back from the store.
        for (const one of Object.values(deductions)) expect(Object.is(one, -0)).toBe(false);
      }
      const billed = given.reduce((sum, { cause, amount }) => sum + (cause.kind === 'bill' ? amount : 0), 0);
      expect(last?.billed).toBe(billed);
    }),
    { seed, numRuns: 200 },
  );
});

// biome-ignore format: a table
test.each<[what: string, before: LedgerEntry | undefined, posting: Posting, begins: boolean]>([
  ['the first bill that nothing pays',  undefined,            bill(5),           true],
  ['one that not all of is paid',       ledger(1, 1, 1, 0),   bill(5),           true],
  ['one that is paid',                  ledger(9, 0, 0, 0),   bill(5),           false],
  ['a second one that nothing pays',    ledger(0, 0, 0, 1),   bill(5),           false],
  ['a credit that leaves some owed',    ledger(0, 0, 0, 9),   credit('cash', 5), false],
  ['a bill of nought',                  undefined,            bill(0),           false],
])('%s: does a spell of arrears begin with it? (%#)', (_, before, posting, begins) => {
  expect(beginsArrears(entryAfter(before, posting))).toBe(begins);
});

describe('the state of a bill', () => {
  const own = { method: 'billing-center' } as const;
  const state = (entries: readonly LedgerEntry[], entryId: string) => {
    const entry = entries.find((one) => one.entryId === entryId);
    if (!entry) throw new Error('There is no such bill.');
    return billStateOf(
      { payer: own, deductions: entry.deductions, arrearsIncurred: entry.arrearsIncurred },
      entries.at(-1),
    );
  };
  const entered = (...given: readonly Posting[]): LedgerEntry[] => {
    const entries: LedgerEntry[] = [];
    for (const posting of given) entries.push(entryAfter(entries.at(-1), posting));
    return entries;
  };

  // biome-ignore format: a table
  test.each<[what: string, entries: Posting[], states: Record<string, string>]>([
    ['paid at once',                          [credit('cash', 5), bill(5, 'a')],                                          { a: 'paid' }],
    ['owed',                                  [bill(5, 'a')],                                                             { a: 'owed' }],
    ['owed, though half of it was repaid',    [bill(5, 'a'), credit('cash', 4)],                                          { a: 'owed' }],
    ['paid once all of it was',               [bill(5, 'a'), credit('cash', 4), credit('vouchers', 1)],                   { a: 'paid' }],
    ['the older one is paid before the newer', [bill(5, 'a'), bill(5, 'b'), credit('cash', 5)],                           { a: 'paid', b: 'owed' }],
    ['and then the newer',                    [bill(5, 'a'), bill(5, 'b'), credit('cash', 10)],                           { a: 'paid', b: 'paid' }],
    ['what an adjustment took back is repaid', [bill(5, 'a'), bill(-5, 'b')],                                             { a: 'paid', b: 'paid' }],
    ['a bill of nought owes nothing itself',  [bill(5, 'a'), bill(0, 'b')],                                               { a: 'owed', b: 'paid' }],
    ['nor does one below nought',             [bill(5, 'a'), bill(-2, 'b')],                                              { a: 'owed', b: 'paid' }],
    ['a later spell does not make it owed',   [bill(5, 'a'), credit('cash', 5), bill(5, 'b')],                            { a: 'paid', b: 'owed' }],
  ])('%s', (_, given, states) => {
    const entries = entered(...given);
    for (const [entryId, expected] of Object.entries(states)) expect(state(entries, entryId)).toBe(expected);
  });

  test('the marketplace’s is what it collects', () => {
    const payer = { method: 'alicloud', accountId: '1', instanceId: '2' } as const;
    const deductions: Deductions = { vouchers: 0, prepaid: 0, cash: 0, arrears: 0, alicloud: 5 };
    expect(billStateOf({ payer, deductions }, undefined)).toBe('alicloud');
  });
});

test('each account has a ledger for each currency, each instance one', () => {
  const own = { payer: { method: 'billing-center' }, owner: 'acct_1' } as const;
  expect(ledgerIdOf({ ...own, currency: 'CNY' })).toBe('account/acct_1/CNY');
  expect(ledgerIdOf({ ...own, currency: 'USD' })).toBe('account/acct_1/USD');
  const payer = { method: 'alicloud', accountId: '1234567890123456', instanceId: '33884913' } as const;
  expect(ledgerIdOf({ payer, owner: 'acct_1', currency: 'CNY' })).toBe('instance/33884913');
});
