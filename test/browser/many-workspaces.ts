/**
 * A customer with any number of workspaces, and a workspace with any past: written past the doors, by the store's own adapter,
 * for thousands of registrations would take minutes.
 */
import type { TimelineEntry, Workspace } from '../../shared/domain/workspace';
import type { Store, Write } from '../../shared/ports';
import type { Settlement } from '../../shared/validation/settlement';
import { sites } from '../../shared/validation/site';
import { workspaceId, workspaceName } from '../../shared/validation/workspace';
import { type RunningSystem, send, storeOf } from '../fakes/system';

export interface Owner {
  readonly token: string;
  readonly first: Workspace;
}

const BATCH = 200;
const siteNames = Object.keys(sites) as Workspace['site'][];

const read = async (store: Store, id: string): Promise<Workspace> => {
  const row = await store.get('workspaces', { workspaceId: workspaceId.parse(id) });
  if (row?.kind !== 'workspace') throw new Error(`There is no workspace ${id}.`);
  return row;
};

export const newOwner = async (system: RunningSystem, username: string): Promise<Owner> => {
  const who = { username, password: 'correct horse battery' };
  const { body } = await send(system, 'POST', '/api/registrations', {
    json: {
      ...who,
      site: 'cn1',
      email: `${username}@acme.example`,
      workspace: { name: `First of ${username}`, language: 'en' },
      settlement: { method: 'billing-center' },
      agreementAccepted: true,
    },
  });
  const { token } = (await send(system, 'POST', '/api/sessions', { json: who })).body;
  return { token, first: await read(storeOf(system), body.workspace.workspaceId) };
};

/** `count` more, listed after the first one, called as `nameOf` says, one site after the other. */
export const addWorkspaces = async (
  system: RunningSystem,
  { first }: Owner,
  count: number,
  nameOf: (nth: number) => string,
): Promise<void> => {
  const store = storeOf(system);
  const rows = Array.from({ length: count }, (_, at): Workspace => {
    const nth = at + 1;
    const id = `wksp_${(BigInt(`0x${first.workspaceId.slice(5)}`) + BigInt(nth)).toString(16).padStart(32, '0')}`;
    return {
      ...first,
      workspaceId: workspaceId.parse(id),
      version: 1,
      site: siteNames[nth % siteNames.length] ?? first.site,
      name: workspaceName.parse(nameOf(nth)),
    };
  });
  for (let from = 0; from < rows.length; from += BATCH) {
    const writes = rows.slice(from, from + BATCH).flatMap((row): Write[] => [
      { table: 'workspaces', put: row },
      { table: 'workspacesByOwner', put: { owner: row.owner, workspaceId: row.workspaceId } },
    ]);
    const written = await store.writeMany(writes);
    if (written.some((one) => one !== 'done')) throw new Error('Not all workspaces were written.');
  }
};

/** What the first workspace is to have been through: an entry for each, the last of them being how it is settled now. */
export const givePast = async (
  system: RunningSystem,
  { first }: Owner,
  entries: readonly { readonly settlement: Settlement; readonly fromMs: number }[],
): Promise<void> => {
  const timeline = entries.map(
    (entry, at): TimelineEntry => ({
      ...entry,
      cause: at === 0 ? 'registration' : 'change',
      by: 'owner',
      changeId: `past-${at}`,
    }),
  );
  const [begin, ...rest] = timeline;
  if (!begin) throw new Error('A workspace was always settled somehow: give one entry at least.');
  const replace = { ...first, version: first.version + 1, timeline: [begin, ...rest] as const };
  await storeOf(system).write({ table: 'workspaces', replace, of: first.version });
};
