/**
 * Serverless Devs, the tool that reads and deploys `s.yaml`, as a process of its own. It is given a home of ours: in the
 * user's it would write a log with every variable's value, look for updates and report its use.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the tool with these arguments and this environment, and waits for its end. */
export type Execute = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<Ended>;

/** As a child process in the folder of `s.yaml`. */
export const childProcess =
  (checkout: string, program: string): Execute =>
  (args, env) =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [program, ...args],
        { cwd: checkout, env, maxBuffer: 2 ** 26 },
        (fault, stdout, stderr) =>
          resolve({ code: fault ? 1 : 0, stdout, stderr: stderr || (fault?.message.split('\n')[0] ?? '') }),
      );
      // Nobody is there whom it could ask.
      child.stdin?.end();
    });

/** The tool as it is installed beside `s.yaml`. */
export const installedTool = (checkout: string): Execute => {
  const installed = createRequire(join(checkout, 'package.json')).resolve('@serverless-devs/s/package.json');
  return childProcess(checkout, join(dirname(installed), 'bin', 's'));
};

/** Makes `home` one, and answers the variables that send the tool there. */
export const quietIn = (home: string) => {
  mkdirSync(join(home, '.s'), { recursive: true });
  writeFileSync(join(home, '.s', 'set-config.yml'), 'log: disable\nanalysis: disable\n');
  return {
    serverless_devs_config_home: home,
    // Else it starts processes of its own that look for updates and outlive it.
    NODE_ENV: 'test',
  };
};
