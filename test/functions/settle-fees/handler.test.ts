/** A day's usage becomes bills: of whoever pays for its hours, as late as it comes, and as often as the timer does. */
import { accountLedgerId } from '../../../shared/domain/fees/ledger';
import { append } from '../../../shared/protocol/fees/ledger';
import { settle } from '../../../shared/protocol/fees/settle';
import { addDays } from '../../../shared/validation/day';
import { freshWorkspaceId } from '../../contracts/sample-rows';
import { addWorkspace, alicloud, billingCenterSettlement, buy, INSTANCE_ID } from '../../fakes/world';
import { OTHER_INSTANCE_ID, release, rowOf } from '../steps';
import { all, at, begin, billsOf, FIRST_DAY, fire, MINUTE_MS, morningAfter, moveTo, told, use, wrong } from './books';

const SECOND_DAY = addDays(FIRST_DAY, 1);
const THIRD_DAY = addDays(FIRST_DAY, 2);

const done = { outcome: 'done', settled: 0, deferred: 0, failed: 0, bills: 0 };

describe('a day', () => {
  test('is billed the day after, to the payer of each workspace, and entered in the payer’s ledger', async () => {
    const { world, paid, own } = await begin();
    moveTo(world, at(FIRST_DAY, 20));
    await use(world, paid, at(FIRST_DAY, 9), '2000000');
    await use(world, own, at(FIRST_DAY, 9), '3000000');
    moveTo(world, morningAfter(FIRST_DAY));
    expect(await fire(world)).toEqual({ ...done, settled: 2, bills: 2 });
    const of = { day: FIRST_DAY, site: 'cn1', owner: paid.owner, currency: 'CNY', billedAtMs: morningAfter(FIRST_DAY) };
    const row = { item: 'logs', retention: 3, unit: 1_000_000, unitPrice: 10_000 };
    const none = { vouchers: 0, prepaid: 0, cash: 0, arrears: 0, alicloud: 0 };
    expect(await billsOf(world, paid)).toEqual([
      {
        ...of,
        billId: `${FIRST_DAY}-${paid.workspaceId.slice(5)}-1`,
        workspaceId: paid.workspaceId,
        payer: alicloud(),
        rows: [{ ...row, quantity: '2000000', amount: 20_000 }],
        amount: 20_000,
        deductions: { ...none, alicloud: 20_000 },
      },
    ]);
    expect(await billsOf(world, own)).toEqual([
      {
        ...of,
        billId: `${FIRST_DAY}-${own.workspaceId.slice(5)}-1`,
        workspaceId: own.workspaceId,
        payer: billingCenterSettlement,
        rows: [{ ...row, quantity: '3000000', amount: 30_000 }],
        amount: 30_000,
        deductions: { ...none, arrears: 30_000 },
        arrearsIncurred: 30_000,
      },
    ]);
    expect((await all(world, 'ledgerHeads')).map(({ ledgerId, last }) => [ledgerId, last.billed])).toEqual([
      [`account/${own.owner}/CNY`, 30_000],
      [`instance/${INSTANCE_ID}`, 20_000],
    ]);
    expect(await wrong(world)).toEqual([]);
    expect(await fire(world)).toEqual(done);
  });

  test('is left alone until five minutes after its end in Beijing', async () => {
    const { world, paid } = await begin();
    await use(world, paid, at(FIRST_DAY, 8), '1000000');
    moveTo(world, morningAfter(FIRST_DAY) - 1);
    expect(await fire(world)).toEqual(done);
    moveTo(world, morningAfter(FIRST_DAY));
    expect(await fire(world)).toEqual({ ...done, settled: 1, bills: 1 });
  });

  test('takes what is late until it is billed', async () => {
    const { world, paid } = await begin();
    await use(world, paid, at(FIRST_DAY, 8), '1000000');
    moveTo(world, at(SECOND_DAY, 0, 4));
    await use(world, paid, at(FIRST_DAY, 23), '1000000');
    moveTo(world, morningAfter(FIRST_DAY));
    await fire(world);
    expect(await told(world)).toEqual([`${FIRST_DAY} alicloud 20000`]);
  });

  test('is priced at its site, in the currency of whoever pays', async () => {
    const { world, token } = await begin();
    const add = async (settlement: object) =>
      rowOf(world, (await addWorkspace(world, token, settlement, 'Far', 'eu1')).body.workspace);
    const [paid, own] = [await add(alicloud()), await add(billingCenterSettlement)];
    for (const workspace of [paid, own]) await use(world, workspace, at(FIRST_DAY, 8), '1000000');
    moveTo(world, morningAfter(FIRST_DAY));
    await fire(world);
    expect((await billsOf(world)).map(({ currency, amount }) => [currency, amount]).sort()).toEqual([
      ['CNY', 20_000],
      ['USD', 3_000],
    ]);
    expect(await wrong(world)).toEqual([]);
  });

  test('whose usage costs nothing has a bill of nought; one whose usage never came has none, and is settled', async () => {
    const { world, paid, own } = await begin();
    await use(world, paid, at(FIRST_DAY, 8), '9999');
    await world.store.write({
      table: 'usageTodos',
      put: { shard: `${FIRST_DAY}/${own.workspaceId.charAt(5)}`, workspaceId: own.workspaceId, sinceMs: 1 },
    });
    moveTo(world, morningAfter(FIRST_DAY));
    expect(await fire(world)).toEqual({ ...done, settled: 2, bills: 1 });
    expect(await told(world)).toEqual([`${FIRST_DAY} alicloud 0`]);
    expect(await world.store.get('usageDays', { workspaceId: own.workspaceId, day: FIRST_DAY })).toMatchObject({
      hours: [],
      charged: { payers: [] },
    });
    expect(await wrong(world)).toEqual([]);
  });
});

describe('days that were missed', () => {
  test('are caught up with, the oldest first', async () => {
    const { world, own } = await begin();
    for (const day of [FIRST_DAY, SECOND_DAY, THIRD_DAY]) {
      moveTo(world, at(day, 12));
      await use(world, own, at(day, 11), '1000000');
    }
    moveTo(world, morningAfter(addDays(THIRD_DAY, 4)));
    expect(await fire(world)).toEqual({ ...done, settled: 3, bills: 3 });
    const entries = await all(world, 'ledgerEntries');
    expect(entries.map(({ cause }) => 'day' in cause && cause.day)).toEqual([FIRST_DAY, SECOND_DAY, THIRD_DAY]);
    expect(await wrong(world)).toEqual([]);
  });

  test.each([
    [10, 0],
    [59, 0],
    [60, 1],
    [69, 1],
  ])(
    'but for the last two are looked for by the first run of each hour: %i minutes after one, %i bills',
    async (minutes, bills) => {
      const { world, own } = await begin();
      await use(world, own, at(FIRST_DAY, 8), '1000000');
      moveTo(world, at(addDays(FIRST_DAY, 3), 8, minutes));
      expect(await fire(world)).toMatchObject({ bills });
    },
  );

  test('reach as far back as usage is taken, to the last minute of it', async () => {
    const { world, own } = await begin();
    const last = addDays(FIRST_DAY, 34);
    moveTo(world, at(last, 23, 59));
    await use(world, own, at(FIRST_DAY, 12), '1000000');
    moveTo(world, morningAfter(last));
    await fire(world);
    expect(await told(world)).toEqual([`${FIRST_DAY} billing-center 10000`]);
  });
});

describe('where an instance is closed on the day', () => {
  test('the hour that holds the release is the last that it pays for', async () => {
    const { world, paid } = await begin();
    moveTo(world, at(FIRST_DAY, 12, 30));
    await release(world);
    await world.settle();
    moveTo(world, at(FIRST_DAY, 20));
    for (const hour of [11, 12, 13]) await use(world, paid, at(FIRST_DAY, hour), '1000000');
    moveTo(world, morningAfter(FIRST_DAY));
    expect(await fire(world)).toEqual({ ...done, settled: 1, bills: 2 });
    expect(await told(world)).toEqual([`${FIRST_DAY} alicloud 20000`, `${FIRST_DAY} billing-center 10000`]);
    expect((await billsOf(world)).map(({ billId }) => billId.slice(-2))).toEqual(['-1', '-2']);
    expect(await wrong(world)).toEqual([]);
  });

  test('it waits until the closure was walked, and is counted as waiting', async () => {
    const { world, paid } = await begin();
    moveTo(world, at(FIRST_DAY, 20));
    for (const hour of [12, 19]) await use(world, paid, at(FIRST_DAY, hour), '1000000');
    await release(world);
    world.invoker.invoked.length = 0;
    moveTo(world, at(FIRST_DAY, 23));
    await use(world, paid, at(FIRST_DAY, 22), '1000000');
    moveTo(world, morningAfter(FIRST_DAY));
    expect(await fire(world)).toEqual({ ...done, deferred: 1 });
    expect(await told(world)).toEqual([]);
    const metrics = world.lines.map((line) => JSON.parse(line)).filter(({ metric }) => metric === 'fees');
    expect(metrics.at(-1)).toMatchObject({ level: 'info', deferred: 1, oldestAgeMs: 5 * MINUTE_MS, continued: false });
    await world.timer('close-subscription');
    world.clock.advance(10 * MINUTE_MS);
    expect(await fire(world)).toEqual({ ...done, settled: 1, bills: 2 });
    expect(await told(world)).toEqual([`${FIRST_DAY} alicloud 20000`, `${FIRST_DAY} billing-center 10000`]);
    expect(await wrong(world)).toEqual([]);
  });

  test('one that pays though it is closed waits for the timed check', async () => {
    const { world, paid } = await begin();
    await use(world, paid, at(FIRST_DAY, 8), '1000000');
    const instance = await world.store.get('instances', { instanceId: INSTANCE_ID });
    if (!instance) throw new Error('There is no instance.');
    const closed = {
      ...instance,
      status: 'closed',
      releasedAtMs: at(FIRST_DAY, 9),
      closedAtMs: at(FIRST_DAY, 9),
    } as const;
    await world.store.write({ table: 'instances', put: closed });
    moveTo(world, morningAfter(FIRST_DAY));
    expect(await fire(world)).toEqual({ ...done, deferred: 1 });
    await world.timer('check-consistency');
    expect(await fire(world)).toEqual({ ...done, settled: 1, bills: 1 });
    expect(await wrong(world)).toEqual([]);
  });

  test('a workspace that had moved on is not kept waiting', async () => {
    const { world, paid, token } = await begin();
    await buy(world, OTHER_INSTANCE_ID);
    moveTo(world, at(FIRST_DAY, 12));
    await world.ask('PUT', `/api/settlements/cn1/${paid.workspaceId}`, { token, json: alicloud(OTHER_INSTANCE_ID) });
    for (const hour of [9, 12]) await use(world, paid, at(FIRST_DAY, hour), '1000000');
    await release(world);
    moveTo(world, morningAfter(FIRST_DAY));
    expect(await fire(world)).toEqual({ ...done, settled: 1, bills: 2 });
  });
});

describe('usage of a day that was billed', () => {
  /** Two days in a row are billed: one million logs each, to the Billing Center account. */
  const billed = async () => {
    const customer = await begin();
    const { world, own } = customer;
    for (const day of [FIRST_DAY, SECOND_DAY]) {
      moveTo(world, at(day, 12));
      await use(world, own, at(day, 11), '1000000');
      moveTo(world, morningAfter(day));
      await fire(world);
    }
    moveTo(world, at(THIRD_DAY, 12));
    return customer;
  };
  const adjusted = async (world: Awaited<ReturnType<typeof begin>>['world']) =>
    (await billsOf(world)).at(-1)?.rows.map(({ adjusts, quantity, amount }) => [adjusts, quantity, amount]);

  // biome-ignore format: a table
  test.each<[what: string, values: [day: string, hour: number, quantity: string][], rows: unknown[] | undefined]>([
    ['that grows is on the next bill',                 [[FIRST_DAY, 11, '3000000']],                              [[FIRST_DAY, '2000000', 20_000]]],
    ['that shrinks is taken back there',               [[FIRST_DAY, 11, '400000']],                               [[FIRST_DAY, '-600000', -6_000]]],
    ['of another hour too',                            [[FIRST_DAY, 15, '10000']],                                [[FIRST_DAY, '10000', 100]]],
    ['of several days is on one bill',                 [[SECOND_DAY, 11, '0'], [FIRST_DAY, 11, '2000000']],       [[FIRST_DAY, '1000000', 10_000], [SECOND_DAY, '-1000000', -10_000]]],
    ['that changes again and again counts as it ends', [[FIRST_DAY, 11, '9000000'], [FIRST_DAY, 11, '2000000']],  [[FIRST_DAY, '1000000', 10_000]]],
    ['that ends where it was is on no bill',           [[FIRST_DAY, 11, '9000000'], [FIRST_DAY, 11, '1000000']],  undefined],
    ['beside usage of the day follows its rows',       [[THIRD_DAY, 9, '1000000'], [FIRST_DAY, 11, '2000000']],   [[undefined, '1000000', 10_000], [FIRST_DAY, '1000000', 10_000]]],
  ])('%s', async (_, values, rows) => {
    const { world, own } = await billed();
    for (const [day, hour, quantity] of values) {
      await use(world, own, at(day, hour), quantity);
      world.clock.advance(1_000);
    }
    const before = await billsOf(world);
    moveTo(world, morningAfter(THIRD_DAY));
    expect(await fire(world)).toEqual({ ...done, settled: 1, bills: rows ? 1 : 0 });
    expect((await billsOf(world)).slice(0, 2)).toEqual(before);
    if (rows) expect(await adjusted(world)).toEqual(rows);
    expect(await wrong(world)).toEqual([]);
    expect(await all(world, 'adjustmentsDue')).toEqual([]);
    // And is on no bill after it.
    moveTo(world, morningAfter(addDays(THIRD_DAY, 1)));
    expect(await fire(world)).toEqual(done);
    expect(await wrong(world)).toEqual([]);
  });

  test('is charged to whom the hours belonged, whoever pays by now', async () => {
    const { world, paid } = await begin();
    await use(world, paid, at(FIRST_DAY, 8), '1000000');
    moveTo(world, morningAfter(FIRST_DAY));
    await fire(world);
    await release(world);
    await world.settle();
    await use(world, paid, at(FIRST_DAY, 8), '3000000');
    moveTo(world, at(SECOND_DAY, 12));
    await use(world, paid, at(SECOND_DAY, 11), '1000000');
    moveTo(world, morningAfter(SECOND_DAY));
    await fire(world);
    expect(await told(world)).toEqual([
      `${FIRST_DAY} alicloud 10000`,
      `${SECOND_DAY} billing-center 10000`,
      `${SECOND_DAY} alicloud 20000`,
    ]);
    expect(await wrong(world)).toEqual([]);
  });

  test('of which a payer has no hour left is taken back from it', async () => {
    const { world, paid } = await begin();
    moveTo(world, at(FIRST_DAY, 12, 30));
    await release(world);
    await world.settle();
    moveTo(world, at(FIRST_DAY, 20));
    // The day's maximum is reached in an hour of Billing Center's.
    await use(world, paid, at(FIRST_DAY, 11), '3', 'hosts');
    await use(world, paid, at(FIRST_DAY, 15), '5', 'hosts');
    moveTo(world, morningAfter(FIRST_DAY));
    await fire(world);
    // It turns out to have been reached before.
    await use(world, paid, at(FIRST_DAY, 11), '6', 'hosts');
    moveTo(world, morningAfter(SECOND_DAY));
    await fire(world);
    expect(await told(world)).toEqual([
      `${FIRST_DAY} alicloud 60000`,
      `${FIRST_DAY} billing-center 40000`,
      `${SECOND_DAY} alicloud 60000`,
      `${SECOND_DAY} billing-center -40000`,
    ]);
    expect(await wrong(world)).toEqual([]);
  });

  test('that came while the day was sealed and not charged yet is billed with the day', async () => {
    const { world, paid } = await begin();
    await use(world, paid, at(FIRST_DAY, 8), '1000000');
    moveTo(world, at(FIRST_DAY, 23));
    await release(world);
    world.invoker.invoked.length = 0;
    moveTo(world, morningAfter(FIRST_DAY));
    // It is sealed, and waits for the closure.
    expect(await fire(world)).toEqual({ ...done, deferred: 1 });
    await use(world, paid, at(FIRST_DAY, 8), '2000000');
    await world.timer('close-subscription');
    expect(await fire(world)).toEqual({ ...done, settled: 1, bills: 1 });
    expect(await told(world)).toEqual([`${FIRST_DAY} alicloud 20000`]);
    moveTo(world, morningAfter(SECOND_DAY));
    expect(await fire(world)).toEqual({ ...done, settled: 1 });
    expect(await wrong(world)).toEqual([]);
    expect(await all(world, 'adjustmentsDue')).toEqual([]);
  });

  test('of a day that is not charged yet is left to that day, whichever is settled first', async () => {
    const { world, own } = await begin();
    await use(world, own, at(FIRST_DAY, 8), '1000000');
    moveTo(world, at(SECOND_DAY, 12));
    await use(world, own, at(SECOND_DAY, 11), '1000000');
    moveTo(world, morningAfter(SECOND_DAY));
    const row = await world.store.get('usageDays', { workspaceId: own.workspaceId, day: FIRST_DAY });
    if (!row) throw new Error('There is no usage.');
    // Whoever sealed it died.
    const sealed = { ...row, version: row.version + 1, sealedAtMs: morningAfter(FIRST_DAY) };
    await world.store.write({ table: 'usageDays', put: sealed });
    await use(world, own, at(FIRST_DAY, 9), '2000000');
    await settle(world.store, own.workspaceId, SECOND_DAY, world.clock.nowMs());
    expect(await told(world)).toEqual([`${SECOND_DAY} billing-center 10000`]);
    await fire(world);
    expect(await told(world)).toEqual([`${FIRST_DAY} billing-center 30000`, `${SECOND_DAY} billing-center 10000`]);
    expect(await wrong(world)).toEqual([]);
  });
});

describe('a run', () => {
  test('whose time is over goes on by itself, from where it was', async () => {
    const { world, paid, own, token } = await begin({ settling: { budgetMs: 0, pageSize: 1 } });
    const third = await rowOf(world, (await addWorkspace(world, token, alicloud(), 'Third', 'cn1')).body.workspace);
    for (const workspace of [paid, own, third]) await use(world, workspace, at(FIRST_DAY, 8), '1000000');
    moveTo(world, morningAfter(FIRST_DAY));
    expect(await world.timer('settle-fees')).toMatchObject({ outcome: 'continued' });
    const steps = [];
    for (let next = world.invoker.invoked.shift(); next; next = world.invoker.invoked.shift()) {
      steps.push(next.functionName === 'settle-fees' ? JSON.stringify(next.payload) : next.functionName);
      await world.invoke(next.functionName, next.payload);
    }
    expect(new Set(steps).size).toBe(steps.length);
    expect(await billsOf(world)).toHaveLength(3);
    expect(await wrong(world)).toEqual([]);
  });

  test('that cannot start itself leaves the rest to the timer', async () => {
    const { world, paid } = await begin({ settling: { budgetMs: 0, pageSize: 1 } });
    await use(world, paid, at(FIRST_DAY, 8), '1000000');
    moveTo(world, morningAfter(FIRST_DAY));
    world.invoker.down = true;
    expect(await world.timer('settle-fees')).toMatchObject({ outcome: 'continued' });
    expect(world.lines.some((line) => line.includes('What settle-fees has to do waits for its timer.'))).toBe(true);
    world.invoker.down = false;
    await fire(world);
    expect(await told(world)).toEqual([`${FIRST_DAY} alicloud 10000`]);
  });

  test('is held up by no workspace that fails, says which, and fails itself', async () => {
    const { world, paid, own } = await begin();
    const nobody = freshWorkspaceId();
    const shard = `${FIRST_DAY}/${nobody.charAt(5)}`;
    await world.store.write({ table: 'usageTodos', put: { shard, workspaceId: nobody, sinceMs: 1 } });
    for (const workspace of [paid, own]) await use(world, workspace, at(FIRST_DAY, 8), '1000000');
    moveTo(world, morningAfter(FIRST_DAY) + 60 * MINUTE_MS);
    await expect(fire(world)).rejects.toThrow(`There is usage of ${nobody}, and no such workspace.`);
    expect(await billsOf(world)).toHaveLength(2);
    const lines = world.lines.map((line) => JSON.parse(line));
    expect(lines.filter(({ workspaceId }) => workspaceId)).toMatchObject([
      { level: 'error', workspaceId: nobody, day: FIRST_DAY },
    ]);
    expect(lines.filter(({ metric }) => metric === 'fees')).toMatchObject([
      { settled: 2, deferred: 0, failed: 1, bills: 2, mails: 1, oldestAgeMs: 65 * MINUTE_MS },
    ]);
  });

  test.each([[{ from: { shard: '2026-01-01' } }], [{ from: { shard: '2026-01-01/a', workspaceId: 'w' } }], [{}]])(
    'is not begun by %j',
    async (payload) => {
      const { world } = await begin();
      await expect(world.invoke('settle-fees', payload)).rejects.toThrow();
    },
  );
});

describe('the mail on arrears', () => {
  const mails = ({ mailer }: Awaited<ReturnType<typeof begin>>['world']) =>
    mailer.sent.filter(({ subject }) => /欠款|owed/.test(subject)).map(({ to, subject }) => `${to} ${subject}`);

  test('is sent once a spell, to the account', async () => {
    const { world, own } = await begin();
    for (const day of [FIRST_DAY, SECOND_DAY]) {
      moveTo(world, at(day, 12));
      await use(world, own, at(day, 11), '1230000');
      moveTo(world, morningAfter(day));
      await fire(world);
    }
    expect(mails(world)).toEqual([
      'ops@acme.example CNY 1.23 owed: the bill of 2026-01-01 exceeds your Billing Center balance',
    ]);
  });

  test('is sent again where a later bill begins a new spell', async () => {
    const { world, own } = await begin();
    const bill = async (day: string) => {
      moveTo(world, at(day, 12));
      await use(world, own, at(day, 11), '1000000');
      moveTo(world, morningAfter(day));
      await fire(world);
    };
    await bill(FIRST_DAY);
    await append(world.store, {
      ledgerId: accountLedgerId(own.owner, 'CNY'),
      entryId: 'credit',
      atMs: world.clock.nowMs(),
      cause: { kind: 'credit', credit: 'cash', by: 'Ada', why: 'paid' },
      amount: -15_000,
    });
    await bill(SECOND_DAY);
    await bill(THIRD_DAY);
    expect(mails(world).map((mail) => mail.split(': ')[0])).toEqual([
      'ops@acme.example CNY 1.00 owed',
      'ops@acme.example CNY 0.50 owed',
    ]);
    expect((await billsOf(world)).map(({ deductions: { cash, arrears } }) => [cash, arrears])).toEqual([
      [0, 10_000],
      [5_000, 5_000],
      [0, 10_000],
    ]);
    expect(await wrong(world)).toEqual([]);
  });
});
