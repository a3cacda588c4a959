/**
 * The server's clock, as its answers tell it (`Date`, RFC 9110): whatever lasts from one of its times until now is counted by
 * it, for the clock of this machine may be wrong.
 */

let aheadMs = 0;

/** How far this machine is ahead, by an answer that has just come; without a `Date`, it stays as it was. */
export const heardAt = (date: string | null, nowMs = Date.now()): void => {
  const serverMs = Date.parse(date ?? '');
  if (!Number.isNaN(serverMs)) aheadMs = nowMs - serverMs;
};

/** A moment by this machine's clock, by the server's. */
export const serverTime = (timeMs: number): number => timeMs - aheadMs;
