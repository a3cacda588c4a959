/** The timeline of who paid, as lengths: how long each entry lasted, and which part of the whole that is. */
import type { TimelineView } from '../../../../shared/validation/answers';

export interface Span {
  readonly entry: TimelineView;
  /** The one before; the first has none. */
  readonly previous: TimelineView | undefined;
  /** RFC 3339; the last one's is now. */
  readonly until: string;
  readonly durationMs: number;
  /** Of the whole, from 0 to 1; all of them are 1 together. */
  readonly share: number;
}

/** `entries` touch, the oldest first. Where the clocks differ by a little, now is not before the last entry began. */
export const spansOf = (entries: readonly TimelineView[], nowMs: number): Span[] => {
  const spans = entries.map((entry, at) => {
    const fromMs = Date.parse(entry.from);
    const untilMs = entry.to === undefined ? Math.max(nowMs, fromMs) : Date.parse(entry.to);
    return {
      entry,
      previous: entries[at - 1],
      until: new Date(untilMs).toISOString(),
      durationMs: Math.max(0, untilMs - fromMs),
    };
  });
  const wholeMs = spans.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return spans.map((span) => ({ ...span, share: wholeMs === 0 ? 1 / spans.length : span.durationMs / wholeMs }));
};
