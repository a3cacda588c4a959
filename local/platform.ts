/**
 * The observability platform, as far as it concerns us: it says what each workspace has used, hour by hour, by messages to
 * its queue, which a stream of EventBridge hands over (EventBridge documents, "Simple Message Queue").
 *
 * Nothing of what is said is checked here, for the platform may be wrong too: whatever members an object has are sent.
 */
import { randomUUID } from 'node:crypto';
import type { LocalClock } from './clock';
import { type Control, controlFault } from './controls';
import type { CloudEvent, EventBus } from './function-compute/event-bus';
import { LOCAL_ACCOUNT_ID } from './ram/roles';

const SOURCE = 'platform';
const TYPE = 'workspace:Usage:recorded';

/** Not more at once than people send by hand; what is more is sent in several requests. */
const MOST_AT_ONCE = 10_000;

type Wish = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Wish =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const platformControls = (events: EventBus, clock: LocalClock): Control[] => {
  let sent = 0;
  /** In the order of sending, also of those that are sent in the same millisecond, and after a restart. */
  const nextId = (nowMs: number) => `usage-${nowMs}-${String(++sent).padStart(9, '0')}`;

  /** `id` and `time` may be given, to send the same again, or late. */
  const eventOf = ({ id, time, ...data }: Wish, nowMs: number) => ({
    specversion: '1.0',
    id: id ?? nextId(nowMs),
    source: SOURCE,
    type: TYPE,
    time: time ?? new Date(nowMs).toISOString(),
    datacontenttype: 'application/json',
    data,
  });

  const message = (body: unknown, nowMs: number): CloudEvent => {
    const messageId = randomUUID();
    return {
      id: messageId,
      source: 'usage',
      type: 'mns:Queue:SendMessage',
      subject: `acs:mns:cn-hangzhou:${LOCAL_ACCOUNT_ID}:queues/usage`,
      time: new Date(nowMs).toISOString(),
      data: { requestId: randomUUID(), messageId, messageBody: JSON.stringify(body) },
    };
  };

  return [
    {
      method: 'POST',
      path: '/local/usage',
      async answer({ body }) {
        const wishes: readonly unknown[] = [body].flat();
        if (wishes.length === 0 || wishes.length > MOST_AT_ONCE || !wishes.every(isObject)) {
          const what = `Send {"site", "workspaceId", "item", "hour", "quantity"} and, where you like, "retention", "id" and "time"; or an array of up to ${MOST_AT_ONCE} of them.`;
          return controlFault(400, 'This is no usage', what);
        }
        const nowMs = clock.nowMs();
        const said = wishes.filter(isObject).map((wish) => eventOf(wish, nowMs));
        events.put(
          said.map((event) => message(event, nowMs)),
          'MNS',
        );
        return { status: 202, body: { events: said.map(({ id, time }) => ({ id, time })) } };
      },
    },
  ];
};
