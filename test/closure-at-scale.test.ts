/**
 * One AliCloud account settles a thousand workspaces of nine sites; its instance is closed while others are being bound to
 * it and unbound from it. Over real HTTP, against the built bundles and the embedded cloud.
 */
import { type RunningSystem, removeData, send, startSystem, storeOf } from './fakes/system';

const SITES = ['cn1', 'cn2', 'cn3', 'cn4', 'cn6', 'us1', 'eu1', 'ap1', 'za1'];
const ACCOUNT_ID = '1234567890123456';
const billingCenter = { method: 'billing-center' };

interface Workspace {
  readonly site: string;
  readonly workspaceId: string;
  readonly settlement: { readonly method: string; readonly instanceId?: string };
}

/** `work` on every item, so many at a time. */
const inParallel = async <Item, Done>(items: readonly Item[], most: number, work: (item: Item) => Promise<Done>) => {
  const left = [...items];
  const done: Done[] = [];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) done.push(await work(item));
  };
  await Promise.all(Array.from({ length: most }, worker));
  return done;
};

let system: RunningSystem;
beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(async () => {
  await system.stop();
  await removeData();
});

test('the closure switches all of them, sends one mail, and leaves no binding behind', async () => {
  const { instanceId } = (
    await send(system, 'POST', '/local/marketplace/instances', { json: { accountId: ACCOUNT_ID } })
  ).body;
  const alicloud = { method: 'alicloud', accountId: ACCOUNT_ID, instanceId };
  const who = { username: 'acme', password: 'correct horse battery' };
  await send(system, 'POST', '/api/registrations', {
    json: {
      ...who,
      site: SITES[0],
      email: 'ops@acme.example',
      workspace: { name: 'Workspace 0', language: 'zh' },
      settlement: alicloud,
      agreementAccepted: true,
    },
  });
  const { token } = (await send(system, 'POST', '/api/sessions', { json: who })).body;
  const added = await inParallel(
    Array.from({ length: 999 }, (_, nth) => nth + 1),
    8,
    async (nth) =>
      send(system, 'POST', '/api/registrations/workspaces', {
        token,
        json: {
          site: SITES[nth % SITES.length],
          workspace: { name: `Workspace ${nth}`, language: 'zh' },
          // The last forty come and go while the instance closes.
          settlement: nth < 960 ? alicloud : billingCenter,
        },
      }),
  );
  expect(added.map(({ status }) => status)).toEqual(added.map(() => 201));
  const restless: Workspace[] = added
    .map(({ body }) => body.workspace)
    .filter((one) => one.settlement.method === 'billing-center');
  expect(restless).toHaveLength(40);

  const change = ({ site, workspaceId }: Workspace, settlement: object) =>
    send(system, 'PUT', `/api/settlements/${site}/${workspaceId}`, { token, json: settlement });
  let closed = false;
  const statuses = new Set<number>();
  const comeAndGo = inParallel(restless, 4, async (workspace) => {
    for (let after = 0; after < 2; after += closed ? 1 : 0) {
      statuses.add((await change(workspace, alicloud)).status);
      statuses.add((await change(workspace, billingCenter)).status);
    }
    statuses.add((await change(workspace, alicloud)).status);
  });
  await send(system, 'POST', `/local/marketplace/instances/${instanceId}/close`);
  await send(system, 'POST', '/local/clock', { json: { advanceMs: 60_000 } });
  closed = true;
  await comeAndGo;
  await send(system, 'POST', '/local/clock', { json: { advanceMs: 120_000 } });

  // Bound or unbound in time, refused because it was closing, or asked to try again: nothing else.
  expect([...statuses].filter((status) => ![200, 409, 503].includes(status))).toEqual([]);
  expect(statuses.has(409)).toBe(true);

  const all: Workspace[] = [];
  let cursor = '';
  do {
    const page = await send(system, 'GET', `/api/workspaces?limit=200${cursor}`, { token });
    all.push(...page.body.workspaces);
    cursor = page.body.nextCursor ? `&cursor=${page.body.nextCursor}` : '';
  } while (cursor);
  expect(all).toHaveLength(1_000);
  expect(new Set(all.map(({ site }) => site)).size).toBe(9);
  expect(all.filter(({ settlement }) => settlement.method !== 'billing-center')).toEqual([]);

  const store = storeOf(system);
  expect((await store.get('instances', { instanceId }))?.status).toBe('closed');
  expect((await store.scan('bindings', { instanceId }, { limit: 10 })).rows).toEqual([]);

  const { messages } = (await send(system, 'GET', '/local/mail')).body;
  const closures = messages.filter(({ subject }: { subject: string }) => subject.includes('已关闭'));
  expect(closures).toHaveLength(1);
  const told = Number(/(\d+) 个工作空间/.exec(closures[0].subject)?.[1]);
  const rows = await store.getMany('workspaces', all.map(({ workspaceId }) => ({ workspaceId })) as never);
  const switched = rows.filter(
    (row) => row?.kind === 'workspace' && row.timeline.some((entry) => entry.cause === 'closure'),
  );
  expect(told).toBe(switched.length);
  expect(told).toBeGreaterThanOrEqual(960);
}, 180_000);
