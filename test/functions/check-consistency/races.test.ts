/** The check among others: whoever is under way is no finding, and is not hindered; whatever died is found or hinders nobody. */
import { Unavailable } from '../../../shared/ports';
import { crashAfter, crashBefore, effectsOf, type FaultyWorld, holdAt, SIMULATION_MS } from '../../fakes/faults';
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
import { fallOverdue, release, show } from '../steps';
import { build, check, contents, HOUR_MS, type House, OTHER_INSTANCE_ID, told } from './house';

const fire = (world: FaultyWorld) => world.timer('check-consistency');

describe('whoever is between the intent and the commit is no finding, is not hindered, and finds the same end', () => {
  const acts: Readonly<Record<string, (house: House) => Promise<{ status: number }>>> = {
    'a change to Billing Center': ({ world, token, paid }) => change(world, token, paid, billingCenterSettlement),
    'a change to an instance': ({ world, token, switched }) => change(world, token, switched, alicloud()),
    'a further workspace': ({ world, token }) => addWorkspace(world, token, alicloud()),
    'a registration': ({ world }) => register(world, { username: 'third', settlement: billingCenterSettlement }),
    'a change that is refused': ({ world, token, paid }) =>
      change(world, token, paid, alicloud(OTHER_INSTANCE_ID, ACCOUNT_ID)),
  };

  test.each(Object.entries(acts))(
    '%s',
    async (_, act) => {
      const counted = await build();
      const effects = (await effectsOf(counted.world, () => act(counted))).length;
      const status = (await act(await build())).status;
      for (let nth = 1; nth <= effects; nth++) {
        const house = await build();
        const { world } = house;
        // A check that takes no time: whoever waits for it must not give up.
        const held = holdAt(nth, () => fire(world));
        expect((await world.during(held, () => act(house))).status).toBe(status);
        const { reports, findings } = await told(world);
        expect({ findings: reports[0]?.findings, listed: findings }).toEqual({ findings: {}, listed: [] });
        world.clock.advance(HOUR_MS);
        await world.timer('deliver-mail');
        expect((await check(world)).findings).toEqual({});
      }
    },
    SIMULATION_MS,
  );
});

describe('a slow check finds nothing, whatever happens between two of its steps', () => {
  const acts: Readonly<Record<string, (house: House) => Promise<unknown>>> = {
    'a change to Billing Center': ({ world, token, paid }) => change(world, token, paid, billingCenterSettlement),
    'a change to an instance': ({ world, token, switched }) => change(world, token, switched, alicloud()),
    'a further workspace': ({ world, token }) => addWorkspace(world, token, alicloud()),
    'a registration': ({ world }) => register(world, { username: 'third', settlement: billingCenterSettlement }),
    'a change there and back': async ({ world, token, paid }) => {
      await change(world, token, paid, billingCenterSettlement);
      await change(world, token, paid, alicloud());
    },
    async 'a whole closure, with its mails'({ world }) {
      show(world, 'CLOSED');
      await release(world);
      await world.settle();
    },
    async 'an unpaid bill, and its payment'({ world }) {
      await fallOverdue(world);
      show(world, 'OPENED');
      const expiredOn = '2027-01-01 00:00:00';
      await world.spi('renewInstance', { instanceId: INSTANCE_ID, orderId: '222222222222222', expiredOn });
    },
    async 'the mail of a change that has waited for long'({ world }) {
      world.mailer.fault = undefined;
      await world.timer('deliver-mail');
    },
  };
  /** A change was made an hour ago, and its mail could not be sent since. */
  const waiting = async () => {
    const house = await build();
    const { world, token, switched } = house;
    await change(world, token, switched, alicloud());
    world.mailer.fault = new Unavailable('DirectMail is down.');
    await world.timer('deliver-mail');
    world.clock.advance(HOUR_MS);
    world.invoker.invoked.length = 0;
    return { ...house, paid: switched, switched: house.paid };
  };

  test.each(Object.entries(acts))(
    '%s',
    async (_, act) => {
      const counted = await waiting();
      const effects = (await effectsOf(counted.world, () => fire(counted.world))).length;
      for (let nth = 1; nth <= effects; nth++) {
        const house = await waiting();
        const { world } = house;
        await world.during(
          holdAt(nth, () => act(house)),
          () => fire(world),
        );
        const { reports, findings } = await told(world);
        expect({ nth, findings: reports[0]?.findings, listed: findings }).toEqual({ nth, findings: {}, listed: [] });
        world.mailer.fault = undefined;
        await world.settle();
        world.clock.advance(HOUR_MS);
        await world.timer('deliver-mail');
        expect((await check(world)).findings).toEqual({});
      }
    },
    SIMULATION_MS,
  );
});

test('a payment that arrives while the marketplace still answers stands', async () => {
  const { world } = await build();
  const { instance } = world.marketplace;
  show(world, 'EXPIRED');
  world.marketplace.instance = async (instanceId) => {
    const shown = await instance(instanceId);
    if (instanceId === INSTANCE_ID && shown?.status === 'EXPIRED') {
      show(world, 'OPENED');
      const expiredOn = '2027-01-01 00:00:00';
      await world.spi('renewInstance', { instanceId, orderId: '222222222222222', expiredOn });
    }
    return shown;
  };
  expect((await check(world)).findings).toEqual({});
  expect(await world.store.get('instances', { instanceId: INSTANCE_ID })).toMatchObject({ status: 'open' });
  expect(world.mailer.sent.filter(({ subject }) => subject.includes('欠费'))).toEqual([]);
});

test(
  'a walk under way is no finding, wherever it is, and comes to its end',
  async () => {
    const begun = async () => {
      const house = await build();
      show(house.world, 'CLOSED');
      await release(house.world);
      house.world.invoker.invoked.length = 0;
      return house;
    };
    const walk = (world: FaultyWorld) => world.timer('close-subscription');
    const counted = await begun();
    const effects = (await effectsOf(counted.world, () => walk(counted.world))).length;
    for (let nth = 1; nth <= effects; nth++) {
      const { world } = await begun();
      await world.during(
        holdAt(nth, () => fire(world)),
        () => walk(world),
      );
      expect((await told(world)).reports[0]?.findings).toEqual({});
      expect(await world.store.get('instances', { instanceId: INSTANCE_ID })).toMatchObject({ status: 'closed' });
      await world.settle();
      expect((await check(world)).findings).toEqual({});
    }
  },
  SIMULATION_MS,
);

test('intents at an open instance, and at one that nobody knows, are left alone', async () => {
  const { world, switched, strange } = await build();
  const intents = [INSTANCE_ID, OTHER_INSTANCE_ID, '77777777'].flatMap((instanceId) =>
    [switched, strange].map(({ workspaceId }) => ({ instanceId, workspaceId })),
  );
  for (const put of intents) await world.store.write({ table: 'bindings', put });
  const before = await contents(world);
  expect((await check(world)).findings).toEqual({});
  expect(await contents(world)).toEqual(before);
});

describe('a registration that died, at every write', () => {
  test.each([
    ['before it', crashBefore],
    ['after it', crashAfter],
  ])(
    '%s: its claims are no finding, and hinder nobody, check or no check',
    async (_, crash) => {
      // An AliCloud account that nobody is linked to yet: its link is one of the claims.
      const fresh = async () => {
        const house = await build();
        await buy(house.world, '55555555', '55555555555555');
        show(house.world, 'OPENED', { instanceId: '55555555', accountId: '55555555555555' });
        return house;
      };
      const third = { username: 'third', settlement: alicloud('55555555', '55555555555555') };
      const counted = await fresh();
      const effects = (await effectsOf(counted.world, () => register(counted.world, third))).length;
      for (let nth = 1; nth <= effects; nth++) {
        for (const checked of [true, false]) {
          const { world } = await fresh();
          await world.during(crash(nth), () => register(world, third));
          world.clock.advance(HOUR_MS);
          const before = await contents(world);
          if (checked) {
            expect((await check(world)).findings).toEqual({});
            expect(await contents(world)).toEqual(before);
          }
          const loggedIn = await logInAs(world, 'third');
          const again = await register(world, { ...third, password: 'another horse battery' });
          // Whole or nothing: where the commit was the last thing that happened, the customer can log in.
          expect(again.status).toBe(loggedIn === undefined ? 201 : 409);
          expect((await check(world)).findings).toEqual({});
        }
      }
    },
    SIMULATION_MS,
  );
});
