/**
 * What the built bundles say of themselves: each is loaded as the platform loads it, in a thread of its own, and watched:
 * which variables of the configuration it reads, whether it exports its handler, and which paths are its own (its
 * own paths it answers with 405 for a method that none has, all others with 404, before it looks at anything else).
 * So there is no second list of either that could be wrong.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface Bundle {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly exportName: string;
}

export interface Looked {
  readonly reads: readonly string[];
  /** Of the paths that were asked for. */
  readonly owns: readonly string[];
  /** Why it could not be loaded or asked. */
  readonly fault?: string;
}

export interface Questions {
  readonly bundles: readonly Bundle[];
  readonly paths: readonly string[];
  /** Something valid for every variable. */
  readonly values: Readonly<Record<string, string>>;
}

/** By the functions' names. `checkout` is where the build put `dist/`. */
export const lookInto = (checkout: string, questions: Questions): Promise<ReadonlyMap<string, Looked>> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(join(checkout, 'dist/local/bundle-thread.js'), {
      workerData: questions,
      // What the functions log is no answer.
      stdout: true,
      stderr: true,
    });
    thread.once('message', (looked: ReadonlyMap<string, Looked>) => {
      void thread.terminate();
      resolve(looked);
    });
    thread.once('error', (fault) => reject(new Error(`The bundles could not be looked into: ${fault.message}`)));
    thread.once('exit', () => reject(new Error('The bundles could not be looked into: run npm run build.')));
  });
