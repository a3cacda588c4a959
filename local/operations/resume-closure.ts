/**
 * Walks a closure to its end, from here and at once, with the walker's own code: one full pass over the bindings, the notices,
 * the end. Any number of walkers may be at it, so one that is under way elsewhere is not disturbed; and whatever stops the
 * walk is seen here, and not looked for in a log. Its to-do row is put first, so that the timer goes on where this one stops.
 */
import { doors } from '../../functions/close-subscription/handler';
import { rfc3339 } from '../../shared/domain/views';
import { Unavailable } from '../../shared/ports';
import { type Command, nothingToDo, type Plan, type Reach, refuse } from './command';
import { readInstanceId } from './identifiers';

export const resumeClosure: Command = {
  name: 'resume-closure',
  usage: 'resume-closure <instanceId>',
  purpose: 'walks the closure of an instance to its end',
  prepare({ positionals }) {
    const instanceId = readInstanceId(positionals);
    return { kind: 'act', given: { instanceId }, plan: (reach) => plan(reach, instanceId) };
  },
};

const plan = async (reach: Reach, instanceId: string): Promise<Plan> => {
  const { store, clock, random, invoker, log } = reach;
  const subject = instanceId;
  const [instance, todo, { rows: bindings }] = await Promise.all([
    store.get('instances', { instanceId }),
    store.get('todos', { queue: 'closures', subject }),
    store.scan('bindings', { instanceId }, { limit: 1 }),
  ]);
  if (instance?.status !== 'closing' && instance?.status !== 'closed') {
    return refuse(
      `The instance ${instanceId} is ${instance?.status ?? 'not known to us'}: a closure begins with the marketplace's releaseInstance. Where it was closed there and the call never came, replay-call --action releaseInstance --instance ${instanceId}.`,
    );
  }
  if (instance.status === 'closed' && !todo && bindings.length === 0) {
    return nothingToDo(`The closure of ${instanceId} was complete at ${rfc3339(instance.closedAtMs ?? 0)}.`);
  }
  return {
    kind: 'action',
    would: `Walk the closure of ${instanceId}: switch what it still settles, give the notices, remove the bindings, close it.`,
    because: [
      `It is ${instance.status} since ${rfc3339(instance.closedAtMs ?? instance.releasedAtMs ?? 0)}.`,
      todo ? `Its to-do row is there since ${rfc3339(todo.sinceMs)}.` : 'Its to-do row is missing, and would be put.',
      bindings.length > 0 ? 'Bindings are left.' : 'No bindings are left.',
    ],
    async carryOut() {
      const nowMs = clock.nowMs();
      const sinceMs = instance.releasedAtMs ?? nowMs;
      if (!todo) await store.write({ table: 'todos', put: { queue: 'closures', subject, sinceMs } });
      const { onInvocation } = doors({ store, random, invoker }, { operatorTokens: [] });
      await onInvocation?.({ instanceId }, { nowMs, log });
      const ended = await store.get('instances', { instanceId });
      if (ended?.status !== 'closed') throw new Unavailable(`The instance ${instanceId} is not closed after its walk.`);
      return { outcome: 'done', detail: `The closure of ${instanceId} is complete.` };
    },
  };
};
