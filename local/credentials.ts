/**
 * The administrator of the local cloud, who may do everything: `npm start` makes the tables by these, operators' commands and
 * tests call with them. Function Compute hands each function others, those of its role (`ram/roles.ts`). Every embedded
 * service checks signatures and tokens, so that a client that forgot to sign, or dropped the STS token, fails on this
 * machine as it would in the cloud.
 */
export const localCredentials = {
  accessKeyId: 'STS.LocalAccessKeyId',
  accessKeySecret: 'local-access-key-secret',
  securityToken: 'local-security-token',
} as const;
