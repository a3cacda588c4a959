/** The windows that an operator has to know of: what is still open, the least time first, and what was lost, the latest first. */
import type { MeteringWindow } from '../../domain/fees/metering';
import { isLost, isOpen } from '../../domain/fees/metering-states';
import type { Store } from '../../ports';
import { DAY_MS } from '../../validation/day';
import { pages } from '../pages';
import { keyOfSubject } from './metering-window';

const PAGE = 100;
/** Our decision: so many of each are told of at most; the numbers count all. */
const MOST = 200;
/** Our decision: so long a loss is shown: usage older than that is not taken either. */
const SHOWN_MS = 35 * DAY_MS;

export interface ListedWindows {
  readonly open: readonly MeteringWindow[];
  readonly lost: readonly MeteringWindow[];
  readonly counts: Readonly<Record<Exclude<MeteringWindow['state'], 'accepted'>, number>>;
}

export const listWindows = async (store: Store): Promise<ListedWindows> => {
  const counts = { pending: 0, sent: 0, unknown: 0, refused: 0, missed: 0 };
  const listed = async (
    queue: 'metering' | 'metering-losses',
    belongs: (window: MeteringWindow) => boolean,
    order: (one: MeteringWindow, other: MeteringWindow) => number,
  ) => {
    let first: MeteringWindow[] = [];
    for await (const todos of pages(store, 'todos', { queue }, PAGE)) {
      const rows = await store.getMany(
        'meteringWindows',
        todos.map(({ subject }) => keyOfSubject(subject)),
      );
      const windows = rows.filter((row) => row !== undefined).filter(belongs);
      for (const { state } of windows) if (state !== 'accepted') counts[state]++;
      first = [...first, ...windows].sort(order).slice(0, MOST);
    }
    return first;
  };
  const open = await listed('metering', isOpen, (one, other) => one.deadlineMs - other.deadlineMs);
  const lost = await listed('metering-losses', isLost, (one, other) => other.windowStartMs - one.windowStartMs);
  return { open, lost, counts };
};

export const forgetLosses = async (store: Store, nowMs: number): Promise<void> => {
  for await (const todos of pages(store, 'todos', { queue: 'metering-losses' }, PAGE)) {
    for (const { queue, subject, sinceMs } of todos) {
      if (nowMs - sinceMs > SHOWN_MS) await store.write({ table: 'todos', remove: { queue, subject } });
    }
  }
};
