/**
 * Which deployment a command is about, and what it is told about it. The values of a stage stand in `.env.<stage>` beside
 * `s.yaml`, which git ignores, for there are secrets among them; `.env.example` says what belongs there. A variable of the
 * shell wins, so that a build server needs no file. The stage `local` is the `npm start` that runs on this machine: it
 * leaves its addresses in its data directory.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Credentials } from '../../shared/adapters/open-api';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Stage {
  readonly name: string;
  /** The shell's variables, and under them those of the stage's file. `STAGE` is the name. */
  readonly environment: Environment;
}

/** `checkout` is where `s.yaml` lies. Throws a sentence that says what to do. */
export const readStage = (name: string | undefined, checkout: string, shell: Environment): Stage => {
  if (name === undefined)
    throw new Error('Which stage? Say it as in --stage dev; --stage local is the running npm start.');
  if (!/^[a-z0-9-]{1,16}$/.test(name)) {
    throw new Error(`${name} is no stage: its name has 1 to 16 lower-case letters, digits or dashes.`);
  }
  if (shell.STAGE !== undefined && shell.STAGE !== name) {
    throw new Error(`The shell's STAGE is ${shell.STAGE} and --stage is ${name}: unset STAGE, or name the same stage.`);
  }
  const file = fileOf(name, checkout, shell);
  const text = readIfThere(file);
  if (text === undefined && name === 'local') {
    throw new Error(
      `There is no ${file}: run npm start first, and leave it running; DATA_DIR tells where it keeps its data.`,
    );
  }
  return { name, environment: { ...parseEnv(text ?? ''), ...shell, STAGE: name } };
};

/** What the running `npm start` leaves in its data directory: its values, and how far its clock was advanced. */
export const STAGE_FILE = 'stage.env';
export const CLOCK_FILE = 'clock.json';

/** Where `npm start` keeps its data. */
export const dataDirectoryOf = (checkout: string, shell: Environment): string =>
  resolve(shell.DATA_DIR || join(checkout, '.local'));

/** The text of a stage's file. */
export const stageFile = (environment: Readonly<Record<string, string>>, credentials: Credentials): string =>
  Object.entries({
    ...environment,
    ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.accessKeySecret,
    ALIBABA_CLOUD_SECURITY_TOKEN: credentials.securityToken,
  })
    .map(([name, value]) => `${name}=${quoted(value)}\n`)
    .join('');

/** Such a file has no escapes, but a choice of quotes. */
const quoted = (value: string): string => {
  const mark = ["'", '"', '`'].find((each) => !value.includes(each));
  if (mark === undefined) throw new Error('A value holds every kind of quotes: leave one kind out.');
  return `${mark}${value}${mark}`;
};

/** Where a stage's values are read. */
const fileOf = (name: string, checkout: string, shell: Environment): string =>
  name === 'local' ? join(dataDirectoryOf(checkout, shell), STAGE_FILE) : join(checkout, `.env.${name}`);

/**
 * What signs an operator's own calls, under the names that the vendor's tools read too. The functions never see them: they
 * have those of their roles. Throws a sentence that says what to do.
 */
export const credentialsOf = ({ name, environment }: Stage): Credentials => {
  const accessKeyId = environment.ALIBABA_CLOUD_ACCESS_KEY_ID;
  const accessKeySecret = environment.ALIBABA_CLOUD_ACCESS_KEY_SECRET;
  if (!accessKeyId || !accessKeySecret) {
    throw new Error(
      `Nothing signs the calls to ${name}: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, and ALIBABA_CLOUD_SECURITY_TOKEN with temporary ones.`,
    );
  }
  return { accessKeyId, accessKeySecret, securityToken: environment.ALIBABA_CLOUD_SECURITY_TOKEN ?? '' };
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
};

/** The AliCloud account that is deployed to, with what signs the calls to it. Throws a sentence that says what to do. */
export const accountOf = (stage: Stage): { readonly credentials: Credentials; readonly accountId: string } => {
  const accountId = stage.environment.ALIBABA_CLOUD_ACCOUNT_ID;
  if (accountId) return { credentials: credentialsOf(stage), accountId };
  throw new Error(`Which AliCloud account is ${stage.name} of? Set ALIBABA_CLOUD_ACCOUNT_ID.`);
};

/** With the defaults of `s.yaml`. */
export const regionOf = ({ environment }: Pick<Stage, 'environment'>): string => environment.REGION || 'cn-hangzhou';
export const logStoreNameOf = ({ environment }: Pick<Stage, 'environment'>): string =>
  environment.LOG_STORE || 'account-settlement';
