/**
 * `npm run simulate`: every pair of actors, and every named case, in every order; then random runs from seeds.
 *
 *     npm run simulate -- --pair bind,close       one pair
 *     npm run simulate -- --named "two walkers"   one named case
 *     npm run simulate -- --limit 5000            schedules of each case, at most (0: no limit)
 *     npm run simulate -- --workers 2             threads
 *     npm run simulate -- --seeds 5000            random runs; SEED=… one of them
 *     npm run simulate -- --pair bind,close --case 3 --schedule 0.0.1   one schedule, as it was printed
 *
 * Ends with one line of JSON: `complete` of the `cases` were explored in every order; of the others so many schedules as
 * the limit allows were run, and `left` branches that they came by were not.
 */
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { type ActorName, actors } from './actors';
import { named } from './named';
import { type Case, casesOfPair, exploreCase, exploreCases, pairs, type Tally, titleOf } from './pairs';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    pair: { type: 'string' },
    named: { type: 'string' },
    case: { type: 'string' },
    schedule: { type: 'string' },
    limit: { type: 'string', default: '1500' },
    workers: { type: 'string', default: '2' },
    seeds: { type: 'string', default: '1000' },
  },
});

/** Of each case. What it takes to leave no order out is many hours; `--limit 0` does it. */
const limit = Number(values.limit) || undefined;

interface Task {
  readonly name: string;
  readonly cases: readonly Case[];
  /** What names it on the command line. */
  readonly option: string;
}

const isActor = (name: string | undefined): name is ActorName => name !== undefined && Object.hasOwn(actors, name);

const tasksOf = (): Task[] => {
  if (values.pair !== undefined) {
    const [one, other] = values.pair.split(',');
    if (!isActor(one) || !isActor(other)) throw new Error(`Give two of ${Object.keys(actors).join(', ')}.`);
    return [{ name: values.pair, cases: casesOfPair(one, other), option: `--pair ${values.pair}` }];
  }
  const stories = Object.entries(named).map(([name, cases]) => ({ name, cases, option: `--named "${name}"` }));
  if (values.named !== undefined) return stories.filter(({ name }) => name === values.named);
  return [
    ...stories,
    ...pairs.map(([one, other]) => {
      const name = `${one},${other}`;
      return { name, cases: casesOfPair(one, other), option: `--pair ${name}` };
    }),
  ];
};

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const report = ({ option }: Task, { found, ...tally }: Tally, seconds: number): void => {
  const all = tally.complete === tally.cases ? 'all' : `${tally.complete} of ${tally.cases} cases whole`;
  say(`${tally.name}: ${tally.schedules} schedules (${all}), ${tally.crashes} with a fault, ${seconds} s`);
  for (const { title, violations, trace, schedule, nth } of found) {
    say(`\n${title}\n  ${violations.join('\n  ')}\n\n${trace.map((step) => `    ${step}`).join('\n')}`);
    say(`\n  again: npm run simulate -- ${option} --case ${nth} --schedule ${schedule.join('.')}\n`);
  }
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
  const tallies: Tally[] = [];
  const left = [...tasks.keys()];
  const workers = Array.from({ length: Math.min(Number(values.workers), tasks.length) }, () => {
    const worker = new Worker(__filename, { argv: process.argv.slice(2) });
    return new Promise<void>((resolve, reject) => {
      let begunMs = 0;
      const give = () => {
        begunMs = Date.now();
        const next = left.shift();
        if (next === undefined) {
          resolve(worker.terminate().then(() => undefined));
        } else worker.postMessage(next);
      };
      worker.on('error', reject);
      worker.on('message', ({ task, tally }: { task: number; tally: Tally }) => {
        tallies.push(tally);
        const at = tasks[task];
        if (at) report(at, tally, Math.round((Date.now() - begunMs) / 1_000));
        give();
      });
      give();
    });
  });
  await Promise.all(workers);
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const violations = sum(({ found }) => found.length);
  console.log(
    JSON.stringify({
      schedules: sum(({ schedules }) => schedules),
      pairs: tallies.length,
      cases: sum(({ cases }) => cases),
      complete: sum(({ complete }) => complete),
      left: sum(({ left: branches }) => branches),
      crashes: sum(({ crashes }) => crashes),
      states: sum(({ states }) => states),
      violations,
      seconds: Math.round((Date.now() - startMs) / 1_000),
    }),
  );
  return violations > 0 ? 1 : 0;
};

const tasks = tasksOf();
if (isMainThread) {
  const [first] = tasks;
  const done =
    values.schedule !== undefined && first
      ? replay(first, Number(values.case ?? 0), values.schedule)
      : exploreAll(tasks);
  done.then((code) => {
    process.exitCode = code;
  });
} else {
  parentPort?.on('message', async (task: number) => {
    const at = tasks[task];
    if (at) parentPort?.postMessage({ task, tally: await exploreCases(at.name, at.cases, limit) });
  });
}
