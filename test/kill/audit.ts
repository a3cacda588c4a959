/**
 * What must hold of the data: at any moment, also right after a kill with nothing made good yet, the invariants of the
 * protocol and what clients were promised; and, once nothing is under way any more, what every closure, mail and call of
 * the marketplace must have come to. The invariants are those that the simulations judge by (`test/simulation/laws`).
 */
import { rfc3339 } from '../../shared/domain/views';
import { instanceOf, type Workspace } from '../../shared/domain/workspace';
import { faultsOfAllRows, faultsOfUnfinished } from '../simulation/laws/rest';
import type { Data } from './data';
import type { Promises, WorkspaceView } from './promises';

type Complain = (what: string) => void;

export const auditAnyTime = (data: Data, promises: Promises, complain: Complain): void => {
  faultsOfAllRows(data.account).forEach(complain);
  checkCalls(data, complain);
  checkPromises(data, promises, complain);
};

/** What we answered well to the marketplace we have, for it does not tell us again. */
const checkCalls = ({ account, sold }: Data, complain: Complain): void => {
  for (const { instanceId, notifications } of sold) {
    const known = account.get('instances', { instanceId });
    const accepted = notifications.filter(({ state }) => state === 'delivered').map(({ action }) => action);
    if (accepted.length > 0 && !known) complain(`${instanceId} was told to us (${accepted}), and is not known.`);
    if (!accepted.includes('releaseInstance') || known?.status === 'closed') continue;
    const todo = account.get('todos', { queue: 'closures', subject: instanceId });
    if (known?.status !== 'closing' || !todo)
      complain(`The release of ${instanceId} was accepted, and it is ${known?.status} with nothing to do.`);
  }
};

const isInHistory = (workspace: Workspace | undefined, { settlement }: WorkspaceView): boolean =>
  workspace?.timeline.some(
    (entry) =>
      entry.settlement.method === settlement.method &&
      instanceOf(entry.settlement) === settlement.instanceId &&
      rfc3339(entry.fromMs) === settlement.since,
  ) ?? false;

/** Nothing that was acknowledged is lost. */
const checkPromises = ({ account, sold, nowMs }: Data, promises: Promises, complain: Complain): void => {
  const workspaces = new Map(account.workspaces().map((row) => [String(row.workspaceId), row]));
  for (const view of promises.shown) {
    if (!isInHistory(workspaces.get(view.workspaceId), view))
      complain(`${view.workspaceId} was shown settled by ${view.settlement.instanceId}, and its history lacks it.`);
  }
  const accounts = new Map(account.all('usernames').map((row) => [String(row.username), row]));
  for (const { username, email } of promises.registered) {
    if (accounts.get(username)?.email !== email) complain(`The account of ${username} is not there, or another's.`);
  }
  for (const { token, username } of promises.sessions) {
    const session = account.get('sessions', { sessionId: token.split('.')[0] ?? '' });
    if (session?.username !== username) complain(`A session of ${username} is gone.`);
  }
  const statuses = new Map(sold.map(({ instanceId, status }) => [instanceId, status]));
  for (const instanceId of promises.bought) {
    if (!statuses.has(instanceId)) complain(`The marketplace has forgotten that it sold ${instanceId}.`);
  }
  for (const instanceId of promises.closed) {
    if (statuses.get(instanceId) !== 'CLOSED') complain(`The marketplace has forgotten that ${instanceId} was closed.`);
  }
  if (nowMs < promises.clockMs) complain('The clock has gone back.');
};

/** An expiry that a payment has overtaken is never accepted: the marketplace shows that it is not so. */
const isOutdated = (status: string, action: string): boolean => action === 'expiredInstance' && status === 'OPENED';

const STATUS = { OPENING: 'opening', OPENED: 'open', EXPIRED: 'overdue', CLOSED: 'closed' } as const;

/** Once all who call are answered, and as much time has passed as every timer and retry asks for. */
export const auditAtRest = ({ account, sold }: Data, promises: Promises, complain: Complain): void => {
  faultsOfUnfinished(account).forEach(complain);
  for (const { instanceId, status, notifications } of sold) {
    const known = account.get('instances', { instanceId })?.status;
    if (known !== STATUS[status]) complain(`${instanceId} is ${status} at the marketplace, and ${known} with us.`);
    for (const { action, state } of notifications) {
      if (state !== 'delivered' && !isOutdated(status, action)) complain(`${action} of ${instanceId} is ${state}.`);
    }
  }
  for (const { instanceId, workspaceId } of account.all('bindings')) {
    if (account.get('instances', { instanceId })?.status === 'closed')
      complain(`The closed ${instanceId} has a binding left, to ${workspaceId}.`);
  }
  // Everybody was answered in the end, so what is there is what was acknowledged: nothing more, nothing twice.
  const there = account.workspaces().map(({ workspaceId }) => String(workspaceId));
  const acknowledged = promises.created.map(({ body }) => body.workspace.workspaceId);
  if (there.sort().join() !== acknowledged.sort().join())
    complain(`${there.length} workspaces are there, and ${acknowledged.length} were acknowledged.`);
};
