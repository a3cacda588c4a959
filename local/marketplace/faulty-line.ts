/**
 * The line between the marketplace and its seller, and what can be wrong with it: answers that get lost, calls that come
 * twice, late or in another order. The real line may do each of these at any time; here it does so when it is told.
 *
 * Our decision: every attempt to deliver counts as one notification, a repeated one too, so that `drop: 3` loses three
 * answers in a row. The faults are in memory only: a restart mends the line.
 */
import type { CallSpi } from './spi-call';

export interface Faults {
  /** Of how many of the next notifications the answer gets lost: the seller has it, and it is sent again later. */
  drop: number;
  /** How many of the next notifications are sent twice, both at once. */
  duplicate: number;
  /** How much later than it is due each notification is sent, by the local clock. */
  delayMs: number;
  /** Whether of each two notifications the second is sent first. */
  reorder: boolean;
}

export interface FaultyLine {
  callSpi: CallSpi;
  inForce(): Faults;
  /** The delay of what becomes due now. */
  delayMs(): number;
  /** Runs `send`, and resolves when it has ended; or holds it until another one has ended, and resolves at once. */
  inOrder(send: () => Promise<void>): Promise<void>;
  /**
   * Replaces the faults, and resolves with those in force once a notification that was held has gone out; it stays held
   * where the next one is still to be sent first. What is late already comes when it comes.
   */
  set(faults: Faults): Promise<Faults>;
}

const none: Faults = { drop: 0, duplicate: 0, delayMs: 0, reorder: false };

export const createFaultyLine = (callSpi: CallSpi): FaultyLine => {
  let faults = none;
  let held: (() => Promise<void>) | undefined;

  const release = () => {
    const send = held;
    held = undefined;
    return send?.();
  };
  const takes = (kind: 'drop' | 'duplicate'): boolean => {
    const left = faults[kind];
    if (left > 0) faults = { ...faults, [kind]: left - 1 };
    return left > 0;
  };

  return {
    async callSpi(notification, signal) {
      const isLost = takes('drop');
      const copies = takes('duplicate') ? [notification, notification] : [notification];
      const answers = await Promise.all(copies.map((copy) => callSpi(copy, signal)));
      return isLost ? undefined : answers.find((acceptance) => acceptance !== undefined);
    },
    inForce: () => faults,
    delayMs: () => faults.delayMs,
    async inOrder(send) {
      if (faults.reorder && !held) {
        held = send;
        return;
      }
      await send();
      await release();
    },
    async set(wanted) {
      faults = wanted;
      if (!faults.reorder) await release();
      return faults;
    },
  };
};
