/**
 * Delivers what instances owe the seller: each notification for itself, at least once, in no promised order. A refused
 * one is tried again until it is accepted or its attempts are used up.
 */
import type { LocalClock } from '../clock';
import { retryDelayMs } from './channel';
import type { FaultyLine } from './faulty-line';
import { type Notification, noteAttempt, notificationOf } from './instance';
import type { Ledger } from './ledger';

export interface Delivery {
  /**
   * Makes the next attempt at all that the instance owes and that is not on its way already, and waits for the answers;
   * not for what the line delays or holds.
   */
  deliver(instanceId: string): Promise<void>;
  /** Goes on with all that is owed, as tasks on the clock: what was left when the marketplace last stopped. */
  resume(): void;
  /** Makes no further attempts, and gives up those under way; they are owed until the next start. */
  stop(): Promise<void>;
}

export const createDelivery = (ledger: Ledger, clock: LocalClock, line: FaultyLine): Delivery => {
  const stopping = new AbortController();
  const cancelById = new Map<string, () => void>();
  /** Given to the line: under way, or held by it. */
  const sentIds = new Set<string>();
  const attempts = new Set<Promise<void>>();

  const attempt = async (instanceId: string, notification: Notification): Promise<void> => {
    const { id } = notification;
    const acceptance = await line.callSpi(notification, stopping.signal);
    const instance = ledger.find(instanceId);
    if (!instance || stopping.signal.aborted) return;
    const noted = noteAttempt(instance, id, acceptance, clock.nowMs());
    await ledger.save(noted);
    const after = notificationOf(noted, id);
    const delayMs = after?.state === 'pending' ? retryDelayMs(after.action, after.attempts) : undefined;
    if (after && delayMs !== undefined) schedule(instanceId, after, delayMs);
  };

  const start = (instanceId: string, notification: Notification): Promise<void> => {
    const { id } = notification;
    const run = attempt(instanceId, notification)
      .catch((error: unknown) => console.error(`Marketplace notification ${id} could not be recorded`, error))
      .finally(() => {
        sentIds.delete(id);
        attempts.delete(run);
      });
    attempts.add(run);
    return run;
  };

  const send = (instanceId: string, notification: Notification): Promise<void> => {
    sentIds.add(notification.id);
    return line.inOrder(() => start(instanceId, notification));
  };

  const schedule = (instanceId: string, notification: Notification, delayMs: number): void => {
    const { id } = notification;
    if (stopping.signal.aborted) return;
    const task = () => {
      cancelById.delete(id);
      return send(instanceId, notification);
    };
    cancelById.set(id, clock.at(clock.nowMs() + delayMs + line.delayMs(), task));
  };

  const owed = (instanceId: string): readonly Notification[] =>
    (ledger.find(instanceId)?.notifications ?? []).filter(
      ({ id, state }) => state === 'pending' && !cancelById.has(id) && !sentIds.has(id),
    );

  return {
    async deliver(instanceId) {
      const due = owed(instanceId);
      if (line.delayMs() > 0) {
        for (const notification of due) schedule(instanceId, notification, 0);
      } else {
        await Promise.all(due.map((notification) => send(instanceId, notification)));
      }
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
      await Promise.all(attempts);
    },
  };
};
