/** `npm run check:deploy`: whether `s.yaml` may be deployed, and which values of a stage are missing; 1 where it may not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkout, run } from '../command';
import { checkDeployment } from '../deployment/check/check';
import { linesOf } from '../deployment/check/fault';
import { completed, missingValues } from '../deployment/check/values';
import { readStage } from '../deployment/stage';
import { previewSYaml } from '../function-compute/preview';

const USAGE = `npm run check:deploy -- --stage dev checks s.yaml with the values of .env.dev and of the shell, and names those that
are missing. Without a stage it is checked with values made up. Nothing is called, and no account is needed.`;

run(async () => {
  const { values } = parseArgs({ options: { stage: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.error(USAGE);
    return 0;
  }
  const text = readFileSync(join(checkout, 's.yaml'), 'utf8');
  const stage = values.stage === undefined ? undefined : readStage(values.stage, checkout, process.env);
  const missing = stage ? missingValues(text, stage.environment) : [];
  const checked = completed(text, stage?.environment ?? {});
  const previewed = await previewSYaml(checkout, { PATH: process.env.PATH, ...checked });
  const lines = [
    ...missing.map((name) => `${name} is not set: put it into .env.${stage?.name}; .env.example says what it is.`),
    ...linesOf(await checkDeployment(previewed, checked, checkout)),
  ];
  for (const line of lines) console.log(line);
  const what = `s.yaml${stage ? ` for ${stage.name}` : ''}`;
  console.error(
    lines.length === 0 ? `${what} may be deployed.` : `${what} may not be deployed: ${lines.length} to mend.`,
  );
  return lines.length === 0 ? 0 : 1;
});
