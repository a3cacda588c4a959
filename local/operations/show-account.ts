/** A Billing Center account: its claim, its workspaces and who pays for them, its AliCloud accounts, and whether it has to wait. */
import { standing } from '../../shared/domain/claims';
import { passwordLimits } from '../../shared/domain/limits';
import { cloudAccountOf, payingInstance, type Workspace } from '../../shared/domain/workspace';
import type { Rows, Store } from '../../shared/ports';
import { pages } from '../../shared/protocol/pages';
import { windowOf } from '../../shared/protocol/throttle';
import type { Reach, Seen } from './command';
import { maskedEmail, maskedPhone } from './masked';
import { readLink, standingOf } from './payer';

/** Our decision: so many workspaces are listed; the number counts all. */
const LISTED = 50;
/** What one batch of reads can hold (Tablestore). */
const PAGE = 100;

export const showAccount = async (
  { store, clock }: Reach,
  username: Rows['usernames']['username'],
  personal: boolean,
): Promise<Seen> => {
  const account = await store.get('usernames', { username });
  if (!account) throw new Error(`There is no account ${username}: check how the username is written.`);
  const { owner, email, phone, company, workspaceId, claimedAtMs } = account;
  const named = await store.get('workspaces', { workspaceId });
  const workspaces = await workspacesOf(store, owner);
  const accountIds = new Set(
    workspaces.flatMap(({ timeline }) => timeline.flatMap(({ settlement }) => cloudAccountOf(settlement) ?? [])),
  );
  return {
    account: {
      username,
      owner,
      standing: standing(account, named),
      email: personal ? email : maskedEmail(email),
      ...(phone !== undefined && { phone: personal ? phone : maskedPhone(phone) }),
      company,
      claimedAtMs,
    },
    workspaceCount: workspaces.length,
    workspaces: workspaces.slice(0, LISTED).map((one) => ({
      workspace: `${one.site}/${one.workspaceId}`,
      name: one.name,
      settledBy: payingInstance(one) ?? 'the Billing Center account',
    })),
    cloudAccounts: await Promise.all(
      [...accountIds].sort().map(async (accountId) => {
        const linked = await readLink(store, accountId);
        return { accountId, link: standingOf(linked), linkedToThis: linked.link?.owner === owner };
      }),
    ),
    wrongPasswords: await wrongPasswords(store, username, clock.nowMs()),
  };
};

const workspacesOf = async (store: Store, owner: string): Promise<readonly Workspace[]> => {
  const found: Workspace[] = [];
  for await (const entries of pages(store, 'workspacesByOwner', { owner }, PAGE)) {
    const rows = await store.getMany('workspaces', entries);
    found.push(...rows.flatMap((row) => (row?.kind === 'workspace' && row.owner === owner ? [row] : [])));
  }
  return found;
};

/** From anywhere, in this quarter of an hour; those from one address are counted under it. */
const wrongPasswords = async (store: Store, username: string, nowMs: number): Promise<string> => {
  const [anywhere] = passwordLimits(username, '').filter(({ strangersOnly }) => strangersOnly);
  if (!anywhere) return 'not counted';
  const row = await store.get('attempts', { subject: anywhere.subject, windowStartMs: windowOf(nowMs) });
  return `${row?.count ?? 0} of ${anywhere.attempts} in this quarter of an hour`;
};
