/**
 * One random run: a seed decides who does what, in which order it happens, and what befalls it. The auditor hears of
 * everything, and looks at the end.
 */
import { fakeClock, fakeRandom } from '../../fakes/ports';
import type { Effect } from '../../fakes/store';
import { createWorld, type WorldOptions } from '../../fakes/world';
import { createAuditor } from '../auditor';
import { type Chance, createChance } from './chance';
import { createCloud } from './cloud';
import { createMarketplace } from './marketplace';
import { createScheduler, type Doing, type Odds } from './scheduler';
import { prepare, tell } from './story';

export interface Run {
  readonly violations: readonly string[];
  /** What happened, in order, each with the seconds since the beginning; empty where nobody asked for it. */
  readonly trace: readonly string[];
  /** How often what came to pass: the answers by their codes, and what befell the calls. */
  readonly counts: Readonly<Record<string, number>>;
}

const doingOf = ({ operation, table, key, write }: Effect): Doing => {
  const kind = write ? (['put', 'insert', 'replace', 'remove'].find((one) => one in write) ?? '') : operation;
  const name = Object.values(key).filter((one) => typeof one !== 'object');
  return {
    sort: table,
    label: `${kind} ${table} ${name.slice(0, 2).join(' ')}`,
    lands: write !== undefined || operation === 'count',
    fallible: true,
  };
};

/** Made once, and copied for each run. */
const begin = async (settled: boolean) => {
  const world = createWorld();
  const owners = await prepare(world, settled);
  return { contents: world.store.contents, owners, startMs: world.clock.nowMs(), sent: world.mailer.sent };
};
const begun = new Map<boolean, ReturnType<typeof begin>>();

const beginning = (settled: boolean): ReturnType<typeof begin> => {
  const made = begun.get(settled) ?? begin(settled);
  begun.set(settled, made);
  return made;
};

const calm: Odds = { fail: 0, loseAnswer: 0, late: 0, crash: 0 };

/** How rough it is: in some runs everything goes well but for the races. */
const oddsOf = ({ pick, is }: Chance): Odds =>
  is(0.2)
    ? calm
    : {
        fail: pick([0, 0.01, 0.03, 0.08]),
        loseAnswer: pick([0, 0.01, 0.03, 0.08]),
        late: pick([0, 0.5, 0.9]),
        crash: pick([0, 0.002, 0.01, 0.02]),
      };

export const createCounts = () => {
  const counts: Record<string, number> = {};
  const count = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  return { counts, count };
};

/** The same seed gives the very same run. `heard`: of what its functions use. */
export const randomRun = async (seed: number, tracing = false, heard?: WorldOptions['heard']): Promise<Run> => {
  const chance = createChance(seed);
  const { startMs, sent, ...first } = await beginning(chance.is(0.6));
  const contents = first.contents.copy();
  const owners = first.owners.map((owner) => ({ ...owner, workspaces: [...owner.workspaces] }));
  const trace: string[] = [];
  const { counts, count } = createCounts();
  const auditor = createAuditor(contents);
  const say = (line: string) => tracing && trace.push(line);
  const scheduler = createScheduler(chance, startMs, oddsOf(chance), say, count);
  const cloud = createCloud(scheduler, chance, auditor, count, ({ actor, accepted, ports }) =>
    createWorld({
      ...ports,
      ...(heard && { heard }),
      contents,
      schedule: (effect, happen) =>
        scheduler.call(actor, doingOf(effect), () => {
          const result = happen();
          if (String(result) === 'stale') count('lost races');
          return result;
        }),
      accepted(write, before, nowMs) {
        auditor.accepted(write, before, nowMs);
        accepted(write, before);
      },
    }),
  );
  cloud.mailer.sent.push(...sent);
  // Looks, and does not count as a caller.
  const { store } = createWorld({ contents });
  await tell(scheduler, cloud, createMarketplace(cloud), owners, store);

  for (const mail of cloud.unrecorded) auditor.unheard(mail);
  const world = createWorld({
    contents,
    accepted: auditor.accepted,
    clock: fakeClock(scheduler.nowMs()),
    random: fakeRandom(`at rest ${seed}`),
    mailer: cloud.mailer,
    marketplace: cloud.marketplace,
  });
  await auditor.atRest(world);
  return { violations: auditor.violations(), trace, counts };
};
