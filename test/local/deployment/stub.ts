/** A stage at the stub of the deployment tool, and the secrets that are deployed to it. */
import { join } from 'node:path';
import { type FunctionVersions, functionVersions } from '../../../local/deployment/function-versions';
import { type ServerlessDevs, serverlessDevs } from '../../../local/deployment/serverless-devs';
import type { Execute } from '../../../local/function-compute/deployment-tool';
import { callTool, emptyState, type State } from '../../fakes/serverless-devs';

export const checkout = join(__dirname, '../../..');

export const secrets = {
  SESSION_KEY: 'qg7Rk0vX2pYw"\\9mZt4LdN8sHb6JfEaCu1',
  OPERATOR_TOKEN: 'Wd3nT8yKe5hQz2vB7rMx0pLs9gJcUf4a',
  MARKETPLACE_SELLER_KEY: '29ae1790-c00c-4321-a214-254fe79e2269',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'aKs7vQ2mZx9Lw4Rt1Yp8Nd5Hb3Jf6c',
  ALIBABA_CLOUD_SECURITY_TOKEN: 'CAISzQJ1q6Ft5B2yfSjIr5fAEs3Aia1q',
};

export interface Stub {
  readonly state: State;
  readonly tool: ServerlessDevs;
  readonly versions: FunctionVersions;
}

export const toolAt = (execute: Execute, more: Record<string, string> = {}): ServerlessDevs =>
  serverlessDevs(
    checkout,
    // Variables that the tool would prefer to every other access.
    {
      STAGE: 'dev',
      DOMAIN_NAME: 'billing.example',
      AccessKeyID: 'another',
      serverless_devs_access_cicd_alias_name: 'other',
      ...secrets,
      ...more,
    },
    {
      accountId: '1234567890123456',
      credentials: {
        accessKeyId: 'LTAI5tExample',
        accessKeySecret: secrets.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
        securityToken: secrets.ALIBABA_CLOUD_SECURITY_TOKEN,
      },
    },
    execute,
  );

export const createStub = (): Stub => {
  const state = emptyState();
  const tool = toolAt(async (args, env) => callTool(state, args, env));
  return { state, tool, versions: functionVersions(tool, 'dev', 'cn-hangzhou') };
};
