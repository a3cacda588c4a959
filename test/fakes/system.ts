/** `npm start` as a child process: the built system, with data of its own, on free ports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { untilBeijing } from '../../local/clock-controls';
import { localCredentials } from '../../local/credentials';
import { CLOCK_FILE } from '../../local/deployment/stage';
import { tablestore } from '../../shared/adapters/tablestore/store';
import type { Store } from '../../shared/ports';
import { mustBeDescribed } from './described';
import { fakeRandom } from './ports';

const main = join(__dirname, '../../dist/local/main.js');

/** How the process ended: by itself with a code, or by a signal. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface Process {
  readonly dataDirectory: string;
  readonly ended: Promise<Ended>;
  /** All that it has printed. */
  printed(): string;
  /** Resolves with the exit code once it has ended, null where a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface LaunchedSystem extends Process {
  /** Where it runs, once it says so; undefined where it ended before. */
  readonly ready: Promise<string | undefined>;
}

export interface RunningSystem extends Process {
  /** For instance `http://127.0.0.1:41234`. */
  readonly origin: string;
}

export interface StartOptions {
  /** Data of an earlier run; else fresh ones, removed by `removeData`. */
  readonly dataDirectory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** How late it is in Beijing when fresh data begin, `HH:MM`; absent: as late as it really is. */
  readonly beginsAt?: string;
}

const directories: string[] = [];

/** Call it after the tests of a file: removes the data of every system that was started without any. */
export const removeData = async (): Promise<void> => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
};

const freshDirectory = (beginsAt?: string): string => {
  const directory = mkdtempSync(join(tmpdir(), 'account-settlement-'));
  directories.push(directory);
  if (beginsAt !== undefined) {
    writeFileSync(join(directory, CLOCK_FILE), JSON.stringify({ offsetMs: untilBeijing(beginsAt, Date.now()) }));
  }
  return directory;
};

export const launchSystem = (options: StartOptions = {}): LaunchedSystem => {
  const dataDirectory = options.dataDirectory ?? freshDirectory(options.beginsAt);
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDirectory, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const ended = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const ready = new Promise<string | undefined>((resolve) => {
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      const found = /runs at +(http:\S+)[\s\S]*Ctrl-C/.exec(text)?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    ended.then(() => resolve(undefined));
  });
  return {
    dataDirectory,
    ready,
    ended,
    printed: () => text,
    async stop(signal = 'SIGINT') {
      child.kill(signal);
      return (await ended).code;
    },
  };
};

/** Resolves once the system says where it runs; rejects with what it printed where it ends before. */
export const startSystem = async (options: StartOptions = {}): Promise<RunningSystem> => {
  const { ready, ...launched } = launchSystem(options);
  const origin = await ready;
  if (origin === undefined) throw new Error(`The system ended before it ran: ${launched.printed()}`);
  return { origin, ...launched };
};

/** The store at an embedded Tablestore, as the functions reach it. */
export const storeAt = (endpoint: string, instanceName: string): Store =>
  tablestore({ endpoint, instanceName }, localCredentials, {
    clock: { nowMs: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    random: fakeRandom(),
  });

/** That of a running system, to look behind the doors. */
export const storeOf = (system: RunningSystem): Store => {
  const [, endpoint = '', instanceName = ''] =
    /Tablestore +(http:\S+) +\(instance (\S+)\)/.exec(system.printed()) ?? [];
  return storeAt(endpoint, instanceName);
};

/** A request over real HTTP, JSON in and out. */
export const send = async (
  system: RunningSystem,
  method: string,
  path: string,
  given: { readonly json?: unknown; readonly token?: string; readonly headers?: Record<string, string> } = {},
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
): Promise<{ status: number; headers: Headers; body: any }> => {
  const response = await fetch(`${system.origin}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(given.json !== undefined && { 'content-type': 'application/json' }),
      ...(given.token !== undefined && { authorization: `Bearer ${given.token}` }),
      ...given.headers,
    },
    ...(given.json !== undefined && { body: JSON.stringify(given.json) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  const answered = {
    status: response.status,
    headers: response.headers,
    body: json && text !== '' ? JSON.parse(text) : text,
  };
  // The controls of the local cloud are no part of the API.
  if (!path.startsWith('/local/')) {
    const header = (name: string) => response.headers.get(name);
    mustBeDescribed(method, new URL(path, system.origin).pathname, { ...answered, header });
  }
  return answered;
};
