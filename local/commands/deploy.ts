/** `npm run deploy`: preflight, tables, functions, versions, the alias, triggers, the domain, and a look at the doors. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { checkout, run } from '../command';
import { bundlesOf, overBudget } from '../deployment/budgets';
import { checkDeployment } from '../deployment/check/check';
import { completed } from '../deployment/check/values';
import { describeSteps, settingsIn } from '../deployment/deploy';
import { functionVersions } from '../deployment/function-versions';
import { deploymentName } from '../deployment/labels';
import { describeItems, mayDeploy, preflight, verdictOf } from '../deployment/preflight';
import { tablesOf } from '../deployment/provisioning';
import { release } from '../deployment/release';
import { serverlessDevs } from '../deployment/serverless-devs';
import { smoke } from '../deployment/smoke';
import { accountOf, readStage, regionOf, type Stage } from '../deployment/stage';
import { readWorkTree } from '../deployment/work-tree';
import { previewSYaml } from '../function-compute/preview';

const USAGE = `npm run deploy -- --stage dev [--dry-run]

Checks all that can be checked before, and deploys only where nothing is missing: creates tables that are missing, uploads
every function and publishes a version of each, moves the alias live to the new versions, then sets triggers, asynchronous
settings and the domain, and knocks at every door. Safe to repeat: a run that fails says what is live and how to go on.

  --stage    dev, staging, prod …: its values stand in .env.<stage>, which .env.example explains
  --dry-run  ends after the check and the plan, and calls nothing: 0 where it is ready, 1 where something is missing

npm run rollback goes back.`;

const check = async (stage: Stage) => {
  const [sYaml, example] = ['s.yaml', '.env.example'].map((file) => readFileSync(join(checkout, file), 'utf8'));
  const values = completed(sYaml ?? '', stage.environment);
  const previewed = await previewSYaml(checkout, { PATH: process.env.PATH, ...values });
  const workTree = readWorkTree(checkout);
  const items = preflight({
    environment: stage.environment,
    sYaml: sYaml ?? '',
    example: example ?? '',
    faults: await checkDeployment(previewed, values, checkout),
    overBudget: bundlesOf(join(checkout, 'dist'), readdirSync(join(checkout, 'functions'))).flatMap(overBudget),
    workTree,
  });
  return { items, previewed, workTree };
};

run(async () => {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, 'dry-run': { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.error(USAGE);
    return 0;
  }
  if (values.stage === 'local')
    throw new Error('The stage local is npm start, which deploys itself: name another one.');
  const stage = readStage(values.stage, checkout, process.env);
  const { items, previewed, workTree } = await check(stage);
  console.log(describeItems(items));
  console.error(verdictOf(items));
  if (values['dry-run'] === true) {
    console.error(`\nA deployment would:\n${describeSteps(stage.name)}`);
    return mayDeploy(items) ? 0 : 1;
  }
  if (!mayDeploy(items)) return 1;

  const tool = serverlessDevs(checkout, stage.environment, accountOf(stage));
  const right = await release({
    stage: stage.name,
    deployment: deploymentName(Date.now(), workTree.commit, workTree.changed > 0),
    tables: tablesOf(stage),
    tool,
    versions: functionVersions(tool, stage.name, regionOf(stage)),
    settings: settingsIn(previewed),
    doors: () => smoke(stage.environment.PUBLIC_URL ?? '', stage.environment.OPERATOR_TOKEN, version),
    say: console.error,
    print: console.log,
  });
  return right ? 0 : 1;
});
