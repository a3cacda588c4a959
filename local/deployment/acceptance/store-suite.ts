/**
 * The store's contract, run on a real instance: the very suite that every other implementation is held to
 * (`test/contracts/store.ts`), by the test runner of the checkout, which removes its rows afterwards.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Credentials } from '../../../shared/adapters/open-api';

export interface SuiteResult {
  readonly passed: number;
  /** The names of the cases that failed, each with the first line of why. */
  readonly failed: readonly string[];
}

const result = z.object({
  numPassedTests: z.number(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

/** Escape sequences that colour a terminal. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

export const runStoreSuite = async (
  checkout: string,
  target: { readonly endpoint: string; readonly instanceName: string },
  credentials: Credentials,
): Promise<SuiteResult> => {
  const directory = await mkdtemp(join(tmpdir(), 'store-suite-'));
  try {
    const file = join(directory, 'result.json');
    const jest = createRequire(join(checkout, 'package.json')).resolve('jest/bin/jest');
    const suite = 'test/shared/adapters/tablestore/store.test.ts';
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      REMOTE: '1',
      TABLESTORE_ENDPOINT: target.endpoint,
      TABLESTORE_INSTANCE: target.instanceName,
      ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: credentials.securityToken,
    };
    const printed = await new Promise<string>((resolve) => {
      const args = [jest, '--runTestsByPath', suite, '--json', '--outputFile', file];
      execFile(process.execPath, args, { cwd: checkout, env, maxBuffer: 2 ** 26 }, (_, __, stderr) => resolve(stderr));
    });
    const text = await readFile(file, 'utf8').catch(() => {
      throw new Error(`The suite could not be run: ${printed.replace(/\s+/g, ' ').trim().slice(0, 500)}`);
    });
    const { numPassedTests, testResults } = result.parse(JSON.parse(text));
    const cases = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = cases
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages: [why = ''] }) => `${fullName} (${why.replace(COLOURS, '').split('\n')[0]})`);
    // Where it cannot even be opened, or its rows not be removed, no case says so.
    const whole = testResults.flatMap(({ message }) => (failed.length === 0 && message ? [firstLines(message)] : []));
    return { passed: numPassedTests, failed: [...failed, ...whole] };
  } finally {
    await rm(directory, { recursive: true });
  }
};

const firstLines = (message: string): string =>
  message
    .replace(COLOURS, '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, 3)
    .join(' ');
