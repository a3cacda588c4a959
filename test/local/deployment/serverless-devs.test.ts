/** How the deployment tool is called: as a process of its own, which nobody is there to answer. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { childProcess } from '../../../local/function-compute/deployment-tool';
import { emptyState, type State } from '../../fakes/serverless-devs';
import { checkout, secrets, toolAt } from './stub';

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'deployment-tool-'));
const program = join(directory, 'program.cjs');
const file = join(directory, 'state.json');
const write = (state: State) => writeFileSync(file, JSON.stringify(state));
const read = (): State => JSON.parse(readFileSync(file, 'utf8'));
const tool = toolAt(childProcess(checkout, program), { STUB_STATE: file, PATH: '' });

beforeAll(() => {
  buildSync({
    absWorkingDir: checkout,
    entryPoints: ['test/fakes/serverless-devs-program.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
  });
});
afterAll(() => rmSync(directory, { recursive: true }));

test('secrets stand in its environment and in no argument', async () => {
  write(emptyState());
  expect(JSON.parse(await tool.run('log-in', 'deploy', '--function', '-y'))).toEqual({
    functionName: 'account-settlement-dev-log-in',
  });
  const [call] = read().calls;
  expect(call?.argv).toEqual(['log-in', 'deploy', '--function', '-y', '-a', 'deployment_serverless_devs_key']);
  expect(call?.env).toMatchObject({ STAGE: 'dev', SESSION_KEY: secrets.SESSION_KEY });
  expect(JSON.parse(call?.env.deployment_serverless_devs_key ?? '')).toEqual({
    AccountID: '1234567890123456',
    AccessKeyID: 'LTAI5tExample',
    AccessKeySecret: secrets.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    SecurityToken: secrets.ALIBABA_CLOUD_SECURITY_TOKEN,
  });
  for (const name of ['AccessKeyID', 'serverless_devs_access_cicd_alias_name']) expect(call?.env[name]).toBeUndefined();
});

test('its complaint is told in a sentence, without the secrets in it', async () => {
  write({ ...emptyState(), failAt: [1] });
  const said = await tool.run('log-in', 'deploy', '--function', '-y').catch((fault: Error) => fault.message);
  expect(said).toMatch(/^s log-in deploy --function -y failed: connect ETIMEDOUT, of .*\*\*\*/);
  for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
});

test('a tool that is not there is told of, too', async () => {
  const missing = toolAt(childProcess(checkout, join(directory, 'nothing.cjs')));
  await expect(missing.run('log-in', 'deploy')).rejects.toThrow(/^s log-in deploy failed: /);
});
