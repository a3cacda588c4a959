/**
 * Every key of `s.yaml` by itself: known, there, and within the limits of the documents. A resource in which anything is
 * wrong is told of and not looked at further; the others are.
 */
import * as z from 'zod';
import { type DomainProps, type FunctionProps, previewOfSYaml } from '../../function-compute/s-yaml';
import { type Fault, fault } from './fault';
import { nearest } from './nearest';

export interface Shape {
  readonly faults: readonly Fault[];
  /** By the resource's key. */
  readonly functions: ReadonlyMap<string, FunctionProps>;
  readonly domains: ReadonlyMap<string, DomainProps>;
  readonly vars: Readonly<Record<string, string>>;
}

const { vars, resources, ...ofTheFile } = previewOfSYaml.shape;
const theFile = z.strictObject({ ...ofTheFile, vars, resources: z.record(z.string(), z.unknown()) });

export const readShape = (previewed: unknown): Shape => {
  const file = theFile.safeParse(previewed);
  const said = faultsOf(file.error, previewed, []);
  const functions = new Map<string, FunctionProps>();
  const domains = new Map<string, DomainProps>();
  for (const [key, resource] of Object.entries(resourcesOf(previewed))) {
    const read = resources.valueType.safeParse(resource);
    said.push(...faultsOf(read.error, resource, ['resources', key]));
    if (read.data?.component === 'fc3') functions.set(key, read.data.props);
    if (read.data?.component === 'fc3-domain') domains.set(key, read.data.props);
  }
  return { faults: said, functions, domains, vars: file.data?.vars ?? {} };
};

const resourcesOf = (previewed: unknown): object => {
  const { data } = z.object({ resources: z.record(z.string(), z.unknown()) }).safeParse(previewed);
  return data?.resources ?? {};
};

const faultsOf = (error: z.ZodError | undefined, value: unknown, before: readonly PropertyKey[]): Fault[] =>
  (error?.issues ?? []).flatMap((issue) => {
    const path = [...before, ...issue.path];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => fault([...path, key], ofUnknown(key)));
    const there = at(value, issue.path);
    const sentence = sentenceOf(issue);
    if (there === undefined) {
      return [
        fault(path, `is missing: write it here, for the component resets what it does not find. It ${sentence}.`),
      ];
    }
    return [fault(path, `${sentence}${typeof there === 'object' ? '' : `; it is ${JSON.stringify(there)}`}.`)];
  });

/** The schema's own words; where it has none, of which type it must be. */
const sentenceOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_type' && /^Invalid/.test(issue.message) ? `must be of type ${issue.expected}` : issue.message;

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], value);

// --- keys that are not known -----------------------------------------------------------------------------------------

/** What the component would take, and why it has no place here. */
const refusedKeys: Readonly<Record<string, string>> = {
  instanceConcurrency: 'is ignored by a managed runtime, which takes one request at a time: remove it',
  customRuntimeConfig: 'is ignored by a managed runtime: remove it',
  customContainerConfig: 'is ignored by a managed runtime: remove it',
  gpuConfig: 'is ignored by a managed runtime: remove it',
  provisionConfig: 'excludes scalingConfig: write how many instances are kept warm as scalingConfig.minInstances',
  customDomain: 'takes one route: add the route to the resource of component fc3-domain',
  methods: 'would let two functions share a path, which a custom domain cannot: leave it out of a route',
  vpcConfig: 'makes cold starts longer, and everything that is called here is public: remove it',
};

const ofUnknown = (key: string): string => {
  const refused = refusedKeys[key];
  if (refused !== undefined) return `${refused}.`;
  const meant = nearest(key, knownKeys);
  return `is no key here, and the component would pass over it: ${meant === undefined ? 'remove it' : `did you mean ${meant}?`}`;
};

/** Every key that the schema knows anywhere. */
const knownKeys: ReadonlySet<string> = (() => {
  const keys = new Set<string>();
  JSON.stringify(z.toJSONSchema(previewOfSYaml, { unrepresentable: 'any', io: 'input' }), (name, value) => {
    if (name === 'properties') for (const key of Object.keys(value)) keys.add(key);
    return value;
  });
  return keys;
})();
