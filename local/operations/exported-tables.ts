/**
 * Which tables an export takes, and in which order. There is no snapshot across rows, so while the system runs each row is
 * of another moment, and the order decides what that can do. Whatever a row rests on is written before it (domain README,
 * "The protocol"), so whatever rests on others is read first: a workspace that is in the export was committed before
 * anything else was read, and so its account's username, its link, its list entry and its binding are in it too. What was
 * read of a registration that committed later are claims without a workspace, and those have no effect.
 *
 * Read the other way round, the export could hold a workspace whose account nobody can log in to, and no repair makes a
 * password anew. What this order leaves is mended by the timed check; `BACKUPS.md` lists it.
 *
 * Of the rest: to-dos before the mails they are about, so that a mail which is sent in between is not owed again for want
 * of its to-do; and the lists of a notice after the notice that names them.
 *
 * Of the fees in the same way: a settlement that is not pending any more before the days and bills that it left, these
 * before the ledgers, and a window before the meter that counts it, so that no window is counted and sent a second time.
 */
import type { Table } from '../../shared/ports';

/** Our decision: what is not worth keeping, or must not come back. */
export const leftOut = {
  sessions: 'a session that was ended must not come back; people log in again',
  attempts: 'what was counted against guessing is worth a quarter of an hour, and says where people logged in from',
  checks: 'the books of a check that was comparing other rows; a new one begins from the start',
} as const satisfies { readonly [T in Table]?: string };

export type ExportedTable = Exclude<Table, keyof typeof leftOut>;

export const exportedTables: readonly ExportedTable[] = [
  'workspaces',
  'instances',
  'bindings',
  'usernames',
  'links',
  'idempotencyKeys',
  'workspacesByOwner',
  'instancesByAccount',
  'todos',
  'mails',
  'noticeLists',
  'feeHeads',
  'usageDays',
  'bills',
  'ledgerHeads',
  'ledgerEntries',
  'ledgerEntryIds',
  'meteringWindows',
  'meters',
  'meteredWorkspaces',
  'adjustmentsDue',
  'usageTodos',
  'unusableUsage',
  'findings',
  'operations',
];
