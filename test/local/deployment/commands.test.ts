/** The commands as a newcomer has them, before there is any value, any account or any stage. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { checkout } from './stub';

jest.setTimeout(120_000);

const run = (command: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const program = join(checkout, 'dist/local/commands', `${command}.js`);
    const env = { PATH: process.env.PATH };
    execFile(process.execPath, [program, ...args], { cwd: checkout, env }, (fault, out, err) =>
      resolve({ code: Number(fault?.code ?? 0), out, err }),
    );
  });

test('a stage without any value is ready but for them, and the plan is told', async () => {
  const { code, out, err } = await run('deploy', '--stage', 'nobody', '--dry-run');
  expect(err).toMatch(
    /^Ready to deploy, these values are missing: ALIBABA_CLOUD_ACCOUNT_ID, .*SESSION_KEY.*\.\n\nA deployment would:\n {2}1\. /,
  );
  expect(out).toMatch(/^ok +s\.yaml +as npm run check:deploy checks it$/m);
  expect(out).toMatch(/^missing +SESSION_KEY +Signs sessions and proofs: openssl rand -base64 32\.$/m);
  expect(code).toBe(1);
});

test('without --dry-run nothing is begun where something is missing', async () => {
  const { code, err } = await run('deploy', '--stage', 'nobody');
  expect(err).toMatch(/^Ready to deploy, these values are missing: .*\.\n$/);
  expect(code).toBe(1);
});

// biome-ignore format: one case a line
test.each([
  [['deploy'],                                               'Which stage? Say it as in --stage dev; --stage local is the running npm start.'],
  [['deploy', '--stage', 'local'],                           'The stage local is npm start, which deploys itself: name another one.'],
  [['rollback', '--stage', 'local'],                         'The stage local is npm start, which has no versions: name another one.'],
  [['rollback', '--stage', 'dev', '--to', 'yesterday'],      'yesterday is no deployment: their names are like 20261125T042651Z-0224666.'],
  [['rollback', '--stage', 'nobody'],                        'Which AliCloud account is nobody of? Set ALIBABA_CLOUD_ACCOUNT_ID.'],
  [['smoke', '--stage', 'nobody'],                           'The configuration is not right: PUBLIC_URL is not set.'],
])('npm run %j says what to do', async ([command = '', ...args], sentence) => {
  expect(await run(command, ...args)).toEqual({ code: 1, out: '', err: `${sentence}\n` });
});

test.each(['deploy', 'rollback', 'smoke'])(
  'npm run %s -- --help tells its use, and refuses what it does not know',
  async (command) => {
    const { code, err } = await run(command, '--help');
    expect([code, err]).toEqual([0, expect.stringMatching(new RegExp(`^npm run ${command} -- --stage dev`))]);
    const unknown = await run(command, '--stagee', 'dev');
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining("'--stagee'")]);
  },
);
