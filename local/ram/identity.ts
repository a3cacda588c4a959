/**
 * Who calls a service of the local cloud: known by an access key ID, proved by a signature, and allowed what its policy
 * allows.
 */
import type { Decision } from './policy';

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present for temporary credentials of STS: the call must carry the same token. */
  readonly securityToken?: string;
}

export interface Identity {
  readonly credentials: Credentials;
  /** For refusals: `administrator`, or the name of a role. */
  readonly name: string;
  /** `action` as in `ots:GetRow`; `resource` without what names service, region and account: `instance/settlement/table/x`. */
  decide(action: string, resource: string): Decision;
}

/** Finds who has an access key ID. */
export type Callers = (accessKeyId: string) => Identity | undefined;

/** May do everything, as an AliCloud account's own administrator. */
export const administrator = (credentials: Credentials): Identity => ({
  credentials,
  name: 'administrator',
  decide: () => 'Allow',
});

/** Who may call: the administrator, and those of the roles. */
export const callersOf = (credentials: Credentials, roles: Callers = () => undefined): Callers => {
  const known = administrator(credentials);
  return (accessKeyId) => (accessKeyId === credentials.accessKeyId ? known : roles(accessKeyId));
};
