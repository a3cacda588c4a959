/**
 * Closures against the notices that they owe. A closed instance's closure is complete, so what it switched is for good, and a
 * notice that is not there by then was lost; it is made from the workspaces' timelines, as the walker makes it.
 */
import { toSwitched } from '../../domain/closure';
import { closureMailId } from '../../domain/mail';
import { switchedBy, type Workspace } from '../../domain/workspace';
import type { Store } from '../../ports';
import { type Gathered, gather, giveNotice } from '../closure-notice';
import { pages } from '../pages';
import { type Finding, PAGE, rowsBy, widePassOver } from './pass';

export const notices = widePassOver('workspaces', async (tools, rows) => {
  const { store, nowMs, sooner } = tools;
  const closures = rows.flatMap((row) =>
    row.kind === 'workspace'
      ? [...closuresOf(row)].map((instanceId) => ({
          workspace: row,
          instanceId,
          mailId: closureMailId(instanceId, row.owner),
        }))
      : [],
  );
  // The instances first: a notice is there before its instance is closed.
  const instances = await rowsBy(
    store,
    'instances',
    'instanceId',
    closures.map(({ instanceId }) => instanceId),
  );
  const complete = closures.filter(({ instanceId }) => instances.get(instanceId)?.status === 'closed');
  const mails = await rowsBy(
    store,
    'mails',
    'mailId',
    complete.map(({ mailId }) => mailId),
  );

  const found = new Map<string, Finding>();
  for (const { workspace, instanceId, mailId } of complete) {
    const mail = mails.get(mailId);
    const instance = instances.get(instanceId);
    if (!mail && instance) {
      const repair = async () => {
        await giveNotice(tools, instance, await switchedWorkspaces(store, workspace.owner, instanceId), nowMs);
        await sooner('deliver-mail', {});
        return 'repaired' as const;
      };
      found.set(mailId, { kind: 'notice-missing', subject: mailId, repair });
    } else if (mail?.notice.kind === 'closure') {
      const { workspaceIds } = mail.notice;
      if (workspaceIds && !workspaceIds.includes(workspace.workspaceId)) {
        found.set(mailId, { kind: 'notice-incomplete', subject: mailId });
      }
    }
  }
  return [...found.values()];
});

const closuresOf = ({ timeline }: Workspace): Set<string> =>
  new Set(timeline.flatMap(({ closureOf }) => closureOf ?? []));

/** The owner's list is whole by now: the pass over the workspaces came before. */
const switchedWorkspaces = async (store: Store, owner: string, instanceId: string): Promise<Gathered | undefined> => {
  const switched = new Map<string, Gathered>();
  for await (const entries of pages(store, 'workspacesByOwner', { owner }, PAGE)) {
    for (const row of await store.getMany('workspaces', entries)) {
      if (row?.kind === 'workspace' && switchedBy(row, instanceId)) gather(switched, toSwitched(row));
    }
  }
  return switched.get(owner);
};
