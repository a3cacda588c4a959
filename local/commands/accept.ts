/** `npm run accept`: what the first owner of a real account tries out once, and the report of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { readEnvironment } from '../../shared/adapters/environment';
import { marketplaceOf } from '../../shared/adapters/marketplace';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { email } from '../../shared/validation/email';
import { checkout, run } from '../command';
import { localHands, personAt } from '../deployment/acceptance/hands';
import { reportOf, summaryOf, tryAll } from '../deployment/acceptance/trial';
import { refuseCustomers, trialsOf } from '../deployment/acceptance/trials';
import { tablestoreOf } from '../deployment/provisioning';
import { withoutSecrets } from '../deployment/secrets';
import { readStage } from '../deployment/stage';
import { readWorkTree } from '../deployment/work-tree';
import { clockOf } from '../operations/stage-clock';

const USAGE = `npm run accept -- --stage dev --mail-to you@example.com [--report FILE]

Tries a stage that is deployed and has no customers yet: its doors, the store's contract on Tablestore itself, signed
queries, a timer, the marketplace's calls with the seller's own test tool, a registration, a closure and its mail. Before each
it says what to expect; what needs a person it asks for, and s skips it. What was not done is called so.

  --stage    dev, staging …; local is the running npm start, whose marketplace plays the seller's tool
  --mail-to  where the notice of the closure goes
  --report   where the report is written; .local/acceptance-<stage>.md unless it is said

ACCEPT_TABLESTORE_INSTANCE names another instance, at the same address, for the store's contract.
Ends with 1 where something differed from the local cloud.`;

run(async () => {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      'mail-to': { type: 'string' },
      report: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.error(USAGE);
    return 0;
  }
  const mailTo = values['mail-to'];
  if (mailTo !== undefined && !email.safeParse(mailTo).success) {
    throw new Error(`${mailTo} is no e-mail address: --mail-to takes one at which you can look.`);
  }
  const stage = readStage(values.stage, checkout, process.env);
  const { PUBLIC_URL: publicUrl, ...set } = readEnvironment(stage.environment, [
    'PUBLIC_URL',
    'MARKETPLACE_ENDPOINT',
    'MARKETPLACE_SELLER_KEY',
    'MARKETPLACE_PRODUCT_CODES',
  ]);
  const target = tablestoreOf(stage);
  const clock = clockOf(stage.name, checkout, process.env);
  const store = tablestore(target, target.credentials, { clock, random: system.random, attemptMs: 20_000 });
  await refuseCustomers(store);
  const trials = trialsOf({
    checkout,
    version,
    publicUrl,
    sellerKey: set.MARKETPLACE_SELLER_KEY,
    environment: stage.environment,
    tablestore: target,
    store,
    marketplace: marketplaceOf(set.MARKETPLACE_ENDPOINT, target.credentials, set.MARKETPLACE_PRODUCT_CODES),
    clock,
    hands: stage.name === 'local' ? localHands(publicUrl) : personAt(process.stdin, process.stderr, publicUrl),
    mailTo,
  });
  const tried = await tryAll(
    trials,
    (line) => console.error(line),
    (text) => withoutSecrets(text, stage.environment),
  );
  const file = resolve(values.report ?? `.local/acceptance-${stage.name}.md`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, reportOf(tried, stage.name, readWorkTree(checkout).commit, Date.now()));
  console.error(`\n${summaryOf(tried)} The report is ${file}.`);
  console.log(JSON.stringify(tried));
  return tried.some(({ state }) => state === 'differs') ? 1 : 0;
});
