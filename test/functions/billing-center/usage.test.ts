/** `GET /api/workspaces/{site}/{workspaceId}/usage`: a day hour by hour, and who pays for each. */
import type { UsageHour } from '../../../shared/domain/fees/usage';
import type { Workspace } from '../../../shared/domain/workspace';
import type { Day } from '../../../shared/validation/day';
import { type FaultyWorld, roundsOf } from '../../fakes/faults';
import {
  ACCOUNT_ID,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  INSTANCE_ID,
  logInAs,
  register,
} from '../../fakes/world';
import { refusal } from '../steps';
import { customer, type Query } from './fees';

const read = (
  world: FaultyWorld,
  token: string,
  { site, workspaceId }: Pick<Workspace, 'site' | 'workspaceId'>,
  query: Query = {},
) => world.ask('GET', `/api/workspaces/${site}/${workspaceId}/usage`, { token, query });

const used = (hour: string, more: Partial<UsageHour> = {}): UsageHour => ({
  item: 'hosts',
  hourMs: Date.parse(`2026-01-${hour}:00:00.000Z`),
  quantity: '2',
  atMs: 1,
  eventId: 'e',
  ...more,
});

const putUsage = ({ store }: FaultyWorld, { workspaceId, site }: Workspace, day: Day, hours: readonly UsageHour[]) =>
  store.write({ table: 'usageDays', put: { workspaceId, day, version: 1, site, hours } });

const account = { method: 'billing-center' };
const instance = { method: 'alicloud', accountId: ACCOUNT_ID, instanceId: INSTANCE_ID };

it('is the hours in their order, within one the items in theirs, each with its payer and no more', async () => {
  const { world, row, token } = await customer();
  await putUsage(world, row, '2026-01-14', [
    used('14T03', { item: 'logs', retention: 14, quantity: '1.000001' }),
    used('14T03', { item: 'logs', retention: 7 }),
    used('14T03', { item: 'time-series', retention: 3, quantity: '6000' }),
    used('13T16'),
  ]);
  const { status, body } = await read(world, token, row, { day: '2026-01-14' });
  expect(status).toBe(200);
  expect(body).toEqual({
    day: '2026-01-14',
    hours: [
      { hour: '2026-01-13T16:00:00.000Z', item: 'hosts', quantity: '2', payer: account },
      { hour: '2026-01-14T03:00:00.000Z', item: 'time-series', retention: 3, quantity: '6000', payer: account },
      { hour: '2026-01-14T03:00:00.000Z', item: 'logs', retention: 7, quantity: '2', payer: account },
      { hour: '2026-01-14T03:00:00.000Z', item: 'logs', retention: 14, quantity: '1.000001', payer: account },
    ],
  });
});

it('an hour is paid by who paid at its beginning: the one that holds the change, by who leaves', async () => {
  const { world, row, token } = await customer();
  await buy(world);
  world.clock.advance(30 * 60_000);
  // 12:30 in Beijing.
  await change(world, token, row, alicloud());
  await putUsage(
    world,
    row,
    '2026-01-15',
    ['15T03', '15T04', '15T05', '15T06'].map((hour) => used(hour)),
  );
  const { hours } = (await read(world, token, row)).body;
  expect(hours.map(({ payer }: { payer: object }) => payer)).toEqual([account, account, instance, instance]);
});

// biome-ignore format: one case a line
it.each<[Query, string]>([
  // query                     day; it is noon of 15 January in Beijing
  [{},                         '2026-01-15'],
  [{ day: '' },                '2026-01-15'],
  [{ day: '2026-01-14' },      '2026-01-14'],
  [{ day: '2024-02-29' },      '2024-02-29'],
])('%j is the day %s, which may have no usage', async (query, day) => {
  const { world, row, token } = await customer();
  await putUsage(world, row, '2026-01-13', [used('13T03')]);
  expect((await read(world, token, row, query)).body).toEqual({ day, hours: [] });
});

it.each(['2026-02-29', '2026-1-1', 'today', '2026-01-01,2026-01-02'])('%s is no day', async (day) => {
  const { world, row, token } = await customer();
  const answer = await read(world, token, row, { day });
  expect(answer).toMatchObject(refusal('invalid-request'));
  expect(answer.body.errors).toMatchObject([{ path: '/day', code: 'malformed' }]);
  await world.ask('DELETE', '/api/sessions', { token });
  expect(await read(world, token, row, { day })).toMatchObject(refusal('not-signed-in'));
});

it('someone else’s is not told apart from a missing one, nor one’s own at another site', async () => {
  const { world, row, token } = await customer();
  await register(world, { username: 'stranger', settlement: billingCenterSettlement });
  await putUsage(world, row, '2026-01-15', [used('15T03')]);
  expect(await read(world, await logInAs(world, 'stranger'), row)).toMatchObject(refusal('workspace-not-found'));
  expect(await read(world, token, { ...row, site: 'cn2' })).toMatchObject(refusal('workspace-not-found'));
  const wrong = `/api/workspaces/cn1/nothing/usage`;
  expect(await world.ask('GET', wrong, { token })).toMatchObject(refusal('workspace-not-found'));
  expect((await read(world, token, row)).status).toBe(200);
});

it('costs one round of the store', async () => {
  const { world, row, token } = await customer();
  expect(await roundsOf(world, () => read(world, token, row))).toEqual([
    ['read sessions', 'read usageDays', 'read workspaces'],
  ]);
});
