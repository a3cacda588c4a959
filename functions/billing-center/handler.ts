/**
 * The reads of the Billing Center: the account, its workspaces and their payers over time, and its AliCloud accounts with
 * what they bought. Called by the console and by programs. Every answer is of the account that is signed in; someone
 * else's workspace is not told apart from a missing one.
 */
import type { Instance } from '../../shared/domain/instance';
import { refused } from '../../shared/domain/refusals';
import { billingAccountView, rfc3339, timelineView, workspaceView } from '../../shared/domain/views';
import {
  cloudAccountOf,
  currentEntry,
  payingInstance,
  switchedBy,
  type Workspace,
} from '../../shared/domain/workspace';
import type { Page, Store, Touches } from '../../shared/ports';
import { pages } from '../../shared/protocol/pages';
import { findSession, ifSignedIn, type SessionKeys, type Ticket } from '../../shared/protocol/session';
import { type Answer, etag, type Reply, type Route, reply } from '../../shared/triggers/http';
import type { HttpRequest } from '../../shared/triggers/request';
import { ticketOf } from '../../shared/triggers/sign-in';
import type { AccountId } from '../../shared/validation/account-id';
import type { CloudAccountView } from '../../shared/validation/answers';
import { cursorOf, readCursor, type WorkspaceList, workspaceList, workspacePath } from './schema';

export const touches = {
  store: {
    workspaces: ['get', 'getMany'],
    instances: ['getMany'],
    usernames: ['get'],
    workspacesByOwner: ['scan'],
    instancesByAccount: ['scan'],
    sessions: ['get'],
  },
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
}

export interface Rules {
  readonly sessionKeys: SessionKeys;
}

export const routes = ({ store }: Ports, rules: Rules): Route[] => {
  const get = (path: string, read: (store: Store, request: HttpRequest, ticket: Ticket) => Promise<Answer>): Route => ({
    method: 'GET',
    path,
    async handle(request) {
      const ticket = ticketOf(request, rules);
      return ticket ? read(store, request, ticket) : refused('not-signed-in');
    },
  });
  return [
    get('/api/account', readAccount),
    get('/api/workspaces', listWorkspaces),
    get(
      '/api/workspaces/{site}/{workspaceId}',
      readWorkspace((workspace) => reply(200, { workspace: workspaceView(workspace) }, { ETag: etag(workspace) })),
    ),
    get(
      '/api/workspaces/{site}/{workspaceId}/settlements',
      readWorkspace((workspace) => reply(200, { settlements: timelineView(workspace) })),
    ),
    get('/api/cloud-accounts', listCloudAccounts),
  ];
};

const readAccount = async (store: Store, { nowMs }: HttpRequest, ticket: Ticket): Promise<Answer> => {
  const session = await findSession(store, ticket, nowMs);
  const account = session && (await store.get('usernames', { username: session.username }));
  return account ? reply(200, billingAccountView(account)) : refused('not-signed-in');
};

const readWorkspace =
  (show: (workspace: Workspace) => Reply) =>
  async (store: Store, { nowMs, params }: HttpRequest, ticket: Ticket): Promise<Answer> => {
    const named = workspacePath.safeParse(params);
    const [session, row] = await Promise.all([
      findSession(store, ticket, nowMs),
      named.success ? store.get('workspaces', { workspaceId: named.data.workspaceId }) : undefined,
    ]);
    if (!session) return refused('not-signed-in');
    return row?.kind === 'workspace' && row.owner === ticket.owner && row.site === named.data?.site
      ? show(row)
      : refused('workspace-not-found');
  };

// --- lists -----------------------------------------------------------------------------------------------------------

type WorkspaceId = Workspace['workspaceId'];

interface OwnedPage {
  readonly workspaces: readonly Workspace[];
  /** Where to go on; absent at the end. */
  readonly next?: WorkspaceId;
}

/** The owner's workspaces in the order of creation. An entry whose workspace never came to be is passed over. */
const ownedPage = async (
  store: Store,
  owner: string,
  after: WorkspaceId | undefined,
  limit: number,
): Promise<OwnedPage> => withWorkspaces(store, owner, await entries(store, owner, after, limit));

const entries = (store: Store, owner: string, after: WorkspaceId | undefined, limit: number) =>
  store.scan(
    'workspacesByOwner',
    { owner },
    { limit, ...(after !== undefined && { after: { owner, workspaceId: after } }) },
  );

const withWorkspaces = async (store: Store, owner: string, page: Page<'workspacesByOwner'>): Promise<OwnedPage> => {
  const keys = page.rows.map(({ workspaceId }) => ({ workspaceId }));
  const rows = await store.getMany('workspaces', keys);
  return {
    workspaces: rows.flatMap((row) => (row?.kind === 'workspace' && row.owner === owner ? [row] : [])),
    ...(page.next && { next: page.next.workspaceId }),
  };
};

/** How many workspaces one request looks at before it answers with what it found so far and a cursor. */
const LOOKED_AT = 2_000;
/** So many at a time, at least, where a filter may pass over nearly all of them. */
const FILTERED_AT_ONCE = 200;

/** A filter may leave a page short, even empty, with a cursor that goes on behind it. */
const listWorkspaces = async (store: Store, request: HttpRequest, ticket: Ticket): Promise<Answer> => {
  const { nowMs } = request;
  const query = workspaceList.safeParse(request.query);
  if (!query.success) return ifSignedIn(store, ticket, nowMs, refused('invalid-request', { error: query.error }));
  const cursor = readCursor.safeParse(query.data);
  if (!cursor.success) return ifSignedIn(store, ticket, nowMs, refused('invalid-request', { error: cursor.error }));

  const { owner } = ticket;
  const { limit } = query.data;
  const atOnce = isFilter(query.data) ? Math.max(limit, FILTERED_AT_ONCE) : limit;
  const [session, first] = await Promise.all([
    findSession(store, ticket, nowMs),
    entries(store, owner, cursor.data.cursor, atOnce),
  ]);
  if (!session) return refused('not-signed-in');

  const found: Workspace[] = [];
  let page = await withWorkspaces(store, owner, first);
  for (let looked = atOnce; ; looked += atOnce) {
    const fitting = page.workspaces.filter((workspace) => matches(workspace, query.data));
    found.push(...fitting.slice(0, limit - found.length));
    const full = found.length === limit && (page.next || fitting.at(-1) !== found.at(-1));
    const next = full ? found.at(-1)?.workspaceId : page.next;
    if (full || !next || looked >= LOOKED_AT) {
      return reply(200, {
        workspaces: found.map((one) => workspaceView(one)),
        ...(next && { nextCursor: cursorOf(next) }),
      });
    }
    page = await ownedPage(store, owner, next, atOnce);
  }
};

const isFilter = ({ limit: _, cursor: __, ...filters }: WorkspaceList): boolean => Object.keys(filters).length > 0;

const matches = (workspace: Workspace, wanted: WorkspaceList): boolean =>
  (wanted.site === undefined || workspace.site === wanted.site) &&
  (wanted.method === undefined || currentEntry(workspace).settlement.method === wanted.method) &&
  (wanted.instanceId === undefined || payingInstance(workspace) === wanted.instanceId) &&
  (wanted.closedBy === undefined || switchedBy(workspace, wanted.closedBy)) &&
  (wanted.q === undefined || startsWith(workspace.name, wanted.q));

const startsWith = (name: string, start: string): boolean => name.toLowerCase().startsWith(start.toLowerCase());

/** Entries of one page of a pass over everything that an owner has. */
const PASS_PAGE = 1_000;

/**
 * The AliCloud accounts that settle, or once settled, workspaces of this owner, each with the instances it bought; how
 * many workspaces each instance settles is counted from the workspaces themselves.
 */
const listCloudAccounts = async (store: Store, { nowMs }: HttpRequest, ticket: Ticket): Promise<Answer> => {
  if (!(await findSession(store, ticket, nowMs))) return refused('not-signed-in');
  const accountIds = new Set<AccountId>();
  const counts = new Map<string, number>();
  let after: WorkspaceId | undefined;
  do {
    const page = await ownedPage(store, ticket.owner, after, PASS_PAGE);
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

  const cloudAccounts = await Promise.all(
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
  return reply(200, { cloudAccounts });
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
