/** `npm run alarms`: what wakes somebody, and the rules of it for Log Service. */
import { parseArgs } from 'node:util';
import { checkout, run } from '../command';
import { readStage } from '../deployment/stage';
import { conditionOf, index, logStoreOf, queryOf, ruleOf } from '../operations/alarm-rules';
import { alarms } from '../operations/alarms';

const USAGE = `npm run alarms [-- --stage dev --action-policy <id>]

Alone it lists the alarms: one line of JSON each, with what it means, its query and when it fires. With a stage it prints one
document of JSON for that stage's log store (LOG_PROJECT and LOG_STORE in its values):
  index    the body of CreateIndex, or of UpdateIndex where the log store has an index, which it replaces
  alerts   the bodies of CreateAlert, or of UpdateAlert where the rule is there (Simple Log Service, API 2020-12-30)
It sends nothing: whoever may change alerts gives them to Log Service, index first, for the queries ask it.

  --stage          dev, staging, prod …: its values stand in .env.<stage>
  --action-policy  the id of an action policy of Log Service: whom an alert tells, and how. Without one nobody would hear`;

run(async () => {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, 'action-policy': { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.stage === undefined) {
    for (const alarm of alarms) {
      const { name, severity, means, overMinutes } = alarm;
      const query = queryOf(alarm, '<stage>');
      console.log(JSON.stringify({ name, severity, means, fires: conditionOf(alarm), overMinutes, query }));
    }
    return 0;
  }
  const actionPolicy = values['action-policy'];
  if (!actionPolicy) {
    throw new Error(
      'Whom do the alarms tell? Make an action policy in the console of Log Service and name it as in --action-policy on-call.',
    );
  }
  const { name, environment } = readStage(values.stage, checkout, process.env);
  const logStore = logStoreOf(name, environment);
  const alerts = alarms.map((alarm) => ruleOf(alarm, logStore, actionPolicy));
  const { project, logstore } = logStore;
  console.log(JSON.stringify({ project, logstore, index, alerts }, null, 2));
  return 0;
});
