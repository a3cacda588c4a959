/** `npm start` as a child process: the built system, with data of its own, on free ports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const main = join(__dirname, '../../dist/local/main.js');

export interface RunningSystem {
  /** For instance `http://127.0.0.1:41234`. */
  readonly origin: string;
  readonly dataDirectory: string;
  /** All that it has printed. */
  printed(): string;
  /** Resolves with the exit code once it has ended, null where a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface StartOptions {
  /** Data of an earlier run; else fresh ones, removed by `removeData`. */
  readonly dataDirectory?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const directories: string[] = [];

/** Call it after the tests of a file: removes the data of every system that was started without any. */
export const removeData = async (): Promise<void> => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
};

const freshDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'account-settlement-'));
  directories.push(directory);
  return directory;
};

/** Resolves once the system says where it runs; rejects with what it printed where it ends before. */
export const startSystem = async (options: StartOptions = {}): Promise<RunningSystem> => {
  const dataDirectory = options.dataDirectory ?? freshDirectory();
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDirectory, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const origin = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      const found = /runs at +(http:\S+)[\s\S]*Ctrl-C/.exec(text)?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    ended.then(() => reject(new Error(`The system ended before it ran: ${text}`)));
  });
  return {
    origin,
    dataDirectory,
    printed: () => text,
    async stop(signal = 'SIGINT') {
      child.kill(signal);
      return ended;
    },
  };
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
  return { status: response.status, headers: response.headers, body: json && text !== '' ? JSON.parse(text) : text };
};
