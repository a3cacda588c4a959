/**
 * `s.yaml` with its variables filled in, by the very tool that deploys it: `s preview` of Serverless Devs, which needs
 * neither an account nor the internet.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * `directory` is where `s.yaml` lies; `environment` is all that the tool sees. Throws a sentence that says what the tool
 * said, for instance which variable is missing.
 */
export const previewSYaml = async (
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<unknown> => {
  const tool = createRequire(join(directory, 'package.json')).resolve('@serverless-devs/s/package.json');
  // A home of its own for the tool: without it, it would write a log with every variable's value into the user's, look
  // for updates and report its use. `NODE_ENV=test` is what keeps it from starting those processes.
  const home = await mkdtemp(join(tmpdir(), 'account-settlement-s-'));
  try {
    await mkdir(join(home, '.s'));
    await writeFile(join(home, '.s', 'set-config.yml'), 'log: disable\nanalysis: disable\n');
    const printed = await new Promise<string>((resolve, reject) => {
      execFile(
        process.execPath,
        [join(dirname(tool), 'bin', 's'), 'preview', '--silent', '-o', 'json'],
        {
          cwd: directory,
          env: { ...environment, NODE_ENV: 'test', serverless_devs_config_home: home },
          maxBuffer: 2 ** 24,
        },
        (error, stdout, stderr) =>
          error ? reject(new Error(`s.yaml could not be read: ${complaint(stdout + stderr)}`)) : resolve(stdout),
      );
    });
    return JSON.parse(printed);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
};

/** The line of the tool's page-long complaint that says something. */
const complaint = (printed: string): string =>
  /RuntimeError: (.*)/.exec(printed)?.[1] ?? printed.replace(/\s+/g, ' ').trim().slice(0, 500);
