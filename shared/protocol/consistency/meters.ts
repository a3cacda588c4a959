/**
 * What instances were billed against what the marketplace is told: the windows, whatever has become of them, come to the
 * units that the meter counts, and those to what the ledger has, but for what is below a unit and carried on. So billed =
 * accepted + pending + sent + unknown + refused + missed + carried.
 *
 * While an instance is open a correction may have taken back what a window told already; later windows make up for it. What
 * was billed before the last window was planned is in the windows, though. Once nothing more is planned for the instance both
 * have to agree: usage that came after that was billed, and the marketplace never hears of it; and what was taken back then
 * stays on its bill. Either is money that somebody has to agree on.
 */

import { instanceLedgerId } from '../../domain/fees/ledger';
import type { Meter, MeteringWindow } from '../../domain/fees/metering';
import { AMOUNT_OF_UNIT } from '../../domain/fees/metering-due';
import { isOpen } from '../../domain/fees/metering-states';
import { isMetered } from '../../domain/fees/metering-windows';
import type { Instance } from '../../domain/instance';
import { UNDER_WAY_MS } from '../../domain/repair';
import type { Store } from '../../ports';
import { subjectOf, writeWindow } from '../fees/metering-window';
import { pages } from '../pages';
import { type Finding, passOver, present, rowsBy, type Tools } from './pass';

/** Each has a window for every hour of its life. */
const METERS_PAGE = 10;
const WINDOWS_PAGE = 200;

export const meters = passOver(
  'meters',
  async (tools, rows) => {
    const instanceIds = rows.map(({ instanceId }) => instanceId);
    const instances = await rowsBy(tools.store, 'instances', 'instanceId', instanceIds);
    const findings: Finding[] = [];
    for (const meter of rows) {
      const instance = instances.get(meter.instanceId);
      if ((await look(tools, meter, instance)).length === 0) continue;
      const again = await tools.store.get('meters', meter);
      if (again) findings.push(...(await look(tools, again, instance)));
    }
    return findings;
  },
  METERS_PAGE,
);

const look = async (tools: Tools, meter: Meter, instance: Instance | undefined): Promise<readonly Finding[]> => {
  const { store, nowMs } = tools;
  const { instanceId, units, last } = meter;
  const { sum, hasLast, forgotten } = await windowsOf(tools, meter);
  const again = await store.get('meters', meter);
  // It plans at this very moment.
  if (again?.units !== units || again.plannedToMs !== meter.plannedToMs) return [];
  const off = (units - sum - (last && !hasLast ? last.units : 0)) * AMOUNT_OF_UNIT;
  const carried = await carriedBeyond(store, meter, instance, nowMs);
  return [
    ...(last && !hasLast && nowMs - last.windowEndMs > UNDER_WAY_MS ? [missing(tools, meter, last)] : []),
    ...forgotten.map((window) => unqueued(tools, window)),
    ...(off !== 0 || carried !== 0 ? [differs(instanceId, Math.abs(off) || Math.abs(carried))] : []),
  ];
};

const differs = (instanceId: string, amount: number): Finding => ({
  kind: 'metering-differs',
  subject: instanceId,
  differences: { CNY: amount },
});

/** The units of all windows there are; a page at a time. */
const windowsOf = async ({ store, nowMs }: Tools, { instanceId, last }: Meter) => {
  let sum = 0;
  let hasLast = false;
  const forgotten: MeteringWindow[] = [];
  for await (const windows of pages(store, 'meteringWindows', { instanceId }, WINDOWS_PAGE)) {
    for (const { units, windowStartMs } of windows) {
      sum += units;
      hasLast ||= windowStartMs === last?.windowStartMs;
    }
    const open = windows.filter((window) => isOpen(window) && nowMs - window.windowEndMs > UNDER_WAY_MS);
    const todoOf = (window: MeteringWindow) => ({ queue: 'metering', subject: subjectOf(window) }) as const;
    const isQueued = await present(store, 'todos', open.map(todoOf));
    const left = open.filter((window) => !isQueued(todoOf(window)));
    // Whoever ends a window says so in its row before the to-do goes.
    const again = await store.getMany('meteringWindows', left);
    forgotten.push(...again.filter((window) => window !== undefined).filter(isOpen));
  }
  return { sum, hasLast, forgotten };
};

/** The amount by which billed and windows differ where they may not; nought: what there is is carried. */
const carriedBeyond = async (
  store: Store,
  { instanceId, units, plannedToMs }: Meter,
  instance: Instance | undefined,
  nowMs: number,
): Promise<number> => {
  const head = await store.get('ledgerHeads', { ledgerId: instanceLedgerId(instanceId) });
  const carried = (head?.last.billed ?? 0) - units * AMOUNT_OF_UNIT;
  const hasEnded = instance !== undefined && !isMetered(instance, nowMs);
  if (hasEnded) return carried < AMOUNT_OF_UNIT && carried > -AMOUNT_OF_UNIT ? 0 : carried;
  const wasPlanned = head !== undefined && head.last.atMs + UNDER_WAY_MS <= plannedToMs;
  return wasPlanned && carried >= AMOUNT_OF_UNIT ? carried : 0;
};

/**
 * The meter counts it, so nobody plans it again: its row is the one that the meter holds. Where a request of the instance left
 * since, the row may have been lost after it was sent: then its outcome is unknown.
 */
const missing = ({ store, nowMs }: Tools, { pushedAtMs = 0 }: Meter, window: MeteringWindow): Finding => ({
  kind: 'window-missing',
  subject: subjectOf(window),
  differences: { CNY: window.amount },
  async repair() {
    const mayBeSent = pushedAtMs >= window.windowEndMs;
    await writeWindow(store, mayBeSent ? { ...window, state: 'unknown', code: 'row lost' } : window, nowMs);
    return 'repaired';
  },
});

const unqueued = ({ store, nowMs }: Tools, window: MeteringWindow): Finding => ({
  kind: 'window-forgotten',
  subject: subjectOf(window),
  differences: { CNY: window.amount },
  async repair() {
    const todo = { queue: 'metering', subject: subjectOf(window), sinceMs: nowMs } as const;
    await store.write({ table: 'todos', put: todo });
    return 'repaired';
  },
});
