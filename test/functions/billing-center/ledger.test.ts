/** `GET /api/ledger`: the balances, and how they came to be, newest first. */
import { accountLedgerId } from '../../../shared/domain/fees/ledger';
import { postingOf } from '../../../shared/domain/fees/posting';
import type { LedgerEntryView } from '../../../shared/validation/answers';
import type { FaultyWorld } from '../../fakes/faults';
import { refusal } from '../steps';
import { billOf, byAccount, credit, customer, putLedger, type Query } from './fees';

const read = (world: FaultyWorld, token: string, query: Query = {}) =>
  world.ask('GET', '/api/ledger', { token, query });
const nothing = { vouchers: '0', prepaid: '0', cash: '0', arrears: '0' };

/** An account with so many credits of 0.0001, numbered from 1. */
const credited = async (count: number, lastHasRow = true) => {
  const one = await customer();
  const postings = Array.from({ length: count }, (_, at) => credit(1, 'cash', `credit-${at + 1}`, at));
  await putLedger(one.world, accountLedgerId(one.owner, 'CNY'), postings, { lastHasRow });
  return one;
};

it('of who never had a bill or a credit is empty', async () => {
  const { world, token } = await customer();
  expect((await read(world, token)).body).toEqual({ currency: 'CNY', balances: nothing, entries: [] });
  expect((await read(world, token, { currency: 'USD' })).body.currency).toBe('USD');
});

it('shows each entry with what it took, or gave, and what was left, the newest first', async () => {
  const { world, owner, token } = await customer();
  const bill = billOf(owner, { payer: byAccount });
  await putLedger(world, accountLedgerId(owner, 'CNY'), [
    credit(10_000, 'vouchers', 'credit-1', Date.parse('2026-01-01T00:00:00.000Z')),
    postingOf(bill, Date.parse('2026-01-02T00:00:00.000Z')),
    credit(50_000, 'prepaid', 'credit-2', Date.parse('2026-01-03T00:00:00.000Z')),
  ]);
  await putLedger(world, accountLedgerId('acct_other', 'CNY'), [credit(1, 'cash', 'theirs', 1)]);
  const balances = { ...nothing, prepaid: '2' };
  expect((await read(world, token)).body).toEqual({
    currency: 'CNY',
    balances,
    entries: [
      {
        entryId: 'credit-2',
        at: '2026-01-03T00:00:00.000Z',
        kind: 'prepaid',
        amount: '5',
        reason: 'Bank transfer.',
        balances,
      },
      {
        entryId: bill.billId,
        at: '2026-01-02T00:00:00.000Z',
        kind: 'bill',
        amount: '4',
        billId: bill.billId,
        deductions: { vouchers: '1', prepaid: '0', cash: '0', arrears: '3', alicloud: '0' },
        balances: { ...nothing, arrears: '3' },
      },
      {
        entryId: 'credit-1',
        at: '2026-01-01T00:00:00.000Z',
        kind: 'vouchers',
        amount: '1',
        reason: 'Bank transfer.',
        balances: { ...nothing, vouchers: '1' },
      },
    ],
  });
  expect((await read(world, token, { currency: 'USD' })).body.entries).toEqual([]);
});

it('tells a customer nothing of which operator it was', async () => {
  const { world, token } = await credited(1);
  expect(JSON.stringify((await read(world, token)).body)).not.toContain('Ada');
});

describe('pages', () => {
  const pages = async (world: FaultyWorld, token: string, query: Query): Promise<string[][]> => {
    const all: string[][] = [];
    let cursor: string | undefined;
    do {
      const { body } = await read(world, token, { ...query, ...(cursor && { cursor }) });
      all.push(body.entries.map(({ entryId }: LedgerEntryView) => entryId));
      // A cursor that leads back would lead for ever.
      expect(all.length).toBeLessThan(100);
      cursor = body.nextCursor;
    } while (cursor);
    return all;
  };

  // biome-ignore format: one case a line
  it.each<[number, Query, number[]]>([
    // entries  query               on each page
    [0,         {},                 [0]],
    [1,         {},                 [1]],
    [2,         { limit: '1' },     [1, 1]],
    [3,         { limit: '2' },     [2, 1]],
    [4,         { limit: '2' },     [2, 2]],
    [50,        {},                 [50]],
    [51,        {},                 [50, 1]],
    [401,       { limit: '200' },   [200, 200, 1]],
  ])('%i entries with %j: %j, whether or not the last has a row yet', async (count, query, sizes) => {
    for (const lastHasRow of [true, false]) {
      const { world, token } = await credited(count, lastHasRow);
      const read = await pages(world, token, query);
      expect(read.map(({ length }) => length)).toEqual(sizes);
      expect(read.flat()).toEqual(Array.from({ length: count }, (_, at) => `credit-${count - at}`));
    }
  });

  it('go on where they were, though entries come', async () => {
    const { world, owner, token } = await credited(4);
    const { nextCursor } = (await read(world, token, { limit: '2' })).body;
    expect(nextCursor).toMatch(/^[\w-]+$/);
    await putLedger(
      world,
      accountLedgerId(owner, 'CNY'),
      Array.from({ length: 6 }, (_, at) => credit(1, 'cash', `credit-${at + 1}`, at)),
    );
    const { entries, balances } = (await read(world, token, { cursor: nextCursor })).body;
    expect(entries.map(({ entryId }: LedgerEntryView) => entryId)).toEqual(['credit-2', 'credit-1']);
    expect(balances).toEqual({ ...nothing, cash: '0.0006' });
  });

  it('cost one scan each, of hardly more rows than are shown', async () => {
    const { world, token } = await credited(1_000);
    const { nextCursor } = (await read(world, token, { limit: '10' })).body;
    const before = world.store.calls.scan;
    let rows = 0;
    await world.during(
      ({ operation }) => {
        if (operation === 'scan') rows++;
        return 'proceed';
      },
      () => read(world, token, { limit: '10', cursor: nextCursor }),
    );
    expect([world.store.calls.scan - before, rows]).toEqual([1, 11]);
  });
});

// biome-ignore format: one case a line
it.each<[Query, [string, string][]]>([
  [{ currency: 'EUR' },                                          [['/currency', 'not-offered']]],
  [{ limit: '0' },                                               [['/limit', 'malformed']]],
  [{ cursor: 'x' },                                              [['/cursor', 'malformed']]],
  [{ cursor: Buffer.from('0').toString('base64url') },           [['/cursor', 'malformed']]],
  [{ cursor: Buffer.from('1e3').toString('base64url') },         [['/cursor', 'malformed']]],
  [{ currency: 'EUR', limit: 'x' },                              [['/currency', 'not-offered'], ['/limit', 'malformed']]],
])('%j is refused: %j', async (query, errors) => {
  const { world, token } = await customer();
  const answer = await read(world, token, query);
  expect(answer).toMatchObject(refusal('invalid-request'));
  expect(answer.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual(errors);
  await world.ask('DELETE', '/api/sessions', { token });
  expect(await read(world, token, query)).toMatchObject(refusal('not-signed-in'));
});
