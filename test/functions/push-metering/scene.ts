/**
 * A customer whose instance is metered, and the audit of it: what is due, added up here in another way than the code does it,
 * against the windows, and the windows against what the marketplace took.
 */
import type { MeteringWindow } from '../../../shared/domain/fees/metering';
import { instanceOfPayer } from '../../../shared/domain/fees/payer';
import { rate } from '../../../shared/domain/fees/rate';
import type { MeteringEntry } from '../../../shared/ports';
import { HOUR_MS } from '../../../shared/validation/day';
import type { FaultyWorld } from '../../fakes/faults';
import { INSTANCE_ID } from '../../fakes/world';
import { all, moveTo } from '../settle-fees/books';

export const push = (world: Pick<FaultyWorld, 'timer'>) => world.timer('push-metering');

/** The timer as it fires, every five minutes, up to and with this instant. */
export const pushUntil = async (world: FaultyWorld, toMs: number, each = () => {}): Promise<void> => {
  const FIVE_MINUTES_MS = 300_000;
  while (world.clock.nowMs() < toMs) {
    const next = (Math.floor(world.clock.nowMs() / FIVE_MINUTES_MS) + 1) * FIVE_MINUTES_MS;
    moveTo(world, Math.min(next, toMs));
    each();
    // A run that failed is tried again by the next timer.
    if (world.clock.nowMs() === next) await push(world).catch(() => undefined);
  }
};

export const windowsOf = async (world: Pick<FaultyWorld, 'store'>): Promise<readonly MeteringWindow[]> =>
  (await all(world, 'meteringWindows')).toSorted((one, other) => one.windowStartMs - other.windowStartMs);

const clock = (ms: number) => new Date(ms + 8 * HOUR_MS).toISOString().slice(11, 16);

/** `08:00-09:00 12 accepted`, in Beijing's time. */
export const told = async (world: Pick<FaultyWorld, 'store'>): Promise<string[]> =>
  (await windowsOf(world)).map(
    ({ windowStartMs, windowEndMs, units, state }) => `${clock(windowStartMs)}-${clock(windowEndMs)} ${units} ${state}`,
  );

/** What an instance owes of all hours before the instant, as if everything were rated anew: an amount. */
export const dueOf = async (world: FaultyWorld, beforeMs: number, instanceId = INSTANCE_ID): Promise<number> => {
  const workspaces = await all(world, 'workspaces');
  return (await all(world, 'usageDays'))
    .flatMap(({ day, site, hours, workspaceId }) => {
      const row = workspaces.find((one) => one.workspaceId === workspaceId);
      if (row?.kind !== 'workspace') throw new Error('A day without its workspace.');
      return rate({ day, site, hours, timeline: row.timeline, beforeMs });
    })
    .filter(({ payer }) => instanceOfPayer(payer) === instanceId)
    .reduce((sum, { amount }) => sum + amount, 0);
};

/** What is wrong between the windows and the marketplace's bill; empty: nothing. */
export const wrong = async (
  world: Pick<FaultyWorld, 'store' | 'marketplace'>,
  billed: readonly Pick<MeteringEntry, 'instanceId' | 'startMs' | 'endMs' | 'units'>[] = world.marketplace.billed,
): Promise<string[]> => {
  const [windows, meters, todos] = await Promise.all([windowsOf(world), all(world, 'meters'), all(world, 'todos')]);
  const isOf = (window: MeteringWindow) => (entry: Pick<MeteringEntry, 'instanceId' | 'startMs'>) =>
    entry.instanceId === window.instanceId && entry.startMs === window.windowStartMs;
  const has = (queue: string, { instanceId, windowStartMs }: MeteringWindow) =>
    todos.some((todo) => todo.queue === queue && todo.subject === `${instanceId}/${windowStartMs}`);
  return [
    ...billed
      .filter((entry) => !windows.some((window) => isOf(window)(entry)))
      .map(({ startMs }) => `${clock(startMs)} is billed and no window`),
    ...windows.flatMap((window) => {
      const name = `${clock(window.windowStartMs)} ${window.state}`;
      const entries = billed.filter(isOf(window));
      const most = { accepted: 1, unknown: 1, sent: 1, pending: 0, refused: 0, missed: 0 }[window.state];
      const least = window.state === 'accepted' ? 1 : 0;
      const isOpen = ['pending', 'sent', 'unknown'].includes(window.state);
      return [
        ...(entries.length > most || entries.length < least ? [`${name} is billed ${entries.length} times`] : []),
        ...entries
          .filter(({ units, endMs }) => units !== window.units || endMs !== window.windowEndMs)
          .map(() => `${name} is billed otherwise`),
        ...(isOpen && !has('metering', window) ? [`${name} has no to-do`] : []),
        ...(['refused', 'missed'].includes(window.state) && !has('metering-losses', window)
          ? [`${name} is a loss that is not shown`]
          : []),
      ];
    }),
    ...meters.flatMap(({ instanceId, units, last, plannedToMs }) => {
      const own = windows.filter((window) => window.instanceId === instanceId);
      // The last one may have no row yet.
      const missing = last && !own.some(({ windowStartMs }) => windowStartMs === last.windowStartMs) ? [last] : [];
      const sum = [...own, ...missing].reduce((total, window) => total + window.units, 0);
      return [
        ...(sum === units ? [] : [`${instanceId} has planned ${units} units in windows of ${sum}`]),
        ...own.filter(({ windowEndMs }) => windowEndMs > plannedToMs).map(() => `${instanceId} has a window too many`),
        ...own
          .slice(1)
          .flatMap(({ windowStartMs }, at) =>
            windowStartMs < (own[at]?.windowEndMs ?? 0) ? [`${instanceId} has windows that overlap`] : [],
          ),
      ];
    }),
  ];
};

/** What has the name of a loss in the log: window, units and owner. */
export const losses = (world: Pick<FaultyWorld, 'lines'>) =>
  world.lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ metric }) => metric === 'loss');
