/**
 * Whether the caller's policy allows the call. Source: Tablestore, "Custom RAM policy": an action is an operation's name, a
 * resource a table of an instance, for ListTable all of them; of a batch every table must be allowed, or nothing is done.
 */
import type { Identity } from '../ram/identity';
import { TablestoreError } from './errors';
import type { Call } from './operation';

/** Throws OTSNoPermissionAccess, which the real service answers without a word about what was missing. */
export const authorize = (caller: Identity, { operation, tables }: Call, instanceName: string): void => {
  for (const table of operation === 'ListTable' ? ['*'] : tables) {
    // Names of instances know no case, and policies write them in lower case.
    const resource = `instance/${instanceName.toLowerCase()}/table/${table}`;
    if (caller.decide(`ots:${operation}`, resource) !== 'Allow') {
      throw new TablestoreError(
        'OTSNoPermissionAccess',
        'You have no permission to access the requested resource, please contact the resource owner.',
      );
    }
  }
};
