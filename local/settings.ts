/**
 * What `npm start` runs with: where it listens and keeps its data, and a development value for every variable of the
 * configuration. A variable that is set already wins, so that anyone can, say, sign calls with a seller key of their own.
 */
import { resolve } from 'node:path';
import { type KillAt, readKillAt } from './tablestore/sudden-end';

export interface Settings {
  /** 0: any free port. */
  readonly port: number;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Begin with no data. */
  readonly fresh: boolean;
  /** What is acknowledged survives the end of the machine too, not only of the process. */
  readonly fsync: boolean;
  /** The write to the store at which the process is killed; for proofs that it goes on from anywhere. */
  readonly killAt?: KillAt;
}

/** Throws a sentence that says what to do. */
export const readSettings = (
  commandLine: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Settings => {
  const unknown = commandLine.find((argument) => argument !== '--fresh' && argument !== '--fsync');
  if (unknown !== undefined) {
    throw new Error(`${unknown} is no option: there are --fresh, to begin with no data, and --fsync.`);
  }
  const port = Number(environment.PORT || 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT is ${environment.PORT}: set it to a number from 0 (any free port) to 65535.`);
  }
  return {
    port,
    dataDirectory: resolve(environment.DATA_DIR || '.local'),
    fresh: commandLine.includes('--fresh'),
    fsync: commandLine.includes('--fsync'),
    ...(environment.KILL_AT_WRITE && { killAt: readKillAt(environment.KILL_AT_WRITE) }),
  };
};

/** The simulator shows it to whoever opens it. */
export const DEVELOPMENT_OPERATOR_TOKEN = 'development-operator-token';

/** What a deployment would have to be told; the addresses of the parts are added as they start. */
const developmentValues = {
  STAGE: 'local',
  REGION: 'cn-hangzhou',
  TABLESTORE_INSTANCE: 'settlement',
  MARKETPLACE_SELLER_KEY: 'development-seller-key',
  MARKETPLACE_PRODUCT_CODES: '',
  METERING_DAILY_PRODUCT_CODES: '',
  METERING_ASSIT_ID: '',
  SESSION_KEY: 'development-session-key-not-for-deployment',
  OPERATOR_TOKEN: DEVELOPMENT_OPERATOR_TOKEN,
  MAIL_SENDER: 'billing@mail.example',
} as const;

const addresses = [
  'PUBLIC_URL',
  'TABLESTORE_ENDPOINT',
  'FUNCTION_COMPUTE_ENDPOINT',
  'MARKETPLACE_ENDPOINT',
  'MAIL_ENDPOINT',
  'MARKETPLACE_PRODUCT_URL',
] as const;

type Configured = Record<keyof typeof developmentValues, string> & Partial<Record<(typeof addresses)[number], string>>;

/** The development values, and over them what is set already. */
export const developmentEnvironment = (environment: Readonly<Record<string, string | undefined>>): Configured => {
  const names = [...Object.keys(developmentValues), ...addresses];
  const set = names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]]));
  return { ...developmentValues, ...Object.fromEntries(set) };
};
