/**
 * What happens in a run, whatever it runs on: some days in which much happens at once and then nothing for long; and in the
 * end all is well, and what was begun is finished.
 */
import { DAY_MS } from '../../../shared/domain/limits';
import type { Store } from '../../../shared/ports';
import { SESSION_LIFETIME_MS } from '../../../shared/protocol/session';
import {
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  logInAs,
  register,
  type World,
} from '../../fakes/world';
import type { Cloud } from './cloud';
import { type InstanceName, instances, type SimulatedMarketplace } from './marketplace';
import { logIn, type Owner, registerAnew, useBillingCenter, useMarketplace } from './people';
import type { Scheduler } from './scheduler';

/** What a run begins with: two owners of three workspaces each, who use their instances already or do not. */
export const prepare = async (
  world: Pick<World, 'ask' | 'spi' | 'clock' | 'timer'>,
  settled: boolean,
): Promise<Owner[]> => {
  for (const name of ['X', 'Y', 'Z'] as const) await buy(world, instances[name].instanceId, instances[name].accountId);
  const owners: Owner[] = [];
  const payers: Record<string, readonly InstanceName[]> = { ann: ['X', 'X', 'Y'], bob: ['Z', 'Z'] };
  for (const username of ['ann', 'bob']) {
    const changes = { username, email: `${username}@example.com`, settlement: billingCenterSettlement };
    const workspaces = [(await register(world, changes)).body.workspace];
    const token = await logInAs(world, username);
    for (const name of ['second', 'third']) {
      world.clock.advance(10);
      workspaces.push((await addWorkspace(world, token, billingCenterSettlement, name)).body.workspace);
    }
    for (const [at, payer] of (settled ? (payers[username] ?? []) : []).entries()) {
      await change(world, token, workspaces[at], alicloud(instances[payer].instanceId, instances[payer].accountId));
    }
    owners.push({ username, token, workspaces: workspaces.map(({ site, workspaceId }) => ({ site, workspaceId })) });
  }
  world.clock.advance(60_000);
  await world.timer('deliver-mail');
  return owners;
};

/** Some seconds in which much happens at once. */
const crowd = (cloud: Cloud, marketplace: SimulatedMarketplace, owners: readonly Owner[]): void => {
  const { chance } = cloud;
  const withinMs = chance.pick([50, 500, 3_000, 8_000]);
  const soon = (act: () => Promise<unknown>) => cloud.at(chance.between(0, withinMs), () => void act());
  for (const owner of owners) {
    for (let left = chance.between(0, 3); left > 0; left--) soon(() => useBillingCenter(cloud, owner));
  }
  for (let left = chance.between(0, 2); left > 0; left--) soon(() => registerAnew(cloud));
  for (let left = chance.between(1, 2); left > 0; left--) soon(() => useMarketplace(cloud, marketplace));
  for (let left = chance.between(0, 2); left > 0; left--) soon(() => cloud.timer('close-subscription'));
  for (let left = chance.between(0, 2); left > 0; left--) soon(() => cloud.timer('deliver-mail'));
  if (chance.is(0.3)) soon(() => cloud.timer('check-consistency'));
  if (chance.is(0.2)) {
    soon(async () =>
      cloud.disturb(chance.pick(['workspaces', 'bindings', 'links', 'instances', 'mails', 'mail', 'invoke'])),
    );
    cloud.at(withinMs + chance.between(0, 5_000), () => cloud.disturb(undefined));
  }
  if (chance.is(0.2)) {
    soon(async () => {
      cloud.marketplace.down = true;
    });
    cloud.at(withinMs + chance.between(0, 20_000), () => {
      cloud.marketplace.down = false;
    });
  }
  if (chance.is(0.3)) soon(async () => cloud.jump(chance.between(-10_000, 10_000)));
};

/** Nothing happens for so long; whose session has ended then mostly logs in again first. */
const idle = (cloud: Cloud, owners: readonly Owner[], ms: number) =>
  cloud.at(ms, () => {
    if (ms < SESSION_LIFETIME_MS || cloud.chance.is(0.2)) return;
    for (const owner of owners) void logIn(cloud, owner);
  });

/** All is well from now on: what the platform, the marketplace and the timers do until nothing is left to be done. */
const recover = async (
  cloud: Cloud,
  marketplace: SimulatedMarketplace,
  isLeft: () => Promise<boolean>,
): Promise<void> => {
  cloud.disturb(undefined);
  cloud.marketplace.down = false;
  marketplace.catchUp();
  for (let round = 0; round < 8; round++) {
    // Longer than a mail that failed has to wait.
    await cloud.pause(DAY_MS / 3);
    const refused = await marketplace.deliverTheRest();
    await cloud.timer('close-subscription');
    await cloud.timer('check-consistency');
    await cloud.timer('deliver-mail');
    if (refused === 0 && !(await isLeft())) return;
  }
};

/** All of it. `store` is only looked into, when all is well, for whether anything is left to be done. */
export const tell = async (
  scheduler: Pick<Scheduler, 'run' | 'calm'>,
  cloud: Cloud,
  marketplace: SimulatedMarketplace,
  owners: readonly Owner[],
  store: Store,
): Promise<void> => {
  const { chance } = cloud;
  for (let left = chance.between(1, 3); left > 0; left--) {
    crowd(cloud, marketplace, owners);
    await scheduler.run();
    idle(cloud, owners, chance.pick([1_000, 60_000, 20 * 60_000, DAY_MS, 5 * DAY_MS]));
    await scheduler.run();
  }
  scheduler.calm();
  const isLeft = async () => (await store.scan('todos', {}, { limit: 1 })).rows.length > 0;
  cloud.at(0, () => void recover(cloud, marketplace, isLeft));
  await scheduler.run();
};
