/**
 * Says of a window whose outcome is unknown what the marketplace's bill shows. Only an operator can: the marketplace knows no
 * idempotency and no question, so whoever sent it again without looking might have it billed twice.
 *
 * A window that was refused is not on that bill, for the marketplace said so. Where the reason was ours, such as a metering
 * item of a wrong name, and is mended, it is sent again in time.
 */
import type { MeteringWindow } from '../../shared/domain/fees/metering';
import { resolved, retried } from '../../shared/domain/fees/metering-states';
import { amountText } from '../../shared/domain/fees/money';
import { rfc3339 } from '../../shared/domain/views';
import type { Store } from '../../shared/ports';
import { noteLoss, queueWindow, reopenWindow, subjectOf } from '../../shared/protocol/fees/metering-window';
import { type Command, nothingToDo, type Plan, type Reach, refuse } from './command';
import { readInstanceId } from './identifiers';

export const resolveWindow: Command = {
  name: 'resolve-window',
  usage: 'resolve-window <instanceId> --window <RFC 3339 begin> --accepted | --not-accepted',
  purpose: 'says whether a window with an unknown outcome is on the marketplace’s bill; has a refused one sent again',
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
  const amount = `${window.units} units, ${amountText(window.amount)} CNY`;
  const until = `The marketplace takes it until ${rfc3339(window.deadlineMs)}.`;
  const carriedOut = (next: MeteringWindow, ...because: string[]): Plan => ({
    kind: 'action',
    would: `${wouldBe(next)} (${amount}).`,
    because: [...because, until],
    async carryOut() {
      await write(store, window, next, clock.nowMs());
      return { outcome: 'done', detail: `The window is ${next.state}: ${amount}.` };
    },
  });
  switch (window.state) {
    case 'unknown':
      return carriedOut(
        resolved(window, isOnTheBill, clock.nowMs()),
        `It was sent at ${rfc3339(window.sentAtMs ?? 0)}, and then: ${window.code ?? 'no answer'}.`,
      );
    case 'refused':
      if (isOnTheBill) {
        return refuse(
          `${stands} The marketplace said that it took nothing, so it is on no bill. Mend what it was refused for, and have it sent again with --not-accepted.`,
        );
      }
      return carriedOut(
        retried(window, clock.nowMs()),
        `${stands} The marketplace answered: ${window.code ?? 'nothing'}.`,
      );
    case 'pending':
      // Whoever had it sent again may have died before its to-do was safe.
      if (!isOnTheBill && !(await store.get('todos', { queue: 'metering', subject: subjectOf(window) }))) {
        return carriedOut(window, `${stands} Its to-do row is missing.`);
      }
  }
  const isSo = isOnTheBill ? ['accepted'] : ['pending', 'missed'];
  if (isSo.includes(window.state)) return nothingToDo(stands);
  return refuse(`${stands} Only a window whose outcome is unknown, or that was refused, can be resolved.`);
};

const write = async (store: Store, window: MeteringWindow, next: MeteringWindow, nowMs: number): Promise<void> => {
  if (next === window) return queueWindow(store, window, nowMs);
  if (window.state === 'refused' && next.state === 'pending') return reopenWindow(store, window, next, nowMs);
  if (next.state === 'missed') await noteLoss(store, next, nowMs);
  await store.write({ table: 'meteringWindows', replace: next, of: window.version });
  // Of an unknown one that is lost the next run tells, and removes its to-do then. A refused one was told of, and has none.
  if (next.state === 'accepted') await removeTodo(store, next);
};

const wouldBe = ({ state }: MeteringWindow): string => {
  if (state === 'accepted') return 'Note that the window is on the marketplace’s bill';
  return state === 'pending'
    ? 'Have the window sent again: the next run tells it once more'
    : 'Note that the window is lost: it is too late to tell it';
};

const removeTodo = (store: Store, window: MeteringWindow): Promise<void> =>
  store.write({ table: 'todos', remove: { queue: 'metering', subject: subjectOf(window) } });
