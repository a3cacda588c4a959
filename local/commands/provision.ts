/** `npm run provision`: the tables of a stage. */
import { parseArgs } from 'node:util';
import { checkout, run } from '../command';
import { provision, tablesOf } from '../deployment/provisioning';
import { readStage } from '../deployment/stage';

const usage = `npm run provision -- --stage dev [--dry-run]

Makes the tables of a stage what the code expects: creates those that are missing, waits until they can be used, and
changes how long rows and versions are kept where that differs. Tells a plan first. A primary key is never changed and no
table ever dropped: where one stands in the way nothing is done at all. Safe to repeat, and to run twice at once.

  --stage    dev, staging, prod …: its values stand in .env.<stage>; local is the running npm start
  --dry-run  ends after the plan: with 0 where there is nothing to do, with 2 where there is

Prints one line of JSON: the tables created, changed, unchanged, and those of the instance that are not ours. Ends with 1
where something stands in the way.`;

/** The instance cannot be made by its own interface, and the rest lies with other services. */
const byHand = `By hand, once: the Tablestore instance itself, the log project and logstore, the domain's certificate, the verified
mail sender, the EventBridge bus where one is used; npm run policies prints what the roles may do.`;

run(async () => {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, 'dry-run': { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const dryRun = values['dry-run'] ?? false;
  const provisioned = await provision(tablesOf(readStage(values.stage, checkout, process.env)), dryRun, console.error);
  console.error(byHand);
  console.log(JSON.stringify(provisioned));
  return dryRun && provisioned.created.length + provisioned.changed.length > 0 ? 2 : 0;
});
