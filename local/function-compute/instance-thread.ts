/**
 * What runs inside a function's instance: a thread with only the function's own environment, which loads the function's
 * bundle as the managed Node runtime does and hands it one event after the other. Built to a file of its own.
 *
 * The bundle sees the local clock: `Date` is replaced before it is loaded. `setTimeout` and `performance` stay real.
 */
import { parentPort, workerData } from 'node:worker_threads';

export interface InstanceData {
  /** The bundle's file, absolute, and the name that it exports its handler by. */
  file: string;
  exportName: string;
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

/** How the platform describes a function's failure to its caller. */
export interface FunctionFault {
  errorMessage: string;
  errorType?: string;
  stackTrace?: readonly string[];
}

/** What the thread answers to each call. */
export type CallResult = { payload: Uint8Array } | { fault: FunctionFault };

const { file, exportName, clockOffset } = workerData as InstanceData;

const RealDate = Date;
const nowMs = (): number => RealDate.now() + Number(Atomics.load(clockOffset, 0));

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

type Handler = (event: Buffer, context: object) => unknown;

const handler = (require(file) as Record<string, unknown>)[exportName] as Handler | undefined;
if (typeof handler !== 'function') throw new Error(`${file} exports no function named ${exportName}.`);

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

const answer = async ({ event, context }: Call): Promise<CallResult> => {
  try {
    const bytes = Buffer.from(event.buffer, event.byteOffset, event.byteLength);
    return { payload: payloadOf(await handler(bytes, { ...context, logger: loggerOf(context.requestId) })) };
  } catch (thrown) {
    return { fault: faultOf(thrown) };
  }
};

parentPort?.on('message', async (call: Call) => parentPort?.postMessage(await answer(call)));
