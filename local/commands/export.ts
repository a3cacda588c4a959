/** `npm run export`: the tables of a stage to files. */
import { parseArgs } from 'node:util';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { checkout, run } from '../command';
import { tablestoreOf } from '../deployment/provisioning';
import { readStage } from '../deployment/stage';
import { exportTables } from '../operations/export';
import { leftOut } from '../operations/exported-tables';
import { patient } from '../operations/patient';

const usage = `npm run export -- --stage dev --to DIR

Writes every table of a stage to DIR/<table>.jsonl, one row a line, and what they add up to to DIR/manifest.json. DIR must be
empty, or not there. The system may run meanwhile: local/operations/BACKUPS.md says what that means.

The files hold personal data and hashes of passwords. Only you may read them; keep them so.

Left out:
${Object.entries(leftOut)
  .map(([table, why]) => `  ${table.padEnd(8)}  ${why}`)
  .join('\n')}

Prints one line of JSON: the manifest.`;

run(async () => {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const stage = readStage(values.stage, checkout, process.env);
  if (!values.to) throw new Error('Where to? Name a directory that is empty, or not there yet, as in --to backup.');
  const { credentials, ...target } = tablestoreOf(stage);
  const { clock } = system;
  const manifest = await exportTables(patient(tablestore(target, credentials, { clock }), clock), {
    directory: values.to,
    stage: stage.name,
    clock,
    tell: console.error,
  });
  console.log(JSON.stringify(manifest));
  return 0;
});
