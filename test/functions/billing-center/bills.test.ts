/** `GET /api/bills`: the bills as their owner sees them, filters and pages, and what they cost. */
import fc from 'fast-check';
import { accountLedgerId } from '../../../shared/domain/fees/ledger';
import { postingOf } from '../../../shared/domain/fees/posting';
import type { BillView } from '../../../shared/validation/answers';
import { addDays, type Day } from '../../../shared/validation/day';
import type { Site } from '../../../shared/validation/site';
import { type FaultyWorld, roundsOf } from '../../fakes/faults';
import { ACCOUNT_ID, INSTANCE_ID } from '../../fakes/world';
import { seed } from '../../seed';
import { refusal } from '../steps';
import {
  type BillKind,
  billOf,
  byAccount,
  type Customer,
  credit,
  customer,
  idOf,
  putBills,
  putLedger,
  type Query,
} from './fees';

const list = (world: FaultyWorld, token: string, query: Query = {}) => world.ask('GET', '/api/bills', { token, query });

/** A customer with these bills. */
const billed = async (kinds: readonly BillKind[]): Promise<Customer> => {
  const one = await customer();
  await putBills(
    one.world,
    kinds.map((kind) => billOf(one.owner, kind)),
  );
  return one;
};

/** All pages, one after the other: the bills' ids on each. */
const pages = async (world: FaultyWorld, token: string, query: Query = {}): Promise<string[][]> => {
  const read: string[][] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await list(world, token, { ...query, ...(cursor && { cursor }) });
    expect(status).toBe(200);
    read.push(body.bills.map(({ billId }: BillView) => billId));
    // A cursor that leads back would lead for ever.
    expect(read.length).toBeLessThan(500);
    cursor = body.nextCursor;
  } while (cursor);
  return read;
};

/** A bill a day for each of so many workspaces, from 1 January on. */
const many = (days: number, workspaces: number): BillKind[] =>
  Array.from({ length: days * workspaces }, (_, at) => ({
    day: addDays('2026-01-01', Math.floor(at / workspaces)),
    workspace: at % workspaces,
  }));

describe('a bill', () => {
  it('has the contract’s shape: amounts are decimal text in the currency’s unit', async () => {
    const { world, owner, token } = await customer();
    const rows = [
      { item: 'time-series', retention: 3, quantity: '6000', unit: 1_000, unitPrice: 6_000, amount: 36_000 },
      { item: 'forwarding-internal', quantity: '1.5', unit: 1, unitPrice: 70, amount: 105 },
      { item: 'hosts', quantity: '-1', unit: 1, unitPrice: 20_000, amount: -20_000, adjusts: '2025-12-31' },
    ] as const;
    const taken = { vouchers: 0, prepaid: 0, cash: 0, arrears: 0, alicloud: 16_105 };
    await putBills(world, [billOf(owner, { changes: { rows, amount: 16_105, deductions: taken } })]);
    const { status, body } = await list(world, token);
    expect(status).toBe(200);
    expect(body).toEqual({
      bills: [
        {
          billId: `2026-01-01-${'0'.repeat(32)}-1`,
          day: '2026-01-01',
          site: 'cn1',
          workspaceId: idOf(0),
          currency: 'CNY',
          payer: { method: 'alicloud', accountId: ACCOUNT_ID, instanceId: INSTANCE_ID },
          rows: [
            { item: 'time-series', retention: 3, quantity: '6000', unit: 1_000, unitPrice: '0.6', amount: '3.6' },
            { item: 'forwarding-internal', quantity: '1.5', unit: 1, unitPrice: '0.007', amount: '0.0105' },
            { item: 'hosts', quantity: '-1', unit: 1, unitPrice: '2', amount: '-2', adjusts: '2025-12-31' },
          ],
          amount: '1.6105',
          deductions: { vouchers: '0', prepaid: '0', cash: '0', arrears: '0', alicloud: '1.6105' },
          state: 'alicloud',
        },
      ],
    });
  });

  it('is the owner’s alone', async () => {
    const { world, token } = await customer();
    await putBills(world, [billOf('acct_other')]);
    expect((await list(world, token)).body).toEqual({ bills: [] });
  });
});

describe('what is owed', () => {
  const state = async ({ world, token }: Customer) =>
    (await list(world, token, { from: '2026-01-01', to: '2026-01-31' })).body.bills.map((bill: BillView) => bill.state);

  it('turns paid once later credits cover it, the older bill first; what nothing was left for stays owed', async () => {
    const one = await customer();
    const { world, owner } = one;
    const ledgerId = accountLedgerId(owner, 'CNY');
    const postings: Parameters<typeof putLedger>[2][number][] = [];
    // 1 paid by the cash that there is, then two that nothing is left for.
    postings.push(credit(50_000, 'cash', 'c1', 1));
    for (const day of ['2026-01-01', '2026-01-02', '2026-01-03']) {
      postings.push(postingOf(billOf(owner, { day, payer: byAccount }), 2));
    }
    const again = async (more: (typeof postings)[number][]) => {
      const entries = await putLedger(world, ledgerId, [...postings, ...more]);
      const bills = entries
        .slice(1, 4)
        .map(({ deductions, arrearsIncurred }, at) =>
          billOf(owner, { day: addDays('2026-01-01', at), payer: byAccount, changes: { deductions, arrearsIncurred } }),
        );
      await putBills(world, bills);
    };

    await again([]);
    expect(await state(one)).toEqual(['paid', 'owed', 'owed']);
    await again([credit(29_999, 'cash', 'c2', 3)]);
    expect(await state(one)).toEqual(['paid', 'owed', 'owed']);
    await again([credit(29_999, 'cash', 'c2', 3), credit(1, 'vouchers', 'c3', 4)]);
    expect(await state(one)).toEqual(['paid', 'paid', 'owed']);
    await again([credit(29_999, 'cash', 'c2', 3), credit(1, 'vouchers', 'c3', 4), credit(90_000, 'prepaid', 'c4', 5)]);
    expect(await state(one)).toEqual(['paid', 'paid', 'paid']);
  });

  it('is looked up in the ledger of the bill’s currency', async () => {
    const one = await customer();
    const { world, owner } = one;
    const owed = {
      deductions: { vouchers: 0, prepaid: 0, cash: 0, arrears: 40_000, alicloud: 0 },
      arrearsIncurred: 40_000,
    };
    for (const [currency, day] of [
      ['CNY', '2026-01-01'],
      ['USD', '2026-01-02'],
    ] as const) {
      await putBills(world, [billOf(owner, { day, currency, payer: byAccount, changes: owed })]);
      await putLedger(world, accountLedgerId(owner, currency), [
        postingOf(billOf(owner, { day, currency, payer: byAccount }), 1),
        ...(currency === 'USD' ? [credit(40_000, 'cash', 'c', 2)] : []),
      ]);
    }
    expect(await state(one)).toEqual(['owed', 'paid']);
  });
});

describe('days', () => {
  const days: readonly Day[] = ['2025-12-31', '2026-01-01', '2026-01-14', '2026-01-31', '2026-02-01', '2026-02-28'];

  // biome-ignore format: one case a line
  it.each<[Query, Day[]]>([
    // query                                       days; it is 15 January
    [{},                                           ['2026-01-01', '2026-01-14', '2026-01-31']],
    [{ from: '2026-01-01', to: '2026-01-31' },     ['2026-01-01', '2026-01-14', '2026-01-31']],
    [{ from: '2026-01-14', to: '2026-01-14' },     ['2026-01-14']],
    [{ from: '2026-01-02', to: '2026-01-30' },     ['2026-01-14']],
    [{ from: '2026-01-14' },                       ['2026-01-14', '2026-01-31']],
    [{ to: '2026-01-14' },                         ['2026-01-01', '2026-01-14']],
    [{ from: '2026-02-10' },                       ['2026-02-28']],
    [{ to: '2025-12-31' },                         ['2025-12-31']],
    [{ from: '2025-12-31', to: '2026-02-28' },     [...days]],
    [{ from: '2026-03-01' },                       []],
    [{ from: '9999-12-31', to: '9999-12-31' },     []],
    [{ from: '0000-01-01' },                       []],
  ])('%j: %j, of all workspaces and of one', async (query, found) => {
    const { world, token } = await billed(days.map((day) => ({ day })));
    const read = async (more: Query) => (await list(world, token, { ...query, ...more })).body.bills.map(({ day }: BillView) => day);
    expect(await read({})).toEqual(found);
    expect(await read({ workspaceId: idOf(0) })).toEqual(found);
    expect(await read({ workspaceId: idOf(1) })).toEqual([]);
  });

  it('the month is Beijing’s', async () => {
    const { world, token } = await billed([{ day: '2026-01-31' }, { day: '2026-02-01' }]);
    world.clock.advance(Date.parse('2026-01-31T15:59:59.999Z') - world.clock.nowMs());
    const later = await world.ask('POST', '/api/sessions', {
      json: { username: 'acme', password: 'correct horse battery' },
    });
    expect(token).not.toBe(later.body.token);
    const read = async () => (await list(world, later.body.token)).body.bills.map(({ day }: BillView) => day);
    expect(await read()).toEqual(['2026-01-31']);
    world.clock.advance(1);
    expect(await read()).toEqual(['2026-02-01']);
  });
});

describe('pages', () => {
  // biome-ignore format: one case a line
  it.each<[number, number, Query, number[]]>([
    // days, workspaces, query                                   on each page
    [0,  0,   {},                                                [0]],
    [10, 5,   {},                                                [50]],
    [17, 3,   {},                                                [50, 1]],
    [3,  1,   { limit: '1' },                                    [1, 1, 1]],
    [31, 13,  { limit: '200' },                                  [200, 200, 3]],
    [31, 13,  { limit: '10', workspaceId: idOf(12) },            [10, 10, 10, 1]],
    [31, 13,  { limit: '200', workspaceId: idOf(12) },           [31]],
    [31, 13,  { workspaceId: idOf(13) },                         [0]],
  ])('%i days of %i workspaces with %j: %j', async (days, workspaces, query, sizes) => {
    const { world, token } = await billed(many(days, workspaces));
    expect((await pages(world, token, query)).map(({ length }) => length)).toEqual(sizes);
  });

  it('have the oldest day first, and within a day the workspaces in the order of their ids', async () => {
    const { world, token } = await billed([...many(3, 3)].reverse());
    const read = (await pages(world, token, { limit: '2' })).flat();
    expect(read).toEqual([...read].sort());
    expect(read).toHaveLength(9);
  });

  it('have every bill of a workspace’s day, however many its payers and its late usage made', async () => {
    const { world, token } = await billed(
      [1, 2, 3].flatMap((workspace) => Array.from({ length: 11 }, (_, at) => ({ workspace, n: at + 1 }))),
    );
    for (const limit of ['1', '4', '50']) {
      const read = (await pages(world, token, { workspaceId: idOf(2), limit })).flat();
      expect(read).toEqual(Array.from({ length: 11 }, (_, at) => `2026-01-01-${idOf(2).slice(5)}-${at + 1}`).sort());
    }
  });

  it('have a cursor that nobody takes for a bill’s id', async () => {
    const { world, token } = await billed(many(2, 1));
    const { nextCursor } = (await list(world, token, { limit: '1' })).body;
    expect(nextCursor).toMatch(/^[\w-]+$/);
    expect(nextCursor).not.toContain('2026');
  });

  it('go on within another range than they began with, and never before it', async () => {
    const { world, token } = await billed(many(5, 1));
    const { nextCursor } = (await list(world, token, { limit: '1' })).body;
    const rest = (await list(world, token, { cursor: nextCursor, from: '2026-01-04' })).body.bills;
    expect(rest.map(({ day }: BillView) => day)).toEqual(['2026-01-04', '2026-01-05']);
  });

  it('lose nothing and repeat nothing, whatever is filtered and however small they are', async () => {
    const sites = ['cn1', 'eu1'] as const;
    const kinds = fc.array(
      fc.record({
        workspace: fc.nat(4),
        day: fc.integer({ min: -3, max: 50 }).map((at) => addDays('2026-01-01', at)),
        n: fc.constantFrom(1, 2, 9, 10, 11),
        site: fc.constantFrom<Site>(...sites),
      }),
      { maxLength: 60 },
    );
    const query = fc.record(
      {
        from: fc.constantFrom('2026-01-01', '2026-01-10'),
        to: fc.constantFrom('2026-01-10', '2026-02-15'),
        site: fc.constantFrom(...sites),
        workspaceId: fc.nat(4).map(idOf),
        limit: fc.constantFrom('1', '2', '7', '50'),
      },
      { requiredKeys: ['from', 'to'] },
    );
    await fc.assert(
      fc.asyncProperty(kinds, query, async (some, wanted) => {
        const { world, owner, token } = await customer();
        const bills = new Map(some.map((kind) => billOf(owner, kind)).map((bill) => [bill.billId, bill]));
        await putBills(world, [...bills.values()]);
        // Another's bills lie before and behind.
        await putBills(
          world,
          ['acct_0', 'acct_z'].map((other) => billOf(other, { day: '2026-01-05' })),
        );
        const fitting = [...bills.values()].flatMap((bill) =>
          bill.day >= wanted.from &&
          bill.day <= wanted.to &&
          (wanted.site === undefined || bill.site === wanted.site) &&
          (wanted.workspaceId === undefined || bill.workspaceId === wanted.workspaceId)
            ? [bill.billId]
            : [],
        );
        expect((await pages(world, token, wanted)).flat()).toEqual(fitting.sort());
      }),
      { seed, numRuns: 60 },
    );
  }, 60_000);
});

describe('what is wrong with the query', () => {
  // biome-ignore format: one case a line
  it.each<[Query, [string, string][]]>([
    // query                                             errors
    [{ from: '2026-1-1' },                               [['/from', 'malformed']]],
    [{ from: '2026-02-30' },                             [['/from', 'malformed']]],
    [{ to: '20260101' },                                 [['/to', 'malformed']]],
    [{ from: '2026-01-02', to: '2026-01-01' },           [['/to', 'range-reversed']]],
    [{ from: '2026-01-01', to: '2026-04-03' },           [['/to', 'range-too-long']]],
    [{ site: 'mars' },                                   [['/site', 'not-offered']]],
    [{ workspaceId: 'wksp_1' },                          [['/workspaceId', 'malformed']]],
    [{ limit: '0' },                                     [['/limit', 'malformed']]],
    [{ limit: '201' },                                   [['/limit', 'malformed']]],
    [{ cursor: 'x' },                                    [['/cursor', 'malformed']]],
    [{ cursor: '2026-01-01' },                           [['/cursor', 'malformed']]],
    [{ cursor: Buffer.from('acct_1').toString('base64url') }, [['/cursor', 'malformed']]],
    [{ limit: '0', from: '2026-01-02', to: '2026-01-01', site: 'x' }, [['/site', 'not-offered'], ['/limit', 'malformed'], ['/to', 'range-reversed']]],
  ])('%j is refused: %j', async (query, errors) => {
    const { world, token } = await customer();
    const answer = await list(world, token, query);
    expect(answer).toMatchObject(refusal('invalid-request'));
    expect(answer.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual(errors);
    await world.ask('DELETE', '/api/sessions', { token });
    expect(await list(world, token, query)).toMatchObject(refusal('not-signed-in'));
  });

  it('92 days are as many as may be asked for', async () => {
    const { world, token } = await customer();
    expect((await list(world, token, { from: '2026-01-01', to: '2026-04-02' })).status).toBe(200);
  });
});

describe('the cost, in calls of the store', () => {
  const scans = async ({ world, token }: Customer, query: Query): Promise<number> => {
    const before = world.store.calls.scan;
    await list(world, token, query);
    return world.store.calls.scan - before;
  };

  it('of a page: one scan, at the same time as the rest', async () => {
    const one = await billed(many(31, 13));
    expect(await scans(one, {})).toBe(1);
    const rounds = await roundsOf(one.world, () => list(one.world, one.token, { limit: '2' }));
    expect(rounds[0]).toEqual(['read ledgerHeads', 'read ledgerHeads', 'read sessions', 'scan bills']);
    expect(new Set(rounds.slice(1).flat())).toEqual(new Set(['scan bills']));
  });

  it('of one workspace: a scan for each day, however many workspaces there are', async () => {
    const one = await billed(many(31, 40));
    expect(await scans(one, { workspaceId: idOf(39), limit: '200' })).toBe(31);
    let rows = 0;
    await one.world.during(
      ({ operation }) => {
        if (operation === 'scan') rows++;
        return 'proceed';
      },
      () => list(one.world, one.token, { workspaceId: idOf(20), limit: '200' }),
    );
    expect(rows).toBeLessThanOrEqual(31 * 5);
  });

  it('of a filter that fits nothing is bounded: it looks at about 2,000, then gives a cursor to go on with', async () => {
    const one = await billed(many(31, 70));
    expect(await scans(one, { site: 'za1' })).toBe(10);
    const { body } = await list(one.world, one.token, { site: 'za1' });
    expect(body).toEqual({ bills: [], nextCursor: expect.any(String) });
    expect(await pages(one.world, one.token, { site: 'za1' })).toEqual([[], []]);
  });
});
