/** What must hold of each row at every moment, whatever was written last. Each fault is told with its invariant's number. */
import type { Instance } from '../../../shared/domain/instance';
import { type ClosureNotice, closureMailId, type Mail, readChangeMailId } from '../../../shared/domain/mail';
import {
  cloudAccountOf,
  instanceOf,
  payingInstance,
  sameSettlement,
  type Workspace,
} from '../../../shared/domain/workspace';
import type { Account } from './account';
import { counts, linkCounts } from './standing';

export type Faults = readonly string[];

/** The faults whose condition does not hold. */
const unless = (...laws: readonly (readonly [holds: boolean, fault: string])[]): string[] =>
  laws.flatMap(([holds, fault]) => (holds ? [] : [fault]));

/** A timeline as it can come about: each entry follows from the one before it. */
const faultsOfTimeline = (workspace: Workspace): Faults => {
  const { workspaceId: id, timeline } = workspace;
  const [first] = timeline;
  return [
    ...unless(
      [first.cause === 'registration' && first.fromMs === workspace.createdAtMs, `1 one payer: ${id} has no beginning`],
      [
        new Set(timeline.map(({ changeId }) => changeId)).size === timeline.length,
        `6 once: a request took effect twice on ${id}`,
      ],
    ),
    ...timeline.flatMap((entry, at) => {
      const before = timeline[at - 1];
      if (!before) return [];
      const closure = entry.cause === 'closure';
      return unless(
        [entry.fromMs >= before.fromMs, `1 one payer: entry ${at} of ${id} begins before the one it follows`],
        [entry.cause !== 'registration', `1 one payer: ${id} began twice`],
        [!sameSettlement(entry.settlement, before.settlement), `1 one payer: entry ${at} of ${id} changes nothing`],
        [closure === (entry.closureOf !== undefined), `5 notices: entry ${at} of ${id} is half a closure's`],
        [
          !closure ||
            (instanceOf(before.settlement) === entry.closureOf && entry.settlement.method === 'billing-center'),
          `5 notices: entry ${at} of ${id} is no switch by the closure of what paid`,
        ],
      );
    }),
  ];
};

/** Every AliCloud account in the timeline: who bought the instance, and who is linked. */
const faultsOfOwnership = (account: Account, workspace: Workspace): Faults =>
  workspace.timeline.flatMap(({ settlement }) => {
    const [accountId, instanceId] = [cloudAccountOf(settlement), instanceOf(settlement)];
    if (accountId === undefined || instanceId === undefined) return [];
    const link = account.get('links', { accountId });
    const named = link && account.get('workspaces', { workspaceId: link.workspaceId });
    const id = workspace.workspaceId;
    return unless(
      [
        account.get('instances', { instanceId })?.accountId === accountId,
        `3 ownership: ${id} is settled by ${instanceId}, which was not sold to ${accountId}`,
      ],
      [linkCounts(link, named), `3 ownership: the link of ${accountId}, which settles ${id}, is not good`],
      [link?.owner === workspace.owner, `3 ownership: ${accountId}, which settles ${id}, is linked to another`],
    );
  });

export const faultsOfWorkspace = (account: Account, workspace: Workspace): Faults => {
  const { workspaceId, owner, username } = workspace;
  const payer = payingInstance(workspace);
  const name = account.get('usernames', { username });
  const named = name && account.get('workspaces', { workspaceId: name.workspaceId });
  return [
    ...faultsOfTimeline(workspace),
    ...faultsOfOwnership(account, workspace),
    ...unless(
      [counts(name, named) && name?.owner === owner, `7 whole or nothing: ${workspaceId} has no account ${username}`],
      [
        account.get('workspacesByOwner', { owner, workspaceId }) !== undefined,
        `7 whole or nothing: ${workspaceId} is not in its owner's list`,
      ],
    ),
    ...(payer === undefined
      ? []
      : unless(
          [
            account.get('instances', { instanceId: payer })?.status !== 'closed',
            `2 no dead payer: ${workspaceId} is settled by the closed instance ${payer}`,
          ],
          [
            account.get('bindings', { instanceId: payer, workspaceId }) !== undefined,
            `4 bindings: ${workspaceId} is settled by ${payer} without a binding`,
          ],
        )),
  ];
};

/** All ids that the notice names, wherever they lie. */
const namedIn = (account: Account, { workspaceIds, listId }: ClosureNotice): readonly string[] =>
  listId === undefined
    ? (workspaceIds ?? [])
    : account
        .all('noticeLists')
        .filter((list) => list.listId === listId)
        .flatMap((list) => list.workspaceIds);

const sorted = (texts: readonly string[]): string => [...texts].sort().join(' ');

/** A notice that exists is complete: it names what the closure switched, all of it and nothing else. */
const faultsOfClosureNotice = (account: Account, mail: Mail, notice: ClosureNotice): Faults => {
  const { instanceId, count, first } = notice;
  const status = account.get('instances', { instanceId })?.status;
  const ids = account.switchedOf(instanceId, mail.owner).map(({ workspaceId }) => workspaceId);
  const { mailId } = mail;
  return unless(
    [mailId === closureMailId(instanceId, mail.owner), `5 notices: ${mailId} is the name of another notice`],
    [status === 'closing' || status === 'closed', `5 notices: ${mailId} tells of a closure that is none`],
    [ids.length > 0, `5 notices: ${mailId} tells one whom the closure does not affect`],
    [sorted(namedIn(account, notice)) === sorted(ids), `5 notices: ${mailId} does not name what was switched`],
    [count === ids.length, `5 notices: ${mailId} counts ${count} instead of ${ids.length}`],
    [
      first.length === Math.min(100, ids.length) && first.every((one) => ids.some((id) => id === one.workspaceId)),
      `5 notices: ${mailId} shows others than were switched`,
    ],
  );
};

const faultsOfChangeMail = (account: Account, mail: Mail): Faults => {
  const { notice, mailId } = mail;
  const named = readChangeMailId(mailId);
  const row = named && account.get('workspaces', { workspaceId: named.workspaceId });
  const timeline = row?.kind === 'workspace' ? row.timeline : [];
  const at = timeline.findIndex(({ changeId }) => changeId === named?.changeId);
  const [before, after] = [timeline[at - 1], timeline[at]];
  if (notice.kind !== 'change' || !before || !after) return [`5 notices: ${mailId} tells of a change that is none`];
  return unless([
    sameSettlement(before.settlement, notice.before) && sameSettlement(after.settlement, notice.after),
    `5 notices: ${mailId} tells of another change than was made`,
  ]);
};

export const faultsOfMail = (account: Account, mail: Mail): Faults => {
  const { notice, mailId } = mail;
  switch (notice.kind) {
    case 'closure':
      return faultsOfClosureNotice(account, mail, notice);
    case 'change':
      return faultsOfChangeMail(account, mail);
    // The money's own laws look at it.
    case 'arrears':
    case 'statement':
      return [];
    case 'overdue':
      return unless([
        account.get('links', { accountId: notice.accountId as never })?.owner === mail.owner,
        `5 notices: ${mailId} goes to another than the AliCloud account's owner`,
      ]);
  }
};

/** A closure is complete: nothing is settled by the instance, and all whom it affects have their notice. */
export const faultsOfInstance = (account: Account, { instanceId, status }: Instance): Faults =>
  status !== 'closed'
    ? []
    : [
        ...account
          .settledBy(instanceId)
          .map((one) => `2 no dead payer: ${instanceId} is closed and settles ${one.workspaceId}`),
        ...withoutNotice(account, instanceId).map(
          (owner) => `5 notices: ${instanceId} is closed, and ${owner} was not told`,
        ),
      ];

/** Who is affected by the closure so far, and has no notice of it yet. */
export const withoutNotice = (account: Account, instanceId: string): string[] =>
  [...account.affectedBy(instanceId)].filter(
    (owner) => !account.get('mails', { mailId: closureMailId(instanceId, owner) }),
  );
