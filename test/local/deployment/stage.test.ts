/** Which deployment a command is about, and what it is told about it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsOf, readStage, stageFile } from '../../../local/deployment/stage';

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'stage-'));
});
afterEach(() => rmSync(checkout, { recursive: true }));

const credentials = { accessKeyId: 'LTAIkey', accessKeySecret: 'it`s "a" secret', securityToken: '' };

it("reads a stage's file, over which the shell wins", () => {
  writeFileSync(join(checkout, '.env.dev'), 'REGION=cn-beijing\nMAIL_SENDER=a@b.example\n');
  expect(readStage('dev', checkout, { MAIL_SENDER: 'c@d.example' })).toEqual({
    name: 'dev',
    environment: { REGION: 'cn-beijing', MAIL_SENDER: 'c@d.example', STAGE: 'dev' },
  });
});

it('needs no file', () => {
  expect(readStage('prod', checkout, { REGION: 'cn-beijing' }).environment).toEqual({
    REGION: 'cn-beijing',
    STAGE: 'prod',
  });
});

it('reads of the running local cloud what that wrote, to the letter', () => {
  writeFileSync(join(checkout, 'stage.env'), stageFile({ SESSION_KEY: "a 'key' #1", STAGE: 'local' }, credentials));
  const stage = readStage('local', checkout, { DATA_DIR: checkout });
  expect(stage.environment.SESSION_KEY).toBe("a 'key' #1");
  expect(credentialsOf(stage)).toEqual(credentials);
});

// biome-ignore format: one case a line
it.each([
  // name         shell                  says
  [undefined,     {},                    'Which stage? Say it as in --stage dev'],
  ['Dev',         {},                    'Dev is no stage'],
  ['dev/../prod', {},                    'dev/../prod is no stage'],
  ['dev',         { STAGE: 'prod' },     "The shell's STAGE is prod and --stage is dev: unset STAGE"],
  ['local',       {},                    'run npm start first'],
] as const)('%s with %o is refused', (name, shell, sentence) => {
  expect(() => readStage(name, checkout, shell)).toThrow(sentence);
});

it('says what signs its calls, where nothing does', () => {
  const stage = { name: 'dev', environment: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIkey' } };
  expect(() => credentialsOf(stage)).toThrow('set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET');
});
