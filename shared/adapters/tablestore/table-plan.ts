/**
 * What has to be done with each table, decided before anything is done: from `schema.ts` and from what the service
 * describes. Of a table that exists the time to live and the number of versions can be changed (Tablestore, "UpdateTable");
 * a primary key cannot, and nothing here ever drops a table, so a key that differs is left to a person.
 */
import TableStore, { type DescribeTableResult } from 'tablestore';
import { type Table, tables } from '../../ports';
import { SPREAD, schemas } from './schema';

/** A table as far as it is ours to set. Of those that are there the types may be others than ours. */
export interface Definition<KeyType extends string = 'STRING' | 'INTEGER'> {
  readonly tableName: string;
  /** In the table's order. */
  readonly primaryKey: readonly { readonly name: string; readonly type: KeyType }[];
  /** Seconds that a cell is kept after it was written; -1 for ever. */
  readonly timeToLive: number;
  readonly maxVersions: number;
}

export type Step = { readonly definition: Definition } & (
  | { readonly action: 'none' }
  | { readonly action: 'create' }
  | { readonly action: 'change'; readonly present: Definition<string> }
  | { readonly action: 'impossible'; readonly present: Definition<string> }
);

export interface Plan {
  readonly steps: readonly Step[];
  /** Tables of the instance that are not ours. Nothing is done with them. */
  readonly others: readonly string[];
}

const DAY_SECONDS = 24 * 60 * 60;
const FOR_EVER = -1;

export const definitionOf = (table: Table): Definition => {
  const { name, lifetimeDays, columns } = schemas[table];
  const kinds: Readonly<Record<string, string>> = columns;
  return {
    tableName: name,
    primaryKey: [SPREAD, ...tables[table].key].map((column) => ({
      name: column,
      type: kinds[column] === 'integer' ? 'INTEGER' : 'STRING',
    })),
    timeToLive: lifetimeDays === undefined ? FOR_EVER : lifetimeDays * DAY_SECONDS,
    maxVersions: 1,
  };
};

const nameOfType = (types: Readonly<Record<string, number>>, type: unknown): string =>
  Object.keys(types).find((name) => types[name] === type) ?? String(type);

export const readDefinition = ({ tableMeta, tableOptions }: DescribeTableResult): Definition<string> => ({
  tableName: tableMeta.tableName,
  primaryKey: tableMeta.primaryKey.map((column) => {
    const type = nameOfType(TableStore.PrimaryKeyType, column.type);
    // Asked for an option that it does not have, a message answers with the option's first value.
    return { name: column.name, type: Object.hasOwn(column, 'option') ? `${type} AUTO_INCREMENT` : type };
  }),
  timeToLive: tableOptions.timeToLive,
  maxVersions: tableOptions.maxVersions,
});

const listed = ({ primaryKey }: Definition<string>): string =>
  primaryKey.map(({ name, type }) => `${name} ${type}`).join(', ');

/** `present` is undefined where there is no such table. */
export const stepOf = (definition: Definition, present: Definition<string> | undefined): Step => {
  if (!present) return { definition, action: 'create' };
  if (listed(present) !== listed(definition)) return { definition, present, action: 'impossible' };
  return present.timeToLive === definition.timeToLive && present.maxVersions === definition.maxVersions
    ? { definition, action: 'none' }
    : { definition, present, action: 'change' };
};

const lifetime = ({ timeToLive }: Definition<string>): string =>
  timeToLive === FOR_EVER ? 'kept for ever' : `kept for ${timeToLive} s (${timeToLive / DAY_SECONDS} d)`;

const versions = ({ maxVersions }: Definition<string>): string =>
  `${maxVersions} version${maxVersions === 1 ? '' : 's'}`;

/** What a person reads of a step, the table's name apart. */
export const describeStep = (step: Step): string => {
  const { definition } = step;
  switch (step.action) {
    case 'none':
      return 'as it should be';
    case 'create':
      return `create: ${listed(definition)}; rows are ${lifetime(definition)}`;
    case 'change': {
      const changes = [
        step.present.timeToLive !== definition.timeToLive &&
          `rows are ${lifetime(step.present)}, and will be ${lifetime(definition)}`,
        step.present.maxVersions !== definition.maxVersions &&
          `${versions(step.present)} of a cell, and will be ${versions(definition)}`,
      ];
      return `change: ${changes.filter(Boolean).join('; ')}`;
    }
    case 'impossible':
      return `incompatible: its primary key is ${listed(step.present)}, and must be ${listed(definition)}`;
  }
};

/** Undefined where every step can be taken; else what stands in the way, and what to do. */
export const obstacleOf = (steps: readonly Step[]): string | undefined => {
  const faults = steps.flatMap((step) =>
    step.action === 'impossible' ? [`${step.definition.tableName} is ${describeStep(step)}`] : [],
  );
  if (faults.length === 0) return undefined;
  return `${faults.join('; ')}. The primary key of a table cannot be changed: name another TABLESTORE_INSTANCE, or have somebody who knows its rows remove the table.`;
};
