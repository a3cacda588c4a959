/**
 * The hunt for what is wrong: named cases, random runs and pairs of actors, in a fixed order, until the first violation.
 * Bundled with a sabotage in it and started by `main.ts`; ends with one line of JSON.
 */
import { feesRun } from '../simulation/fees/run';
import { named } from '../simulation/named';
import { type Case, casesOfPair, exploreCase, pairs } from '../simulation/pairs';
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

type Cases = readonly (readonly [string, readonly Case[]])[];

const stories: Cases = Object.entries(named);
const all: Cases = pairs.map(([one, other]) => [`${one} and ${other}`, casesOfPair(one, other)]);

const explored = async (searched: Searched, cases: Cases, limit: number): Promise<Hunted | undefined> => {
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

/** Some days of fees, from so many seeds. */
const billed = async (searched: Searched, seeds: number): Promise<Hunted | undefined> => {
  for (let seed = 1; seed <= seeds; seed++) {
    const { violations } = await feesRun(seed);
    if (violations.length > 0) return { ...searched, where: `seed ${seed} of fees`, violations };
  }
  return undefined;
};

/** Seeds in all, and schedules of each case: most faults are found by one of them at once, by the others late or never. */
const hunt = async (): Promise<Hunted> => {
  const searched = { schedules: 0, seeds: 0 };
  const found =
    (await drawn(searched, 100)) ??
    (await billed(searched, 40)) ??
    (await explored(searched, stories, 100)) ??
    (await drawn(searched, 500)) ??
    (await explored(searched, stories, 1_000)) ??
    (await explored(searched, all, 50)) ??
    (await drawn(searched, 2_000)) ??
    (await explored(searched, all, 500));
  return found ?? { ...searched, violations: [] };
};

hunt().then((hunted) => console.log(JSON.stringify(hunted)));
