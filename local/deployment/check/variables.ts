/**
 * Each function is given the variables that it reads, each from the stage's value of that name, and no other: so no secret
 * stands in `s.yaml`, and none goes to a function that has no use for it.
 */
import { readEnvironment, type VariableName, variableNames } from '../../../shared/adapters/environment';
import type { FunctionProps } from '../../function-compute/s-yaml';
import type { Environment } from '../stage';
import type { Looked } from './bundles';
import { type Fault, fault } from './fault';

export const variableFaults = (name: string, props: FunctionProps, looked: Looked, values: Environment): Fault[] => {
  const given = props.environmentVariables;
  const key = ['resources', name, 'props', 'environmentVariables'];
  const ungiven = looked.reads.filter((variable) => !(variable in given));
  return [
    ...ungiven.map((variable) =>
      fault([...key, variable], `is missing: ${name} reads it. Write \${env('${variable}')}.`),
    ),
    ...Object.entries(given).flatMap(([variable, value]) => {
      // What failed to load has told nothing of what it reads.
      if (looked.fault === undefined && !looked.reads.includes(variable)) {
        return [fault([...key, variable], `is not read by ${name}: remove it.`)];
      }
      // The value itself may be a secret.
      return value === (values[variable] ?? '')
        ? []
        : [fault([...key, variable], `has another value than the stage gives it: write \${env('${variable}')}.`)];
    }),
  ];
};

/** The values as the functions themselves will read them at their start. */
export const valueFaults = (values: Environment, read: ReadonlySet<string>): Fault[] =>
  variableNames
    .filter((name) => read.has(name))
    .flatMap((name: VariableName) => {
      try {
        readEnvironment(values, [name]);
        return [];
      } catch (thrown) {
        const sentence = (thrown as Error).message.replace(/^[^:]*: /, '').replace(`${name} `, '');
        return [fault([name], sentence)];
      }
    });
