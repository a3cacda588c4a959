/**
 * Function Compute on this machine: invokes the deployed functions from their built bundles. Doors (HTTP, the OpenAPI,
 * timers) are made on top of it, each in a file of its own.
 */
import { randomBytes } from 'node:crypto';
import type { LocalClock } from '../clock';
import { LOCAL_ACCOUNT_ID } from '../ram/roles';
import type { Deployment, FunctionSettings } from './deployment';
import { described, type Outcome } from './instance';
import type { InvocationContext } from './instance-thread';
import type { FunctionLog } from './log';
import { createPool } from './pool';

export interface FunctionCounts {
  invocations: number;
  coldStarts: number;
  errors: number;
}

export interface DeployedFunction {
  settings: FunctionSettings;
  counts(): FunctionCounts;
  /** Runs the function with `event`. Never rejects; a failure is logged with its stack and told in the outcome. */
  invoke(event: string | Buffer, requestId: string): Promise<Outcome>;
}

export interface FunctionHost {
  /** By folder name. */
  functions: ReadonlyMap<string, DeployedFunction>;
  newRequestId(): string;
  /** Ends every instance, with its preStop hook where it has one; what is running fails. */
  stop(): Promise<void>;
}

/** How Function Compute names a function among all resources. */
export const functionArn = ({ region, functionName }: Pick<FunctionSettings, 'region' | 'functionName'>): string =>
  `acs:fc:${region}:${LOCAL_ACCOUNT_ID}:functions/${functionName}`;

export interface FunctionHostOptions {
  deployment: Deployment;
  /** The built `instance-thread`. */
  threadFile: string;
  clock: LocalClock;
  /** The temporary credentials of a function's role, asked for at each invocation. */
  credentialsOf(settings: FunctionSettings): InvocationContext['credentials'];
  log: FunctionLog;
}

export const createFunctionHost = (options: FunctionHostOptions): FunctionHost => {
  const { deployment, threadFile, clock, credentialsOf, log } = options;

  // The time in seconds, then randomness: the form that the platform's own have.
  const newRequestId = () => `1-${Math.floor(clock.nowMs() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;

  const deploy = (settings: FunctionSettings) => {
    const contextOf = (requestId: string): InvocationContext => ({
      requestId,
      credentials: { ...credentialsOf(settings) },
      function: {
        name: settings.functionName,
        handler: settings.handler,
        memory: settings.memoryMb,
        timeout: settings.timeoutMs / 1000,
      },
      service: { logProject: 'local', logStore: 'local', qualifier: 'LATEST', versionId: 'LATEST' },
      region: settings.region,
      accountId: LOCAL_ACCOUNT_ID,
    });
    const newContext = () => contextOf(newRequestId());
    const pool = createPool({ settings, threadFile, accountId: LOCAL_ACCOUNT_ID, clock, log, newContext });
    let invocations = 0;
    let errors = 0;
    const deployed: DeployedFunction = {
      settings,
      counts: () => ({ invocations, coldStarts: pool.coldStarts(), errors }),
      async invoke(event, requestId) {
        invocations++;
        const outcome = await pool.call({
          event: new Uint8Array(Buffer.from(event)),
          context: contextOf(requestId),
        });
        if (outcome.kind === 'failed') {
          errors++;
          log.failure(settings.name, `request ${requestId} failed: ${described(outcome.fault)}`);
        }
        return outcome;
      },
    };
    return { pool, deployed };
  };

  const all = new Map(deployment.functions.map((settings) => [settings.name, deploy(settings)]));
  return {
    functions: new Map([...all].map(([name, { deployed }]) => [name, deployed])),
    newRequestId,
    async stop() {
      await Promise.all([...all.values()].map(({ pool }) => pool.stop()));
    },
  };
};
