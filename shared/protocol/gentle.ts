/**
 * The marketplace, asked by somebody who has much to ask and is in no hurry: one question after the other, after the first
 * hundred with a pause before each, and, once it has not answered several times in a row, no more at all.
 */
import { type Clock, type Marketplace, Unavailable, Unreadable } from '../ports';

/** Our decision: so many questions follow each other as the answers come. */
const AT_ONCE = 100;
/** Our decision, in milliseconds: of the others five a second at most. */
const PAUSE_MS = 200;
/** Our decision: so many questions in a row. */
const PATIENCE = 3;

export interface GentleMarketplace extends Marketplace {
  /** It is not asked any more. */
  isUnreachable(): boolean;
  /** The fault came from the marketplace, and not from anything that was done with its answer. */
  threw(fault: unknown): boolean;
}

/** `unreachable`: it was given up before. */
export const gentle = (marketplace: Marketplace, clock: Clock, unreachable = false): GentleMarketplace => {
  let questions = 0;
  let failures = unreachable ? PATIENCE : 0;
  const faults = new WeakSet<object>();
  const remembered = (fault: unknown) => {
    if (fault instanceof Object) faults.add(fault);
    return fault;
  };
  const call = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (failures >= PATIENCE) throw remembered(new Unavailable('The marketplace is not asked any more.'));
    if (++questions > AT_ONCE) await clock.sleep(PAUSE_MS);
    try {
      const answer = await ask();
      failures = 0;
      return answer;
    } catch (fault) {
      // An answer that cannot be read is an answer: what is wrong with one instance must not hide the others.
      failures = fault instanceof Unreadable ? 0 : failures + 1;
      throw remembered(fault);
    }
  };
  return {
    instance: (instanceId) => call(() => marketplace.instance(instanceId)),
    failedNotifications: (page, pageSize) => call(() => marketplace.failedNotifications(page, pageSize)),
    confirmNotification: (notificationId) => call(() => marketplace.confirmNotification(notificationId)),
    // No question: whoever tells it what was used has a pace of its own.
    pushMetering: (entries) => marketplace.pushMetering(entries),
    isUnreachable: () => failures >= PATIENCE,
    threw: (fault) => fault instanceof Object && faults.has(fault),
  };
};
