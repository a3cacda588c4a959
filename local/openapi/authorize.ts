/**
 * Whether the caller's policy allows a call. Each service refuses with a code of its own; beside it stands what was
 * missing, under the names that "Get the RequestId of an API request" and RAM's "DecodeDiagnosticMessage" give.
 */
import type { Identity } from '../ram/identity';
import { LOCAL_ACCOUNT_ID } from '../ram/roles';
import type { OpenApiFault } from './fault';

/** `action` as in `dm:SingleSendMail`; `resource` without service, region and account. Undefined where it is allowed. */
export const authorize = (
  caller: Identity,
  action: string,
  resource: string,
  refusal: OpenApiFault,
): OpenApiFault | undefined => {
  const decision = caller.decide(action, resource);
  if (decision === 'Allow') return undefined;
  const accessDeniedDetail = {
    AuthAction: action,
    AuthPrincipalType: 'AssumedRoleUser',
    AuthPrincipalOwnerId: LOCAL_ACCOUNT_ID,
    AuthPrincipalDisplayName: `${caller.name}:local`,
    NoPermissionType: decision,
    PolicyType: 'AccountLevelIdentityBasedPolicy',
  };
  return { ...refusal, accessDeniedDetail };
};
