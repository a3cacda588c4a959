/**
 * What a caller was told holds: at the moment of the answer, and for ever after. So each answer is judged when it is
 * given and once more at rest.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Claim, Link, UsernameClaim } from '../../../shared/domain/claims';
import { timelineView, workspaceView } from '../../../shared/domain/views';
import { sameSettlement, type Workspace } from '../../../shared/domain/workspace';
import type { Answered, Ask } from '../../fakes/world';
import type { Account } from './account';
import type { Faults } from './rows';
import { counts, linkCounts } from './standing';

/** A request of a customer or of the marketplace; an event of the bus has the method `EVENT` and the call in its query. */
export interface Request extends Pick<Ask, 'json' | 'query' | 'headers' | 'token'> {
  readonly method: string;
  readonly path: string;
}

export type Answer = Pick<Answered, 'status' | 'body'> & Partial<Pick<Answered, 'headers'>>;

export const isRegistration = ({ method, path }: Request): boolean =>
  method === 'POST' && (path === '/api/registrations' || path === '/api/registrations/workspaces');

/** The key that the request came with, in the scope of who sent it. */
export const keyOf = ({ path, headers, token }: Request): { scope: string; key: string } | undefined => {
  const key = headers?.['Idempotency-Key'];
  const scope = path === '/api/registrations' ? 'registrations' : token?.split('.')[1];
  return key === undefined || scope === undefined ? undefined : { scope, key };
};

const workspaceNamed = (account: Account, workspaceId: unknown): Workspace | undefined => {
  const row = account.get('workspaces', { workspaceId: workspaceId as Workspace['workspaceId'] });
  return row?.kind === 'workspace' ? row : undefined;
};

const faultsOfRegistration = (account: Account, request: Request, { body }: Answer): Faults => {
  const told = body.workspace;
  const workspace = workspaceNamed(account, told.workspaceId);
  if (!workspace) return [`8 history: ${told.workspaceId} was acknowledged and is not there`];
  const wish = request.json as { username?: Workspace['username']; settlement: Workspace['timeline'][0]['settlement'] };
  const key = keyOf(request);
  const name = wish.username && account.get('usernames', { username: wish.username });
  const [first] = workspace.timeline;
  return [
    ...(isDeepStrictEqual(told, JSON.parse(JSON.stringify(workspaceView(workspace, first)))) &&
    sameSettlement(first.settlement, wish.settlement)
      ? []
      : [`8 history: ${told.workspaceId} did not begin as it was acknowledged`]),
    ...(key && !account.everNamedBy(key).has(told.workspaceId)
      ? [`6 once: ${told.workspaceId} was answered under a key that names another`]
      : []),
    ...(wish.username === undefined ||
    (name?.workspaceId === workspace.workspaceId && counts(name, workspace) && name.owner === workspace.owner)
      ? []
      : [`7 whole or nothing: ${told.workspaceId} was acknowledged, and ${wish.username} is not its account`]),
  ];
};

/** A workspace as it was shown, with the number of its entry as the ETag. */
const faultsOfView = (account: Account, request: Request, { body, headers }: Answer): Faults => {
  const told = body.workspace;
  const workspace = workspaceNamed(account, told.workspaceId);
  const at = Number(headers?.etag?.replaceAll('"', '')) - 1;
  const entry = workspace?.timeline[at];
  if (!workspace || !entry || !isDeepStrictEqual(told, JSON.parse(JSON.stringify(workspaceView(workspace, entry))))) {
    return [`8 history: entry ${at} of ${told.workspaceId} was acknowledged and is not there`];
  }
  const wish = request.json as Workspace['timeline'][0]['settlement'];
  if (request.method !== 'PUT' || workspace.timeline.some(({ settlement }) => sameSettlement(settlement, wish)))
    return [];
  return [`8 history: a change of ${told.workspaceId} was acknowledged and never made`];
};

const faultsOfTimelineView = (account: Account, { path }: Request, { body }: Answer): Faults => {
  const workspaceId = path.split('/').at(-2);
  const workspace = workspaceNamed(account, workspaceId);
  const times = (body.settlements as { from: string }[]).map(({ from }) => from);
  const shown =
    workspace &&
    timelineView(workspace)
      .slice(0, times.length)
      .map(({ from }) => from);
  return isDeepStrictEqual(times, shown) ? [] : [`8 history: ${workspaceId} was shown a history that is not its own`];
};

const faultsOfMarketplaceCall = (account: Account, { query, method }: Request, { body }: Answer): Faults => {
  const told = method === 'EVENT';
  const instance = account.get('instances', { instanceId: query?.instanceId ?? query?.orderBizId ?? '' });
  switch (query?.action) {
    case 'releaseInstance':
      return (told || body.success === 'true') && instance?.status !== 'closing' && instance?.status !== 'closed'
        ? [`8 history: the closing of ${query.instanceId} was acknowledged, and it is ${instance?.status}`]
        : [];
    case 'createInstance':
      return (told || body.instanceId !== '0') && instance?.accountId === undefined
        ? [`8 history: the sale of ${query.orderBizId} was acknowledged, and nothing is known of it`]
        : [];
    default:
      return [];
  }
};

/** A claim that refuses others counts; and once it does, it does for ever. */
const faultsOfRefusal = (account: Account, { json }: Request, { body }: Answer): Faults => {
  const wish = json as Partial<Pick<UsernameClaim, 'username'>> & { settlement?: Partial<Link> } & Partial<Link>;
  const accountId = wish?.settlement?.accountId ?? wish?.accountId;
  const named = (claim: Claim | undefined) => claim && account.get('workspaces', { workspaceId: claim.workspaceId });
  if (body?.code === 'username-taken' && wish.username !== undefined) {
    const claim = account.get('usernames', { username: wish.username });
    if (!counts(claim, named(claim))) return [`3 ownership: ${wish.username} was refused, and nobody has it`];
  }
  if (body?.code === 'cloud-account-linked-elsewhere' && accountId !== undefined) {
    const link = account.get('links', { accountId });
    if (!linkCounts(link, named(link))) return [`3 ownership: ${accountId} was refused, and nobody is linked to it`];
  }
  return [];
};

export const faultsOfAnswer = (account: Account, request: Request, answer: Answer): Faults => {
  const { status, body } = answer;
  const { method, path } = request;
  if (status >= 500 && status !== 503) return [`8 history: ${method} ${path} ended in an internal error`];
  if (status >= 300) return faultsOfRefusal(account, request, answer);
  if (isRegistration(request)) return faultsOfRegistration(account, request, answer);
  if (path === '/marketplace/spi') return faultsOfMarketplaceCall(account, request, answer);
  if (path.endsWith('/settlements')) return faultsOfTimelineView(account, request, answer);
  if (body?.workspace && answer.headers?.etag) return faultsOfView(account, request, answer);
  return [];
};

/** The instance whose overdue spell was acknowledged: its owner is owed a mail. */
export const overdueIn = ({ query }: Request, { status, body }: Answer): string | undefined =>
  status < 300 && query?.action === 'expiredInstance' && body?.success === 'true' ? query.instanceId : undefined;
