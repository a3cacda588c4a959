/** What must hold of one function beyond the limits of its keys: its names, its sizes, its triggers, its settings. */
import { join, resolve } from 'node:path';
import type { FunctionProps } from '../../function-compute/s-yaml';
import { type FunctionName, manifests } from '../manifests';
import { roleNameOf } from '../policies';
import { type Fault, fault } from './fault';

export interface Stage {
  readonly name: string;
  readonly region: string;
  readonly checkout: string;
}

export type Rule = (name: string, props: FunctionProps, stage: Stage) => Iterable<Fault>;

/** Of one function's key. */
const of = (name: string, keys: readonly PropertyKey[], sentence: string): Fault =>
  fault(['resources', name, 'props', ...keys], sentence);

/** Folder, resource, function, role and bundle carry the same name; the permissions are generated for roles of these names. */
const names: Rule = function* (name, { functionName, role, code }, { name: stage, checkout }) {
  if (!isFunction(name)) {
    yield fault(['resources', name], `is no function: name it for its folder; there is no functions/${name}.`);
    return;
  }
  const deployed = roleNameOf(stage, name);
  if (functionName !== deployed) yield of(name, ['functionName'], `must be ${deployed}, for its folder and stage.`);
  if (role !== deployed) {
    yield of(name, ['role'], `must be ${deployed}: each function has a role of its own, of its name.`);
  }
  if (resolve(checkout, code) !== join(checkout, 'dist', name)) yield of(name, ['code'], `must be dist/${name}.`);
};

/** By its manifest, which its folder exports. */
const isFunction = (name: string): name is FunctionName => name in manifests;

/** Of GB of memory to processors, which go from 1:1 to 4:1 (Function Compute documents, "Limits"). */
const MOST_GB_PER_CPU = 4;

const sizes: Rule = function* (name, { cpu, memorySize }) {
  const ratio = memorySize / 1024 / cpu;
  if (ratio < 1 || ratio > MOST_GB_PER_CPU) {
    const [least, most] = [memorySize / 1024 / MOST_GB_PER_CPU, memorySize / 1024];
    yield of(name, ['cpu'], `is ${cpu}, and ${memorySize} MB of memory go with ${least} to ${most}.`);
  }
};

const triggers: Rule = function* (name, { triggers }) {
  const seen = new Set<string>();
  for (const [at, { triggerName, triggerType, triggerConfig }] of triggers.entries()) {
    if (seen.has(triggerName)) yield of(name, ['triggers', at, 'triggerName'], `is there twice: ${triggerName}.`);
    seen.add(triggerName);
    if (triggerType === 'eventbridge' && at < triggers.length - 1) {
      yield of(
        name,
        ['triggers', at],
        'must be the last: the component passes over what follows one that did not change.',
      );
    }
    if (triggerType === 'timer' && !triggerConfig.cronExpression.startsWith('CRON_TZ=Asia/Shanghai ')) {
      const key = ['triggers', at, 'triggerConfig', 'cronExpression'];
      yield of(
        name,
        key,
        'must begin with CRON_TZ=Asia/Shanghai, else it is in UTC, or counts from when it was deployed.',
      );
    }
  }
  if (triggers.filter(({ triggerType }) => triggerType === 'http').length !== 1) {
    yield of(name, ['triggers'], 'must have one HTTP trigger: the domain reaches the function through it.');
  }
};

/** By its timer, which is asynchronous too, by another function, or by an event. */
const isAsynchronous = (name: string, { triggers }: FunctionProps): boolean =>
  triggers.some(
    ({ triggerType, triggerConfig }) =>
      triggerType === 'timer' || (triggerType === 'eventbridge' && triggerConfig.asyncInvocationType),
  ) || Object.values(manifests).some((touches) => 'invoker' in touches && touches.invoker.some((one) => one === name));

const asynchronous: Rule = function* (name, props, { name: stage, region }) {
  const key = ['asyncInvokeConfig'];
  const { asyncInvokeConfig: config } = props;
  if (!isAsynchronous(name, props)) {
    if (config) yield of(name, key, 'has no use: nothing invokes the function asynchronously. Remove it.');
    return;
  }
  const queue = `acs:mns:${region}::/queues/account-settlement-${stage}-failed/messages`;
  if (!config) {
    yield of(name, key, `is missing: the function is invoked asynchronously, and what fails must be told to ${queue}.`);
  } else if (config.destinationConfig.onFailure.destination !== queue) {
    yield of(name, [...key, 'destinationConfig', 'onFailure', 'destination'], `must be the stage's queue, ${queue}.`);
  }
};

export const functionRules: readonly Rule[] = [names, sizes, triggers, asynchronous];

/** What is deployed is what there is. */
export const withoutResource = (deployed: Iterable<string>): Fault[] => {
  const there = new Set(deployed);
  return (Object.keys(manifests) as FunctionName[]).flatMap((name) =>
    there.has(name) ? [] : [fault(['resources', name], `is missing: functions/${name} is not deployed.`)],
  );
};
