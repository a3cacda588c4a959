/**
 * One run of a play, held still at each step: every actor goes on until all that it does next waits here, and the next
 * step is whichever is chosen. Several steps of one actor may wait at once (what it does in parallel).
 */
import { Unavailable } from '../../shared/ports';
import { createDigest, type Digest } from './digest';
import { createFootprint, dependent, type Footprint, type Touch } from './touch';

/** What an actor is about to do. Without a touch it concerns nobody else, and it learns nothing from it. */
export interface Doing {
  readonly label: string;
  readonly touch: Touch | undefined;
  /** It may fail, or its answer may be lost. */
  readonly fallible?: boolean;
  /** Whether whoever is answered so may leave alone what he does beside it. A step that throws always is such. */
  readonly isRefusal?: (answer: unknown) => boolean;
}

export interface Schedule {
  <R>(doing: Doing, happen: () => R): Promise<R>;
  /**
   * The actor begins anew, and of all that it has learnt so far keeps no more than `kept`. Not so while a step of its own
   * still waits: whoever left it may go on with what was learnt.
   */
  anew(kept: string): void;
}

export type Ending = { readonly kind: 'answered'; readonly answer: string } | { readonly kind: 'died' };

/** Begun anew for each run, from the same state. */
export interface Play {
  /** Resolve with what the actor was told, as text. */
  readonly acts: readonly ((schedule: Schedule) => Promise<string>)[];
  /** Equal for equal states of what the actors share. */
  state(): string;
  /** All have ended or died: what recovers does, and the end is looked at. */
  rest(endings: readonly Ending[]): Promise<void>;
  /** What was found wrong so far. */
  violations(): readonly string[];
}

export type Fault = 'crash' | 'fail' | 'lose-answer';

/** A step that waits, or that of a fault that may befall an actor now. */
export interface Choice {
  /** The same in every run that comes to the same state. */
  readonly name: string;
  readonly actor: number;
  readonly touch: Touch | undefined;
  readonly fault?: Fault;
  /** The step that it is, or that the fault befalls. */
  readonly step?: string;
  readonly fallible?: boolean;
}

/** Whether the order of the two matters. A fault is one for the whole actor; at most one befalls it. */
export const ordered = (one: Choice, other: Choice): boolean =>
  one.actor === other.actor
    ? one.fault !== undefined ||
      other.fault !== undefined ||
      one.step === other.step ||
      dependent(one.touch, other.touch)
    : dependent(one.touch, other.touch);

interface Waiting extends Choice {
  readonly fallible: boolean;
  go(fault: Fault | undefined): unknown;
}

export interface ActorState {
  /** What it has learnt; with that and its own beginning, it is what it is. */
  history: Digest;
  ending: Ending | undefined;
  readonly issued: Map<string, number>;
  /** Since it began, or began anew: steps that were done while another of its own waited. */
  parallel: Choice[];
  /** Steps that may have been under way still when one beside them was refused, and their caller began anew. */
  readonly abandoned: Set<Choice>;
  /** Those of them that in fact were, or are. */
  readonly orphans: Set<Choice>;
  readonly footprint: Footprint;
}

export interface Observer {
  /** `actor` is about to touch this, for the first time in any run so far. */
  newTouch(actor: number, touch: Touch): void;
  /** The step may have been under way with an earlier one of the same actor, on which it depends. */
  race(earlier: Choice): void;
}

/** Resolves when everybody who can go on by himself has. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface Run {
  readonly actors: readonly ActorState[];
  waiting(): readonly Choice[];
  /** What all of it comes to; or would, were this actor dead. */
  state(dead?: number): string;
  /** Resolves when all is quiet again. */
  take(choice: Choice): Promise<void>;
}

const ANSWER = 'is answered';

/** `footprints`: one an actor, kept over all runs. */
export const beginRun = async (play: Play, footprints: readonly Footprint[], observer: Observer): Promise<Run> => {
  const waiting = new Map<string, Waiting>();
  const actors = play.acts.map(
    (_, at): ActorState => ({
      history: createDigest(),
      ending: undefined,
      issued: new Map(),
      parallel: [],
      abandoned: new Set(),
      orphans: new Set(),
      footprint: footprints[at] ?? createFootprint(),
    }),
  );

  const scheduleOf = (actor: number, own: ActorState): Schedule => {
    const schedule = <R>(doing: Doing, happen: () => R): Promise<R> => {
      // Nothing of the dead happens any more.
      if (own.ending?.kind === 'died') return new Promise(() => {});
      const { label, touch, fallible = false, isRefusal } = doing;
      const nth = (own.issued.get(label) ?? 0) + 1;
      own.issued.set(label, nth);
      const name = `${actor} ${label}${nth > 1 ? ` (${nth})` : ''}`;
      if (touch) {
        if (own.footprint.add(touch)) observer.newTouch(actor, touch);
        for (const earlier of own.abandoned) if (dependent(earlier.touch, touch)) observer.race(earlier);
        for (const other of waiting.values()) {
          if (other.actor === actor && dependent(other.touch, touch)) observer.race(other);
        }
      }
      return new Promise((resolve, reject) => {
        const step: Waiting = {
          name,
          actor,
          touch,
          step: name,
          fallible,
          go(fault) {
            waiting.delete(name);
            const beside = [...waiting.values()].filter((other) => other.actor === actor);
            if (beside.length > 0) own.parallel.push(step);
            const told = (what: unknown) => {
              own.history.add(touch ? `${name}: ${JSON.stringify(what) ?? ''}` : name);
            };
            const abandon = () => {
              for (const other of beside) own.orphans.add(other);
              for (const other of [...beside, ...own.parallel]) if (other !== step) own.abandoned.add(other);
            };
            try {
              const result = fault === 'fail' ? undefined : happen();
              if (fault) throw new Unavailable(`${label}: ${fault}`);
              told(result);
              if (isRefusal?.(result)) abandon();
              resolve(result as R);
            } catch (refusal) {
              told(String(refusal));
              abandon();
              reject(refusal);
            }
          },
        };
        waiting.set(name, step);
      });
    };
    const anew = (kept: string): void => {
      if ([...waiting.values()].some((step) => step.actor === actor)) return;
      own.history = createDigest();
      // What was abandoned decides nothing, but a race with it is only seen by who remembers it.
      const abandoned = [...new Set([...own.abandoned].map(({ name }) => name))].sort();
      own.history.add(`anew: ${kept}, ${abandoned}`);
      own.issued.clear();
      own.parallel = [];
      own.orphans.clear();
    };
    return Object.assign(schedule, { anew });
  };

  for (const [actor, act] of play.acts.entries()) {
    const own = actors[actor];
    if (!own) continue;
    const schedule = scheduleOf(actor, own);
    const acting = act(schedule).then(async (answer) => {
      own.history.add(`told: ${answer}`);
      await schedule({ label: ANSWER, touch: undefined }, () => undefined);
      own.ending = { kind: 'answered', answer };
    });
    acting.catch((fault: unknown) => {
      own.ending = { kind: 'answered', answer: `fault: ${String(fault)}` };
    });
  }
  await quiet();

  return {
    actors,
    waiting: () => [...waiting.values()],
    state: (dead) =>
      [
        play.state(),
        ...actors.map(({ ending, history }, at) =>
          at === dead || ending?.kind === 'died' ? 'died' : ending ? `told ${ending.answer}` : history.toString(),
        ),
        // What somebody left behind who was answered already; of the others it follows from what they have learnt.
        ...[...waiting.values()]
          .filter(({ actor }) => actors[actor]?.ending)
          .map(({ name }) => name)
          .sort(),
      ].join('|'),
    async take(choice) {
      if (choice.fault === 'crash') {
        const own = actors[choice.actor];
        if (own) own.ending = { kind: 'died' };
        for (const [name, { actor }] of waiting) if (actor === choice.actor) waiting.delete(name);
        return;
      }
      waiting.get(choice.step ?? choice.name)?.go(choice.fault);
      await quiet();
    },
  };
};
