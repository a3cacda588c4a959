/**
 * What is deployed, read out of `s.yaml` by the very tool that deploys it (`s preview`), so that this machine runs what
 * the file says: settings, environment, timers and routes have no second copy here.
 *
 * The fc3 component lets unknown keys pass and resets remotely what is missing, so that a misspelt key would silently
 * turn a setting off. Our decision: here every key must be a known one, and every route must lead to a function.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import type { Route } from './routes';

export interface Timer {
  name: string;
  /** `@every 1m`, or six cron fields, with `CRON_TZ=…` before them where they are not in UTC. */
  schedule: string;
  payload: string;
}

export interface FunctionSettings {
  /** The folder name: `log-in`. */
  name: string;
  /** The deployed name, which carries the stage: `account-settlement-local-log-in`. */
  functionName: string;
  region: string;
  /** `index.handler`: file, and the name that it exports. */
  handler: string;
  /** The folder of the built bundle, absolute. */
  code: string;
  memoryMb: number;
  timeoutMs: number;
  environment: Readonly<Record<string, string>>;
  /** How often a failed asynchronous invocation is tried again. */
  retries: number;
  timers: readonly Timer[];
}

export interface Deployment {
  functions: readonly FunctionSettings[];
  routes: readonly Route[];
}

const trigger = z.discriminatedUnion('triggerType', [
  z.strictObject({
    triggerName: z.string(),
    triggerType: z.literal('http'),
    triggerConfig: z.strictObject({
      authType: z.literal('anonymous'),
      disableURLInternet: z.boolean(),
      methods: z.array(z.string()),
    }),
  }),
  z.strictObject({
    triggerName: z.string(),
    triggerType: z.literal('timer'),
    triggerConfig: z.strictObject({
      cronExpression: z.string(),
      enable: z.boolean(),
      payload: z.string().optional(),
    }),
  }),
]);

const functionResource = z.strictObject({
  component: z.literal('fc3'),
  extend: z.unknown().optional(),
  props: z.strictObject({
    region: z.string(),
    functionName: z.string(),
    description: z.string(),
    runtime: z.literal('nodejs20'),
    handler: z.string().regex(/^[\w-]+\.\w+$/),
    code: z.string(),
    role: z.string(),
    // Defaults of the component, limits of the documents.
    memorySize: z.int().min(128).max(32_768).multipleOf(64).default(512),
    cpu: z.number(),
    diskSize: z.literal([512, 10_240]),
    timeout: z.int().min(1).max(86_400).default(3),
    internetAccess: z.boolean(),
    logConfig: z.literal('auto'),
    environmentVariables: z.record(z.string(), z.string()),
    asyncInvokeConfig: z
      .strictObject({
        maxAsyncRetryAttempts: z.int().min(0).max(8).default(3),
        maxAsyncEventAgeInSeconds: z.int().min(1).max(604_800),
      })
      .optional(),
    triggers: z.array(trigger).default([]),
  }),
});

const domainResource = z.strictObject({
  component: z.literal('fc3-domain'),
  props: z.strictObject({
    region: z.string(),
    domainName: z.string(),
    protocol: z.string(),
    certConfig: z.unknown(),
    tlsConfig: z.unknown(),
    routeConfig: z.strictObject({
      routes: z.array(
        z.strictObject({ path: z.string().regex(/^\/[^*]*$|^\/([^*]*\/)?\*$/), functionName: z.string() }),
      ),
    }),
  }),
});

const preview = z.object({
  resources: z.record(z.string(), z.discriminatedUnion('component', [functionResource, domainResource])),
});

const settingsOf = (
  name: string,
  { props }: z.output<typeof functionResource>,
  directory: string,
): FunctionSettings => ({
  name,
  functionName: props.functionName,
  region: props.region,
  handler: props.handler,
  code: resolve(directory, props.code),
  memoryMb: props.memorySize,
  timeoutMs: props.timeout * 1000,
  environment: props.environmentVariables,
  retries: props.asyncInvokeConfig?.maxAsyncRetryAttempts ?? 3,
  timers: props.triggers.flatMap(({ triggerName, triggerType, triggerConfig }) =>
    triggerType === 'timer' && triggerConfig.enable
      ? [{ name: triggerName, schedule: triggerConfig.cronExpression, payload: triggerConfig.payload ?? '' }]
      : [],
  ),
});

/** What `s preview` printed, as a deployment; `directory` is where `s.yaml` lies. Throws a sentence that names the key. */
export const parseDeployment = (previewed: unknown, directory: string): Deployment => {
  const parsed = preview.safeParse(previewed);
  if (!parsed.success) throw new Error(`s.yaml is not what is deployed here: ${z.prettifyError(parsed.error)}`);
  const functions: FunctionSettings[] = [];
  const reachable = new Map<string, string>();
  for (const [name, resource] of Object.entries(parsed.data.resources)) {
    if (resource.component !== 'fc3') continue;
    functions.push(settingsOf(name, resource, directory));
    if (resource.props.triggers.some((t) => t.triggerType === 'http')) reachable.set(resource.props.functionName, name);
  }
  const routes = new Map<string, Route>();
  for (const resource of Object.values(parsed.data.resources)) {
    if (resource.component !== 'fc3-domain') continue;
    for (const { path, functionName } of resource.props.routeConfig.routes) {
      const name = reachable.get(functionName);
      if (!name)
        throw new Error(`s.yaml: the route ${path} leads to ${functionName}, which has no HTTP trigger there.`);
      if (routes.has(path)) throw new Error(`s.yaml: the route ${path} is there twice.`);
      routes.set(path, { path, name });
    }
  }
  return { functions, routes: [...routes.values()] };
};

/**
 * Runs `s preview` over the `s.yaml` in `directory` with `environment` beside this process's own. Throws a sentence that
 * says what the tool said, for instance which variable is missing.
 */
export const readDeployment = async (
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<Deployment> => {
  const tool = createRequire(join(directory, 'package.json')).resolve('@serverless-devs/s/package.json');
  // A home of its own for the tool: without it, it would write a log with every variable's value into the user's, look
  // for updates and report its use. `NODE_ENV=test` is what keeps it from starting those processes.
  const home = await mkdtemp(join(tmpdir(), 'account-settlement-s-'));
  try {
    await mkdir(join(home, '.s'));
    await writeFile(join(home, '.s', 'set-config.yml'), 'log: disable\nanalysis: disable\n');
    const printed = await new Promise<string>((resolvePrinted, reject) => {
      execFile(
        process.execPath,
        [join(dirname(tool), 'bin', 's'), 'preview', '--silent', '-o', 'json'],
        {
          cwd: directory,
          env: { ...process.env, ...environment, NODE_ENV: 'test', serverless_devs_config_home: home },
          maxBuffer: 2 ** 24,
        },
        (error, stdout, stderr) =>
          error ? reject(new Error(`s.yaml could not be read: ${complaint(stdout + stderr)}`)) : resolvePrinted(stdout),
      );
    });
    return parseDeployment(JSON.parse(printed), directory);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
};

/** The line of the tool's page-long complaint that says something. */
const complaint = (printed: string): string =>
  /RuntimeError: (.*)/.exec(printed)?.[1] ?? printed.replace(/\s+/g, ' ').trim().slice(0, 500);
