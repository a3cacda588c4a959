/**
 * `npm run simulate`: every pair of actors, and every named case, in every order; then random runs from seeds.
 *
 *     npm run simulate -- --pair bind,close       one pair
 *     npm run simulate -- --named "two walkers"   one named case
 *     npm run simulate -- --limit 5000            schedules of each case, at most (0: no limit)
 *     npm run simulate -- --workers 2             threads
 *     npm run simulate -- --seeds 5000 --from 1   random runs, so many, and nothing else
 *     npm run simulate -- --wire 20 --from 1      the same over the wire, one after the other, and nothing else
 *     SEED=17 npm run simulate                    one of them, step by step
 *     npm run simulate -- fees                    a month of fees (with --from 7: from another seed; with --seeds 40:
 *                                                 so many shorter runs)
 *     npm run simulate -- --pair bind,close --case 3 --schedule 0.0.1   one schedule, as it was printed
 *
 * Ends with one line of JSON: `complete` of the `cases` were explored in every order; of the others so many schedules as
 * the limit allows were run, and `left` branches that they came by were not.
 */
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { type ActorName, actors } from './actors';
import { feesRun, MONTH } from './fees/run';
import { named } from './named';
import { type Case, casesOfPair, exploreCase, exploreCases, pairs, type Tally, titleOf } from './pairs';
import { randomRun } from './random/run';
import { wireRun } from './wire/run';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  args: process.argv.slice(2),
  options: {
    pair: { type: 'string' },
    named: { type: 'string' },
    case: { type: 'string' },
    schedule: { type: 'string' },
    limit: { type: 'string', default: '500' },
    workers: { type: 'string', default: '2' },
    seeds: { type: 'string' },
    wire: { type: 'string' },
    from: { type: 'string', default: '1' },
  },
});

/** Of each case. What it takes to leave no order out is many hours; `--limit 0` does it. */
const limit = Number(values.limit) || undefined;

interface Task {
  readonly name: string;
  readonly cases: readonly Case[];
  /** Instead: random runs, from the first seed to the last. */
  readonly seeds?: readonly [number, number];
  readonly overTheWire?: boolean;
  /** What names it on the command line. */
  readonly option: string;
}

const SEEDS_AT_ONCE = 250;

const randomTasks = (count: number, overTheWire = false): Task[] => {
  const first = Number(values.from);
  const last = first + count - 1;
  const atOnce = overTheWire ? 1 : SEEDS_AT_ONCE;
  return Array.from({ length: Math.ceil(count / atOnce) }, (_, nth) => {
    const seeds = [first + nth * atOnce, Math.min(last, first + (nth + 1) * atOnce - 1)] as const;
    const name = overTheWire ? `seed ${seeds[0]} over the wire` : `seeds ${seeds.join(' to ')}`;
    return { name, cases: [], seeds, overTheWire, option: overTheWire ? `--wire 1 --from ${seeds[0]}` : '' };
  });
};

const isActor = (name: string | undefined): name is ActorName => name !== undefined && Object.hasOwn(actors, name);

const tasksOf = (): Task[] => {
  if (values.pair !== undefined) {
    const [one, other] = values.pair.split(',');
    if (!isActor(one) || !isActor(other)) throw new Error(`Give two of ${Object.keys(actors).join(', ')}.`);
    return [{ name: values.pair, cases: casesOfPair(one, other), option: `--pair ${values.pair}` }];
  }
  const stories = Object.entries(named).map(([name, cases]) => ({ name, cases, option: `--named "${name}"` }));
  if (values.named !== undefined) {
    const chosen = stories.filter(({ name }) => name === values.named);
    if (chosen.length === 0) throw new Error(`Give one of ${Object.keys(named).join(', ')}.`);
    return chosen;
  }
  if (values.seeds !== undefined) return randomTasks(Number(values.seeds));
  if (values.wire !== undefined) return randomTasks(Number(values.wire), true);
  return [
    ...stories,
    ...randomTasks(1_000),
    ...pairs.map(([one, other]) => {
      const name = `${one},${other}`;
      return { name, cases: casesOfPair(one, other), option: `--pair ${name}` };
    }),
  ];
};

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** What a worker answers. */
interface Done {
  readonly task: number;
  readonly tally: Tally;
  readonly seeds: readonly { readonly seed: number; readonly violations: readonly string[] }[];
}

const report = ({ option, seeds: of }: Task, { tally, seeds }: Done, seconds: number): void => {
  const { found, name, schedules, crashes, complete, cases } = tally;
  const whole = complete === cases ? 'all' : `${complete} of ${cases} cases whole`;
  say(
    of ? `${name}, ${seconds} s` : `${name}: ${schedules} schedules (${whole}), ${crashes} with a fault, ${seconds} s`,
  );
  for (const { title, violations, trace, schedule, nth } of found) {
    say(`\n${title}\n  ${violations.join('\n  ')}\n\n${trace.map((step) => `    ${step}`).join('\n')}`);
    say(`\n  again: npm run simulate -- ${option} --case ${nth} --schedule ${schedule.join('.')}\n`);
  }
  for (const { seed, violations } of seeds) {
    const again = option === '' ? `SEED=${seed} npm run simulate` : `npm run simulate -- ${option}`;
    say(`\n  ${violations.join('\n  ')}\n  again: ${again}\n`);
  }
};

const perform = async (task: number, { name, cases, seeds = [1, 0], overTheWire }: Task): Promise<Done> => {
  const found: { seed: number; violations: readonly string[] }[] = [];
  for (let seed = seeds[0]; seed <= seeds[1]; seed++) {
    const { violations } = await (overTheWire ? wireRun(seed) : randomRun(seed));
    if (violations.length > 0) found.push({ seed, violations });
  }
  return { task, tally: await exploreCases(name, cases, limit), seeds: found };
};

const replaySeed = async (seed: number): Promise<number> => {
  const { violations, trace } = await randomRun(seed, true);
  say(trace.join('\n'));
  console.log(JSON.stringify({ seeds: 1, violations }));
  return violations.length > 0 ? 1 : 0;
};

/** One schedule, and what the auditor says of it. */
const replay = async ({ cases }: Task, nth: number, schedule: string): Promise<number> => {
  const one = cases[nth];
  if (!one) throw new Error(`There are ${cases.length} cases, counted from 0.`);
  const { found } = await exploreCase(one, { only: schedule.split('.').map(Number) });
  say([titleOf(one), ...(found?.trace ?? []).map((step) => `    ${step}`)].join('\n'));
  console.log(JSON.stringify({ schedules: 1, violations: found?.violations ?? [] }));
  return found ? 1 : 0;
};

const exploreAll = async (tasks: readonly Task[]): Promise<number> => {
  const startMs = Date.now();
  const done: Done[] = [];
  const left = [...tasks.keys()];
  const workers = Array.from({ length: Math.min(Number(values.workers), tasks.length) }, () => {
    const worker = new Worker(__filename, { argv: process.argv.slice(2) });
    return new Promise<void>((resolve, reject) => {
      let begunMs = 0;
      const give = () => {
        begunMs = Date.now();
        const next = left.shift();
        if (next !== undefined) worker.postMessage(next);
        else resolve(worker.terminate().then(() => undefined));
      };
      worker.on('error', reject);
      worker.on('message', (answer: Done) => {
        done.push(answer);
        const task = tasks[answer.task];
        if (task) report(task, answer, Math.round((Date.now() - begunMs) / 1_000));
        give();
      });
      give();
    });
  });
  await Promise.all(workers);
  const sum = (of: (tally: Tally) => number) => done.reduce((total, { tally }) => total + of(tally), 0);
  const violations = sum(({ found }) => found.length) + done.reduce((total, { seeds }) => total + seeds.length, 0);
  const figures = {
    schedules: sum(({ schedules }) => schedules),
    pairs: tasks.filter(({ cases }) => cases.length > 0).length,
    cases: sum(({ cases }) => cases),
    complete: sum(({ complete }) => complete),
    left: sum((tally) => tally.left),
    crashes: sum(({ crashes }) => crashes),
    states: sum(({ states }) => states),
    seeds: tasks.reduce((total, { seeds = [1, 0] }) => total + seeds[1] - seeds[0] + 1, 0),
    violations,
    seconds: Math.round((Date.now() - startMs) / 1_000),
  };
  console.log(JSON.stringify(figures));
  return violations > 0 ? 1 : 0;
};

/** From `--from` on: one whole month, or so many runs of a few days. */
const runFees = async (): Promise<number> => {
  const first = Number(values.from);
  const count = Number(values.seeds ?? 1);
  let violations = 0;
  for (let seed = first; seed < first + count; seed++) {
    const beginMs = Date.now();
    const run = await feesRun(seed, values.seeds === undefined ? MONTH : undefined);
    violations += run.violations.length;
    const seconds = Math.round((Date.now() - beginMs) / 1_000);
    say(`fees, seed ${seed}, ${seconds} s: ${JSON.stringify(run.figures)}`);
    for (const violation of run.violations.slice(0, 30)) say(`  ${violation}`);
    if (run.violations.length > 0)
      say(`  again: npm run simulate -- fees ${values.seeds ? '--seeds 1 ' : ''}--from ${seed}`);
  }
  console.log(JSON.stringify({ fees: count, violations }));
  return violations > 0 ? 1 : 0;
};

const tasks = tasksOf();
const { SEED } = process.env;
if (isMainThread) {
  const [first] = tasks;
  const ended =
    positionals[0] === 'fees'
      ? runFees()
      : SEED !== undefined
        ? replaySeed(Number(SEED))
        : values.schedule !== undefined && first
          ? replay(first, Number(values.case ?? 0), values.schedule)
          : exploreAll(tasks);
  ended.then((code) => {
    process.exitCode = code;
  });
} else {
  parentPort?.on('message', async (nth: number) => {
    const task = tasks[nth];
    if (task) parentPort?.postMessage(await perform(nth, task));
  });
}
