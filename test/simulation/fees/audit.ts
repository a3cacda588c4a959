/**
 * Judges a simulated month by its end, with the truth (`truth.ts`) beside the rows: the invariants 9 to 12 of
 * `shared/domain/README.md`. Each violation begins with the number and the name of what fell.
 */
import type { Rows, Table } from '../../../shared/ports';
import type { FaultyWorld } from '../../fakes/faults';
import type { Market } from './market';
import type { Owed, Truth, Who } from './truth';

const all = async <T extends Table>({ store }: FaultyWorld, table: T): Promise<readonly Rows[T][]> =>
  (await store.scan(table, {}, { limit: 10_000_000 })).rows;

const sum = (amounts: readonly (number | bigint)[]): bigint =>
  amounts.reduce<bigint>((total, amount) => total + BigInt(amount), 0n);

const millionths = (text: string): bigint => {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const value = BigInt(whole + fraction.padEnd(6, '0'));
  return sign === '-' ? -value : value;
};

type Bill = Rows['bills'];
const whoOf = ({ payer }: Pick<Bill, 'payer'>): Who =>
  payer.method === 'billing-center' ? 'account' : payer.instanceId;

export const audit = async (world: FaultyWorld, truth: Truth, market: Market): Promise<string[]> => {
  const bills = await all(world, 'bills');
  const owed = truth.owed();
  return [
    ...charged(owed, bills),
    ...(await entered(world, bills)),
    ...(await told(world, truth, market)),
    ...(await atRest(world)),
  ];
};

/** 9: what the bills say of each workspace, day, payer and line is what is owed, to the last 1/10,000. */
const charged = (owed: readonly Owed[], bills: readonly Bill[]): string[] => {
  const left = new Map<string, { quantity: bigint; amount: bigint }>();
  const add = (name: string, quantity: bigint, amount: bigint): void => {
    const before = left.get(name) ?? { quantity: 0n, amount: 0n };
    left.set(name, { quantity: before.quantity + quantity, amount: before.amount + amount });
  };
  for (const { workspaceId, day, who, line, quantity, amount } of owed) {
    add(`${workspaceId} ${day} ${who} ${line}`, quantity, amount);
  }
  for (const bill of bills) {
    for (const { item, retention, quantity, amount, adjusts } of bill.rows) {
      const name = `${bill.workspaceId} ${adjusts ?? bill.day} ${whoOf(bill)} ${item}/${retention ?? ''}`;
      add(name, -millionths(quantity), -BigInt(amount));
    }
  }
  return [...left]
    .filter(([, { quantity, amount }]) => quantity !== 0n || amount !== 0n)
    .map(([name, { quantity, amount }]) => `9 every hour once: ${name}: ${quantity} for ${amount} are not billed`);
};

/** 10: each bill is entered once, in its payer's ledger, and ledgers add up. */
const entered = async (world: FaultyWorld, bills: readonly Bill[]): Promise<string[]> => {
  const [entries, heads] = [await all(world, 'ledgerEntries'), await all(world, 'ledgerHeads')];
  const byId = new Map<string, Rows['ledgerEntries'][]>();
  for (const entry of entries) byId.set(entry.entryId, [...(byId.get(entry.entryId) ?? []), entry]);
  const byLedger = new Map<string, Rows['ledgerEntries'][]>();
  for (const entry of entries) byLedger.set(entry.ledgerId, [...(byLedger.get(entry.ledgerId) ?? []), entry]);
  return [
    ...bills.flatMap((bill) => {
      const own = byId.get(bill.billId) ?? [];
      const ledgerId =
        bill.payer.method === 'billing-center'
          ? `account/${bill.owner}/${bill.currency}`
          : `instance/${bill.payer.instanceId}`;
      const isRight = own.length === 1 && own[0]?.ledgerId === ledgerId && own[0].amount === bill.amount;
      const adds = sum(Object.values(bill.deductions)) === BigInt(bill.amount);
      return isRight && adds ? [] : [`10 ledgers: ${bill.billId} is entered ${own.length} times, or otherwise`];
    }),
    ...heads.flatMap(({ ledgerId, sequence, last }) => {
      const own = byLedger.get(ledgerId) ?? [];
      const from = (name: keyof typeof last.deductions) => sum(own.map(({ deductions }) => deductions[name]));
      const { balances } = last;
      const adds =
        own.length === sequence &&
        new Set(own.map((entry) => entry.sequence)).size === sequence &&
        from('arrears') === BigInt(balances.arrears) &&
        (['vouchers', 'prepaid', 'cash'] as const).every((name) => from(name) === -BigInt(balances[name])) &&
        sum(own.filter(({ cause }) => cause.kind === 'bill').map(({ amount }) => amount)) === BigInt(last.billed) &&
        sum(bills.filter(({ billId }) => byId.get(billId)?.[0]?.ledgerId === ledgerId).map(({ amount }) => amount)) ===
          BigInt(last.billed);
      return adds ? [] : [`10 ledgers: ${ledgerId} does not add up`];
    }),
    ...entries
      .filter(({ cause }) => cause.kind === 'bill' && !bills.some(({ billId }) => billId === cause.billId))
      .map(({ entryId }) => `10 ledgers: ${entryId} is entered and is no bill`),
  ];
};

const unitsOf = (windows: readonly { readonly units: number }[]): number =>
  windows.reduce((total, { units }) => total + units, 0);

/** 11: the marketplace has each window once at most, in time, or its loss has a name; 12: what it bills is what we say. */
const told = async (world: FaultyWorld, truth: Truth, market: Market): Promise<string[]> => {
  const [windows, meters, todos] = [
    await all(world, 'meteringWindows'),
    await all(world, 'meters'),
    await all(world, 'todos'),
  ];
  const { billed } = world.marketplace;
  const placeOf = (instanceId: string, startMs: number) => `${instanceId}/${startMs}`;
  const onBill = new Map<string, number[]>();
  for (const { instanceId, startMs, units } of billed) {
    const place = placeOf(instanceId, startMs);
    onBill.set(place, [...(onBill.get(place) ?? []), units]);
  }
  const lines = world.lines.filter((line) => line.includes('"windowStart"')).map((line) => JSON.parse(line));
  const named = new Set(
    lines
      .filter(({ level, owner, amount }) => level === 'error' && owner && amount)
      .map(({ instanceId, windowStart }) => placeOf(instanceId, Date.parse(windowStart))),
  );
  const queued = new Set(todos.map(({ queue, subject }) => `${queue} ${subject}`));
  const owed = truth.owed();
  return [
    ...market.faults.map((fault) => `11 in time: ${fault}`),
    ...[...onBill].flatMap(([place, units]) =>
      units.length > 1 ? [`12 the marketplace’s bill: ${place} is on it ${units.length} times`] : [],
    ),
    ...[...onBill.keys()]
      .filter((place) => !windows.some((one) => placeOf(one.instanceId, one.windowStartMs) === place))
      .map((place) => `12 the marketplace’s bill: ${place} is on it and is no window`),
    ...windows.flatMap(({ instanceId, windowStartMs, units, state }) => {
      const place = placeOf(instanceId, windowStartMs);
      const [taken] = onBill.get(place) ?? [];
      if (state === 'accepted' && taken !== units)
        return [`12 the marketplace’s bill: ${place}: ${taken}, not ${units}`];
      if (state === 'unknown' && taken !== undefined && taken !== units) {
        return [`12 the marketplace’s bill: ${place}: ${taken}, not ${units}`];
      }
      if (state === 'unknown')
        return queued.has(`metering ${place}`) ? [] : [`11 in time: ${place} is unknown to nobody`];
      if (state === 'pending' || state === 'sent') return [`11 in time: ${place} is ${state} still`];
      if (state === 'accepted') return [];
      if (taken !== undefined) return [`12 the marketplace’s bill: ${place} is ${state}, and on it`];
      const isNamed = named.has(place) && queued.has(`metering-losses ${place}`);
      return isNamed ? [] : [`11 in time: ${place} is ${state}, and nobody was told`];
    }),
    ...meters.flatMap(({ instanceId, units }) => {
      const own = windows.filter((window) => window.instanceId === instanceId);
      const due = sum(owed.filter(({ who }) => who === instanceId).map(({ amount }) => amount));
      const whole = Number(due / 100n);
      if (unitsOf(own) !== units) return [`11 in time: ${instanceId} has windows of ${unitsOf(own)}, not ${units}`];
      return units === whole ? [] : [`11 in time: ${instanceId} owes ${whole} units, and has windows of ${units}`];
    }),
    ...owed
      .filter(({ who, amount }) => who !== 'account' && amount >= 100n && !meters.some((one) => one.instanceId === who))
      .map(({ who }) => `11 in time: ${who} was never metered`),
  ];
};

/** What is left to be done, where everything had its time; and what the timed check says of it. */
const atRest = async (world: FaultyWorld): Promise<string[]> => {
  const heads = await all(world, 'feeHeads');
  const nowMs = world.clock.nowMs();
  const over = (await all(world, 'usageTodos')).filter(
    ({ shard }) => Date.parse(`${shard.slice(0, 10)}T16:05:00Z`) <= nowMs,
  );
  await world.timer('check-consistency', '{"dryRun":true}');
  const findings = await all(world, 'findings');
  return [
    ...heads
      .filter(({ pending }) => pending)
      .map(({ workspaceId }) => `9 every hour once: ${workspaceId} stands half-way`),
    ...over.map(({ shard, workspaceId }) => `9 every hour once: ${workspaceId} is not settled with ${shard}`),
    ...findings.map(({ kind, subject }) => `10 ledgers: the timed check finds ${kind} of ${subject}`),
  ];
};
