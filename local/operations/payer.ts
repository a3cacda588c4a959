/** Who pays for a workspace, with all that its right to pay rests on; and what of it contradicts the workspace's row. */
import { type Link, linkStanding, type Standing } from '../../shared/domain/claims';
import type { Instance } from '../../shared/domain/instance';
import { payerOf } from '../../shared/domain/repair';
import type { Workspace, WorkspaceRow } from '../../shared/domain/workspace';
import type { Store } from '../../shared/ports';

export interface Payer {
  /** Undefined: the Billing Center account pays. */
  readonly said: ReturnType<typeof payerOf>;
  readonly instance: Instance | undefined;
  readonly link: Link | undefined;
  readonly linkNamed: WorkspaceRow | undefined;
}

export const readPayer = async (store: Store, workspace: Workspace): Promise<Payer> => {
  const said = payerOf(workspace);
  const [instance, linked] = await Promise.all([
    said && store.get('instances', { instanceId: said.instanceId }),
    said ? readLink(store, said.accountId) : { link: undefined, linkNamed: undefined },
  ]);
  return { said, instance, ...linked };
};

/** The link of an AliCloud account, and the workspace by which it is judged. */
export const readLink = async (store: Store, accountId: string): Promise<Pick<Payer, 'link' | 'linkNamed'>> => {
  const link = await store.get('links', { accountId: accountId as Link['accountId'] });
  const linkNamed = link && (await store.get('workspaces', { workspaceId: link.workspaceId }));
  return { link, linkNamed };
};

export const standingOf = ({ link, linkNamed }: Pick<Payer, 'link' | 'linkNamed'>): Standing =>
  linkStanding(link, linkNamed);

/** In sentences; none: nothing in the rows says that the payer is wrong. */
export const wrongsOf = (workspace: Workspace, payer: Payer): readonly string[] => {
  const { said, instance, link } = payer;
  if (!said) return [];
  const { instanceId, accountId } = said;
  const sold = instance?.accountId;
  return [
    ...(instance ? [] : [`It is settled by the instance ${instanceId}, which we do not know.`]),
    ...(sold === undefined || sold === accountId
      ? []
      : [
          `It is settled by the instance ${instanceId} for the AliCloud account ${accountId}, and that was sold to ${sold}.`,
        ]),
    ...(instance?.status === 'closed'
      ? [`It is settled by the instance ${instanceId}, which is closed: nothing pays.`]
      : []),
    ...(standingOf(payer) === 'good' && link?.owner !== workspace.owner
      ? [`The AliCloud account ${accountId} is linked to another Billing Center account, ${link?.owner}.`]
      : []),
  ];
};
