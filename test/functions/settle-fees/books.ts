/**
 * A customer whose workspace is used, and the books of it: what was measured, billed, entered and charged, added up here in
 * another way than the code does it, and compared.
 */
import type { Bill, Charged } from '../../../shared/domain/fees/bill';
import { quantityOf } from '../../../shared/domain/fees/money';
import { rate } from '../../../shared/domain/fees/rate';
import type { UsageDay } from '../../../shared/domain/fees/usage';
import type { Workspace } from '../../../shared/domain/workspace';
import type { Rows, Table } from '../../../shared/ports';
import { recordUsage } from '../../../shared/protocol/fees/record-usage';
import { beginOfDayMs, type Day, endOfDayMs, HOUR_MS } from '../../../shared/validation/day';
import type { UsageItem } from '../../../shared/validation/usage-item';
import { createFaultyWorld, type FaultyWorld } from '../../fakes/faults';
import {
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  logInAs,
  register,
  type WorldOptions,
} from '../../fakes/world';
import { rowOf } from '../steps';

/** The world begins on it, at eight in the morning in Beijing. */
export const FIRST_DAY: Day = '2026-01-01';
export const MINUTE_MS = 60_000;

export interface Customer {
  readonly world: FaultyWorld;
  /** Settled by the instance. */
  readonly paid: Workspace;
  /** Settled by the Billing Center account, at the same site. */
  readonly own: Workspace;
  readonly token: string;
}

export const begin = async (options: WorldOptions = {}): Promise<Customer> => {
  const world = createFaultyWorld(options);
  await buy(world);
  const { workspace } = (await register(world, { settlement: alicloud() })).body;
  const token = await logInAs(world);
  const other = (await addWorkspace(world, token, billingCenterSettlement, 'Own', 'cn1')).body.workspace;
  return { world, paid: await rowOf(world, workspace), own: await rowOf(world, other), token };
};

/** The instant in Beijing. */
export const at = (day: Day, hour: number, minute = 0): number =>
  beginOfDayMs(day) + hour * HOUR_MS + minute * MINUTE_MS;

export const moveTo = ({ clock }: Pick<FaultyWorld, 'clock'>, atMs: number): void => {
  if (atMs < clock.nowMs()) throw new Error('Time does not go back.');
  clock.advance(atMs - clock.nowMs());
};

let events = 0;

/** Usage as it stands once it was taken, by the protocol of record-usage. Throws where it was not. */
export const use = async (
  { store, clock, random }: Pick<FaultyWorld, 'store' | 'clock' | 'random'>,
  { workspaceId, site }: Pick<Workspace, 'workspaceId' | 'site'>,
  hourMs: number,
  quantity: string,
  item: UsageItem = 'logs',
  eventId = `event-${String(++events).padStart(9, '0')}`,
): Promise<void> => {
  const event = { workspaceId, site, hourMs, quantity, item, atMs: clock.nowMs(), eventId };
  const [recorded] = await recordUsage({ store, clock, random }, [event]);
  if (recorded?.kind === 'left') throw recorded.fault;
  if (recorded?.kind === 'unusable') throw new Error(`It could not be taken: ${recorded.reason}.`);
};

/** The timer, and all that it starts. */
export const fire = async (world: FaultyWorld): Promise<unknown> => {
  const result = await world.timer('settle-fees');
  await world.settle();
  return result;
};

/** The morning after the day, as soon as it may be settled. */
export const morningAfter = (day: Day): number => endOfDayMs(day) + 5 * MINUTE_MS;

export const all = async <T extends Table>(
  { store }: Pick<FaultyWorld, 'store'>,
  table: T,
): Promise<readonly Rows[T][]> => (await store.scan(table, {}, { limit: 100_000 })).rows;

export const billsOf = async (world: FaultyWorld, workspace?: Workspace): Promise<readonly Bill[]> =>
  (await all(world, 'bills'))
    .filter(({ workspaceId }) => workspace === undefined || workspaceId === workspace.workspaceId)
    .toSorted((one, other) => (one.billId < other.billId ? -1 : 1));

/** Payer and amount, of each bill. */
export const told = async (world: FaultyWorld, workspace?: Workspace): Promise<string[]> =>
  (await billsOf(world, workspace)).map(({ day, payer, amount }) => `${day} ${payer.method} ${amount}`);

const sum = (amounts: readonly number[]): number => amounts.reduce((one, other) => one + other, 0);

/** What is wrong with the books; empty: measured is charged, charged is billed, billed is entered, each once. */
export const wrong = async (world: FaultyWorld): Promise<string[]> => {
  const [days, bills, heads, entries, ids, fees, todos, due, workspaces] = await Promise.all([
    all(world, 'usageDays'),
    all(world, 'bills'),
    all(world, 'ledgerHeads'),
    all(world, 'ledgerEntries'),
    all(world, 'ledgerEntryIds'),
    all(world, 'feeHeads'),
    all(world, 'usageTodos'),
    all(world, 'adjustmentsDue'),
    all(world, 'workspaces'),
  ]);
  return [
    ...days.flatMap((day) => faultsOfDay(day, bills, workspaces)),
    ...bills.flatMap((bill) => faultsOfBill(bill, entries)),
    ...entries.flatMap(({ cause }) =>
      cause.kind === 'bill' && !bills.some(({ billId }) => billId === cause.billId)
        ? [`${cause.billId} was entered and is no bill`]
        : [],
    ),
    ...heads.flatMap((head) => faultsOfLedger(head, entries, ids)),
    ...fees.flatMap(({ workspaceId, pending, billCount }) => [
      ...(pending ? [`${workspaceId} has a settlement pending`] : []),
      ...(bills.filter((bill) => bill.workspaceId === workspaceId).length === billCount
        ? []
        : [`${workspaceId} has not ${billCount} bills`]),
    ]),
    ...todos
      .filter(({ shard }) => morningAfter(shard.slice(0, 10)) <= world.clock.nowMs())
      .map(({ shard }) => `a to-do of ${shard} is left`),
    ...due
      .filter(
        ({ workspaceId, day, version }) =>
          (days.find((one) => one.workspaceId === workspaceId && one.day === day)?.version ?? 0) >= version,
      )
      .map(({ day, version }) => `an adjustment of ${day} is left, version ${version}`),
  ];
};

/** By payer and line, the quantities and amounts added up; what comes to nothing is left out. */
const byLine = (rows: readonly { payer: Bill['payer']; row: Charged['payers'][number]['rows'][number] }[]): string => {
  const sums = new Map<string, { quantity: bigint; amount: number }>();
  for (const { payer, row } of rows) {
    const name = `${JSON.stringify(payer)} ${row.item}/${row.retention ?? ''}`;
    const { quantity, amount } = sums.get(name) ?? { quantity: 0n, amount: 0 };
    sums.set(name, { quantity: quantity + quantityOf(row.quantity), amount: amount + row.amount });
  }
  return [...sums]
    .filter(([, { quantity, amount }]) => quantity !== 0n || amount !== 0)
    .map(([name, { quantity, amount }]) => `${name}: ${quantity} for ${amount}`)
    .sort()
    .join('; ');
};

const faultsOfDay = (usage: UsageDay, bills: readonly Bill[], workspaces: readonly Rows['workspaces'][]): string[] => {
  const { workspaceId, day, hours, charged } = usage;
  const workspace = workspaces.find((row) => row.workspaceId === workspaceId);
  if (!charged || workspace?.kind !== 'workspace') return [];
  const flat = (of: readonly Pick<Charged['payers'][number], 'payer' | 'rows'>[]) =>
    byLine(of.flatMap(({ payer, rows }) => rows.map((row) => ({ payer, row }))));
  const own = bills.filter((bill) => bill.workspaceId === workspaceId);
  const [measured, counted, billed] = [
    flat(rate({ day, site: workspace.site, timeline: workspace.timeline, hours })),
    flat(charged.payers),
    flat(
      own.map(({ payer, rows, day: of }) => ({ payer, rows: rows.filter(({ adjusts }) => (adjusts ?? of) === day) })),
    ),
  ];
  return measured === counted && counted === billed
    ? []
    : [`${workspaceId} on ${day}: measured ${measured}, charged ${counted}, billed ${billed}`];
};

const faultsOfBill = (
  { billId, amount, rows, deductions }: Bill,
  entries: readonly Rows['ledgerEntries'][],
): string[] => {
  const own = entries.filter(({ entryId }) => entryId === billId);
  const [entry] = own;
  return [
    ...(own.length === 1 && entry?.amount === amount
      ? []
      : [`${billId} of ${amount} was entered as ${JSON.stringify(own.map((one) => one.amount))}`]),
    ...(sum(rows.map((row) => row.amount)) === amount ? [] : [`the rows of ${billId} are not its amount`]),
    ...(sum(Object.values(deductions)) === amount ? [] : [`the deductions of ${billId} are not its amount`]),
    ...(JSON.stringify(entry?.deductions) === JSON.stringify(deductions)
      ? []
      : [`${billId} and its entry deduct otherwise`]),
  ];
};

const faultsOfLedger = (
  { ledgerId, sequence, last }: Rows['ledgerHeads'],
  all: readonly Rows['ledgerEntries'][],
  ids: readonly Rows['ledgerEntryIds'][],
): string[] => {
  const own = all.filter((entry) => entry.ledgerId === ledgerId);
  const { balances, billed } = last;
  const from = (name: keyof typeof balances) => own.map(({ deductions }) => deductions[name]);
  const balance = {
    vouchers: 0 - sum(from('vouchers')),
    prepaid: 0 - sum(from('prepaid')),
    cash: 0 - sum(from('cash')),
    arrears: sum(from('arrears')),
  };
  const entered = sum(own.filter(({ cause }) => cause.kind === 'bill').map(({ amount }) => amount));
  return [
    ...(own.map((entry) => entry.sequence).join() === Array.from({ length: sequence }, (_, nth) => nth + 1).join()
      ? []
      : [`${ledgerId} has gaps`]),
    ...(own.every(({ entryId, sequence: place }) =>
      ids.some((id) => id.ledgerId === ledgerId && id.entryId === entryId && id.sequence === place),
    )
      ? []
      : [`${ledgerId} does not find its entries`]),
    ...(JSON.stringify(balance) === JSON.stringify(balances)
      ? []
      : [`${ledgerId} adds up to ${JSON.stringify(balance)}, not ${JSON.stringify(balances)}`]),
    ...(entered === billed ? [] : [`${ledgerId} has entered ${entered}, not ${billed}`]),
    ...(Object.values(balances).some((one) => one < 0) ? [`${ledgerId} has a balance below nought`] : []),
  ];
};
