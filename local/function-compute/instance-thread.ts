/**
 * What runs inside a function's instance: a thread with only the function's own environment, which loads the function's
 * bundle as the managed Node runtime does and hands it one event after the other. Built to a file of its own.
 *
 * The bundle sees the local clock: `Date` is replaced before it is loaded. `setTimeout` and `performance` stay real.
 */
import { parentPort, workerData } from 'node:worker_threads';

/** A function of the bundle: its file, absolute, and the name that it is exported by. */
export interface EntryPoint {
  file: string;
  exportName: string;
}

export interface InstanceData {
  handler: EntryPoint;
  /** Both hooks are called with the context alone. */
  initializer: EntryPoint | undefined;
  preStop: EntryPoint | undefined;
  /** The local clock's offset: one BigInt64 in shared memory, milliseconds. */
  clockOffset: BigInt64Array;
}

/** The invocation's context as the documents give it, but for its logger, which cannot be sent to a thread. */
export interface InvocationContext {
  requestId: string;
  credentials: { accessKeyId: string; accessKeySecret: string; securityToken: string };
  function: { name: string; handler: string; memory: number; timeout: number };
  service: { logProject: string; logStore: string; qualifier: string; versionId: string };
  region: string;
  accountId: string;
}

export interface Call {
  event: Uint8Array;
  context: InvocationContext;
}

/** What the thread is told to do: run the handler on an event, or a hook. */
export type Step = ({ run: 'handler' } & Call) | { run: 'initializer' | 'preStop'; context: InvocationContext };

/** How the platform describes a function's failure to its caller. */
export interface FunctionFault {
  errorMessage: string;
  errorType?: string;
  stackTrace?: readonly string[];
}

/** What the thread says once, before its first answer. */
export type Loaded = 'loaded';

/** What the thread answers to each step. */
export type StepResult = { payload: Uint8Array } | { fault: FunctionFault };

const data = workerData as InstanceData;

const RealDate = Date;
const nowMs = (): number => RealDate.now() + Number(Atomics.load(data.clockOffset, 0));

const LocalDate = new Proxy(RealDate, {
  apply: () => new RealDate(nowMs()).toString(),
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [nowMs()] : values, newTarget) as Date,
  get: (target, key, receiver) => (key === 'now' ? nowMs : Reflect.get(target, key, receiver)),
});
RealDate.prototype.constructor = LocalDate;
globalThis.Date = LocalDate;

/** The context's logger writes plain lines with time, request and level before the text, as the runtime's does. */
const loggerOf = (requestId: string) => {
  const write =
    (level: string, print: (line: string) => void) =>
    (...texts: unknown[]) =>
      print(`${new Date().toISOString()} ${requestId} [${level}] ${texts.map(String).join(' ')}`);
  return {
    log: write('verbose', console.log),
    debug: write('debug', console.log),
    info: write('info', console.log),
    warn: write('warning', console.error),
    error: write('error', console.error),
  };
};

// The vendor's Tablestore client still calls `Buffer()`; one warning per instance would say nothing new.
process.noDeprecation = true;

const entry = ({ file, exportName }: EntryPoint): ((...values: unknown[]) => unknown) => {
  const exported = (require(file) as Record<string, unknown>)[exportName];
  if (typeof exported !== 'function') throw new Error(`${file} exports no function named ${exportName}.`);
  return exported as (...values: unknown[]) => unknown;
};

// At once: a bundle that does not load ends the instance. A hook is looked for when its time has come.
const handler = entry(data.handler);

/** Text and bytes are handed on as they are, everything else as JSON; nothing is the empty text. */
const payloadOf = (value: unknown): Uint8Array => {
  const bytes = value instanceof Uint8Array ? value : typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  // Copied, because a message carries the whole memory that lies under a Buffer.
  return new Uint8Array(Buffer.from(bytes));
};

const faultOf = (thrown: unknown): FunctionFault =>
  thrown instanceof Error
    ? { errorMessage: thrown.message, errorType: thrown.name, stackTrace: (thrown.stack ?? '').split('\n') }
    : { errorMessage: String(thrown) };

const perform = (step: Step): unknown => {
  const context = { ...step.context, logger: loggerOf(step.context.requestId) };
  if (step.run === 'handler') {
    const { buffer, byteOffset, byteLength } = step.event;
    return handler(Buffer.from(buffer, byteOffset, byteLength), context);
  }
  const hook = data[step.run];
  return hook && entry(hook)(context);
};

const answer = async (step: Step): Promise<StepResult> => {
  try {
    return { payload: payloadOf(await perform(step)) };
  } catch (thrown) {
    return { fault: faultOf(thrown) };
  }
};

parentPort?.postMessage('loaded' satisfies Loaded);
parentPort?.on('message', async (step: Step) => parentPort?.postMessage(await answer(step)));
