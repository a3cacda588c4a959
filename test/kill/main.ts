/**
 * `npm run kill -- --kills 60 --seed 7` (or `SEED=7`): rounds, each of its own seed, until the system was killed so
 * often, or something is wrong. A seed replays clients and places of the kills; what of several requests comes first is the
 * machine's.
 */
import { parseArgs } from 'node:util';
import { type Round, runRound } from './round';
import { largeClosure, type Many, mixed, settledByOne } from './scenarios';

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const wantedKills = Number(values.kills ?? 20);
const firstSeed = Number(values.seed ?? (process.env.SEED || 1));
if (!Number.isInteger(wantedKills) || wantedKills < 1 || !Number.isInteger(firstSeed)) {
  throw new Error('Give whole numbers: --kills from 1 up, --seed (or SEED) any.');
}

/** Every fourth round closes an instance of so many workspaces. */
const LARGE_EVERY = 4;
const MANY = 300;

const main = async (): Promise<void> => {
  const startMs = performance.now();
  const total = { kills: 0, requests: 0, acknowledged: 0, closures: 0, mails: 0, mailsAgain: 0, violations: 0 };
  let many: Many | undefined;
  const add = (round: Round) => {
    for (const name of ['kills', 'requests', 'acknowledged', 'closures', 'mails', 'mailsAgain'] as const)
      total[name] += round[name];
    total.violations += round.violations.length;
  };
  try {
    for (let seed = firstSeed; total.kills < wantedKills && total.violations === 0; seed++) {
      const large = seed % LARGE_EVERY === 0;
      if (large) many ??= await settledByOne(MANY);
      const scenario = large && many ? largeClosure(seed, many) : mixed(seed);
      const round = await runRound(seed, scenario);
      add(round);
      const { violations, ...figures } = round;
      console.error(
        `seed ${seed} ${large ? 'large' : 'mixed'} ${scenario.killAt.join(' ')} ${JSON.stringify(figures)}`,
      );
      for (const violation of violations) console.error(`  ${violation}`);
      if (violations.length > 0) console.error(`  Again: npm run kill -- --kills 1 --seed ${seed}`);
    }
  } finally {
    await many?.remove();
  }
  console.log(JSON.stringify({ ...total, seconds: Math.round((performance.now() - startMs) / 1000) }));
  process.exitCode = total.violations > 0 ? 1 : 0;
};

main().catch((fault) => {
  console.error(fault);
  process.exitCode = 1;
});
