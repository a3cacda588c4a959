/**
 * Says of a window whose outcome is unknown what the marketplace's bill shows. Only an operator can: the marketplace knows no
 * idempotency and no question, so whoever sent it again without looking might have it billed twice.
 */
import type { MeteringWindow } from '../../shared/domain/fees/metering';
import { resolved } from '../../shared/domain/fees/metering-states';
import { amountText } from '../../shared/domain/fees/money';
import { rfc3339 } from '../../shared/domain/views';
import type { Store } from '../../shared/ports';
import { noteLoss, subjectOf } from '../../shared/protocol/fees/metering-window';
import { type Command, nothingToDo, type Plan, type Reach, refuse } from './command';
import { readInstanceId } from './identifiers';

export const resolveWindow: Command = {
  name: 'resolve-window',
  usage: 'resolve-window <instanceId> --window <RFC 3339 begin> --accepted | --not-accepted',
  purpose: 'says of a window with an unknown outcome whether it is on the marketplace’s bill',
  options: { window: { type: 'string' }, accepted: { type: 'boolean' }, 'not-accepted': { type: 'boolean' } },
  prepare({ positionals, text, flag }) {
    const instanceId = readInstanceId(positionals);
    const windowStartMs = readBegin(text('window'));
    const [isThere, isNot] = [flag('accepted'), flag('not-accepted')];
    if (isThere === isNot) {
      throw new Error(
        'What does the marketplace’s bill show? --accepted, it is on it, or --not-accepted, it is not: one of them.',
      );
    }
    const given = { instanceId, window: rfc3339(windowStartMs), onTheBill: isThere ? 'yes' : 'no' };
    return { kind: 'act', given, plan: (reach) => plan(reach, { instanceId, windowStartMs }, isThere) };
  },
};

const readBegin = (said: string | undefined): number => {
  const ms = said === undefined || !/^\d{4}-\d\d-\d\dT/.test(said) ? Number.NaN : Date.parse(said);
  if (Number.isNaN(ms)) {
    throw new Error(
      `${said === undefined ? 'No window was named' : `${said} is no window`}: say when it begins, as show-metering does, with --window 2026-01-01T00:00:00.000Z.`,
    );
  }
  return ms;
};

const plan = async (
  { store, clock }: Reach,
  key: Pick<MeteringWindow, 'instanceId' | 'windowStartMs'>,
  isOnTheBill: boolean,
): Promise<Plan> => {
  const window = await store.get('meteringWindows', key);
  if (!window) {
    return refuse(`There is no such window. show-metering ${key.instanceId} lists those that there are.`);
  }
  const stands = `It is ${window.state}${window.endedAtMs === undefined ? '' : ` since ${rfc3339(window.endedAtMs)}`}.`;
  if (window.state !== 'unknown') {
    if (isOnTheBill ? window.state === 'accepted' : window.state === 'pending' || window.state === 'missed') {
      return nothingToDo(stands);
    }
    return refuse(`${stands} Only a window whose outcome is unknown can be resolved.`);
  }
  const next = resolved(window, isOnTheBill, clock.nowMs());
  const amount = `${window.units} units, ${amountText(window.amount)} CNY`;
  return {
    kind: 'action',
    would: `${wouldBe(next)} (${amount}).`,
    because: [
      `It was sent at ${rfc3339(window.sentAtMs ?? 0)}, and then: ${window.code ?? 'no answer'}.`,
      `The marketplace takes it until ${rfc3339(window.deadlineMs)}.`,
    ],
    async carryOut() {
      if (next.state === 'missed') await noteLoss(store, next, clock.nowMs());
      await store.write({ table: 'meteringWindows', replace: next, of: window.version });
      // Of a window that is lost the next run tells, and removes its to-do then.
      if (next.state === 'accepted') await removeTodo(store, next);
      return { outcome: 'done', detail: `The window is ${next.state}: ${amount}.` };
    },
  };
};

const wouldBe = ({ state }: MeteringWindow): string => {
  if (state === 'accepted') return 'Note that the window is on the marketplace’s bill';
  return state === 'pending'
    ? 'Have the window sent again: the next run tells it once more'
    : 'Note that the window is lost: it is too late to tell it';
};

const removeTodo = (store: Store, window: MeteringWindow): Promise<void> =>
  store.write({ table: 'todos', remove: { queue: 'metering', subject: subjectOf(window) } });
