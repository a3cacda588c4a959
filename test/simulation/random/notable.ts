/** What a write that took effect says of the run: a simulation that never comes to it proves nothing of it. */
import { currentEntry } from '../../../shared/domain/workspace';
import type { Rows, Write } from '../../../shared/ports';

/** Undefined: nothing worth counting. */
export const notable = (write: Write, before: object | undefined): string | undefined => {
  if ('remove' in write) return undefined;
  switch (write.table) {
    case 'workspaces': {
      const after = 'put' in write ? write.put : 'insert' in write ? write.insert : write.replace;
      if (after.kind === 'void') return before ? undefined : 'workspaces fenced before they came to be';
      if (!before) return undefined;
      const grown =
        after.timeline.length > (before as Extract<Rows['workspaces'], { kind: 'workspace' }>).timeline.length;
      if (!grown) return 'workspaces fenced';
      return currentEntry(after).closureOf === undefined ? 'settlements changed' : 'workspaces switched by a closure';
    }
    case 'instances':
      return before && 'replace' in write && write.replace.status !== (before as Rows['instances']).status
        ? `instances that became ${write.replace.status}`
        : undefined;
    case 'usernames':
    case 'links':
    case 'idempotencyKeys':
      return before ? `${write.table} taken over` : undefined;
    case 'mails':
      if ('insert' in write) return `mails owed of ${write.insert.notice.kind}`;
      return 'replace' in write && write.replace.undeliverableAtMs !== undefined ? 'mails undeliverable' : undefined;
    default:
      return undefined;
  }
};
