/**
 * What becomes of a window. The arrows are all there are:
 *
 * | from | to | because |
 * |---|---|---|
 * | pending | sent | it is about to be sent: written before the request, so that a request never leaves without a trace |
 * | pending | missed | its deadline has passed |
 * | sent | accepted | the marketplace took it |
 * | sent | pending | it took nothing, and may take it later |
 * | sent | refused | it took nothing, and never will |
 * | sent | unknown | nobody knows: the answer was lost, or whoever sent it died |
 * | unknown | accepted | an operator found it on the marketplace's bill, or the answer came after all |
 * | unknown | pending, missed | an operator did not find it there: before the deadline it is sent again |
 * | refused | pending, missed | an operator has mended what it was refused for: before the deadline it is sent again |
 *
 * Nothing leads from `unknown` to a second request but an operator's word. Source: marketplace documentation: PushMeteringData
 * knows no idempotency, so that a repeat is billed twice.
 */
import type { MeteringWindow } from './metering';

const MINUTE_MS = 60_000;

/**
 * What became of a request as a whole: the marketplace takes all of its entries or none.
 * - `accepted`: they are on its bill.
 * - `refused`: they are not, for the reason that the code names. The same again is refused again, unless something is mended.
 * - `throttled`: they are not, and the same may be sent later: it asked for patience, or could not be reached at all.
 * - `unknown`: they may be on its bill. It knows no idempotency: whoever sends them again may have them billed twice.
 */
export type MeteringOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused' | 'throttled'; readonly code: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** It is on its way, or its outcome is to be found out. */
export const isOpen = ({ state }: MeteringWindow): boolean =>
  state === 'pending' || state === 'sent' || state === 'unknown';

/** It ended without being on the marketplace's bill: its amount is lost, and has a name. */
export const isLost = ({ state }: MeteringWindow): boolean => state === 'missed' || state === 'refused';

const next = (window: MeteringWindow, changed: Partial<MeteringWindow>): MeteringWindow => {
  const { nextAttemptAtMs: _, ...rest } = window;
  return { ...rest, ...changed, version: window.version + 1 };
};

export const sending = (window: MeteringWindow, nowMs: number): MeteringWindow =>
  next(window, { state: 'sent', attempts: window.attempts + 1, sentAtMs: nowMs });

/**
 * Codes of which one entry of a request may be the cause. Which one, the answer does not say: each is sent alone then, and
 * what is refused alone is refused for good. Any other refusal (our permissions, our signature) is of no entry: it is tried
 * again until the deadline, for somebody may mend it in time.
 */
const OF_AN_ENTRY = /^(Invalid\.Parameter|Metering\.Data\.Exceeded)/;
const PATIENCE = /Throttl|Flow\.?Control|^unreached$/i;

/** It has to be sent alone. */
export const goesAlone = ({ code, productCode }: MeteringWindow): boolean =>
  productCode === undefined || (code !== undefined && !PATIENCE.test(code));

/** Our decision: a minute, doubling, ten at most. */
const pauseMs = (attempts: number): number => MINUTE_MS * Math.min(10, 2 ** (attempts - 1));

/** `alone`: it was the only entry of its request. */
export const answered = (
  window: MeteringWindow,
  outcome: MeteringOutcome,
  alone: boolean,
  nowMs: number,
): MeteringWindow => {
  switch (outcome.kind) {
    case 'accepted': {
      const { code: _, ...rest } = window;
      return next(rest, { state: 'accepted', endedAtMs: nowMs });
    }
    case 'unknown':
      return next(window, { state: 'unknown', code: outcome.why });
    case 'refused':
      if (alone && OF_AN_ENTRY.test(outcome.code)) {
        return next(window, { state: 'refused', code: outcome.code, endedAtMs: nowMs });
      }
      return again(window, outcome.code, nowMs);
    case 'throttled':
      return again(window, outcome.code, nowMs);
  }
};

const again = (window: MeteringWindow, code: string, nowMs: number): MeteringWindow =>
  next(window, { state: 'pending', code, nextAttemptAtMs: nowMs + pauseMs(window.attempts) });

/** Our decision: whoever sent it and has not told within two minutes never will. */
const SILENT_MS = 2 * MINUTE_MS;

/** What time alone makes of it; undefined: nothing. */
export const overtaken = (window: MeteringWindow, nowMs: number): MeteringWindow | undefined => {
  const { state, deadlineMs, sentAtMs = 0 } = window;
  if (state === 'pending' && nowMs >= deadlineMs) return missed(window, nowMs);
  if (state === 'sent' && nowMs - sentAtMs > SILENT_MS) return next(window, { state: 'unknown', code: 'no answer' });
  return undefined;
};

const missed = (window: MeteringWindow, nowMs: number): MeteringWindow =>
  next(window, { state: 'missed', endedAtMs: nowMs });

/** An operator has looked at the marketplace's bill. Of an unknown window only. */
export const resolved = (window: MeteringWindow, isOnTheBill: boolean, nowMs: number): MeteringWindow => {
  const { code: _, ...rest } = window;
  if (isOnTheBill) return next(rest, { state: 'accepted', endedAtMs: nowMs });
  return nowMs < window.deadlineMs ? next(rest, { state: 'pending' }) : missed(rest, nowMs);
};

/**
 * An operator has mended what it was refused for, such as the name of the metering item. Of a refused window only: the
 * marketplace said that it took nothing. It keeps its code and so goes alone: were it refused again it would be the only one.
 */
export const retried = (window: MeteringWindow, nowMs: number): MeteringWindow => {
  const { endedAtMs: _, ...rest } = window;
  return nowMs < window.deadlineMs ? next(rest, { state: 'pending' }) : missed(rest, nowMs);
};

/** Our decision: with less left before its deadline a window that still waits is about to be lost. */
const ENDANGERED_MS = 20 * MINUTE_MS;

export const isEndangered = ({ state, deadlineMs }: MeteringWindow, nowMs: number): boolean =>
  (state === 'pending' || state === 'sent') && deadlineMs - nowMs < ENDANGERED_MS;
