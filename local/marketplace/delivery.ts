/**
 * Delivers what instances owe the seller: each notification for itself, at least once, in no promised order. A refused
 * one is tried again until it is accepted or its attempts are used up (Alibaba Cloud Marketplace, "SaaS SPI").
 *
 * Our decision, as the real delays are not documented: 10 seconds after the first attempt, then twice as long each time,
 * an hour at most; 120 attempts take almost five days.
 */
import type { LocalClock } from '../clock';
import { type Notification, noteAttempt, notificationOf } from './instance';
import type { Ledger } from './ledger';
import type { CallSpi } from './spi-call';

export interface Delivery {
  /** Makes the next attempt at all that the instance owes and that is not already under way, and waits for the answers. */
  deliver(instanceId: string): Promise<void>;
  /** Goes on with all that is owed, as tasks on the clock: what was left when the marketplace last stopped. */
  resume(): void;
  /** Makes no further attempts, and gives up those under way; they are owed until the next start. */
  stop(): Promise<void>;
}

export const retryDelayMs = (attempts: number): number => Math.min(10_000 * 2 ** (attempts - 1), 3_600_000);

export const createDelivery = (ledger: Ledger, clock: LocalClock, callSpi: CallSpi): Delivery => {
  const stopping = new AbortController();
  const cancelById = new Map<string, () => void>();
  const attemptById = new Map<string, Promise<void>>();

  const attempt = async (instanceId: string, notification: Notification): Promise<void> => {
    const { id } = notification;
    const acceptance = await callSpi(notification, stopping.signal);
    const instance = ledger.find(instanceId);
    if (!instance || stopping.signal.aborted) return;
    const noted = noteAttempt(instance, id, acceptance, clock.nowMs());
    await ledger.save(noted);
    const after = notificationOf(noted, id);
    if (after?.state === 'pending') schedule(instanceId, after, retryDelayMs(after.attempts));
  };

  const start = (instanceId: string, notification: Notification): Promise<void> => {
    const { id } = notification;
    const run = attempt(instanceId, notification)
      .catch((error: unknown) => console.error(`Marketplace notification ${id} could not be recorded`, error))
      .finally(() => attemptById.delete(id));
    attemptById.set(id, run);
    return run;
  };

  const schedule = (instanceId: string, notification: Notification, delayMs: number): void => {
    const { id } = notification;
    if (stopping.signal.aborted) return;
    const task = () => {
      cancelById.delete(id);
      return start(instanceId, notification);
    };
    cancelById.set(id, clock.at(clock.nowMs() + delayMs, task));
  };

  const owed = (instanceId: string): readonly Notification[] =>
    (ledger.find(instanceId)?.notifications ?? []).filter(
      ({ id, state }) => state === 'pending' && !cancelById.has(id) && !attemptById.has(id),
    );

  return {
    async deliver(instanceId) {
      await Promise.all(owed(instanceId).map((notification) => start(instanceId, notification)));
    },
    resume() {
      for (const { instanceId } of ledger.list()) {
        for (const notification of owed(instanceId)) schedule(instanceId, notification, 0);
      }
    },
    async stop() {
      stopping.abort();
      for (const cancel of cancelById.values()) cancel();
      cancelById.clear();
      await Promise.all(attemptById.values());
    },
  };
};
