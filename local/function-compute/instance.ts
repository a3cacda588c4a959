/**
 * One instance of a function: a thread that answers one request at a time, as an instance of a managed runtime does.
 * A timeout, an uncaught error or too much memory ends it; the function's next request then starts a fresh one.
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
import type { Call, CallResult, FunctionFault, InstanceData } from './instance-thread';
import type { FunctionLog } from './log';

/**
 * How an invocation ended. `handled` tells what the function threw, or rejected with, from what ended its instance; the
 * platform names the two apart (`HandledInvocationError`, `UnhandledInvocationError`).
 */
export type Outcome = { kind: 'result'; payload: Buffer } | { kind: 'failed'; handled: boolean; fault: FunctionFault };

export interface Instance {
  /** Never rejects. One call at a time. */
  call(call: Call): Promise<Outcome>;
  /** False once it ended: it answers no more. */
  alive(): boolean;
  stop(): Promise<void>;
}

export interface InstanceOptions {
  settings: FunctionSettings;
  /** The built `instance-thread`. */
  threadFile: string;
  accountId: string;
  clock: LocalClock;
  log: FunctionLog;
}

export const startInstance = ({ settings, threadFile, accountId, clock, log }: InstanceOptions): Instance => {
  const [module = '', exportName = ''] = settings.handler.split('.');
  const data: InstanceData = { file: join(settings.code, `${module}.js`), exportName, clockOffset: clock.offset };
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
  const end = (fault: FunctionFault) => {
    if (alive) settle?.({ kind: 'failed', handled: false, fault });
    alive = false;
  };
  worker.on('message', (result: CallResult) => settle?.(outcomeOf(result)));
  worker.on('error', (error: Error) => {
    if (alive && !settle) log.failure(settings.name, `An idle instance ended: ${error.stack ?? error}`);
    end({ errorMessage: error.message, errorType: error.name, stackTrace: (error.stack ?? '').split('\n') });
  });
  worker.on('exit', (code) =>
    end({ errorMessage: `Process exited unexpectedly before completing request (exit code: ${code})` }),
  );

  return {
    alive: () => alive,
    call(call) {
      return new Promise((resolve) => {
        // The timeout is the one of s.yaml and runs in real time: it guards against a function that hangs.
        const timeout = setTimeout(() => {
          end({ errorMessage: `Function timed out after ${settings.timeoutMs / 1000} seconds` });
          void worker.terminate();
        }, settings.timeoutMs);
        settle = (outcome) => {
          clearTimeout(timeout);
          settle = undefined;
          resolve(outcome);
        };
        worker.postMessage(call);
      });
    },
    async stop() {
      await worker.terminate();
    },
  };
};

const outcomeOf = (result: CallResult): Outcome =>
  'fault' in result
    ? { kind: 'failed', handled: true, fault: result.fault }
    : { kind: 'result', payload: Buffer.from(result.payload) };
