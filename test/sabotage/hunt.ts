/**
 * The hunt for what is wrong: named cases, random runs and pairs of actors, in a fixed order, until the first violation.
 * Bundled with a sabotage in it and started by `main.ts`; ends with one line of JSON. The share of each kind of search is
 * small and grows round by round, for most faults are found by one of them at once, and by the others only late.
 */
import { named } from '../simulation/named';
import { casesOfPair, exploreCase, pairs } from '../simulation/pairs';
import { randomRun } from '../simulation/random/run';

interface Searched {
  schedules: number;
  seeds: number;
}

export interface Hunted extends Searched {
  /** Where the first violation was found; absent where there was none. */
  readonly where?: string;
  readonly violations: readonly string[];
}

/** Schedules of each case, in the rounds; the last is the one in which all gives up. */
const LIMITS = [20, 200, 1_000] as const;
const SEEDS_PER_ROUND = 400;

const explored = async (searched: Searched, limit: number): Promise<Hunted | undefined> => {
  const cases = [
    ...Object.entries(named),
    ...pairs.map(([one, other]) => [`${one} and ${other}`, casesOfPair(one, other)] as const),
  ];
  for (const [where, of] of cases) {
    for (const one of of) {
      const { runs, found } = await exploreCase(one, { limit });
      searched.schedules += runs;
      if (found) return { ...searched, where, violations: found.violations };
    }
  }
  return undefined;
};

const drawn = async (searched: Searched, until: number): Promise<Hunted | undefined> => {
  while (searched.seeds < until) {
    const seed = ++searched.seeds;
    const { violations } = await randomRun(seed);
    if (violations.length > 0) return { ...searched, where: `seed ${seed}`, violations };
  }
  return undefined;
};

const hunt = async (): Promise<Hunted> => {
  const searched = { schedules: 0, seeds: 0 };
  for (const [round, limit] of LIMITS.entries()) {
    const found = (await drawn(searched, SEEDS_PER_ROUND * (round + 1))) ?? (await explored(searched, limit));
    if (found) return found;
  }
  return { ...searched, violations: [] };
};

hunt().then((hunted) => console.log(JSON.stringify(hunted)));
