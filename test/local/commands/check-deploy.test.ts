/** `npm run check:deploy` as a person runs it: a process of its own, which calls nobody. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { placeholders } from '../../../local/deployment/check/values';

jest.setTimeout(120_000);

const checkout = join(__dirname, '../../..');

/** `environment` is the shell's; no stage named `unit-test` has a file. */
const check = (environment: Record<string, string>, ...given: string[]) => {
  const file = join(checkout, 'dist/local/commands/check-deploy.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...given], {
    cwd: checkout,
    env: { PATH: process.env.PATH, ...environment },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

test('without a stage it needs no values at all', () => {
  expect(check({})).toEqual({ status: 0, stdout: '', stderr: 's.yaml may be deployed.\n' });
});

test('of a stage it names all values that are missing, and what is wrong with the others', () => {
  const { SESSION_KEY: _, LOG_PROJECT: __, ...others } = placeholders;
  const environment = { ...others, STAGE: 'unit-test', MAIL_SENDER: 'billing', SPI_MIN_INSTANCES: '-1' };
  expect(check(environment, '--stage', 'unit-test')).toEqual({
    status: 1,
    stdout: `LOG_PROJECT is not set: put it into .env.unit-test; .env.example says what it is.
SESSION_KEY is not set: put it into .env.unit-test; .env.example says what it is.
resources.marketplace-event.props.scalingConfig.minInstances must be 0 to 100 instances; it is -1.
MAIL_SENDER must be an e-mail address.
`,
    stderr: 's.yaml for unit-test may not be deployed: 4 to mend.\n',
  });
});

test('an option that it does not have is refused by name', () => {
  const { status, stderr } = check({}, '--stages', 'dev');
  expect([status, stderr]).toEqual([1, expect.stringContaining('--stages')]);
});
