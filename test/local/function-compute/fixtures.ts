/** A function host over small handlers that a test writes down, each deployed from a bundle in a folder of its own. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { createClock, type LocalClock } from '../../../local/clock';
import type { FunctionSettings } from '../../../local/function-compute/deployment';
import { createFunctionHost, type FunctionHost } from '../../../local/function-compute/host';
import type { FunctionLog } from '../../../local/function-compute/log';
import { roleCredentials } from '../../../local/ram/roles';

export interface Fixture {
  host: FunctionHost;
  clock: LocalClock;
  /** What was logged: `[function, out | err | failure, text]`. */
  logged: [string, string, string][];
  /** Invokes a function and gives its payload's text; throws what it failed with. */
  call(name: string, event?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Of a function without triggers and hooks. */
export const settingsOf = (name: string): FunctionSettings => ({
  name,
  functionName: `account-settlement-test-${name}`,
  role: `account-settlement-test-${name}`,
  region: 'cn-hangzhou',
  handler: 'index.handler',
  code: '',
  memoryMb: 128,
  timeoutMs: 60_000,
  environment: {},
  asynchronous: { retries: 3, maxAgeMs: 3_600_000, task: false },
  timers: [],
  eventTriggers: [],
});

/** `sources`: by function name, the text of its CommonJS bundle. */
export const deployFixtures = (
  sources: Readonly<Record<string, string>>,
  changed: Partial<FunctionSettings> = {},
  clock = createClock(Date.now),
  /** Is told of what the host says of a function, as it says it. */
  hear: (name: string, text: string) => void = () => {},
): Fixture => {
  const directory = mkdtempSync(join(tmpdir(), 'function-host-'));
  const threadFile = join(directory, 'instance-thread.js');
  buildSync({
    entryPoints: [join(__dirname, '../../../local/function-compute/instance-thread.ts')],
    outfile: threadFile,
    bundle: true,
    platform: 'node',
  });
  const functions = Object.entries(sources).map(([name, source]): FunctionSettings => {
    const code = join(directory, name);
    mkdirSync(code);
    writeFileSync(join(code, 'index.js'), source);
    return { ...settingsOf(name), code, ...changed };
  });
  const logged: [string, string, string][] = [];
  const log: FunctionLog = {
    line: (name, stream, line) => logged.push([name, stream, line]),
    failure(name, text) {
      logged.push([name, 'failure', text]);
      hear(name, text);
    },
    close: async () => {},
  };
  const host = createFunctionHost({
    deployment: { functions, routes: [] },
    threadFile,
    clock,
    credentialsOf: ({ role }) => roleCredentials(role),
    log,
  });
  return {
    host,
    clock,
    logged,
    async call(name, event = '') {
      const outcome = await host.functions.get(name)?.invoke(event, 'request-1');
      if (outcome?.kind === 'result') return outcome.payload.toString();
      throw new Error(outcome?.fault.errorMessage ?? `no function ${name}`);
    },
    async stop() {
      await clock.stop();
      await host.stop();
      await rm(directory, { recursive: true });
    },
  };
};

/** The same on a real time that stands still: only what is advanced passes. */
export const deployStanding = (
  sources: Readonly<Record<string, string>>,
  changed: Partial<FunctionSettings> = {},
): Fixture => {
  const standingMs = Date.now();
  return deployFixtures(
    sources,
    changed,
    createClock(() => standingMs),
  );
};

/** Waits for what another thread brings about; gives up after a minute, so that a broken rule fails and says which. */
export const until = async (condition: () => boolean): Promise<void> => {
  for (const endMs = Date.now() + 60_000; !condition(); await new Promise(setImmediate)) {
    if (Date.now() > endMs) throw new Error(`It never came about: ${condition}`);
  }
};
