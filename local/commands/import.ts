/** `npm run import`: an export into the tables of a stage. */
import { parseArgs } from 'node:util';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { checkout, run } from '../command';
import { tablesOf, tablestoreOf } from '../deployment/provisioning';
import { readStage } from '../deployment/stage';
import { importExport } from '../operations/import';
import { patient } from '../operations/patient';

const usage = `npm run import -- --stage dev --from DIR [--yes] [--of prod]

Checks an export whole, compares it with what the tables of the stage hold, and, with --yes, inserts the rows that are
missing and verifies all of them. The tables must be empty, or hold a part of the same export: an import that broke off
goes on when it is run again. Nothing that is there is overwritten. Keep everybody out meanwhile, timers too.

  --yes  writes; without it everything is checked and compared, and nothing written
  --of   the stage of which the export is, where it is another one: its to-dos and mails become this stage's

Prints one line of JSON: how many rows the export has, how many were there already, and how many were written.`;

run(async () => {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      from: { type: 'string' },
      of: { type: 'string' },
      yes: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const stage = readStage(values.stage, checkout, process.env);
  if (!values.from) throw new Error('From where? Name the directory of an export, as in --from backup.');
  const { credentials, ...target } = tablestoreOf(stage);
  const { clock } = system;
  const imported = await importExport(patient(tablestore(target, credentials, { clock }), clock), tablesOf(stage), {
    directory: values.from,
    stage: stage.name,
    of: values.of ?? stage.name,
    write: values.yes ?? false,
    clock,
    tell: console.error,
  });
  console.log(JSON.stringify(imported));
  return 0;
});
