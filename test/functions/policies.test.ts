/** The policies, each off unless it is configured, each with its sentence: which one refuses, and until when. */

import type { Policies } from '../../shared/domain/policies';
import {
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

const OTHER_INSTANCE = '33884914';

const customer = async (policies: Policies) => {
  const world = createWorld({ policies });
  await buy(world);
  await buy(world, OTHER_INSTANCE);
  const { workspace } = (await register(world)).body;
  const token = await logInAs(world);
  const wish = (settlement: object, language = 'en') =>
    change(world, token, workspace, settlement, { 'Accept-Language': language });
  return { world, token, wish };
};
const notAllowed = (detail: RegExp) => ({
  status: 409,
  body: { code: 'settlement-change-not-allowed', detail: expect.stringMatching(detail) },
});

test('without any, everything goes', async () => {
  const { wish, world, token } = await customer({});
  for (const settlement of [billingCenterSettlement, alicloud(), alicloud(OTHER_INSTANCE), alicloud()]) {
    expect((await wish(settlement)).status).toBe(200);
  }
  expect((await addWorkspace(world, token, alicloud(), 'Acme', 'us1')).status).toBe(201);
});

describe('changes per month', () => {
  test('so many, then none until the month of Beijing is over', async () => {
    const { wish, world } = await customer({ changesPerMonth: 2 });
    expect((await wish(billingCenterSettlement)).status).toBe(200);
    expect((await wish(alicloud())).status).toBe(200);
    expect(await wish(billingCenterSettlement)).toMatchObject(notAllowed(/2 times.*2026-02-01/));
    expect(await wish(billingCenterSettlement, 'zh')).toMatchObject(notAllowed(/2 次.*2026-02-01/));
    expect((await wish(alicloud())).status).toBe(200);
    // Midnight in Beijing, at 16:00 UTC, begins February.
    world.clock.advance(Date.parse('2026-01-31T15:59:00Z') - world.clock.nowMs());
    const token = await logInAs(world);
    const { workspaces } = (await world.ask('GET', '/api/workspaces', { token })).body;
    const later = () => change(world, token, workspaces[0], billingCenterSettlement);
    expect((await later()).status).toBe(409);
    world.clock.advance(60_000);
    expect((await later()).status).toBe(200);
  });

  test('what a closure did does not count', async () => {
    const { wish, world } = await customer({ changesPerMonth: 1 });
    await world.spi('releaseInstance', { instanceId: INSTANCE_ID });
    await world.settle();
    expect((await wish(alicloud(OTHER_INSTANCE))).status).toBe(200);
  });
});

describe('leaving an open subscription', () => {
  test('is refused, to another payer whichever', async () => {
    const { wish } = await customer({ stayWhileOpen: true });
    expect(await wish(billingCenterSettlement)).toMatchObject(notAllowed(/33884913 is still open/));
    expect(await wish(billingCenterSettlement, 'zh')).toMatchObject(notAllowed(/33884913 仍为已开通状态/));
    expect(await wish(alicloud(OTHER_INSTANCE))).toMatchObject(notAllowed(/33884913/));
    expect((await wish(alicloud())).status).toBe(200);
  });

  test('is free once the instance is closed', async () => {
    const { wish, world } = await customer({ stayWhileOpen: true });
    await world.spi('releaseInstance', { instanceId: INSTANCE_ID });
    await world.settle();
    expect((await wish(alicloud(OTHER_INSTANCE))).status).toBe(200);
  });
});

describe('only sites of Alibaba Cloud may choose AliCloud', () => {
  // biome-ignore format: one case a line
  test.each([
    ['cn1', 201], ['cn3', 201], ['cn6', 201],
    ['cn2', 409], ['cn4', 409], ['us1', 409], ['eu1', 409], ['ap1', 409], ['za1', 409], ['id1', 409],
  ])('%s: %i', async (site, status) => {
    const { world, token } = await customer({ onlyOwnCloud: true });
    expect((await addWorkspace(world, token, alicloud(), 'Acme', site)).status).toBe(status);
    expect((await addWorkspace(world, token, billingCenterSettlement, 'Acme', site)).status).toBe(201);
  });

  test('it says so in both languages, for a registration and a change', async () => {
    const fresh = createWorld({ policies: { onlyOwnCloud: true } });
    await buy(fresh);
    const refused = await register(fresh, { site: 'us1' }, { 'Accept-Language': 'zh' });
    expect(refused).toMatchObject(notAllowed(/俄勒冈站点不在阿里云上运行/));
    const { world, token } = await customer({ onlyOwnCloud: true });
    const { workspace } = (await addWorkspace(world, token, billingCenterSettlement, 'Acme', 'us1')).body;
    expect(await change(world, token, workspace, alicloud())).toMatchObject(
      notAllowed(/Oregon does not run on Alibaba/),
    );
  });
});
