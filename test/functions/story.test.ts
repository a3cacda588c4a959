/** The main job, from buying to the mail after closing, over ports in memory: the shortest true path through every part. */
import {
  ACCOUNT_ID,
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  createWorld,
  INSTANCE_ID,
  logInAs,
  register,
} from '../fakes/world';

test('a customer buys, registers, adds a workspace, changes its settlement and closes', async () => {
  const world = createWorld();

  expect(await buy(world)).toMatchObject({
    status: 200,
    body: {
      instanceId: INSTANCE_ID,
      appInfo: { frontEndUrl: 'https://billing.example/register', authUrl: 'https://billing.example/marketplace/spi' },
    },
  });

  const registered = await register(world);
  expect(registered).toMatchObject({
    status: 201,
    body: {
      workspace: { site: 'cn1', name: 'Acme production', language: 'zh', settlement: alicloud() },
      billingAccount: { username: 'acme', email: 'ops@acme.example', phone: '13800138000', company: 'Acme' },
    },
  });
  const first = registered.body.workspace;

  const token = await logInAs(world);
  world.clock.advance(1);
  const second = (await addWorkspace(world, token, billingCenterSettlement)).body.workspace;
  expect(second).toMatchObject({ site: 'eu1', settlement: billingCenterSettlement });

  const changed = await change(world, token, second, alicloud());
  expect(changed).toMatchObject({
    status: 200,
    headers: { etag: '"2"' },
    body: { workspace: { settlement: alicloud() } },
  });

  const list = await world.ask('GET', '/api/workspaces', { token });
  expect(list.body.workspaces.map(({ workspaceId }: { workspaceId: string }) => workspaceId)).toEqual([
    first.workspaceId,
    second.workspaceId,
  ]);
  expect((await world.ask('GET', '/api/cloud-accounts', { token })).body).toEqual({
    cloudAccounts: [
      {
        accountId: ACCOUNT_ID,
        instances: [
          { instanceId: INSTANCE_ID, status: 'open', openedAt: '2026-01-01T00:00:00.000Z', workspaceCount: 2 },
        ],
      },
    ],
  });

  expect(await world.spi('releaseInstance', { instanceId: INSTANCE_ID, isRefund: 'false' })).toMatchObject({
    status: 200,
    body: { success: 'true' },
  });
  await world.settle();

  for (const { site, workspaceId } of [first, second]) {
    const { body } = await world.ask('GET', `/api/workspaces/${site}/${workspaceId}/settlements`, { token });
    expect(body.settlements.at(-1)).toMatchObject({ method: 'billing-center', cause: 'closure', by: 'marketplace' });
  }
  expect(world.mailer.sent.map(({ to, subject }) => [to, subject])).toEqual([
    ['ops@acme.example', expect.stringMatching(/33884913 closed: 2 workspaces switched/)],
    ['ops@acme.example', expect.stringMatching(/settlement of a workspace was changed/)],
  ]);
  expect((await world.store.scan('bindings', { instanceId: INSTANCE_ID }, { limit: 10 })).rows).toEqual([]);
  expect((await world.store.get('instances', { instanceId: INSTANCE_ID }))?.status).toBe('closed');
  expect((await world.store.scan('todos', { queue: 'closures' }, { limit: 10 })).rows).toEqual([]);
  expect((await world.store.scan('todos', { queue: 'mails' }, { limit: 10 })).rows).toEqual([]);
  expect((await world.store.scan('todos', { queue: 'changes' }, { limit: 10 })).rows).toEqual([]);
});
