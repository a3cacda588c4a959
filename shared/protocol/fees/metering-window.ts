/** The rows that a window has: what a timer finds it by, and itself. Each can be written again by whoever finds it missing. */
import type { MeteringWindow } from '../../domain/fees/metering';
import { isLost, isOpen } from '../../domain/fees/metering-states';
import type { MeteringOutcome, Store } from '../../ports';
import { insertOnce } from './ledger';

/** Who hears of what happens along the way: what stands in no result. */
export interface MeteringNews {
  /** A window ended without being on the marketplace's bill. Told once at least. */
  lost(window: MeteringWindow): void;
  requested(entries: number, outcome: MeteringOutcome): void;
  /** Something of this instance could not be done now; the others go on. */
  failed(instanceId: string, fault: unknown): void;
}

export const subjectOf = ({
  instanceId,
  windowStartMs,
}: Pick<MeteringWindow, 'instanceId' | 'windowStartMs'>): string => `${instanceId}/${windowStartMs}`;

export const keyOfSubject = (subject: string): Pick<MeteringWindow, 'instanceId' | 'windowStartMs'> => {
  const [instanceId = '', start = ''] = subject.split('/');
  return { instanceId, windowStartMs: Number(start) };
};

/** The to-do first: a window without one would never be sent. */
export const writeWindow = async (store: Store, window: MeteringWindow, nowMs: number): Promise<void> => {
  await queueWindow(store, window, nowMs);
  await insertOnce(store, { table: 'meteringWindows', insert: window });
};

export const queueWindow = (store: Store, window: MeteringWindow, nowMs: number): Promise<void> =>
  store.write({ table: 'todos', put: { queue: 'metering', subject: subjectOf(window), sinceMs: nowMs } });

/**
 * A window that had ended waits again, as `next` has it: the to-do first, as ever. Whoever read the window as ended may
 * still take that to-do away, so it is put once more after the window is written, and whoever takes it away looks at the
 * window afterwards (`endWindow`): one of the two sees what the other did.
 */
export const reopenWindow = async (
  store: Store,
  window: MeteringWindow,
  next: MeteringWindow,
  nowMs: number,
): Promise<void> => {
  await queueWindow(store, next, nowMs);
  await store.write({ table: 'meteringWindows', replace: next, of: window.version });
  await queueWindow(store, next, nowMs);
};

/** Before the window says that it is lost: whoever looks for losses must not miss one. */
export const noteLoss = (store: Store, window: MeteringWindow, nowMs: number): Promise<void> =>
  store.write({ table: 'todos', put: { queue: 'metering-losses', subject: subjectOf(window), sinceMs: nowMs } });

/**
 * The window has ended: a loss is told, at least once, and then nothing is left to be done. But an operator may have had a
 * refused one sent again meanwhile (`reopenWindow`): then the to-do that was taken away is the one that it waits by.
 */
export const endWindow = async (
  store: Store,
  window: MeteringWindow,
  news: MeteringNews,
  nowMs: number,
): Promise<void> => {
  if (isLost(window)) news.lost(window);
  await store.write({ table: 'todos', remove: { queue: 'metering', subject: subjectOf(window) } });
  if (window.state !== 'refused') return;
  const found = await store.get('meteringWindows', window);
  if (found && isOpen(found)) await queueWindow(store, found, nowMs);
};
