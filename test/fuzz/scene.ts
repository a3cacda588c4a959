/**
 * What a request can be about: two Billing Center accounts with workspaces, AliCloud accounts with instances in every
 * state, tokens that last and tokens that do not. Without them no request would get far. The same steps make it in memory
 * and over real HTTP.
 */

/** How the scene is made. */
export interface Stage {
  nowMs(): number;
  readonly sellerKey: string;
  readonly operatorToken: string;
  /** Resolves with the answer's body. */
  ask(
    method: string,
    path: string,
    given: { readonly json?: unknown; readonly token?: string; readonly headers?: Record<string, string> },
    // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  ): Promise<any>;
  /** A signed call of the marketplace. */
  spi(action: string, parameters: Readonly<Record<string, string>>): Promise<unknown>;
  /** What is under way behind the doors is brought to its end. */
  settle(): Promise<void>;
}

/** The idempotency key of the first registration, and of the first account's further workspaces. */
export const USED_KEY = 'a-key';
export const PASSWORD = 'correct horse battery';
export const MINE = '1000000000000001';
export const THEIRS = '1000000000000002';
export const FREE = '10000000000003';

export const instances = {
  paying: '70000001',
  open: '70000002',
  overdue: '70000003',
  closed: '70000004',
  theirs: '70000005',
  free: '70000006',
  /** Known to the marketplace, which has not called yet: still opening, and open. */
  opening: '70000007',
  unannounced: '70000008',
  unknown: '70000009',
} as const;

export interface Scene {
  readonly nowMs: () => number;
  readonly sellerKey: string;
  readonly operatorToken: string;
  /** Bearer tokens. */
  readonly token: { readonly mine: string; readonly theirs: string; readonly ended: string };
  /** Paths of workspaces, `{site}/{workspaceId}`. */
  readonly workspaces: { readonly mine: readonly string[]; readonly theirs: string };
}

const workspacePathOf = ({ workspace }: { workspace: { site: string; workspaceId: string } }): string =>
  `${workspace.site}/${workspace.workspaceId}`;

const alicloud = (instanceId: string, accountId = MINE) => ({ method: 'alicloud', accountId, instanceId });

export const registrationOf = (username: string, settlement: object) => ({
  site: 'cn1',
  username,
  password: PASSWORD,
  email: `${username}@mail.example`,
  phone: '13800138000',
  company: 'A company',
  workspace: { name: 'The first', language: 'zh' },
  settlement,
  agreementAccepted: true,
});

export const setScene = async (stage: Stage): Promise<Scene> => {
  const buy = (orderBizId: string, aliUid: string) => stage.spi('createInstance', saleOf(orderBizId, aliUid));
  const logIn = async (username: string): Promise<string> =>
    (await stage.ask('POST', '/api/sessions', { json: { username, password: PASSWORD } })).token;
  let added = 0;
  const add = (token: string, settlement: object) =>
    stage.ask('POST', '/api/registrations/workspaces', {
      token,
      json: { site: 'eu1', workspace: { name: 'A further one', language: 'en' }, settlement },
      headers: { 'Idempotency-Key': added++ === 0 ? USED_KEY : `another-${added}` },
    });

  for (const instanceId of [instances.paying, instances.open, instances.overdue, instances.closed]) {
    await buy(instanceId, MINE);
  }
  await buy(instances.theirs, THEIRS);
  await buy(instances.free, FREE);
  const headers = { 'Idempotency-Key': USED_KEY };
  const register = (username: string, settlement: object, given: object = {}) =>
    stage.ask('POST', '/api/registrations', { json: registrationOf(username, settlement), ...given });
  const first = await register('acme', alicloud(instances.paying), { headers });
  const other = await register('rival', alicloud(instances.theirs, THEIRS));
  const [mine, theirs, ended] = [await logIn('acme'), await logIn('rival'), await logIn('acme')];
  const second = await add(mine, { method: 'billing-center' });
  const third = await add(mine, alicloud(instances.closed));
  await stage.spi('expiredInstance', { instanceId: instances.overdue });
  await stage.spi('releaseInstance', { instanceId: instances.closed, isRefund: 'false' });
  await stage.settle();
  await stage.ask('DELETE', '/api/sessions', { token: ended });
  return {
    nowMs: stage.nowMs,
    sellerKey: stage.sellerKey,
    operatorToken: stage.operatorToken,
    token: { mine, theirs, ended },
    workspaces: { mine: [first, second, third].map(workspacePathOf), theirs: workspacePathOf(other) },
  };
};

export const saleOf = (orderBizId: string, aliUid: string) => ({
  aliUid,
  orderBizId,
  orderId: `2000000${orderBizId}`,
  productCode: 'cmgj00053362',
  skuId: 'yuncode3621600001',
  trial: 'false',
});
