/**
 * What is deployed, read out of `s.yaml` by the very tool that deploys it (`s preview`), so that this machine runs what
 * the file says: settings, environment, triggers and routes have no second copy here. Every route, and every destination
 * of what failed, must lead to a function.
 */
import { resolve } from 'node:path';
import * as z from 'zod';
import { type EventPattern, parseEventPattern } from './event-pattern';
import { previewSYaml } from './preview';
import type { Route } from './routes';
import { type FunctionProps, previewOfSYaml } from './s-yaml';

export interface Timer {
  name: string;
  /** `@every 1m`, or six cron fields, with `CRON_TZ=…` before them where they are not in UTC. */
  schedule: string;
  payload: string;
}

/** A rule of EventBridge with the function as its target. */
export interface EventTrigger {
  name: string;
  /** `Default` is the bus; a stream hands over arrays. */
  source: 'Default' | 'MNS';
  pattern: EventPattern;
  /** Of a stream: how many events it hands over at once, at most; one where it does not say. */
  batch?: number;
  /** Whether the function is invoked asynchronously: then its own retries count, not those of the rule. */
  asynchronous: boolean;
  retryStrategy: 'BACKOFF_RETRY' | 'EXPONENTIAL_DECAY_RETRY';
  /** Its ARN. */
  deadLetterQueue?: string;
}

/** Code that runs once in an instance's life; `handler` as the function's own. */
export interface Hook {
  handler: string;
  timeoutMs: number;
}

/** What becomes of asynchronous invocations. */
export interface AsynchronousSettings {
  /** How often a failed one is tried again. */
  retries: number;
  /** An older one is given up. */
  maxAgeMs: number;
  /** Whether a task ID is taken once only. */
  task: boolean;
  /** The folder name of the function that is told of what was given up; a queue for it there is only in the cloud. */
  onFailure?: string;
}

export interface FunctionSettings {
  /** The folder name: `log-in`. */
  name: string;
  /** The deployed name, which carries the stage: `account-settlement-local-log-in`. */
  functionName: string;
  /** The RAM role that it assumes, which has the deployed name too. */
  role: string;
  region: string;
  /** `index.handler`: file, and the name that it exports. */
  handler: string;
  /** The folder of the built bundle, absolute. */
  code: string;
  memoryMb: number;
  timeoutMs: number;
  environment: Readonly<Record<string, string>>;
  initializer?: Hook;
  preStop?: Hook;
  asynchronous: AsynchronousSettings;
  timers: readonly Timer[];
  eventTriggers: readonly EventTrigger[];
}

export interface Deployment {
  functions: readonly FunctionSettings[];
  routes: readonly Route[];
}

const timersOf = ({ triggers }: FunctionProps): Timer[] =>
  triggers.flatMap(({ triggerName, triggerType, triggerConfig }) =>
    triggerType === 'timer'
      ? [{ name: triggerName, schedule: triggerConfig.cronExpression, payload: triggerConfig.payload ?? '' }]
      : [],
  );

const eventTriggersOf = ({ triggers }: FunctionProps): EventTrigger[] =>
  triggers.flatMap(({ triggerName, triggerType, triggerConfig }) => {
    if (triggerType !== 'eventbridge' || !triggerConfig.triggerEnable) return [];
    const { retryStrategy, deadLetterQueue, batchWindow } = triggerConfig.runOptions;
    return [
      {
        name: triggerName,
        source: triggerConfig.eventSourceConfig.eventSourceType,
        pattern: parseEventPattern(triggerConfig.eventRuleFilterPattern),
        ...(batchWindow && { batch: batchWindow.CountBasedWindow }),
        asynchronous: triggerConfig.asyncInvocationType,
        retryStrategy: retryStrategy.PushRetryStrategy,
        ...(deadLetterQueue && { deadLetterQueue: deadLetterQueue.Arn }),
      },
    ];
  });

/** What Function Compute does where nothing is set (its documents, "Configure a retry mechanism"). */
const UNSET: AsynchronousSettings = { retries: 3, maxAgeMs: 18_000_000, task: false };

/** `nameOf` finds the folder name of a deployed name. */
const asynchronousOf = (
  name: string,
  { asyncInvokeConfig: config }: FunctionProps,
  nameOf: ReadonlyMap<string, string>,
): AsynchronousSettings => {
  if (config === undefined) return UNSET;
  const settings = {
    retries: config.maxAsyncRetryAttempts,
    maxAgeMs: config.maxAsyncEventAgeInSeconds * 1000,
    task: config.asyncTask ?? false,
  };
  const { destination } = config.destinationConfig.onFailure;
  const [, functionName] = /^acs:fc:[^:]*:[^:]*:functions\/(.*)$/.exec(destination) ?? [];
  if (functionName === undefined) return settings;
  const onFailure = nameOf.get(functionName);
  if (onFailure !== undefined) return { ...settings, onFailure };
  throw new Error(`s.yaml: what fails of ${name} leads to ${destination}, which is no function there.`);
};

const hookOf = (hook: { handler: string; timeout: number } | undefined): Hook | undefined =>
  hook && { handler: hook.handler, timeoutMs: hook.timeout * 1000 };

const settingsOf = (
  name: string,
  props: FunctionProps,
  nameOf: ReadonlyMap<string, string>,
  directory: string,
): FunctionSettings => {
  const initializer = hookOf(props.instanceLifecycleConfig.initializer);
  const preStop = hookOf(props.instanceLifecycleConfig.preStop);
  return {
    name,
    functionName: props.functionName,
    role: props.role,
    region: props.region,
    handler: props.handler,
    code: resolve(directory, props.code),
    memoryMb: props.memorySize,
    timeoutMs: props.timeout * 1000,
    environment: props.environmentVariables,
    ...(initializer && { initializer }),
    ...(preStop && { preStop }),
    asynchronous: asynchronousOf(name, props, nameOf),
    timers: timersOf(props),
    eventTriggers: eventTriggersOf(props),
  };
};

/** What `s preview` printed, as a deployment; `directory` is where `s.yaml` lies. Throws a sentence that names the key. */
export const parseDeployment = (previewed: unknown, directory: string): Deployment => {
  const parsed = previewOfSYaml.safeParse(previewed);
  if (!parsed.success) throw new Error(`s.yaml is not what is deployed here: ${z.prettifyError(parsed.error)}`);
  const resources = Object.entries(parsed.data.resources);
  const deployed = resources.flatMap(([name, { component, props }]) => (component === 'fc3' ? [{ name, props }] : []));
  const nameOf = new Map(deployed.map(({ name, props }) => [props.functionName, name]));
  const reachable = new Set(
    deployed
      .filter(({ props }) => props.triggers.some((trigger) => trigger.triggerType === 'http'))
      .map(({ name }) => name),
  );
  const routes = new Map<string, Route>();
  for (const [, resource] of resources) {
    if (resource.component !== 'fc3-domain') continue;
    for (const { path, functionName } of resource.props.routeConfig.routes) {
      const name = nameOf.get(functionName);
      if (name === undefined || !reachable.has(name))
        throw new Error(`s.yaml: the route ${path} leads to ${functionName}, which has no HTTP trigger there.`);
      if (routes.has(path)) throw new Error(`s.yaml: the route ${path} is there twice.`);
      routes.set(path, { path, name });
    }
  }
  return {
    functions: deployed.map(({ name, props }) => settingsOf(name, props, nameOf, directory)),
    routes: [...routes.values()],
  };
};

/**
 * What the `s.yaml` in `directory` deploys with `environment` beside this process's own. Throws a sentence that says what
 * the tool said, for instance which variable is missing.
 */
export const readDeployment = async (
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<Deployment> => parseDeployment(await previewSYaml(directory, { ...process.env, ...environment }), directory);
