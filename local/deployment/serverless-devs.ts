/**
 * The one door to the deployment tool, Serverless Devs: a child process with arguments, an environment and a folder.
 *
 * Its credentials come by the environment too, so that nothing has to be configured before. As of 3.1.10 the tool takes any
 * variable whose name ends in `_serverless_devs_key` and holds JSON for an access named after the variable (documented as
 * the way for build servers); unlike its three variables AccountID, AccessKeyID and AccessKeySecret, which win over every
 * access and are therefore taken out, it carries a security token. Secrets stand in no argument, for anyone on the machine
 * can read those, and what the tool prints is shown to nobody but in a complaint, with the secrets blotted out: where a
 * function changes it prints its variables.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials } from '../../shared/adapters/open-api';
import { type Execute, installedTool, quietIn } from '../function-compute/deployment-tool';
import { withoutSecrets } from './secrets';
import type { Environment } from './stage';

export interface ServerlessDevs {
  /** What it prints on stdout. Throws a sentence with its complaint. */
  run(...args: readonly string[]): Promise<string>;
}

export interface Account {
  readonly credentials: Credentials;
  /** Of the AliCloud account; the tool puts it into the addresses that it calls. */
  readonly accountId: string;
}

const ACCESS = 'deployment_serverless_devs_key';

/** The components that it downloads are kept between two deployments; logs with every variable's value are not. */
const homeOf = (checkout: string): string => join(checkout, 'node_modules', '.cache', 'serverless-devs');

/** What it would prefer to the access that it is told: three variables of its own, and on build servers an alias. */
const preferred = ['AccountID', 'AccessKeyID', 'AccessKeySecret', 'serverless_devs_access_cicd_alias_name'];

const forTool = (environment: Environment, { credentials, accountId }: Account, home: string): NodeJS.ProcessEnv => {
  const given = Object.entries(environment).filter(([name]) => !preferred.includes(name));
  return {
    ...Object.fromEntries(given),
    ...quietIn(home),
    [ACCESS]: JSON.stringify({
      AccountID: accountId,
      AccessKeyID: credentials.accessKeyId,
      AccessKeySecret: credentials.accessKeySecret,
      ...(credentials.securityToken && { SecurityToken: credentials.securityToken }),
    }),
  };
};

/** Escape sequences that colour a terminal. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** What is said under its heading, of a complaint that is a page long; as of 3.1.10 the heading is "Error Message:". */
const complaintOf = (printed: string): string => {
  const plain = printed.replace(COLOURS, '');
  const [, said] = /^\s*Error Message:\s*\n([\s\S]+?)(?:\n\s*\n|\n\s*Env:|$(?![\s\S]))/m.exec(plain) ?? [];
  const line = (text: string) => text.replace(/\s+/g, ' ').trim();
  return said === undefined ? line(plain).slice(-600) : line(said).slice(0, 600);
};

/** `checkout` is where `s.yaml` lies; `environment` fills in its variables. */
export const serverlessDevs = (
  checkout: string,
  environment: Environment,
  account: Account,
  execute: Execute = installedTool(checkout),
): ServerlessDevs => {
  const home = homeOf(checkout);
  const env = forTool(environment, account, home);
  return {
    async run(...args) {
      const { code, stdout, stderr } = await execute([...args, '-a', ACCESS], env);
      // Its faults it writes down all the same.
      rmSync(join(home, '.s', 'logs'), { recursive: true, force: true });
      if (code === 0) return stdout;
      // As it stands in the deployment: with its account's secret, whatever the environment calls it.
      const { accessKeySecret, securityToken } = account.credentials;
      const secrets = {
        ...environment,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
        ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
      };
      throw new Error(`s ${args.join(' ')} failed: ${withoutSecrets(complaintOf(`${stderr}\n${stdout}`), secrets)}`);
    },
  };
};
