/** What is told to the marketplace: of all instances what is open and what was lost, or of one its meter and its last windows. */
import type { MeteringWindow } from '../../shared/domain/fees/metering';
import { AMOUNT_OF_UNIT } from '../../shared/domain/fees/metering-due';
import { amountText } from '../../shared/domain/fees/money';
import type { Store } from '../../shared/ports';
import { listWindows } from '../../shared/protocol/fees/metering-list';
import { pages } from '../../shared/protocol/pages';
import type { Command, Reach, Seen } from './command';
import { readInstanceId } from './identifiers';

export const showMetering: Command = {
  name: 'show-metering',
  usage: 'show-metering [<instanceId>]',
  purpose: 'shows the windows of usage that are open or lost; of one instance its meter and its last windows',
  prepare({ positionals }) {
    const instanceId = positionals.length === 0 ? undefined : readInstanceId(positionals);
    return { kind: 'look', look: (reach) => (instanceId === undefined ? showAll(reach) : showOne(reach, instanceId)) };
  },
};

const showAll = async ({ store, clock }: Reach): Promise<Seen> => {
  const { open, lost, counts } = await listWindows(store);
  return {
    counts,
    open: open.map((window) => windowSeen(window, clock.nowMs())),
    lost: lost.map((window) => windowSeen(window, clock.nowMs())),
  };
};

/** Our decision: so many of its windows are shown, the last ones. */
const MOST = 50;
const PAGE = 500;

const showOne = async ({ store, clock }: Reach, instanceId: string): Promise<Seen> => {
  const meter = await store.get('meters', { instanceId });
  if (!meter) return { meter: 'nothing was ever planned for it' };
  const { plannedToMs, units, pushedAtMs, settledDay } = meter;
  const { last, sums } = await windowsOf(store, instanceId);
  return {
    meter: { plannedToMs, units, amount: amountText(units * AMOUNT_OF_UNIT), pushedAtMs, billedUpTo: settledDay },
    amounts: Object.fromEntries(Object.entries(sums).map(([state, amount]) => [state, amountText(amount)])),
    windows: last.map((window) => windowSeen(window, clock.nowMs())),
  };
};

const windowsOf = async (
  store: Store,
  instanceId: string,
): Promise<{ readonly last: readonly MeteringWindow[]; readonly sums: Readonly<Record<string, number>> }> => {
  let last: MeteringWindow[] = [];
  const sums: Record<string, number> = {};
  for await (const windows of pages(store, 'meteringWindows', { instanceId }, PAGE)) {
    for (const { state, amount } of windows) sums[state] = (sums[state] ?? 0) + amount;
    last = [...last, ...windows].slice(-MOST);
  }
  return { last: last.reverse(), sums };
};

export const windowSeen = (window: MeteringWindow, nowMs: number): Seen => ({
  instanceId: window.instanceId,
  windowStartMs: window.windowStartMs,
  windowEndMs: window.windowEndMs,
  state: window.state,
  units: window.units,
  amount: amountText(window.amount),
  deadlineMs: window.deadlineMs,
  minutesLeft: Math.max(0, Math.floor((window.deadlineMs - nowMs) / 60_000)),
  attempts: window.attempts,
  code: window.code,
  owner: window.owner,
  sentAtMs: window.sentAtMs,
  endedAtMs: window.endedAtMs,
});
