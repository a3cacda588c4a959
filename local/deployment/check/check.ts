/**
 * Whether `s.yaml` may be deployed: all that is wrong with it, at once. It is checked as the deployment tool reads it
 * (`s preview`), against the contract, the built bundles and the documented limits; nothing is called, and no account needed.
 *
 * The component's own schema is no help: it lets unknown keys, triggers and domains pass, and never stops a deployment.
 */
import { join } from 'node:path';
import { variableNames } from '../../../shared/adapters/environment';
import type { FunctionProps } from '../../function-compute/s-yaml';
import type { Environment } from '../stage';
import { type Looked, lookInto } from './bundles';
import { type Fault, fault } from './fault';
import { functionRules, withoutResource } from './function-rules';
import { pathsOfApi, routeFaults } from './routes';
import { readShape, type Shape } from './shape';
import { placeholders } from './values';
import { valueFaults, variableFaults } from './variables';

/** The address that the marketplace calls. */
const SPI = '/marketplace/spi';

/**
 * `previewed` is what `s preview` made of `s.yaml` with `values`; the bundles are those of `dist/` in `checkout`. No fault:
 * it may be deployed. Rejects where the bundles cannot be looked into at all.
 */
export const checkDeployment = async (previewed: unknown, values: Environment, checkout: string): Promise<Fault[]> => {
  const shape = readShape(previewed);
  return judge(shape, await lookAt(shape, checkout), values, checkout);
};

/** What the bundles of these functions say of themselves. */
export const lookAt = ({ functions }: Shape, checkout: string): Promise<ReadonlyMap<string, Looked>> =>
  lookInto(checkout, {
    bundles: [...functions].map(([name, { code, handler }]) => ({ name, ...entryOf(join(checkout, code), handler) })),
    paths: pathsOfApi,
    values: { ...Object.fromEntries(variableNames.map((name) => [name, ''])), ...placeholders },
  });

export const judge = (
  { faults, functions, domains, vars }: Shape,
  looked: ReadonlyMap<string, Looked>,
  values: Environment,
  checkout: string,
): Fault[] => {
  const stage = { name: vars.stage ?? '', region: vars.region ?? '', checkout };
  const found: Fault[] = [...faults, ...isStage(stage.name), ...oneLogStore(functions)];
  for (const [name, props] of functions) {
    const own = looked.get(name) ?? { reads: [], owns: [] };
    if (own.fault !== undefined) found.push(fault(['resources', name, 'props', 'code'], `${own.fault}.`));
    found.push(
      ...functionRules.flatMap((rule) => [...rule(name, props, stage)]),
      ...variableFaults(name, props, own, values),
      ...otherRegion(['resources', name], props, stage.region),
    );
    if (own.owns.includes(SPI) && !props.scalingConfig) {
      found.push(
        fault(
          ['resources', name, 'props', 'scalingConfig'],
          'is missing: say how many instances the SPI door keeps warm.',
        ),
      );
    }
  }
  found.push(...valueFaults(values, new Set([...looked.values()].flatMap(({ reads }) => reads))));
  for (const [name, props] of domains) found.push(...otherRegion(['resources', name], props, stage.region));

  // What belongs together can be judged once every resource can be read.
  if (faults.length > 0) return found;
  found.push(...withoutResource(functions.keys()));
  const [domain, ...more] = domains;
  if (domain === undefined) found.push(fault(['resources'], 'have no domain: add one of component fc3-domain.'));
  else found.push(...routeFaults(domain, functions, looked));
  for (const [name] of more)
    found.push(fault(['resources', name], 'is a second domain: put its routes into the first.'));
  return found;
};

/** `index.handler` in a folder: the file, and what it exports. */
const entryOf = (folder: string, handler: string) => {
  const [file = '', exportName = ''] = handler.split('.');
  return { file: join(folder, `${file}.js`), exportName };
};

const isStage = (name: string): Fault[] =>
  /^[a-z0-9-]{1,16}$/.test(name)
    ? []
    : [fault(['vars', 'stage'], 'must be 1 to 16 lower-case letters, digits or dashes: set STAGE.')];

const otherRegion = (path: readonly string[], props: { readonly region: string }, region: string): Fault[] =>
  props.region === region ? [] : [fault([...path, 'props', 'region'], `must be that of the others, ${region}.`)];

/** The alarms are queries over one log store. */
const oneLogStore = (functions: ReadonlyMap<string, FunctionProps>): Fault[] => {
  const [first] = functions.values();
  return [...functions].flatMap(([name, { logConfig }]) =>
    logConfig.project === first?.logConfig.project && logConfig.logstore === first.logConfig.logstore
      ? []
      : [
          fault(
            ['resources', name, 'props', 'logConfig'],
            'must name the log store of the others: the alarms ask one.',
          ),
        ],
  );
};
