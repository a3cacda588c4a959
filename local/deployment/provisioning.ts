/**
 * The tables of a stage, made what the code expects. First the plan is told, a line a table, and only a plan that can be
 * carried out whole is begun. What else a stage needs once is not made here: see what the command tells at its end.
 */
import { readEnvironment, storeOf } from '../../shared/adapters/environment';
import { describeStep, obstacleOf, type Plan } from '../../shared/adapters/tablestore/table-plan';
import { type Tables, tablesAt } from '../../shared/adapters/tablestore/tables';
import { credentialsOf, type Stage } from './stage';

/** Ten operations on tables a second are an instance's limit (Tablestore, "General limits"): ours keep below it. */
const EVERY_MS = 110;

/** Where an operator reaches the stage's tables, and with which credentials. */
export const tablestoreOf = (stage: Stage) => ({
  ...storeOf(readEnvironment(stage.environment, ['TABLESTORE_ENDPOINT', 'TABLESTORE_INSTANCE'])),
  credentials: credentialsOf(stage),
});

/** The tables of a stage, at a pace that the service takes. */
export const tablesOf = (stage: Stage): Tables => tablesAt(tablestoreOf(stage), { everyMs: EVERY_MS });

/** Names of tables: what was done, or in a dry run would be. */
export interface Provisioned {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Tables of the instance that are not ours, left alone. */
  readonly others: readonly string[];
}

const summary = ({ steps, others }: Plan): Provisioned => {
  const named = (wanted: string) =>
    steps.flatMap(({ action, definition }) => (action === wanted ? [definition.tableName] : []));
  return { created: named('create'), changed: named('change'), unchanged: named('none'), others };
};

const linesOf = ({ steps, others }: Plan): string[] => {
  const width = Math.max(...steps.map(({ definition }) => definition.tableName.length));
  const lines = steps.map((step) => `${step.definition.tableName.padEnd(width)}  ${describeStep(step)}`);
  return others.length === 0 ? lines : [...lines, `Not ours, and left alone: ${others.join(', ')}.`];
};

/**
 * Tells the plan, then carries it out, unless it is a dry run. Throws a sentence where a table stands in the way; then
 * nothing was changed.
 */
export const provision = async (
  tables: Tables,
  dryRun: boolean,
  tell: (line: string) => void,
): Promise<Provisioned> => {
  const plan = await tables.plan();
  for (const line of linesOf(plan)) tell(line);
  const obstacle = obstacleOf(plan.steps);
  if (obstacle !== undefined) throw new Error(`Nothing was changed. ${obstacle}`);
  if (!dryRun) await tables.apply(plan);
  return summary(plan);
};
