/**
 * Makes the versions of an earlier deployment live again: every function's alias moves to the newest version that had been
 * published by then, what invokes before what it invokes. Nothing is uploaded, so it takes seconds; triggers, asynchronous
 * settings, the domain and the tables stay as the last deployment left them.
 */
import { safeOrder } from './deploy';
import { type FunctionVersions, type Version, versionAt } from './function-versions';
import { type Label, latestOf } from './labels';

export interface Step {
  readonly name: string;
  readonly now: Version | undefined;
  /** Undefined where the function did not exist then: it stays as it is. */
  readonly before: Version | undefined;
}

export interface RollbackPlan {
  readonly from: string;
  readonly to: string;
  /** In the order in which they move. */
  readonly steps: readonly Step[];
}

/**
 * `to` names a deployment; without it, it is the one before the latest that any function is on. So a run that was broken
 * off half way is finished by the same command, and a run after a whole one goes back one deployment further.
 * Throws a sentence that says what to do.
 */
export const planRollback = async (versions: FunctionVersions, to?: string): Promise<RollbackPlan> => {
  const functions = await Promise.all(
    safeOrder.toReversed().map(async (name) => {
      const [now, published] = [await versions.live(name), await versions.list(name)];
      return { name, now, published };
    }),
  );
  const labels = functions.flatMap(({ published }) => published.flatMap(({ label }) => label ?? []));
  const current = latestOf(functions.map(({ now }) => now?.label));
  if (current === undefined) throw new Error('Nothing is live on this stage: deploy it first.');
  const target = to ?? current.after;
  if (target === undefined) {
    throw new Error(`${current.deployment} is the first deployment of this stage: there is none to go back to.`);
  }
  const label = labels.find(({ deployment }) => deployment === target);
  if (label === undefined) {
    throw new Error(`No version says that it is of ${target}. These do: ${namesOf(labels).join(', ')}.`);
  }
  return {
    from: current.deployment,
    to: target,
    steps: functions.map(({ name, now, published }) => {
      const version = versionAt(published, target);
      // The label of the deployment, which need not be that of the version: not every one changes every function.
      return { name, now, before: version && { versionId: version.versionId, label } };
    }),
  };
};

const namesOf = (labels: readonly Label[]): string[] => [...new Set(labels.map(({ deployment }) => deployment).sort())];

/** A line a function. */
export const describePlan = ({ from, to, steps }: RollbackPlan): string => {
  const width = Math.max(...steps.map(({ name }) => name.length));
  const lines = steps.map(({ name, now, before }) => {
    const [is, becomes] = [now?.versionId ?? 'none', before?.versionId];
    const what = becomes === undefined ? `stays on ${is}: it did not exist then` : `version ${is} to ${becomes}`;
    return `${name.padEnd(width)}  ${is === becomes ? `stays on ${is}` : what}`;
  });
  return [`From ${from} to ${to}:`, ...lines].join('\n');
};

/** Carries the plan out. Where one fails, it says which have moved; the same command goes on from there. */
export const rollBack = async (
  versions: FunctionVersions,
  { to, steps }: RollbackPlan,
  say: (line: string) => void,
): Promise<void> => {
  const moved: string[] = [];
  for (const { name, before } of steps) {
    if (before === undefined) continue;
    try {
      await versions.makeLive(name, before);
    } catch (fault) {
      const left = steps.filter((step) => step.before && !moved.includes(step.name)).map((step) => step.name);
      throw new Error(
        `${(fault as Error).message}\nOn ${to} are now: ${moved.join(', ') || 'none'}; not yet: ${left.join(', ')}. Run it again with --to ${to} until all are.`,
      );
    }
    moved.push(name);
    say(`live: version ${before.versionId} of ${name}`);
  }
};
