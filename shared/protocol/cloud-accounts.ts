/**
 * The AliCloud accounts that settle, or once settled, workspaces of this owner, each with the instances it bought; how
 * many workspaces each instance settles is counted from the workspaces themselves.
 */
import type { Instance } from '../domain/instance';
import { rfc3339 } from '../domain/views';
import { cloudAccountOf, payingInstance } from '../domain/workspace';
import type { Store } from '../ports';
import type { AccountId } from '../validation/account-id';
import type { CloudAccountView } from '../validation/answers';
import { type OwnedPage, ownedPage } from './owned';
import { pages } from './pages';

/** Entries of one page of a pass over everything that an owner has. */
const PASS_PAGE = 1_000;

export const cloudAccountsOf = async (store: Store, owner: string): Promise<CloudAccountView[]> => {
  const accountIds = new Set<AccountId>();
  const counts = new Map<string, number>();
  let after: OwnedPage['next'];
  do {
    const page = await ownedPage(store, owner, after, PASS_PAGE);
    for (const workspace of page.workspaces) {
      for (const { settlement } of workspace.timeline) {
        const accountId = cloudAccountOf(settlement);
        if (accountId) accountIds.add(accountId);
      }
      const payer = payingInstance(workspace);
      if (payer) counts.set(payer, (counts.get(payer) ?? 0) + 1);
    }
    after = page.next;
  } while (after);

  return Promise.all(
    [...accountIds].sort().map(
      async (accountId): Promise<CloudAccountView> => ({
        accountId,
        instances: (await instancesOf(store, accountId)).map((instance) => ({
          instanceId: instance.instanceId,
          status: instance.status,
          ...(instance.openedAtMs !== undefined && { openedAt: rfc3339(instance.openedAtMs) }),
          ...(instance.closedAtMs !== undefined && { closedAt: rfc3339(instance.closedAtMs) }),
          workspaceCount: counts.get(instance.instanceId) ?? 0,
        })),
      }),
    ),
  );
};

/** All that the AliCloud account bought, by instance ID. An entry that its instance's row does not bear out is passed over. */
const instancesOf = async (store: Store, accountId: AccountId): Promise<Instance[]> => {
  const bought: Instance[] = [];
  for await (const entries of pages(store, 'instancesByAccount', { accountId }, PASS_PAGE)) {
    const keys = entries.map(({ instanceId }) => ({ instanceId }));
    const rows = await store.getMany('instances', keys);
    bought.push(...rows.flatMap((row) => (row?.accountId === accountId ? [row] : [])));
  }
  return bought;
};
