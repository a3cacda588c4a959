/**
 * The one identity of the local cloud. Function Compute hands a function temporary credentials of its role in the
 * invocation's context; here it hands out these, and every embedded service checks signatures against them, so that a
 * client that forgot to sign, or dropped the STS token, fails on this machine as it would in the cloud.
 */
export const localCredentials = {
  accessKeyId: 'STS.LocalAccessKeyId',
  accessKeySecret: 'local-access-key-secret',
  securityToken: 'local-security-token',
} as const;
