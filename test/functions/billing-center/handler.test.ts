import type { Instance } from '../../../shared/domain/instance';
import type { Workspace } from '../../../shared/domain/workspace';
import type { AccountId } from '../../../shared/validation/account-id';
import type { InstanceId } from '../../../shared/validation/instance-id';
import type { WorkspaceId } from '../../../shared/validation/workspace';
import { createFaultyWorld, type FaultyWorld, roundsOf } from '../../fakes/faults';
import {
  ACCOUNT_ID,
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  INSTANCE_ID,
  logInAs,
  register,
} from '../../fakes/world';
import { close, fallOverdue, OTHER_ACCOUNT_ID, OTHER_INSTANCE_ID, refusal, release } from '../steps';

const minute = 60_000;

/** A customer who settles the first workspace through AliCloud, and is signed in a minute later. */
const customer = async () => {
  const world = createFaultyWorld();
  await buy(world);
  const { workspace } = (await register(world)).body;
  world.clock.advance(minute);
  return { world, workspace, token: await logInAs(world) };
};
/** Another customer of the same house. */
const stranger = async (world: FaultyWorld) => {
  await register(world, { username: 'stranger', settlement: billingCenterSettlement });
  return logInAs(world, 'stranger');
};
const read = async (world: FaultyWorld, token: string, path: string, query: Record<string, string> = {}) =>
  world.ask('GET', path, { token, query });
const pathOf = ({ site, workspaceId }: { site: string; workspaceId: string }) =>
  `/api/workspaces/${site}/${workspaceId}`;

describe('GET /api/account', () => {
  it('is the Billing Center account', async () => {
    const { world, token } = await customer();
    expect((await read(world, token, '/api/account')).body).toEqual({
      username: 'acme',
      email: 'ops@acme.example',
      phone: '13800138000',
      company: 'Acme',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
  });

  it('leaves out what was not given', async () => {
    const world = createFaultyWorld();
    await register(world, { settlement: billingCenterSettlement, phone: undefined, company: '' });
    expect((await read(world, await logInAs(world), '/api/account')).body).toEqual({
      username: 'acme',
      email: 'ops@acme.example',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
  });
});

describe('GET /api/workspaces/{site}/{workspaceId}', () => {
  it('is the workspace in the contract’s shape, with the ETag of its settlement', async () => {
    const { world, workspace, token } = await customer();
    const { status, headers, body } = await read(world, token, pathOf(workspace));
    expect([status, headers.etag]).toEqual([200, '"1"']);
    expect(body).toEqual({
      workspace: {
        site: 'cn1',
        workspaceId: expect.stringMatching(/^wksp_[0-9a-f]{32}$/),
        name: 'Acme production',
        language: 'zh',
        settlement: {
          method: 'alicloud',
          accountId: ACCOUNT_ID,
          instanceId: INSTANCE_ID,
          since: '2026-01-01T00:00:00.000Z',
        },
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    });
  });

  it('shows a change and the time of it', async () => {
    const { world, workspace, token } = await customer();
    await change(world, token, workspace, billingCenterSettlement);
    const { headers, body } = await read(world, token, pathOf(workspace));
    expect(headers.etag).toBe('"2"');
    expect(body.workspace.settlement).toEqual({ method: 'billing-center', since: '2026-01-01T00:01:00.000Z' });
  });

  it('someone else’s is not told apart from a missing one', async () => {
    const { world, workspace } = await customer();
    const token = await stranger(world);
    const missing = { site: 'cn1', workspaceId: `wksp_${'0'.repeat(32)}` };
    await world.store.write({
      table: 'workspaces',
      insert: { kind: 'void', workspaceId: `wksp_${'1'.repeat(32)}` as WorkspaceId, version: 1 },
    });
    // biome-ignore format: one case a line
    const paths = [
      pathOf(missing),
      pathOf(workspace),
      pathOf({ site: 'cn1', workspaceId: `wksp_${'1'.repeat(32)}` }),
      pathOf({ site: 'cn1', workspaceId: 'x' }),
      pathOf({ site: 'mars', workspaceId: workspace.workspaceId }),
      pathOf({ site: '__proto__', workspaceId: 'constructor' }),
    ];
    for (const path of paths) {
      for (const address of [path, `${path}/settlements`]) {
        const answer = await read(world, token, address);
        expect(answer).toMatchObject(refusal('workspace-not-found'));
        expect(answer.headers).not.toHaveProperty('etag');
      }
    }
  });

  it('nor is one’s own at another site', async () => {
    const { world, workspace, token } = await customer();
    expect(await read(world, token, pathOf({ ...workspace, site: 'cn2' }))).toMatchObject(
      refusal('workspace-not-found'),
    );
  });
});

describe('GET /api/workspaces/{site}/{workspaceId}/settlements', () => {
  it('is the payer of record over time: the entries touch, and only the last has no end', async () => {
    const { world, workspace, token } = await customer();
    await change(world, token, workspace, billingCenterSettlement);
    world.clock.advance(minute);
    await change(world, token, workspace, alicloud());
    world.clock.advance(minute);
    await close(world);
    // biome-ignore format: one entry a line
    expect((await read(world, token, `${pathOf(workspace)}/settlements`)).body).toEqual({
      settlements: [
        { ...alicloud(),            from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:01:00.000Z', cause: 'registration', by: 'owner' },
        { method: 'billing-center', from: '2026-01-01T00:01:00.000Z', to: '2026-01-01T00:02:00.000Z', cause: 'change',       by: 'owner' },
        { ...alicloud(),            from: '2026-01-01T00:02:00.000Z', to: '2026-01-01T00:03:00.000Z', cause: 'change',       by: 'owner' },
        { method: 'billing-center', from: '2026-01-01T00:03:00.000Z',                                 cause: 'closure',      by: 'marketplace' },
      ],
    });
  });
});

describe('every read is for who is signed in', () => {
  // biome-ignore format: one case a line
  const paths = [
    '/api/account',
    '/api/workspaces',
    '/api/workspaces/cn1/wksp_0123456789abcdef0123456789abcdef',
    '/api/workspaces/cn1/wksp_0123456789abcdef0123456789abcdef/settlements',
    '/api/workspaces/cn1/wksp_0123456789abcdef0123456789abcdef/usage',
    '/api/cloud-accounts',
    '/api/bills',
    '/api/bills.csv',
    '/api/ledger',
  ];

  it.each(paths)('%s', async (path) => {
    const { world, token } = await customer();
    const before = { ...world.store.calls };
    for (const forged of [undefined, 'x', `${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`]) {
      expect(await world.ask('GET', path, { token: forged })).toMatchObject(refusal('not-signed-in'));
    }
    expect(world.store.calls).toEqual(before);

    await world.ask('DELETE', '/api/sessions', { token });
    expect(await read(world, token, path)).toMatchObject(refusal('not-signed-in'));
  });

  it('before what is wrong with the request', async () => {
    const { world, token } = await customer();
    await world.ask('DELETE', '/api/sessions', { token });
    expect(await read(world, token, '/api/workspaces', { limit: '0' })).toMatchObject(refusal('not-signed-in'));
    expect(await read(world, token, '/api/workspaces', { cursor: 'x' })).toMatchObject(refusal('not-signed-in'));
    expect(await read(world, token, '/api/workspaces/x/y')).toMatchObject(refusal('not-signed-in'));
  });

  it.each(paths)('%s is only read', async (path) => {
    const { world, token } = await customer();
    const answer = await world.ask('POST', path, { token, json: {} });
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET' } });
  });
});

describe('GET /api/cloud-accounts', () => {
  const cloudAccounts = async (world: FaultyWorld, token: string) =>
    (await read(world, token, '/api/cloud-accounts')).body.cloudAccounts;
  const openedAt = '2026-01-01T00:00:00.000Z';

  it('is empty for who never settled through AliCloud', async () => {
    const { world } = await customer();
    expect(await cloudAccounts(world, await stranger(world))).toEqual([]);
  });

  it('is each AliCloud account with all that it bought and how many workspaces each settles now', async () => {
    const { world, workspace, token } = await customer();
    await buy(world, OTHER_INSTANCE_ID);
    await buy(world, '33884915', OTHER_ACCOUNT_ID);
    await addWorkspace(world, token, alicloud());
    await addWorkspace(world, token, alicloud(OTHER_INSTANCE_ID));
    await addWorkspace(world, token, alicloud('33884915', OTHER_ACCOUNT_ID));
    expect(await cloudAccounts(world, token)).toEqual([
      {
        accountId: ACCOUNT_ID,
        instances: [
          { instanceId: INSTANCE_ID, status: 'open', openedAt, workspaceCount: 2 },
          { instanceId: OTHER_INSTANCE_ID, status: 'open', openedAt: '2026-01-01T00:01:00.000Z', workspaceCount: 1 },
        ],
      },
      {
        accountId: OTHER_ACCOUNT_ID,
        instances: [
          { instanceId: '33884915', status: 'open', openedAt: '2026-01-01T00:01:00.000Z', workspaceCount: 1 },
        ],
      },
    ]);

    await change(world, token, workspace, billingCenterSettlement);
    const [first] = await cloudAccounts(world, token);
    expect(first.instances[0].workspaceCount).toBe(1);
  });

  it('shows what was closed, and what is overdue, for as long as the account lives', async () => {
    const { world, token } = await customer();
    await buy(world, OTHER_INSTANCE_ID);
    await fallOverdue(world, OTHER_INSTANCE_ID);
    world.clock.advance(minute);
    await release(world);
    world.clock.advance(minute);
    await world.settle();
    expect(await cloudAccounts(world, token)).toEqual([
      {
        accountId: ACCOUNT_ID,
        instances: [
          {
            instanceId: INSTANCE_ID,
            status: 'closed',
            openedAt,
            closedAt: '2026-01-01T00:03:00.000Z',
            workspaceCount: 0,
          },
          { instanceId: OTHER_INSTANCE_ID, status: 'overdue', openedAt: '2026-01-01T00:01:00.000Z', workspaceCount: 0 },
        ],
      },
    ]);
  });

  it('passes over an instance whose row says that another bought it', async () => {
    const { world, token } = await customer();
    const row: Instance = { instanceId: '33884999', version: 1, status: 'open', accountId: OTHER_ACCOUNT_ID };
    await world.store.write({ table: 'instances', insert: row });
    for (const instanceId of ['33884999', '33885000']) {
      await world.store.write({ table: 'instancesByAccount', put: { accountId: ACCOUNT_ID, instanceId } });
    }
    const [only] = await cloudAccounts(world, token);
    expect(only.instances.map(({ instanceId }: Instance) => instanceId)).toEqual([INSTANCE_ID]);
  });

  it('counts the workspaces of its own account only', async () => {
    const { world, workspace, token } = await customer();
    // No two customers can share an instance; were it so, neither would see the other’s number.
    const row = await world.store.get('workspaces', { workspaceId: workspace.workspaceId });
    const foreign = {
      ...(row as Workspace),
      workspaceId: `wksp_${'f'.repeat(32)}` as WorkspaceId,
      owner: 'acct_other',
    };
    await world.store.write({ table: 'workspaces', insert: foreign });
    await world.store.write({
      table: 'workspacesByOwner',
      put: { owner: (row as Workspace).owner, workspaceId: foreign.workspaceId },
    });
    const [only] = await cloudAccounts(world, token);
    expect(only.instances[0].workspaceCount).toBe(1);
  });

  it('counts more workspaces than one page of the pass holds', async () => {
    const { world, workspace, token } = await customer();
    const row = (await world.store.get('workspaces', { workspaceId: workspace.workspaceId })) as Workspace;
    for (let nth = 0; nth < 1_200; nth++) {
      const workspaceId = `wksp_${String(nth).padStart(32, '0')}` as WorkspaceId;
      const settlement = {
        method: 'alicloud',
        accountId: ACCOUNT_ID as AccountId,
        instanceId: INSTANCE_ID as InstanceId,
      } as const;
      const entry = { ...row.timeline[0], settlement };
      await world.store.writeMany([
        { table: 'workspaces', insert: { ...row, workspaceId, timeline: [entry] } },
        { table: 'workspacesByOwner', put: { owner: row.owner, workspaceId } },
      ]);
    }
    const [only] = await cloudAccounts(world, token);
    expect(only.instances[0].workspaceCount).toBe(1_201);
  });
});

it('one workspace costs one round of the store', async () => {
  const { world, workspace, token } = await customer();
  expect(await roundsOf(world, () => read(world, token, pathOf(workspace)))).toEqual([
    ['read sessions', 'read workspaces'],
  ]);
});
