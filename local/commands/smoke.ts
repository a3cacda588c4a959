/** `npm run smoke`: whether the doors of a stage answer as they must, from outside. */
import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { readEnvironment } from '../../shared/adapters/environment';
import { checkout, run } from '../command';
import { describeItems, mayDeploy } from '../deployment/preflight';
import { smoke } from '../deployment/smoke';
import { readStage } from '../deployment/stage';

const USAGE = `npm run smoke -- --stage dev knocks at every door of a stage as a stranger would, and at the operators' with their
token; 1 where one does not answer as it must. Changes nothing. --stage local is the running npm start.`;

run(async () => {
  const { values } = parseArgs({ options: { stage: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.error(USAGE);
    return 0;
  }
  const stage = readStage(values.stage, checkout, process.env);
  const { PUBLIC_URL } = readEnvironment(stage.environment, ['PUBLIC_URL']);
  const doors = await smoke(PUBLIC_URL, stage.environment.OPERATOR_TOKEN, version);
  console.log(describeItems(doors));
  return mayDeploy(doors) ? 0 : 1;
});
