/**
 * Parts of a bench that run in a process of their own: servers, so that they do not share a thread with what calls them, and
 * whatever has its memory measured. The process runs the same bundle; `main.ts` hands it over to `parts.ts` by its first
 * argument.
 */
import { type ChildProcess, fork } from 'node:child_process';

export const PART = '--part';

/** What Node takes for its heap in an instance of 512 MB: half of it (`s.yaml`). */
const HEAP_MB = 256;

/** Fresh, and told what to do. */
const begin = (name: string, given: unknown, execArgv: readonly string[] = []): ChildProcess => {
  const [, bundle = ''] = process.argv;
  return fork(bundle, [PART, name, JSON.stringify(given)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [...execArgv],
  });
};

const firstWord = <Said>(name: string, child: ChildProcess): Promise<Said> =>
  new Promise((resolve, reject) => {
    child.once('message', (said) => resolve(said as Said));
    child.once('exit', (code, signal) => reject(new Error(`${name} ended before it was done (${code ?? signal}).`)));
  });

/** What the part answers; its process is gone by then. */
export const runPart = async <Said>(name: string, given: unknown): Promise<Said> => {
  const child = begin(name, given, [`--max-old-space-size=${HEAP_MB}`]);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const said = await firstWord<Said>(name, child);
  child.disconnect();
  await gone;
  return said;
};

export interface Server {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** A part that goes on until it is let go of. */
export const startServer = async (name: string, given: unknown = {}): Promise<Server> => {
  const child = begin(name, given);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const { endpoint } = await firstWord<{ endpoint: string }>(name, child);
  return {
    endpoint,
    async close() {
      child.disconnect();
      await gone;
    },
  };
};
