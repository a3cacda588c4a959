/**
 * `s.yaml` with its variables filled in, by the very tool that deploys it: `s preview` of Serverless Devs, which needs
 * neither an account nor the internet.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedTool, quietIn } from './deployment-tool';

/**
 * `directory` is where `s.yaml` lies; `environment` is all that the tool sees. Throws a sentence that says what the tool
 * said, for instance which variable is missing.
 */
export const previewSYaml = async (
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<unknown> => {
  const home = await mkdtemp(join(tmpdir(), 'account-settlement-s-'));
  try {
    const env = { ...environment, ...quietIn(home) };
    const { code, stdout, stderr } = await installedTool(directory)(['preview', '--silent', '-o', 'json'], env);
    if (code !== 0) throw new Error(`s.yaml could not be read: ${complaint(stdout + stderr)}`);
    return JSON.parse(stdout);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
};

/** The line of the tool's page-long complaint that says something. */
const complaint = (printed: string): string =>
  /RuntimeError: (.*)/.exec(printed)?.[1] ?? printed.replace(/\s+/g, ' ').trim().slice(0, 500);
