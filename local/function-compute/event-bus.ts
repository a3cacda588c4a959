/**
 * EventBridge, as far as it reaches functions: an event goes to each function with a trigger that its pattern lets
 * through, and is delivered again while that fails. Sources: EventBridge documents, "PutTargets" (the two ways of trying
 * again); Function Compute documents, "EventBridge triggers" (an object from the bus, an array from a stream, even of one).
 *
 * Our decisions: what the documents put at random between 10 and 20 seconds is 15 here; a stream hands over at once what
 * was put at once, as far as its batch window counts, and waits for no more; what waits is in memory, and what would go to a
 * dead-letter queue is logged.
 */
import type { LocalClock } from '../clock';
import { LOCAL_ACCOUNT_ID } from '../ram/roles';
import type { AsynchronousInvocations } from './asynchronous';
import type { EventTrigger } from './deployment';
import { matchesPattern } from './event-pattern';
import type { DeployedFunction, FunctionHost } from './host';
import type { FunctionLog } from './log';

/** CloudEvents 1.0; `source` and `id` together name the event, also when it comes again. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly data?: unknown;
  readonly [attribute: string]: unknown;
}

export interface EventBus {
  /** Delivers it, or them, as tasks of the clock, to the triggers of that source. */
  put(events: CloudEvent | readonly CloudEvent[], from?: EventTrigger['source']): void;
}

const repeat = (count: number, delayS: number) => Array.from({ length: count }, () => delayS);

/** The waits, in seconds, before each further delivery. */
export const RETRY_DELAYS_S: Readonly<Record<EventTrigger['retryStrategy'], readonly number[]>> = {
  BACKOFF_RETRY: repeat(3, 15),
  EXPONENTIAL_DECAY_RETRY: [1, 2, 4, 8, 16, 32, 64, 128, 256, ...repeat(167, 512)],
};

export const createEventBus = (
  host: FunctionHost,
  invocations: AsynchronousInvocations,
  clock: LocalClock,
  log: FunctionLog,
): EventBus => {
  const deliver = async (called: DeployedFunction, trigger: EventTrigger, payload: string, id: string, tries = 1) => {
    const requestId = host.newRequestId();
    if (trigger.asynchronous) return invocations.accept(called, payload, requestId);
    const outcome = await called.invoke(payload, requestId);
    if (outcome.kind === 'result') return;
    const delayS = RETRY_DELAYS_S[trigger.retryStrategy][tries - 1];
    if (delayS === undefined) {
      const end = trigger.deadLetterQueue ? `would go to ${trigger.deadLetterQueue}` : 'is dropped';
      log.failure(called.settings.name, `The event ${id} of ${trigger.name} failed ${tries} times and ${end}.`);
      return;
    }
    clock.at(clock.nowMs() + delayS * 1000, () => deliver(called, trigger, payload, id, tries + 1));
  };

  return {
    put(events, from = 'Default') {
      const published = new Date(clock.nowMs()).toISOString();
      const stamped = [events].flat().map((event) => ({
        specversion: '1.0',
        datacontenttype: 'application/json',
        time: published,
        ...event,
        aliyunaccountid: LOCAL_ACCOUNT_ID,
        aliyunpublishtime: published,
        aliyuneventbusname: from === 'Default' ? 'default' : from,
      }));
      for (const called of host.functions.values()) {
        const { region, eventTriggers } = called.settings;
        const delivered = stamped.map((event) => ({ ...event, aliyunregionid: region }));
        for (const trigger of eventTriggers) {
          if (trigger.source !== from) continue;
          const wanted = delivered.filter((event) => matchesPattern(trigger.pattern, event));
          for (const batch of batchesOf(wanted, from === 'Default' ? 1 : (trigger.batch ?? 1))) {
            const payload = JSON.stringify(from === 'Default' ? batch[0] : batch);
            clock.at(clock.nowMs(), () => deliver(called, trigger, payload, batch.map(({ id }) => id).join(', ')));
          }
        }
      }
    },
  };
};

const batchesOf = <One>(all: readonly One[], most: number): One[][] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, at) => all.slice(at * most, (at + 1) * most));
