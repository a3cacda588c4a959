/** Every pair of actors, each from every beginning that gives one of the two something to do, and with every fault. */
import { YOUNG_CLAIM_MS } from '../../shared/domain/claims';
import { type ActorName, actors } from './actors';
import { type Explored, type Exploring, explore, type Found } from './explore';
import { playing } from './play';
import type { Fault } from './run';
import { type Begun, begin, type SetUp } from './set-up';

export const paired: readonly ActorName[] = [
  'register',
  'register-rival',
  'add-workspace',
  'bind',
  'rebind',
  'unbind',
  'open',
  'overdue',
  'pay',
  'close',
  'close-again',
  'walk',
  'check-consistency',
  'deliver-mail',
];

/** One thing to explore: who, from where, and what may befall whom. */
export interface Case {
  readonly names: readonly ActorName[];
  readonly setUp: SetUp;
  readonly aheadMs: readonly number[];
  readonly faults?: Exploring['faults'];
}

export const titleOf = ({ names, setUp, aheadMs, faults }: Case): string =>
  [
    names.join(' and '),
    `from ${JSON.stringify(setUp)}`,
    ...(aheadMs.some((ms) => ms > 0) ? [`clocks ahead by ${aheadMs.join(' and ')} ms`] : []),
    ...(faults ? [`${faults.kinds.join(' or ')} of ${faults.actor} (${names[faults.actor]})`] : []),
  ].join(', ');

/** What the one needs, and of the other what does not contradict it; and the other way round. */
const setUpsOf = (one: ActorName, other: ActorName): SetUp[] => {
  const [first, second] = [actors[one].needs, actors[other].needs];
  const merged: SetUp[] = [
    { ...second, ...first },
    { ...first, ...second },
  ];
  const sorted = merged.map((setUp) => JSON.stringify(Object.entries(setUp).sort()));
  return sorted[0] === sorted[1] ? merged.slice(1) : merged;
};

/** These leave claims behind, which are left alone while they are young: so one of them also comes when they no longer are. */
const claiming = new Set<ActorName>(['register', 'register-rival', 'add-workspace', 'bind', 'rebind']);

const kinds: readonly (readonly Fault[])[] = [['crash'], ['fail', 'lose-answer']];

export const casesOf = (names: readonly ActorName[], setUp: SetUp): Case[] => {
  const late = names.length === 2 && names.every((name) => claiming.has(name));
  const clocks = late
    ? [
        [0, 0],
        [0, YOUNG_CLAIM_MS],
        [YOUNG_CLAIM_MS, 0],
      ]
    : [names.map(() => 0)];
  return clocks.flatMap((aheadMs) => [
    { names, setUp, aheadMs },
    ...kinds.flatMap((of) => names.map((_, actor) => ({ names, setUp, aheadMs, faults: { actor, kinds: of } }))),
  ]);
};

export const pairs: readonly (readonly [ActorName, ActorName])[] = paired.flatMap((one, at) =>
  paired.slice(at).map((other) => [one, other] as const),
);

export const casesOfPair = (one: ActorName, other: ActorName): Case[] =>
  setUpsOf(one, other).flatMap((setUp) => casesOf([one, other], setUp));

const begun = new Map<string, Promise<Begun>>();

/** Made once for each. */
const beginningOf = (setUp: SetUp): Promise<Begun> => {
  const name = JSON.stringify(setUp);
  const made = begun.get(name) ?? begin(setUp);
  begun.set(name, made);
  return made;
};

export const exploreCase = async (one: Case, exploring: Omit<Exploring, 'faults'> = {}): Promise<Explored> =>
  explore(playing(one, await beginningOf(one.setUp)), { ...exploring, faults: one.faults });

export interface Tally {
  readonly name: string;
  readonly cases: number;
  /** Cases of which every order was explored. */
  readonly complete: number;
  readonly schedules: number;
  readonly crashes: number;
  readonly states: number;
  /** Branches that were met and not explored, in the cases that are not complete. */
  readonly left: number;
  readonly found: readonly (Found & { readonly title: string; readonly nth: number })[];
}

/** Each case for itself; of each, what was found first. */
export const exploreCases = async (name: string, cases: readonly Case[], limit?: number): Promise<Tally> => {
  const tally = { name, cases: cases.length, complete: 0, schedules: 0, crashes: 0, states: 0, left: 0 };
  const found: (Found & { readonly title: string; readonly nth: number })[] = [];
  for (const [nth, one] of cases.entries()) {
    const explored = await exploreCase(one, { limit });
    tally.schedules += explored.runs;
    tally.crashes += explored.faulty;
    tally.states += explored.states;
    tally.left += explored.left;
    if (explored.left === 0) tally.complete++;
    if (explored.found) found.push({ ...explored.found, title: titleOf(one), nth });
  }
  return { ...tally, found };
};
