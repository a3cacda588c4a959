/**
 * The RAM roles of the local cloud, each with its policy, and the temporary credentials that STS hands out for them.
 *
 * Our decision: a role's credentials are told by its name, are the same each time, and never expire. They open nothing but
 * this machine's own services, and whoever wants to see what a function may do can sign with them.
 */
import type { Callers, Credentials, Identity } from './identity';
import { type PolicyDocument, readPolicy } from './policy';

/** The AliCloud account that everything here belongs to: 16 digits, and no one's. */
export const LOCAL_ACCOUNT_ID = '1000000000000000';

export interface Roles {
  /** Makes the role, or gives it another policy, which holds at once. Throws where the policy is not understood. */
  put(role: string, policy: PolicyDocument): void;
  /** What a function with this role is handed. Throws where there is no such role. */
  assume(role: string): Required<Credentials>;
  find: Callers;
}

/** Those of any role, whether it is there or not. */
export const roleCredentials = (role: string): Required<Credentials> => ({
  accessKeyId: `STS.${role}`,
  accessKeySecret: `local-secret-of-${role}`,
  securityToken: `local-token-of-${role}`,
});

/** `region`: of every resource here. */
export const createRoles = (region: string): Roles => {
  const byAccessKeyId = new Map<string, Identity>();
  return {
    put(role, document) {
      const policy = readPolicy(document);
      const decided = new Map<string, ReturnType<typeof policy>>();
      const credentials = roleCredentials(role);
      byAccessKeyId.set(credentials.accessKeyId, {
        credentials,
        name: role,
        decide(action, resource) {
          const [service] = action.split(':');
          const arn = `acs:${service}:${region}:${LOCAL_ACCOUNT_ID}:${resource}`;
          const known = decided.get(`${action} ${arn}`);
          if (known) return known;
          const decision = policy(action, arn);
          decided.set(`${action} ${arn}`, decision);
          return decision;
        },
      });
    },
    assume(role) {
      const credentials = roleCredentials(role);
      if (byAccessKeyId.has(credentials.accessKeyId)) return credentials;
      throw new Error(`There is no role ${role}: give it a policy first.`);
    },
    find: (accessKeyId) => byAccessKeyId.get(accessKeyId),
  };
};
