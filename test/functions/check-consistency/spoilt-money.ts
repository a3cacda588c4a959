/**
 * Money that does not add up, and that the check can put right: a day of usage in the house, settled and told to the
 * marketplace, and then spoilt. The day is 2 January in Beijing; the paid workspace uses an instance's hours of it, the
 * switched one the account's.
 */
import { instanceLedgerId } from '../../../shared/domain/fees/ledger';
import { shardOf } from '../../../shared/domain/fees/record';
import type { Rows } from '../../../shared/ports';
import { append } from '../../../shared/protocol/fees/ledger';
import { addDays, beginOfDayMs, HOUR_MS } from '../../../shared/validation/day';
import { fire, moveTo, use } from '../settle-fees/books';
import { allOf, type House, INSTANCE_ID } from './house';
import type { Spoilt } from './spoilt';

export const DAY = '2026-01-02';

/** Usage of the day, nine to ten: a million log entries each, which costs 1 CNY at the mainland's and 0.3 USD at other sites. */
export const used = async ({ world, paid, switched }: House): Promise<void> => {
  const hourMs = beginOfDayMs(DAY) + 9 * HOUR_MS;
  moveTo(world, hourMs + HOUR_MS);
  for (const workspace of [paid, switched]) await use(world, workspace, hourMs, '1000000');
};

/** One in the morning of the day after. */
const nextMorning = ({ world }: House) => moveTo(world, beginOfDayMs(addDays(DAY, 1)) + HOUR_MS);

/** Used, told to the marketplace, settled, and quiet since a while. */
export const settled = async (house: House): Promise<void> => {
  const { world } = house;
  await used(house);
  world.clock.advance(HOUR_MS / 4);
  await world.timer('push-metering');
  nextMorning(house);
  await fire(world);
  world.clock.advance(2 * HOUR_MS);
};

export const dayOfPaid = async ({ world, paid: { workspaceId } }: House): Promise<Rows['usageDays']> => {
  const row = await world.store.get('usageDays', { workspaceId, day: DAY });
  if (!row) throw new Error('There is no usage.');
  return row;
};

/** The row with each hour's quantity changed, as a hand would do it. */
export const rewrite = async (house: House, quantity: string): Promise<void> => {
  const row = await dayOfPaid(house);
  const hours = row.hours.map((hour) => ({ ...hour, quantity }));
  await house.world.store.write({ table: 'usageDays', put: { ...row, hours } });
};

export const theWindow = async ({ world }: House): Promise<Rows['meteringWindows']> => {
  const [window] = await allOf(world, 'meteringWindows');
  if (!window) throw new Error('There is no window.');
  return window;
};

const subjectOfPaid = ({ paid }: House) => `${paid.workspaceId}/${DAY}`;
const CNY = (amount: string) => ({ differences: { CNY: amount } });
const nine = beginOfDayMs(DAY) + 9 * HOUR_MS;

export const spoiltMoney: readonly Spoilt[] = [
  {
    name: 'a day of usage whose to-do is lost is settled',
    async spoil(house) {
      await used(house);
      nextMorning(house);
      const { workspaceId } = house.paid;
      const shard = shardOf(DAY, workspaceId);
      await house.world.store.write({ table: 'usageTodos', remove: { shard, workspaceId } });
    },
    kind: 'day-unsettled',
    subject: subjectOfPaid,
    money: CNY('1'),
    async mended(house) {
      await fire(house.world);
      expect(await dayOfPaid(house)).toMatchObject({ charged: { payers: [{ amount: 10_000 }] } });
    },
  },
  {
    name: 'a settlement that stands half-way, and of which no to-do knows, is carried out',
    async spoil(house) {
      await used(house);
      nextMorning(house);
      const { world, paid } = house;
      const pausing = (at: { table: string; write?: unknown }) =>
        at.table === 'ledgerHeads' ? ('fail' as const) : ('proceed' as const);
      await expect(world.during(pausing, () => world.timer('settle-fees'))).rejects.toThrow();
      await world.store.write({
        table: 'usageTodos',
        remove: { shard: shardOf(DAY, paid.workspaceId), workspaceId: paid.workspaceId },
      });
    },
    kind: 'day-unsettled',
    subject: subjectOfPaid,
    money: CNY('1'),
    async mended(house) {
      await fire(house.world);
      expect(await dayOfPaid(house)).toMatchObject({ charged: { payers: [{ amount: 10_000 }] } });
    },
  },
  {
    name: 'usage that was charged otherwise is adjusted by the next bill',
    async spoil(house) {
      await settled(house);
      await rewrite(house, '3500000');
    },
    kind: 'charge-differs',
    subject: subjectOfPaid,
    money: CNY('2.5'),
    async mended(house) {
      const { world, paid } = house;
      const { version } = await dayOfPaid(house);
      expect(await allOf(world, 'adjustmentsDue')).toMatchObject([
        { workspaceId: paid.workspaceId, day: DAY, version },
      ]);
      expect((await allOf(world, 'usageTodos')).map(({ workspaceId }) => workspaceId)).toContain(paid.workspaceId);
    },
  },
  {
    name: 'the last entry of a ledger is put from its head',
    async spoil(house) {
      await settled(house);
      const key = { ledgerId: instanceLedgerId(INSTANCE_ID), sequence: 1 };
      await house.world.store.write({ table: 'ledgerEntries', remove: key });
    },
    kind: 'ledger-entry-missing',
    subject: () => `${instanceLedgerId(INSTANCE_ID)}/1`,
    money: CNY('1'),
    mended: async ({ world }) =>
      expect((await allOf(world, 'ledgerEntries')).map(({ ledgerId }) => ledgerId)).toContain(
        instanceLedgerId(INSTANCE_ID),
      ),
  },
  {
    name: 'a credit that is not found by its id is found again',
    async spoil(house) {
      await settled(house);
      const { world, switched } = house;
      const ledgerId = `account/${switched.owner}/USD`;
      const cause = { kind: 'credit', credit: 'cash', by: 'Ada', why: 'ticket 1' } as const;
      await append(world.store, { ledgerId, entryId: 'credit-1', atMs: world.clock.nowMs(), cause, amount: -50_000 });
      await world.store.write({ table: 'ledgerEntryIds', remove: { ledgerId, entryId: 'credit-1' } });
      world.clock.advance(HOUR_MS);
    },
    kind: 'ledger-entry-missing',
    subject: ({ switched }) => `account/${switched.owner}/USD/2`,
    money: { differences: { USD: '5' } },
    mended: async ({ world }) =>
      expect((await allOf(world, 'ledgerEntryIds')).map(({ entryId }) => entryId)).toContain('credit-1'),
  },
  {
    name: 'a window whose row was lost after a request left has an unknown outcome',
    async spoil(house) {
      await settled(house);
      const window = await theWindow(house);
      await house.world.store.write({ table: 'meteringWindows', remove: window });
    },
    kind: 'window-missing',
    subject: () => `${INSTANCE_ID}/${nine}`,
    money: CNY('1'),
    mended: async (house) => expect(await theWindow(house)).toMatchObject({ state: 'unknown', units: 100 }),
  },
  {
    name: 'a window whose outcome is unknown, and that nobody finds, is shown again',
    async spoil(house) {
      house.world.marketplace.metering = () => ({ outcome: { kind: 'unknown', why: '500' } });
      await settled(house);
      const { instanceId, windowStartMs, state } = await theWindow(house);
      expect(state).toBe('unknown');
      const subject = `${instanceId}/${windowStartMs}`;
      await house.world.store.write({ table: 'todos', remove: { queue: 'metering', subject } });
    },
    kind: 'window-forgotten',
    subject: () => `${INSTANCE_ID}/${nine}`,
    money: CNY('1'),
    mended: async ({ world }) =>
      expect((await allOf(world, 'todos')).filter(({ queue }) => queue === 'metering')).toMatchObject([
        { queue: 'metering', subject: `${INSTANCE_ID}/${nine}` },
      ]),
  },
];
