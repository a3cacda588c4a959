/** Customers of their own for single tests, and what befalls their instances, through the doors of the API and the marketplace. */
import type { WorkspaceView } from '../../shared/validation/answers';
import type { Settlement } from '../../shared/validation/settlement';
import { type RunningSystem, send } from '../fakes/system';

export interface Customer {
  readonly username: string;
  readonly password: string;
  readonly token: string;
  readonly workspace: WorkspaceView;
  /** Where the workspace's page is. */
  readonly address: string;
}

export const ownAccount = { method: 'billing-center' } as const;

let made = 0;

/** An AliCloud account that no other test uses. */
export const newAccountId = (): string => `77${String(++made).padStart(14, '0')}`;

const call = async (system: RunningSystem, method: string, path: string, json?: unknown, token?: string) => {
  const given = { ...(json !== undefined && { json }), ...(token !== undefined && { token }) };
  const { status, body } = await send(system, method, path, given);
  if (status >= 400) throw new Error(`${method} ${path} was answered ${status}: ${JSON.stringify(body)}`);
  return body;
};

/** Someone who has just registered, with a workspace that is settled so. */
export const newCustomer = async (
  system: RunningSystem,
  settlement: unknown = ownAccount,
  site = 'cn1',
): Promise<Customer> => {
  const [username, password] = [`customer-${++made}`, 'correct horse battery'];
  const { workspace } = await call(system, 'POST', '/api/registrations', {
    site,
    username,
    password,
    email: `${username}@acme.example`,
    workspace: { name: `Workspace of ${username}`, language: 'en' },
    settlement,
    agreementAccepted: true,
  });
  const { token } = await call(system, 'POST', '/api/sessions', { username, password });
  return { username, password, token, workspace, address: `/workspaces/${site}/${workspace.workspaceId}` };
};

/** The settlement by an instance that was just bought. */
export const buy = async (system: RunningSystem, accountId = newAccountId()) => {
  const { instanceId } = await call(system, 'POST', '/local/marketplace/instances', { accountId });
  return { method: 'alicloud', accountId, instanceId } as const satisfies Record<string, string>;
};

/** Resolves once the marketplace has told the system. */
export const happen = (
  system: RunningSystem,
  instanceId: string,
  event: 'close' | 'overdue' | 'pay',
): Promise<unknown> =>
  call(system, 'POST', `/local/marketplace/instances/${instanceId}/${event}`).then(() => pass(system, 60_000));

/** Advances the clock of the whole system. */
export const pass = (system: RunningSystem, advanceMs: number): Promise<unknown> =>
  call(system, 'POST', '/local/clock', { advanceMs });

export const change = (
  system: RunningSystem,
  { token, workspace }: Customer,
  settlement: Settlement | object,
): Promise<unknown> =>
  call(system, 'PUT', `/api/settlements/${workspace.site}/${workspace.workspaceId}`, settlement, token);

/** How the workspace is settled, whatever pages say. */
export const settlementOf = async (system: RunningSystem, { token, workspace }: Customer): Promise<unknown> => {
  const path = `/api/workspaces/${workspace.site}/${workspace.workspaceId}`;
  const { since: _, ...settlement } = (await call(system, 'GET', path, undefined, token)).workspace.settlement;
  return settlement;
};
