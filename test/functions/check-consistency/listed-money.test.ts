/** Money that does not add up, and of which nothing proves what would be right: listed with the difference, and not touched. */

import { instanceLedgerId } from '../../../shared/domain/fees/ledger';
import type { FindingKind } from '../../../shared/domain/findings';
import type { Rows, Write } from '../../../shared/ports';
import { settle } from '../../../shared/protocol/fees/settle';
import { addDays, beginOfDayMs, DAY_MS, HOUR_MS } from '../../../shared/validation/day';
import type { Interfere } from '../../fakes/faults';
import { fire, moveTo, use } from '../settle-fees/books';
import { release } from '../steps';
import { allOf, build, check, contents, type House, INSTANCE_ID, left, told } from './house';
import { DAY, settled, theWindow, used } from './spoilt-money';

const ledgerId = instanceLedgerId(INSTANCE_ID);

const billOfPaid = async ({ world, paid }: House): Promise<Rows['bills']> => {
  const bill = (await allOf(world, 'bills')).find(({ workspaceId }) => workspaceId === paid.workspaceId);
  if (!bill) throw new Error('There is no bill.');
  return bill;
};

const entryOfPaid = async ({ world }: House): Promise<Rows['ledgerEntries']> => {
  const entry = await world.store.get('ledgerEntries', { ledgerId, sequence: 1 });
  if (!entry) throw new Error('There is no entry.');
  return entry;
};

/** Writes that spoil, and those that take it back. */
interface Case {
  readonly name: string;
  spoilt(house: House): Promise<readonly [spoil: Write, mend: Write]>;
  readonly kind: FindingKind;
  subject(house: House): Promise<string> | string;
  readonly money: string;
  /** What else is wrong then, as a consequence. */
  readonly beside?: readonly FindingKind[];
}

const cases: readonly Case[] = [
  {
    name: 'a bill whose row was raised',
    async spoilt(house) {
      const bill = await billOfPaid(house);
      const rows = bill.rows.map((row) => ({ ...row, amount: row.amount + 7 }));
      return [
        { table: 'bills', put: { ...bill, rows } },
        { table: 'bills', put: bill },
      ];
    },
    kind: 'bill-differs',
    subject: ({ paid }) => `${paid.workspaceId}/${DAY}`,
    money: '0.0007',
    // The rows of the bill are not its amount either.
    beside: ['bill-differs'],
  },
  {
    name: 'a bill that is gone',
    async spoilt(house) {
      const bill = await billOfPaid(house);
      return [
        { table: 'bills', remove: bill },
        { table: 'bills', put: bill },
      ];
    },
    kind: 'bill-missing',
    subject: ({ paid }) => `${DAY}-${paid.workspaceId.slice(5)}-1`,
    money: '1',
    beside: ['bill-differs'],
  },
  {
    name: 'a bill that its ledger does not know',
    async spoilt(house) {
      const bill = { ...(await billOfPaid(house)), billId: `${DAY}-${house.paid.workspaceId.slice(5)}-2` };
      return [
        { table: 'bills', put: bill },
        { table: 'bills', remove: bill },
      ];
    },
    kind: 'bill-unentered',
    subject: ({ paid }) => `${DAY}-${paid.workspaceId.slice(5)}-2`,
    money: '1',
    beside: ['bill-differs'],
  },
  {
    name: 'an entry that does not add up',
    async spoilt(house) {
      const entry = await entryOfPaid(house);
      return [
        { table: 'ledgerEntries', put: { ...entry, billed: entry.billed + 3 } },
        { table: 'ledgerEntries', put: entry },
      ];
    },
    kind: 'ledger-broken',
    subject: () => ledgerId,
    money: '0.0003',
  },
  {
    name: 'an entry with none before it',
    async spoilt(house) {
      const entry = await entryOfPaid(house);
      const later = {
        ...entry,
        sequence: 3,
        entryId: 'credit',
        amount: 0,
        deductions: { ...entry.deductions, alicloud: 0 },
      };
      return [
        {
          table: 'ledgerEntries',
          put: { ...later, cause: { kind: 'credit', credit: 'cash', by: 'A', why: 'B' }, billed: 0 },
        },
        { table: 'ledgerEntries', remove: later },
      ];
    },
    kind: 'ledger-broken',
    subject: () => ledgerId,
    money: '0',
    beside: ['ledger-entry-missing'],
  },
  {
    name: 'a window of fewer units than the meter counts',
    async spoilt(house) {
      const window = await theWindow(house);
      return [
        { table: 'meteringWindows', put: { ...window, units: 99, amount: 9_900 } },
        { table: 'meteringWindows', put: window },
      ];
    },
    kind: 'metering-differs',
    subject: () => INSTANCE_ID,
    money: '0.01',
  },
  {
    name: 'a ledger that billed what no window tells',
    async spoilt({ world }) {
      const head = await world.store.get('ledgerHeads', { ledgerId });
      const meter = await world.store.get('meters', { instanceId: INSTANCE_ID });
      if (!head || !meter) throw new Error('There is no ledger, or no meter.');
      const version = meter.version + 1;
      return [
        { table: 'meters', put: { ...meter, version, units: 0, plannedToMs: world.clock.nowMs() } },
        { table: 'meters', put: meter },
      ];
    },
    kind: 'metering-differs',
    subject: () => INSTANCE_ID,
    money: '1',
  },
];

describe.each(cases)('$name', ({ spoilt, kind, subject, money, beside = [] }) => {
  test('is listed with the difference until it is no more', async () => {
    const house = await build();
    const { world } = house;
    await settled(house);
    expect((await check(world)).findings).toEqual({});
    const [spoil, mend] = await spoilt(house);
    await world.store.write(spoil);
    const before = await contents(world);

    await check(world, '{"dryRun":true}');
    const { findings, reports } = await told(world);
    expect(findings).toContainEqual(
      expect.objectContaining({ kind, subject: await subject(house), differences: { CNY: money } }),
    );
    expect(new Set(findings.map((one) => one.kind))).toEqual(new Set([kind, ...beside]));
    expect(reports[0]?.findings[kind]).toMatchObject({ differences: { CNY: expect.any(String) } });
    expect(await contents(world)).toEqual(before);

    await world.store.write(mend);
    world.clock.advance(HOUR_MS);
    expect((await check(world)).findings).toEqual({});
    expect((await told(world)).findings).toEqual([]);
  });
});

describe('what is only on its way is no finding', () => {
  test('a late correction, until it is adjusted', async () => {
    const house = await build();
    const { world, paid } = house;
    await settled(house);
    await use(world, paid, beginOfDayMs(DAY) + 9 * HOUR_MS, '2000000');
    expect((await check(world)).findings).toEqual({});
    moveTo(world, beginOfDayMs(addDays(DAY, 2)) + HOUR_MS);
    await fire(world);
    world.clock.advance(HOUR_MS);
    expect((await check(world)).findings).toEqual({});
    expect((await allOf(world, 'bills')).filter(({ workspaceId }) => workspaceId === paid.workspaceId)).toHaveLength(2);
  });

  test('a day that ended a moment ago; but one that nobody has settled for a day is', async () => {
    const house = await build();
    const { world, paid, switched } = house;
    await used(house);
    moveTo(world, beginOfDayMs(addDays(DAY, 1)) + 19 * 60_000);
    expect((await check(world)).findings).toEqual({});
    moveTo(world, beginOfDayMs(addDays(DAY, 2)) + HOUR_MS);
    expect((await check(world)).findings).toEqual(left('day-unsettled', 2, { differences: { CNY: '1', USD: '0.3' } }));
    expect((await told(world)).findings.map((one) => one.subject).sort()).toEqual(
      [paid, switched].map(({ workspaceId }) => `${workspaceId}/${DAY}`).sort(),
    );
  });

  test('a settlement that another carries out between two rows of a look, each time', async () => {
    const house = await build();
    const { world, paid } = house;
    await settled(house);
    let isLooking = false;
    let acts = 0;
    // The day was read as it was charged before, and its bills are about to be.
    const adjusting: Interfere = async ({ operation, table, key }): Promise<'proceed'> => {
      const isOfPaid = 'workspaceId' in key && key.workspaceId === paid.workspaceId;
      if (operation === 'get' && table === 'feeHeads' && isOfPaid) isLooking = true;
      if (operation !== 'scan' || table !== 'bills' || !isLooking) return 'proceed';
      isLooking = false;
      await use(world, paid, beginOfDayMs(DAY) + 9 * HOUR_MS, `${2 + acts++}000000`);
      await settle(world.store, paid.workspaceId, DAY, world.clock.nowMs());
      isLooking = false;
      return 'proceed';
    };
    await world.during(adjusting, () => check(world));
    expect(acts).toBeGreaterThan(0);
    expect((await told(world)).findings).toEqual([]);
  });
});

test('usage that came after an instance had its last window is billed, and the marketplace never hears of it', async () => {
  const house = await build();
  const { world, paid } = house;
  await settled(house);
  await release(world);
  await world.settle();
  // Within three days of its end all is told, or missed by name; then an adjustment is not.
  const pass = async (toMs: number) => {
    while (world.clock.nowMs() < toMs) {
      world.clock.advance(HOUR_MS);
      await world.timer('push-metering');
    }
  };
  await pass(world.clock.nowMs() + 3 * DAY_MS + 3 * HOUR_MS);
  await use(world, paid, beginOfDayMs(DAY) + 9 * HOUR_MS, '2000000');
  world.clock.advance(DAY_MS);
  await fire(world);
  world.clock.advance(HOUR_MS);
  world.marketplace.instances.delete(INSTANCE_ID);
  expect((await check(world)).findings).toEqual(left('metering-differs', 1, { differences: { CNY: '1' } }));
});
