/**
 * One instance of a function: a thread that answers one request at a time, as an instance of a managed runtime does.
 * A timeout, an uncaught error or too much memory ends it; the function's next request then starts a fresh one.
 *
 * Its initializer runs before its first request; where that fails, the request fails with it and the instance is of no
 * further use. Its preStop hook runs before it is stopped (Function Compute documents, "Configure instance lifecycles").
 *
 * A timeout begins once the bundle is loaded: loading is a part of the cold start, before the invocation. Our decision: it may
 * take a minute, for the documents give no limit, and a busy laptop takes its time.
 *
 * What a thread cannot do is freeze after the answer: work that a function leaves running goes on here, and stands still
 * in the cloud.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { LocalClock } from '../clock';
import type { FunctionSettings } from './deployment';
import type {
  Call,
  EntryPoint,
  FunctionFault,
  InstanceData,
  InvocationContext,
  Loaded,
  Step,
  StepResult,
} from './instance-thread';
import type { FunctionLog } from './log';

/**
 * What failed, in the platform's words: the function passed its error back; it ended its instance, or was ended; its
 * initializer failed or took too long. Source: "Error handling" of Node.js and of "Lifecycle hooks", where an error that
 * is passed to the callback is a handled one. Our decision: what an async handler rejects with is passed there.
 */
export type ErrorType = 'HandledInvocationError' | 'UnhandledInvocationError' | 'InitializationError';

/** How an invocation ended. */
export type Outcome =
  | { kind: 'result'; payload: Buffer }
  | { kind: 'failed'; errorType: ErrorType; fault: FunctionFault };

const LOADING_MS = 60_000;

export interface Instance {
  /** Never rejects. One call at a time. */
  call(call: Call): Promise<Outcome>;
  /** False once it ended: it answers no more. */
  alive(): boolean;
  /** Runs the preStop hook, unless a call is under way, which then fails. */
  stop(): Promise<void>;
}

export interface InstanceOptions {
  settings: FunctionSettings;
  /** The built `instance-thread`. */
  threadFile: string;
  accountId: string;
  clock: LocalClock;
  log: FunctionLog;
  /** A context for a hook that no request calls for. */
  newContext(): InvocationContext;
}

export const startInstance = (options: InstanceOptions): Instance => {
  const { settings, threadFile, accountId, clock, log, newContext } = options;
  const data: InstanceData = {
    handler: entryPoint(settings.code, settings.handler),
    initializer: settings.initializer && entryPoint(settings.code, settings.initializer.handler),
    preStop: settings.preStop && entryPoint(settings.code, settings.preStop.handler),
    clockOffset: clock.offset,
  };
  const worker = new Worker(threadFile, {
    workerData: data,
    env: {
      ...settings.environment,
      FC_ACCOUNT_ID: accountId,
      FC_REGION: settings.region,
      FC_FUNCTION_NAME: settings.functionName,
      FC_FUNCTION_HANDLER: settings.handler,
      FC_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
      FC_FUNC_CODE_PATH: settings.code,
      FC_INSTANCE_ID: `c-${randomBytes(12).toString('hex')}`,
    },
    argv: [],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb },
    stdout: true,
    stderr: true,
  });
  createInterface({ input: worker.stdout }).on('line', (line) => log.line(settings.name, 'out', line));
  createInterface({ input: worker.stderr }).on('line', (line) => log.line(settings.name, 'err', line));

  let settle: ((outcome: Outcome) => void) | undefined;
  let alive = true;
  let initialized = settings.initializer === undefined;
  const end = (fault: FunctionFault) => {
    if (alive) settle?.({ kind: 'failed', errorType: 'UnhandledInvocationError', fault });
    alive = false;
  };
  const terminateLate = (what: string, timeoutMs: number) =>
    setTimeout(() => {
      end({ errorMessage: `${what} timed out after ${timeoutMs / 1000} seconds` });
      void worker.terminate();
    }, timeoutMs);
  const loading = terminateLate('Loading', LOADING_MS);
  const loaded = new Promise<void>((resolve) => {
    worker.once('message', () => resolve());
    worker.once('exit', () => resolve());
  }).then(() => clearTimeout(loading));
  worker.on('message', (message: StepResult | Loaded) => {
    if (message !== 'loaded') settle?.(outcomeOf(message));
  });
  worker.on('error', (error: Error) => {
    if (alive && !settle) log.failure(settings.name, `An idle instance ended: ${error.stack ?? error}`);
    end({ errorMessage: error.message, errorType: error.name, stackTrace: (error.stack ?? '').split('\n') });
  });
  worker.on('exit', (code) =>
    end({ errorMessage: `Process exited unexpectedly before completing request (exit code: ${code})` }),
  );

  const run = (step: Step, what: string, timeoutMs: number): Promise<Outcome> =>
    new Promise((resolve) => {
      let timeout: NodeJS.Timeout | undefined;
      const settled = (outcome: Outcome) => {
        clearTimeout(timeout);
        settle = undefined;
        resolve(outcome);
      };
      settle = settled;
      // The timeout is the one of s.yaml and runs in real time: it guards against a function that hangs.
      void loaded.then(() => {
        if (settle === settled) timeout = terminateLate(what, timeoutMs);
      });
      worker.postMessage(step);
    });

  return {
    alive: () => alive,
    async call({ event, context }) {
      if (!initialized && settings.initializer) {
        const outcome = await run({ run: 'initializer', context }, 'Initializer', settings.initializer.timeoutMs);
        if (outcome.kind === 'failed') {
          alive = false;
          void worker.terminate();
          return { ...outcome, errorType: 'InitializationError' };
        }
        initialized = true;
      }
      return run({ run: 'handler', event, context }, 'Function', settings.timeoutMs);
    },
    async stop() {
      if (settings.preStop && alive && initialized && !settle) {
        const context = newContext();
        const outcome = await run({ run: 'preStop', context }, 'PreStop', settings.preStop.timeoutMs);
        if (outcome.kind === 'failed') log.failure(settings.name, `Its preStop failed: ${described(outcome.fault)}`);
      }
      await worker.terminate();
    },
  };
};

/** What the log says of a fault: the stack where there is one, which begins with the message. */
export const described = ({ errorMessage, stackTrace = [errorMessage] }: FunctionFault): string =>
  stackTrace.join('\n');

const entryPoint = (code: string, handler: string): EntryPoint => {
  const [module = '', exportName = ''] = handler.split('.');
  return { file: join(code, `${module}.js`), exportName };
};

const outcomeOf = (result: StepResult): Outcome =>
  'fault' in result
    ? { kind: 'failed', errorType: 'HandledInvocationError', fault: result.fault }
    : { kind: 'result', payload: Buffer.from(result.payload) };
