/**
 * A customer as one is after some weeks, made through the doors that customers and the marketplace use: workspaces of several
 * sites, some paid by an open instance, some switched by the closure of another, some changed by hand; with their usage and
 * bills. Pages and pictures are of this one.
 */
import type { WorkspaceView } from '../../shared/validation/answers';
import { type RunningSystem, send, storeOf } from '../fakes/system';
import { seedFees } from './seeded-fees';

export interface Seeded {
  readonly username: string;
  readonly password: string;
  /** Of a session that lasts. */
  readonly token: string;
  readonly accountId: string;
  /** Pays for some of the workspaces. */
  readonly openInstanceId: string;
  /** Paid for two of them until it was closed. */
  readonly closedInstanceId: string;
  /** Bought a moment ago, by another AliCloud account; nobody has registered for it. */
  readonly newInstanceId: string;
  /** In the order of their creation, as they are now. */
  readonly workspaces: readonly WorkspaceView[];
}

const MINUTE_MS = 60_000;

/** What the customer calls things in Chinese, whatever the language of the page. */
export const chineseNames = ['Acme 数据科技（杭州）有限公司', '数据分析与报表', 'Acme 宁夏灾备'] as const;
const [company, reporting, recovery] = chineseNames;

const customer = {
  username: 'acme',
  password: 'correct horse battery',
  email: 'ops@acme.example',
  phone: '13800138000',
  company,
};

const accountId = '1234567890123456';

/** The system begins at `SEED_BEGINS`. */
export const seed = async (system: RunningSystem): Promise<Seeded> => {
  const call = async (method: string, path: string, json?: unknown, token?: string) => {
    const given = { ...(json !== undefined && { json }), ...(token !== undefined && { token }) };
    const { status, body } = await send(system, method, path, given);
    if (status >= 400) throw new Error(`${method} ${path} was answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const buy = async (buyer: string): Promise<string> =>
    (await call('POST', '/local/marketplace/instances', { accountId: buyer })).instanceId;
  const pass = (minutes: number) => call('POST', '/local/clock', { advanceMs: minutes * MINUTE_MS });
  const paidBy = (instanceId: string) => ({ method: 'alicloud', accountId, instanceId });
  const ownAccount = { method: 'billing-center' };

  const [openInstanceId, closedInstanceId] = [await buy(accountId), await buy(accountId)];
  await call('POST', '/api/registrations', {
    ...customer,
    site: 'cn1',
    workspace: { name: 'Acme production', language: 'zh' },
    settlement: paidBy(openInstanceId),
    agreementAccepted: true,
  });
  const { username, password } = customer;
  const { token } = await call('POST', '/api/sessions', { username, password });
  const add = async (site: string, name: string, language: string, settlement: object): Promise<WorkspaceView> =>
    (await call('POST', '/api/registrations/workspaces', { site, workspace: { name, language }, settlement }, token))
      .workspace;
  await add('cn3', reporting, 'zh', paidBy(openInstanceId));
  await add('cn6', 'Acme Hong Kong', 'zh', paidBy(closedInstanceId));
  await add('us1', 'Acme West', 'en', paidBy(closedInstanceId));
  const changed = await add('eu1', 'Acme Europe: staging and everything that is tried out', 'en', ownAccount);
  await add('cn2', recovery, 'zh', ownAccount);

  await pass(1);
  const settlements = `/api/settlements/${changed.site}/${changed.workspaceId}`;
  for (const settlement of [paidBy(openInstanceId), ownAccount, paidBy(openInstanceId)]) {
    await call('PUT', settlements, settlement, token);
    await pass(1);
  }
  await call('POST', `/local/marketplace/instances/${closedInstanceId}/close`);
  // The timer that completes closures, and the one that sends the mails about them.
  await pass(2);

  const { workspaces } = await call('GET', '/api/workspaces', undefined, token);
  await seedFees(call, storeOf(system), workspaces);

  const newInstanceId = await buy('6543210987654321');
  return { username, password, token, accountId, openInstanceId, closedInstanceId, newInstanceId, workspaces };
};
