/**
 * One random run: a seed decides who does what, in which order it happens, and what befalls it. Everything goes on for
 * some days of a time that takes no time; then all is well, what was begun is finished, and the auditor looks at the end.
 */

import { DAY_MS } from '../../../shared/domain/limits';
import { SESSION_LIFETIME_MS } from '../../../shared/protocol/session';
import { fakeClock, fakeRandom } from '../../fakes/ports';
import {
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  createWorld,
  logInAs,
  register,
} from '../../fakes/world';
import { createAuditor } from '../auditor';
import { createChance } from './chance';
import { type Cloud, createCloud } from './cloud';
import { createMarketplace, type InstanceName, instances, type SimulatedMarketplace } from './marketplace';
import { logIn, type Owner, registerAnew, useBillingCenter, useMarketplace } from './people';
import { createScheduler, type Odds } from './scheduler';

export interface RandomRun {
  readonly violations: readonly string[];
  /** What happened, in order, each with the seconds since the beginning; empty where nobody asked for it. */
  readonly trace: readonly string[];
  /** How often what came to pass: the answers by their codes, and what befell the calls. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What a run begins with: two owners of three workspaces each, who use their instances already or do not. */
const prepare = async (settled: boolean) => {
  const world = createWorld();
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
  return { contents: world.store.contents, owners, startMs: world.clock.nowMs(), sent: world.mailer.sent };
};

const prepared = new Map<boolean, ReturnType<typeof prepare>>();

const beginning = (settled: boolean): ReturnType<typeof prepare> => {
  const made = prepared.get(settled) ?? prepare(settled);
  prepared.set(settled, made);
  return made;
};

const calm: Odds = { fail: 0, loseAnswer: 0, late: 0, crash: 0 };

/** How rough it is: in some runs everything goes well but for the races. */
const oddsOf = ({ pick, is }: ReturnType<typeof createChance>): Odds =>
  is(0.2)
    ? calm
    : {
        fail: pick([0, 0.01, 0.03, 0.08]),
        loseAnswer: pick([0, 0.01, 0.03, 0.08]),
        late: pick([0, 0.5, 0.9]),
        crash: pick([0, 0.002, 0.01, 0.02]),
      };

/** Some seconds in which much happens at once. */
const crowd = (cloud: Cloud, marketplace: SimulatedMarketplace, owners: readonly Owner[]): void => {
  const { chance } = cloud;
  const withinMs = chance.pick([50, 500, 3_000]);
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
const recover = async (cloud: Cloud, marketplace: SimulatedMarketplace): Promise<void> => {
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
    if (refused === 0 && cloud.contents.of('todos').all().length === 0) return;
  }
};

/** The same seed gives the very same run. */
export const randomRun = async (seed: number, tracing = false): Promise<RandomRun> => {
  const chance = createChance(seed);
  const begun = await beginning(chance.is(0.6));
  const contents = begun.contents.copy();
  const owners = begun.owners.map((owner) => ({ ...owner, workspaces: [...owner.workspaces] }));
  const trace: string[] = [];
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const auditor = createAuditor(contents);
  const scheduler = createScheduler(
    chance,
    begun.startMs,
    oddsOf(chance),
    (line) => tracing && trace.push(line),
    count,
  );
  const cloud = createCloud(contents, scheduler, chance, auditor, count);
  cloud.mailer.sent.push(...begun.sent);
  const marketplace = createMarketplace(cloud);

  for (let left = chance.between(1, 3); left > 0; left--) {
    crowd(cloud, marketplace, owners);
    await scheduler.run();
    idle(cloud, owners, chance.pick([1_000, 60_000, 20 * 60_000, DAY_MS, 5 * DAY_MS]));
    await scheduler.run();
  }
  scheduler.calm();
  void recover(cloud, marketplace);
  await scheduler.run();

  for (const mail of cloud.unrecorded) auditor.unheard(mail);
  const world = createWorld({
    contents,
    accepted: auditor.accepted,
    clock: fakeClock(scheduler.nowMs()),
    random: fakeRandom(`at rest ${seed}`),
    mailer: cloud.mailer,
    marketplace: cloud.marketplace,
  });
  await auditor.atRest(world);
  return { violations: auditor.violations(), trace, counts };
};
