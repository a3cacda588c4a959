/**
 * The reads of the Billing Center: the account, its workspaces and their payers over time, its AliCloud accounts with what
 * they bought; what the workspaces used, the bills for it, as pages and as a file, and the account's ledger. Called by the
 * console and by programs. Every answer is of the account that is signed in; someone else's workspace is not told apart from
 * a missing one.
 */
import type * as z from 'zod';
import type { Bill, BillState } from '../../shared/domain/fees/bill';
import { accountLedgerId } from '../../shared/domain/fees/ledger';
import { billStateOf } from '../../shared/domain/fees/posting';
import { balancesView, billView, ledgerEntryView, usageOfDayView } from '../../shared/domain/fees/views';
import { refused } from '../../shared/domain/refusals';
import { billingAccountView, timelineView, workspaceView } from '../../shared/domain/views';
import {
  currentEntry,
  payingInstance,
  switchedBy,
  type Workspace,
  type WorkspaceRow,
} from '../../shared/domain/workspace';
import type { Store, Touches } from '../../shared/ports';
import { cloudAccountsOf } from '../../shared/protocol/cloud-accounts';
import { billFile } from '../../shared/protocol/fees/bill-file';
import { billPage } from '../../shared/protocol/fees/bills';
import { ledgerPage } from '../../shared/protocol/fees/ledger-page';
import { entries, ownedPage, withWorkspaces } from '../../shared/protocol/owned';
import { findSession, ifSignedIn, type SessionKeys, type Ticket } from '../../shared/protocol/session';
import { type Answer, etag, type Reply, type Route, reply } from '../../shared/triggers/http';
import type { HttpRequest } from '../../shared/triggers/request';
import { ticketOf } from '../../shared/triggers/sign-in';
import { type Currency, currencies } from '../../shared/validation/currency';
import { dayOf } from '../../shared/validation/day';
import type { Site } from '../../shared/validation/site';
import type { WorkspaceList } from '../../shared/validation/workspace-list';
import {
  billFile as billFileQuery,
  billsQuery,
  cursorOf,
  daysOf,
  fileTooLarge,
  ledgerQuery,
  usageOfDay,
  workspacePath,
  workspacesQuery,
} from './schema';

export const touches = {
  store: {
    workspaces: ['get', 'getMany'],
    instances: ['getMany'],
    usernames: ['get'],
    workspacesByOwner: ['scan'],
    instancesByAccount: ['scan'],
    sessions: ['get'],
    bills: ['scan'],
    ledgerHeads: ['get', 'getMany'],
    ledgerEntries: ['scan'],
    usageDays: ['get'],
  },
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
}

export interface Rules {
  readonly sessionKeys: SessionKeys;
}

export const routes = ({ store }: Ports, rules: Rules): Route[] => {
  const get = (path: string, read: Read): Route => ({
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
    get('/api/workspaces/{site}/{workspaceId}/usage', readUsage),
    get('/api/cloud-accounts', listCloudAccounts),
    get('/api/bills', listBills),
    get('/api/bills.csv', readBillFile),
    get('/api/ledger', readLedger),
  ];
};

type Read = (store: Store, request: HttpRequest, ticket: Ticket) => Promise<Answer>;

/** A read that is told by its query what is wanted; what is wrong with it is told to who is signed in. */
const queried =
  <Schema extends z.ZodType>(
    schema: Schema,
    read: (
      store: Store,
      request: HttpRequest & { readonly wanted: z.output<Schema> },
      ticket: Ticket,
    ) => Promise<Answer>,
  ): Read =>
  async (store, request, ticket) => {
    const wanted = schema.safeParse(request.query);
    return wanted.success
      ? read(store, { ...request, wanted: wanted.data }, ticket)
      : ifSignedIn(store, ticket, request.nowMs, refused('invalid-request', { error: wanted.error }));
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
    const workspace = ownWorkspace(row, ticket, named.data?.site);
    return workspace ? show(workspace) : refused('workspace-not-found');
  };

const ownWorkspace = (row: WorkspaceRow | undefined, { owner }: Ticket, site?: Site): Workspace | undefined =>
  row?.kind === 'workspace' && row.owner === owner && row.site === site ? row : undefined;

const readUsage = queried(usageOfDay, async (store, { nowMs, params, wanted }, ticket) => {
  const { day = dayOf(nowMs) } = wanted;
  const named = workspacePath.safeParse(params);
  const of = named.data?.workspaceId;
  const [session, row, usage] = await Promise.all([
    findSession(store, ticket, nowMs),
    of && store.get('workspaces', { workspaceId: of }),
    of && store.get('usageDays', { workspaceId: of, day }),
  ]);
  if (!session) return refused('not-signed-in');
  const workspace = ownWorkspace(row, ticket, named.data?.site);
  return workspace ? reply(200, usageOfDayView(workspace, day, usage?.hours ?? [])) : refused('workspace-not-found');
});

// --- lists -----------------------------------------------------------------------------------------------------------

/** How many workspaces one request looks at before it answers with what it found so far and a cursor. */
const LOOKED_AT = 2_000;
/** So many at a time, at least, where a filter may pass over nearly all of them. */
const FILTERED_AT_ONCE = 200;

/** A filter may leave a page short, even empty, with a cursor that goes on behind it. */
const listWorkspaces = queried(workspacesQuery, async (store, { nowMs, wanted }, ticket) => {
  const { owner } = ticket;
  const { limit, after, ...filters } = wanted;
  const atOnce = Object.keys(filters).length > 0 ? Math.max(limit, FILTERED_AT_ONCE) : limit;
  const [session, first] = await Promise.all([findSession(store, ticket, nowMs), entries(store, owner, after, atOnce)]);
  if (!session) return refused('not-signed-in');

  const found: Workspace[] = [];
  let page = await withWorkspaces(store, owner, first);
  for (let looked = atOnce; ; looked += atOnce) {
    const fitting = page.workspaces.filter((workspace) => matches(workspace, filters));
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
});

type Filters = Omit<WorkspaceList, 'limit' | 'cursor'>;

const matches = (workspace: Workspace, wanted: Filters): boolean =>
  (wanted.site === undefined || workspace.site === wanted.site) &&
  (wanted.method === undefined || currentEntry(workspace).settlement.method === wanted.method) &&
  (wanted.instanceId === undefined || payingInstance(workspace) === wanted.instanceId) &&
  (wanted.closedBy === undefined || switchedBy(workspace, wanted.closedBy)) &&
  (wanted.q === undefined || startsWith(workspace.name, wanted.q));

const startsWith = (name: string, start: string): boolean => name.toLowerCase().startsWith(start.toLowerCase());

const listCloudAccounts: Read = async (store, { nowMs }, ticket) =>
  (await findSession(store, ticket, nowMs))
    ? reply(200, { cloudAccounts: await cloudAccountsOf(store, ticket.owner) })
    : refused('not-signed-in');

// --- fees ------------------------------------------------------------------------------------------------------------

type StateOf = (bill: Bill) => BillState;

/** Whether a bill is owed, its account's ledger of its currency says. */
const readStates = async (store: Store, owner: string): Promise<StateOf> => {
  const all = Object.keys(currencies) as Currency[];
  const heads = await store.getMany(
    'ledgerHeads',
    all.map((currency) => ({ ledgerId: accountLedgerId(owner, currency) })),
  );
  return (bill) => billStateOf(bill, heads[all.indexOf(bill.currency)]?.last);
};

/** A filter may leave a page short, even empty, with a cursor that goes on behind it. */
const listBills = queried(billsQuery, async (store, { nowMs, wanted }, ticket) => {
  const { limit, after, ...filters } = wanted;
  const days = daysOf(filters, nowMs);
  const [session, stateOf, { bills, next }] = await Promise.all([
    findSession(store, ticket, nowMs),
    readStates(store, ticket.owner),
    billPage(store, ticket.owner, { ...filters, ...days }, limit, after),
  ]);
  if (!session) return refused('not-signed-in');
  return reply(200, {
    bills: bills.map((bill) => billView(bill, stateOf(bill))),
    ...(next !== undefined && { nextCursor: cursorOf(next) }),
  });
});

/**
 * The file of the bills. Function Compute leaves `Content-Disposition` out of an answer (its documents, "Limits on HTTP
 * responses"); who is told nothing of a name saves it as `bills.csv`, after its address, and the console names it itself.
 */
const readBillFile = queried(billFileQuery, async (store, { nowMs, language, wanted }, ticket) => {
  const days = daysOf(wanted, nowMs);
  const [session, stateOf] = await Promise.all([findSession(store, ticket, nowMs), readStates(store, ticket.owner)]);
  if (!session) return refused('not-signed-in');
  const bytes = await billFile(store, ticket.owner, { ...wanted, ...days }, stateOf, language);
  if (!bytes) return refused('invalid-request', fileTooLarge(days));
  return {
    kind: 'reply',
    status: 200,
    bytes,
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Language': language,
      'Content-Disposition': `attachment; filename="bills-${days.from}-${days.to}.csv"`,
    },
  };
});

const readLedger = queried(ledgerQuery, async (store, { nowMs, wanted }, ticket) => {
  const { currency, limit, after } = wanted;
  const [session, head] = await Promise.all([
    findSession(store, ticket, nowMs),
    store.get('ledgerHeads', { ledgerId: accountLedgerId(ticket.owner, currency) }),
  ]);
  if (!session) return refused('not-signed-in');
  const { balances, entries, next } = await ledgerPage(store, head, limit, after);
  return reply(200, {
    currency,
    balances: balancesView(balances),
    entries: entries.map(ledgerEntryView),
    ...(next !== undefined && { nextCursor: cursorOf(String(next)) }),
  });
});
