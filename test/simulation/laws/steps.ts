/**
 * What must hold of each step from a row to the next: histories only grow, what is for ever stays, and nothing is taken
 * away before it may be. A lost update shows here and nowhere else, for the last rows look as if it had never been.
 */
import { isDeepStrictEqual } from 'node:util';
import { isRemembered, type KeyClaim } from '../../../shared/domain/claims';
import type { Instance } from '../../../shared/domain/instance';
import { changeMailId, closureMailId, type Mail } from '../../../shared/domain/mail';
import { payingInstance, switchedBy, type WorkspaceRow } from '../../../shared/domain/workspace';
import type { Rows, Table, Write } from '../../../shared/ports';
import { type Account, rowOf } from './account';
import { type Faults, faultsOfInstance, faultsOfMail, faultsOfWorkspace, withoutNotice } from './rows';
import { counts, linkCounts } from './standing';

const stepsOn = (before: { readonly version: number } | undefined, after: { readonly version: number }): boolean =>
  after.version === (before?.version ?? 0) + 1;

/** Of one workspace: `after` is the next state of `before` by one fence or one entry. */
const faultsOfWorkspaceStep = (account: Account, before: WorkspaceRow | undefined, after: WorkspaceRow): Faults => {
  const id = after.workspaceId;
  if (!stepsOn(before, after)) return [`1 one payer: ${id} goes from version ${before?.version} to ${after.version}`];
  if (before?.kind === 'void')
    return after.kind === 'void' ? [] : [`7 whole or nothing: ${id} was void and came to be`];
  if (after.kind === 'void') return before ? [`1 one payer: ${id} was voided`] : [];
  if (!before) return faultsOfWorkspace(account, after);

  const { version: _, timeline: was, ...identity } = before;
  const { version: __, timeline: is, ...same } = after;
  if (!isDeepStrictEqual(identity, same)) return [`1 one payer: ${id} became another workspace`];
  if (!isDeepStrictEqual(is.slice(0, was.length), was)) return [`1 one payer: the history of ${id} was rewritten`];
  if (is.length === was.length) return [];
  if (is.length > was.length + 1) return [`1 one payer: ${id} got two entries at once`];
  return [...faultsOfWorkspace(account, after), ...faultsOfEntry(account, after)];
};

/** The entry that was just written. */
const faultsOfEntry = (account: Account, after: Extract<WorkspaceRow, { kind: 'workspace' }>): Faults => {
  const entry = after.timeline.at(-1);
  const { workspaceId, owner } = after;
  if (entry?.closureOf !== undefined) {
    const { closureOf } = entry;
    const status = account.get('instances', { instanceId: closureOf })?.status;
    return [
      ...(status === 'closing' ? [] : [`5 notices: ${workspaceId} was switched by ${closureOf}, which is ${status}`]),
      ...(account.get('mails', { mailId: closureMailId(closureOf, owner) })
        ? [`5 notices: ${workspaceId} was switched by ${closureOf} after its owner had been told of all`]
        : []),
    ];
  }
  if (entry?.cause !== 'change') return [];
  const subject = changeMailId(workspaceId, entry.changeId);
  return account.get('todos', { queue: 'changes', subject }) || account.get('mails', { mailId: subject })
    ? []
    : [`5 notices: ${workspaceId} was changed, and nothing remembers to tell of it`];
};

const faultsOfInstanceStep = (account: Account, before: Instance | undefined, after: Instance): Faults => {
  const { instanceId: id, status } = after;
  const was = before?.status;
  return [
    // What the marketplace shows and what its call says may be two steps, written as one.
    ...(after.version > (before?.version ?? 0)
      ? []
      : [`1 one payer: ${id} goes from version ${before?.version} to ${after.version}`]),
    ...(was === 'closed' && status !== 'closed' ? [`2 no dead payer: ${id} was closed and is ${status}`] : []),
    ...(was === 'closing' && status !== 'closing' && status !== 'closed'
      ? [`2 no dead payer: ${id} was closing and is ${status}`]
      : []),
    ...(before?.accountId !== undefined && before.accountId !== after.accountId
      ? [`3 ownership: ${id} was sold to ${before.accountId}, and again to ${after.accountId}`]
      : []),
    ...faultsOfInstance(account, after),
  ];
};

const faultsOfMailStep = (account: Account, before: Mail | undefined, after: Mail, nowMs: number): Faults => {
  const { mailId } = after;
  if (!before) return faultsOfMail(account, after);
  return [
    ...(stepsOn(before, after) ? [] : [`5 notices: ${mailId} goes from version ${before.version} to ${after.version}`]),
    ...(isDeepStrictEqual(before.notice, after.notice) && before.owner === after.owner
      ? []
      : [`5 notices: ${mailId} was rewritten`]),
    ...(before.sentAtMs === undefined ? [] : [`5 notices: ${mailId} was written after it had been sent`]),
    ...(after.attempts > before.attempts && before.nextAttemptAtMs > nowMs + LARGEST_SKEW_MS
      ? [`5 notices: ${mailId} was taken while another sender had it`]
      : []),
  ];
};

/** Clocks of two machines differ, and whoever writes read the clock when it began. */
const LARGEST_SKEW_MS = 60_000;

/** The binding is gone: nothing may be settled on it, and, while its instance closes, nobody left untold. */
const faultsOfUnbinding = (account: Account, { instanceId, workspaceId }: Rows['bindings']): Faults => {
  const row = account.get('workspaces', { workspaceId });
  const status = account.get('instances', { instanceId })?.status;
  if (row?.kind !== 'workspace') return [];
  return [
    ...(payingInstance(row) === instanceId
      ? [`4 bindings: that of ${workspaceId} was removed while ${instanceId} settles it`]
      : []),
    ...(switchedBy(row, instanceId) && withoutNotice(account, instanceId).includes(row.owner)
      ? [`5 notices: the binding of ${workspaceId} was removed before its owner was told of the closure`]
      : []),
    ...(status === 'closing' || status === 'closed'
      ? []
      : [`4 bindings: that of ${workspaceId} was removed while ${instanceId} is ${status}`]),
  ];
};

/** A claim that counts is for ever, but for an idempotency key, which is remembered for a day. */
const faultsOfClaimStep = (account: Account, write: Write, before: object | undefined): Faults => {
  const after = 'remove' in write ? undefined : rowOf(write);
  if (isDeepStrictEqual(before, after)) return [];
  const named = ({ workspaceId }: Pick<KeyClaim, 'workspaceId'>) => account.get('workspaces', { workspaceId });
  switch (write.table) {
    case 'usernames': {
      const claim = before as Rows['usernames'] | undefined;
      return claim && counts(claim, named(claim))
        ? [`7 whole or nothing: the account ${claim.username} was taken over`]
        : [];
    }
    case 'links': {
      const link = before as Rows['links'] | undefined;
      const next = after as Rows['links'] | undefined;
      // Another request of the same workspace may put its own claim there: it counts as the one before did.
      const same = next?.workspaceId === link?.workspaceId && next?.owner === link?.owner;
      return link && !same && linkCounts(link, named(link))
        ? [`3 ownership: the link of ${link.accountId}, which was good, was taken over`]
        : [];
    }
    case 'idempotencyKeys': {
      const claim = before as KeyClaim | undefined;
      const askedAtMs = (after as KeyClaim | undefined)?.claimedAtMs ?? 0;
      return claim && counts(claim, named(claim)) && isRemembered(claim, askedAtMs)
        ? [`6 once: the key ${claim.key}, whose request took effect, was taken over`]
        : [];
    }
    default:
      return [];
  }
};

const keptForEver: readonly Table[] = ['workspaces', 'instances', 'mails', 'usernames', 'links'];

/** Of a write that took effect; `account` holds it already, `before` is what stood there. */
export const faultsOfStep = (account: Account, write: Write, before: object | undefined, nowMs: number): Faults => {
  if ('remove' in write) {
    if (write.table === 'bindings' && before) return faultsOfUnbinding(account, before as Rows['bindings']);
    if (write.table === 'workspacesByOwner') {
      const row = account.get('workspaces', { workspaceId: write.remove.workspaceId });
      return row?.kind === 'workspace' ? [`7 whole or nothing: ${row.workspaceId} left its owner's list`] : [];
    }
    return keptForEver.includes(write.table) ? [`8 history: a row of ${write.table} was removed`] : [];
  }
  const after = rowOf(write);
  switch (write.table) {
    case 'workspaces':
      return faultsOfWorkspaceStep(account, before as WorkspaceRow | undefined, after as WorkspaceRow);
    case 'instances':
      return faultsOfInstanceStep(account, before as Instance | undefined, after as Instance);
    case 'mails':
      return faultsOfMailStep(account, before as Mail | undefined, after as Mail, nowMs);
    default:
      return faultsOfClaimStep(account, write, before);
  }
};
