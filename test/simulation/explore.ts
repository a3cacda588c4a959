/**
 * Every order in which the steps of several actors can happen, up to the order of steps that do not depend on each other,
 * and with every fault at every step: a stateless model checker over real code. Nothing of a run can be saved, so each
 * order is run anew from the beginning; three things keep their number down, none of which leaves a behaviour out.
 *
 * - *Sleep sets* (Godefroid 1996, chapter 5): where two steps do not depend on each other, the second order is not run.
 * - *States met before*: a state is what the actors share and what each has learnt (which of two parallel reads came first
 *   is not part of it: promises carry no order). What has been explored from it is not explored again; only what slept at
 *   the earlier visit and is awake now is. This is the combination of both as in the same chapter.
 * - *Persistent sets* (chapter 4): a step that touches nothing that another actor will ever touch is taken at once, alone.
 *   What an actor will touch is learnt: it is all that it was about to touch in any run so far. Should an actor come to
 *   touch what an earlier step was too quick with, everything begins anew, with that known. At the end nothing was
 *   wrong: of any run, consider the first touch outside of what is known; all before it obeyed, so a run that was explored
 *   has the same steps before it in another order, and the touch was known after all.
 *
 * A fault befalls one actor, once a run: it crashes before any step (after the step before it was done, and before its
 * answer is told), or a step of it fails or loses its answer. A step of an actor that a fault may befall is not alone
 * when the fault stands beside it, so the persistent set is then all of that actor's steps and faults, or everything.
 */
import { seededRandom } from '../../local/tablestore/seeded-random';
import { beginRun, type Choice, type Ending, type Fault, ordered, type Play, type Run } from './run';
import { createFootprint, dependent, type Footprint, type Touch } from './touch';

export interface Exploring {
  /** Who a fault may befall, and which. */
  readonly faults?: { readonly actor: number; readonly kinds: readonly Fault[] } | undefined;
  /** Of runs: more are not made. */
  readonly limit?: number | undefined;
  /** For proving the reductions: without one of them, the same must come out. */
  readonly without?:
    | undefined
    | { readonly sleeping?: boolean; readonly states?: boolean; readonly persistent?: boolean };
  /** A given run only: its choices, each by its place among those that there were. */
  readonly only?: readonly number[];
}

export interface Found {
  readonly violations: readonly string[];
  /** The steps, in order, as a reader wants them. */
  readonly trace: readonly string[];
  /** To be given as `only`. */
  readonly schedule: readonly number[];
}

export interface Explored {
  readonly runs: number;
  /** Runs with a fault. */
  readonly faulty: number;
  readonly states: number;
  /** The different ends that there were: what is shared, and what each was told. */
  readonly ends: ReadonlySet<string>;
  /** Branches that were met and not run, because of the limit: of none is known what lies behind it. 0: all was explored. */
  readonly left: number;
  readonly found?: Found;
}

/** A choice that is to be explored, at the end of the choices that lead to it. */
interface Branch {
  readonly before: Branch | undefined;
  readonly choice: Choice;
  /** Its place among the choices that there were. */
  readonly place: number;
  /** What need not be explored there after this choice, as far as that does not depend on it. */
  readonly asleep: readonly Choice[];
  /** Of a crash: the state that it leads to, and who else goes on. */
  readonly crashed?: { readonly state: string; readonly others: readonly Choice[] } | undefined;
}

/** The choices of a state: each step, and each fault that may befall somebody there. */
const choicesOf = (run: Run, { faults }: Exploring, struck: boolean): Choice[] => {
  const steps = [...run.waiting()];
  if (!faults || struck || run.actors[faults.actor]?.ending) return steps;
  const { actor, kinds } = faults;
  const own = steps.filter((step) => step.actor === actor);
  const all: Choice[] = steps;
  for (const fault of kinds) {
    if (fault === 'crash') {
      if (own.length > 0) all.push({ name: `${actor} crash`, actor, touch: undefined, fault });
      continue;
    }
    for (const step of own) {
      // A read that happened and was not answered is one that did not happen.
      if (!step.fallible || (fault === 'lose-answer' && step.touch?.how !== 'write')) continue;
      all.push({ name: `${step.name}: ${fault}`, actor, touch: step.touch, fault, step: step.name });
    }
  }
  return all;
};

/** Begins again from the start: something was taken alone that should not have been. */
const tooQuick = Symbol('too quick');

export const explore = async (open: () => Play, exploring: Exploring = {}): Promise<Explored> => {
  const count = open().acts.length;
  const footprints = Array.from({ length: count }, createFootprint);
  /** What each took alone while the other was still at it. */
  const quick = Array.from({ length: count }, () => Array.from({ length: count }, createFootprint));
  const never = new Set<string>();
  let restart = false;
  const observer = {
    newTouch(actor: number, touch: Touch) {
      if (quick.some((against) => against[actor]?.meets(touch))) restart = true;
    },
    race({ name }: Choice) {
      if (never.has(name)) return;
      never.add(name);
      restart = true;
    },
  };
  const total = { runs: 0, faulty: 0 };
  for (;;) {
    restart = false;
    const explored = await exploreOnce(open, exploring, { footprints, quick, never, observer, total }, () => restart);
    if (explored !== tooQuick) return explored;
  }
};

interface Learnt {
  readonly footprints: readonly Footprint[];
  readonly quick: readonly (readonly Footprint[])[];
  readonly never: ReadonlySet<string>;
  readonly observer: Parameters<typeof beginRun>[2];
  readonly total: { runs: number; faulty: number };
}

/** The choices of which one has to be explored here; all, unless some concern nobody else. */
const persistent = (run: Run, choices: readonly Choice[], { footprints, quick, never }: Learnt): readonly Choice[] => {
  const others = (actor: number): number[] =>
    [...run.actors.keys()].filter(
      (at) => at !== actor && (!run.actors[at]?.ending || choices.some((choice) => choice.actor === at)),
    );
  const concerns = ({ actor, touch }: Choice): boolean =>
    touch !== undefined && others(actor).some((at) => footprints[at]?.meets(touch));
  const alone = (choice: Choice, own: readonly Choice[]): boolean => {
    const { name, actor, touch } = choice;
    if (concerns(choice) || never.has(name)) return false;
    if (own.some((beside) => beside !== choice && dependent(beside.touch, touch))) return false;
    return !touch || run.actors[actor]?.orphans.size === 0 || !footprints[actor]?.meets(touch);
  };
  const noted = (taken: readonly Choice[]) => {
    for (const { actor, touch } of taken) {
      for (const at of others(actor)) if (touch) quick[actor]?.[at]?.add(touch);
    }
    return taken;
  };
  for (const actor of run.actors.keys()) {
    const own = choices.filter((choice) => choice.actor === actor);
    if (own.some(({ fault }) => fault)) {
      if (!own.some(concerns)) return noted(own);
      continue;
    }
    const one = own.find((choice) => alone(choice, own));
    if (one) return noted([one]);
  }
  return choices;
};

const pathTo = (end: Branch | undefined): Branch[] => {
  const path: Branch[] = [];
  for (let branch = end; branch; branch = branch.before) path.push(branch);
  return path.reverse();
};

const exploreOnce = async (
  open: () => Play,
  exploring: Exploring,
  learnt: Learnt,
  isTooQuick: () => boolean,
): Promise<Explored | typeof tooQuick> => {
  const { limit = Infinity, without = {}, only } = exploring;
  const { total } = learnt;
  /** By state, what slept when it was met. */
  const met = new Map<string, ReadonlySet<string>>();
  const ends = new Set<string>();
  /** Undefined: the beginning. */
  const left: (Branch | undefined)[] = [undefined];
  const fraction = seededRandom(1);
  const explored = (found?: Found): Explored => ({
    ...total,
    states: met.size,
    ends,
    left: left.length,
    ...(found && { found }),
  });

  /** Where not all can be run, one of everywhere is; else the last, which keeps few waiting. */
  const takeOne = (): Branch | undefined => {
    const last = left.length - 1;
    const place = limit === Infinity ? last : Math.floor(fraction() * left.length);
    const taken = left[place];
    left[place] = left[last];
    left.pop();
    return taken;
  };

  /** The branches of a state that need a run; nothing where all of it is, or will be, explored elsewhere. */
  const branchesOf = (run: Run, choices: readonly Choice[], before: Branch | undefined, struck: boolean): Branch[] => {
    const inherited = before && !without.sleeping ? before.asleep.filter((one) => !ordered(one, before.choice)) : [];
    const names = new Set(inherited.map(({ name }) => name));
    const state = `${run.state()}|${struck}`;
    const slept = without.states ? undefined : met.get(state);
    const asleep = slept ? inherited.filter(({ name }) => slept.has(name)) : inherited;
    const needed = slept
      ? choices.filter(({ name }) => slept.has(name))
      : without.persistent
        ? choices
        : persistent(run, choices, learnt);
    met.set(state, new Set(asleep.map(({ name }) => name)));
    const awake = needed.filter(({ name }) => !names.has(name));
    return awake.map((choice, nth): Branch => {
      const { actor, fault } = choice;
      const others = choices.filter((other) => other.actor !== actor);
      return {
        before,
        choice,
        place: choices.indexOf(choice),
        asleep: [...asleep, ...awake.slice(0, nth)],
        ...(fault === 'crash' && { crashed: { state: run.state(actor), others } }),
      };
    });
  };

  /** A crash changes nothing but that one is gone: where it leads is known without a run. */
  const isMet = ({ crashed, asleep }: Branch): boolean => {
    if (!crashed || without.states) return false;
    if (crashed.others.length === 0) return ends.has(crashed.state);
    const sleeping = new Set(without.sleeping ? [] : asleep.map(({ name }) => name));
    if (crashed.others.every(({ name }) => sleeping.has(name))) return true;
    const slept = met.get(`${crashed.state}|true`);
    return slept !== undefined && [...slept].every((name) => sleeping.has(name));
  };

  while (left.length > 0) {
    if (total.runs >= limit) return explored();
    const begun = takeOne();
    if (begun && isMet(begun)) continue;
    total.runs++;
    const play = open();
    const run = await beginRun(play, learnt.footprints, learnt.observer);
    let at: Branch | undefined;
    const foundHere = (): Found | undefined => {
      const violations = play.violations();
      if (violations.length === 0) return undefined;
      const path = pathTo(at);
      return { violations, trace: path.map(({ choice }) => choice.name), schedule: path.map(({ place }) => place) };
    };

    const known = pathTo(begun);
    let struck = false;
    for (let depth = 0; ; depth++) {
      if (isTooQuick()) return tooQuick;
      const found = foundHere();
      if (found) return explored(found);
      let next = known[depth];
      if (!next) {
        const choices = choicesOf(run, exploring, struck);
        if (choices.length === 0) {
          const state = run.state();
          if (ends.has(state)) break;
          ends.add(state);
          await play.rest(run.actors.map(({ ending }): Ending => ending ?? { kind: 'died' }));
          const atRest = foundHere();
          if (atRest) return explored(atRest);
          break;
        }
        const given = only && choices[only[depth] ?? 0];
        const branches: Branch[] = given
          ? [{ before: at, choice: given, place: only[depth] ?? 0, asleep: [] }]
          : branchesOf(run, choices, at, struck);
        next = branches.shift();
        // The last one first: a stack.
        left.push(...branches.reverse());
        if (!next) break;
      }
      at = next;
      struck ||= next.choice.fault !== undefined;
      await run.take(next.choice);
    }
    if (struck) total.faulty++;
  }
  return explored();
};
