/**
 * Carries a prepared command out, or says what it would do. Nothing is changed unless it is signed: by whom, and why. A lost
 * race is cured as the functions cure it, by reading and deciding again from the top.
 */
import type { Operation } from '../../shared/domain/operation';
import { isTransient, runAgain } from '../../shared/triggers/again';
import { timeOrderedId } from '../../shared/triggers/request';
import type { Ended, Plan, Prepared, Reach, Seen } from './command';
import { begin, complete } from './record';

export interface Signature {
  readonly by: string;
  readonly why: string;
}

export type Answer =
  | { readonly kind: 'seen'; readonly seen: Seen }
  /** Nothing was changed, and nothing was recorded. */
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'ended'; readonly operation: Operation };

/**
 * `signature` absent: dry. Rejects with what a part outside has thrown; where the action had begun by then, its record says
 * `failed`.
 */
export const operate = async (
  reach: Reach,
  command: string,
  prepared: Prepared,
  signature: Signature | undefined,
): Promise<Answer> => {
  if (prepared.kind === 'look') return { kind: 'seen', seen: await prepared.look(reach) };
  if (!signature && prepared.rehearse) return { kind: 'seen', seen: await prepared.rehearse(reach) };
  const plan = await prepared.plan(reach);
  if (!signature || plan.kind !== 'action') return { kind: 'planned', plan };

  const { store, clock, random } = reach;
  const beganAtMs = clock.nowMs();
  const operationId = timeOrderedId(beganAtMs, random.id());
  const begun: Operation = { operationId, ...signature, command, given: prepared.given, beganAtMs };
  await begin(store, begun);
  const end = async (ended: Pick<Operation, 'outcome' | 'detail'>): Promise<Operation> => {
    const operation = { ...begun, endedAtMs: clock.nowMs(), ...ended };
    await complete(store, operation);
    return operation;
  };
  let ended: Ended;
  try {
    ended = await runAgain(reach, async (nth) => carryOut(await prepared.plan(reach), operationId, nth > 0));
  } catch (fault) {
    // Only what kind of fault it was: a bug's own words may hold anything.
    const detail = isTransient(fault) ? `${fault.name}: ${fault.message}` : (fault as Error).name;
    await end({ outcome: 'failed', detail }).catch(() => {
      // It stands as begun, which says the same.
    });
    throw fault;
  }
  return { kind: 'ended', operation: await end(ended) };
};

const carryOut = async (plan: Plan, operationId: string, again: boolean): Promise<Ended> => {
  if (plan.kind === 'action') return plan.carryOut(operationId);
  // There was something to do in the run before, whose answer was lost: it has happened, by that run or whoever was faster.
  if (plan.kind === 'nothing' && again) return { outcome: 'done', detail: `It is so after all. ${plan.why}` };
  return { outcome: plan.kind, detail: plan.why };
};
