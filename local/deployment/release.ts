/**
 * A deployment from its first table to its last door. The tables come first: the new versions may need what the old ones do
 * not, and the old ones run on beside what is new, for tables are only added to.
 */
import type { Tables } from '../../shared/adapters/tablestore/tables';
import { type Deploying, deploy } from './deploy';
import { describeItems, type Item, mayDeploy } from './preflight';
import { provision } from './provisioning';

export interface Release extends Deploying {
  readonly stage: string;
  readonly tables: Tables;
  /** Knocks at every door. */
  doors(): Promise<readonly Item[]>;
  print(table: string): void;
}

/** Whether every door answers as it must. Throws a sentence that says how far it came, and how to go on. */
export const release = async ({ stage, tables, doors, print, ...deploying }: Release): Promise<boolean> => {
  const { deployment, say } = deploying;
  say(`\nDeployment ${deployment} to ${stage}`);
  await provision(tables, false, say);
  await deploy(deploying);
  const answers = await doors();
  print(describeItems(answers));
  const right = mayDeploy(answers);
  say(
    right
      ? `${deployment} is live, and every door answers.`
      : `${deployment} is live, but not every door answers as it must. A domain or certificate that is new may take minutes: npm run smoke -- --stage ${stage} looks again. Else npm run rollback -- --stage ${stage} goes back.`,
  );
  return right;
};
