/** `npm run rollback`: the versions of an earlier deployment become live again. */
import { parseArgs } from 'node:util';
import { checkout, run } from '../command';
import { functionVersions } from '../deployment/function-versions';
import { isDeploymentName } from '../deployment/labels';
import { describeItems, mayDeploy } from '../deployment/preflight';
import { describePlan, planRollback, rollBack } from '../deployment/rollback';
import { serverlessDevs } from '../deployment/serverless-devs';
import { smoke } from '../deployment/smoke';
import { accountOf, readStage, regionOf } from '../deployment/stage';

const USAGE = `npm run rollback -- --stage dev [--to <deployment>] [--dry-run]

Moves the alias live of every function back to the versions of an earlier deployment, the one before unless it is named.
Uploads nothing and takes seconds. Triggers, settings of asynchronous invocations, the domain and the tables stay as they
are. Where it fails half way it says what has moved; the same command goes on.

  --stage    dev, staging, prod …
  --to       a deployment, by the name that npm run deploy gave it; a later one too
  --dry-run  ends after the plan`;

run(async () => {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      to: { type: 'string' },
      'dry-run': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.error(USAGE);
    return 0;
  }
  if (values.stage === 'local')
    throw new Error('The stage local is npm start, which has no versions: name another one.');
  if (values.to !== undefined && !isDeploymentName(values.to)) {
    throw new Error(`${values.to} is no deployment: their names are like 20261125T042651Z-0224666.`);
  }
  const stage = readStage(values.stage, checkout, process.env);
  const tool = serverlessDevs(checkout, stage.environment, accountOf(stage));
  const versions = functionVersions(tool, stage.name, regionOf(stage));
  const plan = await planRollback(versions, values.to);
  console.log(describePlan(plan));
  if (values['dry-run'] === true) return 0;
  await rollBack(versions, plan, (line) => console.error(line));
  const { PUBLIC_URL } = stage.environment;
  if (!PUBLIC_URL) {
    console.error(`${plan.to} is live. PUBLIC_URL is not set, so no door was tried.`);
    return 0;
  }
  // An earlier deployment has the version that it had; it is not for this checkout to say which.
  const doors = await smoke(PUBLIC_URL, stage.environment.OPERATOR_TOKEN, undefined);
  console.log(describeItems(doors));
  return mayDeploy(doors) ? 0 : 1;
});
