/**
 * The lists of long notices: a walker that died between writing its list and its notice leaves a list that no notice names.
 * Which notice it was for, a workspace on it tells: one of the closures in its timeline. Once all of these are complete and
 * have their notices, and none names the list, none ever will.
 */
import { closureMailId } from '../../domain/mail';
import type { Rows } from '../../ports';
import { type Finding, passOver, rowsBy } from './pass';

/** A row holds a thousand ids: so many rows a page. */
const LISTS_PAGE = 10;

export const noticeLists = passOver(
  'noticeLists',
  async ({ store }, rows) => {
    const firstOf = ({ workspaceIds }: Rows['noticeLists']) =>
      (workspaceIds[0] ?? '') as Rows['workspaces']['workspaceId'];
    const workspaces = await rowsBy(store, 'workspaces', 'workspaceId', rows.map(firstOf));
    const findings: Finding[] = [];
    for (const list of rows) {
      const workspace = workspaces.get(firstOf(list));
      if (workspace?.kind !== 'workspace') continue;
      const closed = [...new Set(workspace.timeline.flatMap(({ closureOf }) => closureOf ?? []))];
      const instances = await rowsBy(store, 'instances', 'instanceId', closed);
      const mailIds = closed.map((instanceId) => closureMailId(instanceId, workspace.owner));
      const mails = await rowsBy(store, 'mails', 'mailId', mailIds);
      const complete = closed.every((instanceId) => instances.get(instanceId)?.status === 'closed');
      if (closed.length === 0 || !complete || mails.size < closed.length) continue;
      const named = [...mails.values()].some(
        ({ notice }) => notice.kind === 'closure' && notice.listId === list.listId,
      );
      if (named) continue;
      const { listId, page } = list;
      const repair = async () => {
        await store.write({ table: 'noticeLists', remove: { listId, page } });
        return 'repaired' as const;
      };
      findings.push({ kind: 'notice-list-unnamed', subject: `${listId}/${page}`, repair });
    }
    return findings;
  },
  LISTS_PAGE,
);
