/** A workspace: its row, its payer with all that the payer's right rests on, and what its history owes in mails. */
import { standing } from '../../shared/domain/claims';
import { changeMailId, closureMailId } from '../../shared/domain/mail';
import { isWellFormed } from '../../shared/domain/repair';
import { instanceOf, type TimelineEntry, type Workspace } from '../../shared/domain/workspace';
import { findingsOf, mailState, todosOf } from './around';
import type { Reach, Seen } from './command';
import type { readWorkspace } from './identifiers';
import { readPayer, standingOf, wrongsOf } from './payer';

export const showWorkspace = async (
  { store }: Reach,
  { workspaceId, site }: ReturnType<typeof readWorkspace>,
): Promise<Seen> => {
  const row = await store.get('workspaces', { workspaceId });
  if (!row || (row.kind === 'workspace' && site !== undefined && row.site !== site)) {
    throw new Error(
      `There is no workspace ${workspaceId}${site === undefined ? '' : ` on the site ${site}`}: show account lists an account's workspaces.`,
    );
  }
  const findings = await findingsOf(store, workspaceId);
  if (row.kind === 'void') {
    return { workspace: { workspaceId, state: 'void: its registration died, and it can never come to be' }, findings };
  }
  const { owner, username, timeline, kind: _, ...identity } = row;
  const instanceIds = [...new Set(timeline.flatMap(({ settlement }) => instanceOf(settlement) ?? []))];
  const mailIds = mailsOwed(row);
  const [payer, account, listed, bindings, mails, todos] = await Promise.all([
    readPayer(store, row),
    store.get('usernames', { username }),
    store.get('workspacesByOwner', { owner, workspaceId }),
    store.getMany(
      'bindings',
      instanceIds.map((instanceId) => ({ instanceId, workspaceId })),
    ),
    store.getMany(
      'mails',
      mailIds.map((mailId) => ({ mailId })),
    ),
    todosOf(
      store,
      mailIds.flatMap((subject) => [
        { queue: 'changes', subject },
        { queue: 'mails', subject },
      ]),
    ),
  ]);
  const accountNamed = account && (await store.get('workspaces', { workspaceId: account.workspaceId }));
  return {
    workspace: { ...identity, owner, username, wellFormed: isWellFormed(row) },
    timeline: timeline.map(entrySeen),
    payer: payer.said
      ? {
          ...payer.said,
          instance: payer.instance ?? 'not known to us',
          link: payer.link
            ? { standing: standingOf(payer), owner: payer.link.owner, workspaceId: payer.link.workspaceId }
            : 'none',
        }
      : 'the Billing Center account',
    wrong: wrongsOf(row, payer),
    claims: {
      username: account ? { standing: standing(account, accountNamed), sameOwner: account.owner === owner } : 'none',
      ownersList: listed ? 'there' : 'missing',
    },
    bindings: instanceIds.map((instanceId, at) => ({ instanceId, binding: bindings[at] ? 'there' : 'none' })),
    mails: mailIds.map((mailId, at) => mailState(mailId, mails[at])),
    todos,
    findings,
  };
};

const entrySeen = ({ settlement, ...entry }: TimelineEntry): Seen => ({
  settledBy:
    settlement.method === 'billing-center'
      ? 'the Billing Center account'
      : `instance ${settlement.instanceId} of ${settlement.accountId}`,
  ...entry,
});

/** By its history: of each change and repair one, of each closure its owner's notice. */
const mailsOwed = ({ workspaceId, owner, timeline }: Workspace): readonly string[] => [
  ...new Set(
    timeline
      .slice(1)
      .map(({ closureOf, changeId }) =>
        closureOf === undefined ? changeMailId(workspaceId, changeId) : closureMailId(closureOf, owner),
      ),
  ),
];
