/**
 * The protocol of a change: its calls in order, what it leaves behind, and that it takes effect once and whole whatever
 * befalls the store at whichever row of it, whoever else is at the workspace or closes the instance.
 */
import {
  crashAfter,
  crashBefore,
  delayed,
  effectsOf,
  failOnce,
  holdAt,
  interleaved,
  loseAnswerOnce,
  loseAnswerThenFail,
  type Odds,
  roundsOf,
  SIMULATION_MS,
} from '../../fakes/faults';
import { type Answered, billingCenterSettlement, INSTANCE_ID } from '../../fakes/world';
import { bindingsOf, close, fallOverdue, OTHER_INSTANCE_ID, persist, release, rowOf } from '../steps';
import { type Customer, customerOf, settlementsOf, wish, X, Y } from './customer';

// --- the calls in order ----------------------------------------------------------------------------------------------

/** How far the pair may be tried: by the account, from its place, and of the AliCloud account. */
const tries = ['read attempts', 'read attempts', 'read attempts'];

describe('three round trips in a row, the binding and the workspace before the instance', () => {
  test('where the AliCloud account is linked already', async () => {
    const customer = await customerOf(X);
    expect(await roundsOf(customer.world, () => wish(customer, Y))).toEqual([
      [...tries, 'read links', 'read sessions', 'read workspaces', 'write bindings'],
      ['read instances', 'read instances', 'read workspaces', 'write todos'],
      ['write workspaces'],
    ]);
  });

  test('where it is linked by this change', async () => {
    const customer = await customerOf();
    expect(await roundsOf(customer.world, () => wish(customer, X))).toEqual([
      [...tries, 'read links', 'read sessions', 'read workspaces', 'write bindings'],
      ['read instances', 'write links', 'write todos'],
      ['write workspaces'],
    ]);
  });

  test('three to the Billing Center account', async () => {
    const customer = await customerOf(X);
    expect(await roundsOf(customer.world, () => wish(customer, billingCenterSettlement))).toEqual([
      ['read sessions', 'read workspaces'],
      ['read instances', 'write todos'],
      ['write workspaces'],
    ]);
  });

  test('one where there is nothing to change', async () => {
    const customer = await customerOf(X);
    expect(await roundsOf(customer.world, () => wish(customer, X))).toHaveLength(1);
  });
});

describe('bindings', () => {
  test('no change removes one', async () => {
    const customer = await customerOf(X, Y, billingCenterSettlement);
    for (const instanceId of [INSTANCE_ID, OTHER_INSTANCE_ID]) {
      expect(await bindingsOf(customer.world, instanceId)).toEqual([customer.workspace.workspaceId]);
    }
  });

  test('a change that is refused leaves its own, which has no effect', async () => {
    const customer = await customerOf();
    await fallOverdue(customer.world);
    expect((await wish(customer, X)).body.code).toBe('instance-overdue');
    expect(await bindingsOf(customer.world)).toEqual([customer.workspace.workspaceId]);
    expect(await settlementsOf(customer)).toEqual([billingCenterSettlement]);
  });

  test('a change that is refused does not remove that of one before it', async () => {
    const customer = await customerOf(X, Y);
    await fallOverdue(customer.world);
    expect((await wish(customer, X)).body.code).toBe('instance-overdue');
    expect(await bindingsOf(customer.world)).toEqual([customer.workspace.workspaceId]);
  });
});

// --- faults ----------------------------------------------------------------------------------------------------------

// biome-ignore format: one case a line
const changes: readonly [string, object[], object][] = [
  ['to an AliCloud account for the first time', [],     X],
  ['to an AliCloud account that is linked',     [X, billingCenterSettlement], X],
  ['to another instance',                       [X],    Y],
  ['to the Billing Center account',             [X],    billingCenterSettlement],
];

describe.each(changes)('a change %s', (_, before, settlement) => {
  const begin = () => customerOf(...before);
  const history = [billingCenterSettlement, ...before];

  const atEachRow = async <Seen>(look: (nth: number, customer: Customer) => Promise<Seen>): Promise<Seen[]> => {
    const counted = await begin();
    const length = (await effectsOf(counted.world, () => wish(counted, settlement))).length;
    expect(length).toBeGreaterThan(2);
    const seen: Seen[] = [];
    for (let nth = 1; nth <= length; nth++) seen.push(await look(nth, await begin()));
    return seen;
  };

  const times = <One>(length: number, one: One): One[] => Array.from({ length }, () => one);

  test.each([
    ['fails once', failOnce],
    ['loses its answer once', loseAnswerOnce],
    ['loses its answer, and the next fails,', loseAnswerThenFail],
  ])('of which any row %s takes effect once', async (__, befall) => {
    const seen = await atEachRow(async (nth, customer) => {
      const { status, body } = await customer.world.during(befall(nth), () => wish(customer, settlement));
      return [status, body.workspace.settlement, await settlementsOf(customer)];
    });
    const view = { ...settlement, since: expect.any(String) };
    expect(seen).toEqual(times(seen.length, [200, view, [...history, settlement]]));
  });

  test('of which any write lands late took effect once', async () => {
    const seen = await atEachRow(async (nth, customer) => {
      const under = delayed();
      const { status } = await customer.world.during(under.of(failOnce(nth)), () => wish(customer, settlement));
      await under.land(customer.world.store);
      return [status, await settlementsOf(customer)];
    });
    expect(seen).toEqual(times(seen.length, [200, [...history, settlement]]));
  });

  test.each([
    ['before', crashBefore],
    ['after', crashAfter],
  ])('crashed %s any row took no effect, or all of it, and is right when sent again', async (when, crash) => {
    const seen = await atEachRow(async (nth, customer) => {
      const { status } = await customer.world.during(crash(nth), () => wish(customer, settlement));
      const left = await settlementsOf(customer);
      const again = await wish(customer, settlement);
      return { status, left, again: again.status, after: await settlementsOf(customer) };
    });
    const none = { status: 503, left: history, again: 200, after: [...history, settlement] };
    const all = { ...none, left: none.after };
    expect(seen).toEqual([...times(seen.length - 1, none), when === 'after' ? all : none]);
  });

  test('whose commit is not answered is settled by one read', async () => {
    const counted = await begin();
    const rows = await effectsOf(counted.world, () => wish(counted, settlement));
    const customer = await begin();
    const all: string[] = [];
    const lose = loseAnswerOnce(rows.length);
    await customer.world.during(
      (effect) => {
        all.push(effect.table);
        return lose(effect);
      },
      () => wish(customer, settlement),
    );
    expect(all.slice(rows.length)).toEqual(['workspaces']);
  });

  test('whose workspace is fenced while it waits at any row takes effect once', async () => {
    const seen = await atEachRow(async (nth, customer) => {
      const { world, workspace } = customer;
      const fence = async () => {
        const row = await rowOf(world, workspace);
        await world.store.write({
          table: 'workspaces',
          replace: { ...row, version: row.version + 1 },
          of: row.version,
        });
      };
      const { status } = await world.during(holdAt(nth, fence), () => wish(customer, settlement));
      return [status, await settlementsOf(customer)];
    });
    expect(seen).toEqual(times(seen.length, [200, [...history, settlement]]));
  });
});

test.each<[string, Odds]>([
  ['', {}],
  [', though the store fails them', { fail: 0.04, loseAnswer: 0.04, late: 0.5 }],
])(
  'three changes of one workspace at once each take effect once, in any order of their rows%s',
  async (_, odds) => {
    for (let seed = 1; seed <= 100; seed++) {
      const customer = await customerOf(X);
      const acts = [Y, billingCenterSettlement, X].map((settlement) => () => wish(customer, settlement));
      const answers = await interleaved(customer.world, seed, acts, odds);
      const { timeline } = await rowOf(customer.world, customer.workspace);
      const changeIds = timeline.map(({ changeId }) => changeId);
      const told = answers.map((answer) => (answer instanceof Error ? answer : answer.status));
      expect({ seed, told: told.filter((status) => status !== 200 && status !== 503) }).toEqual({ seed, told: [] });
      expect({ seed, once: new Set(changeIds).size }).toEqual({ seed, once: changeIds.length });
      // No two neighbours are alike: the same wish is no change.
      for (const [nth, { settlement }] of timeline.entries()) {
        if (nth > 0) expect({ seed, settlement }).not.toEqual({ seed, settlement: timeline[nth - 1]?.settlement });
      }
      const settled = timeline.map(({ settlement }) => JSON.stringify(settlement));
      for (const [nth, settlement] of [Y, billingCenterSettlement].entries()) {
        // What was acknowledged is in the history.
        if (told[nth] === 200)
          expect({ seed, settled }).toEqual({ seed, settled: expect.arrayContaining([JSON.stringify(settlement)]) });
      }
    }
  },
  SIMULATION_MS,
);

// --- the instance ----------------------------------------------------------------------------------------------------

describe('an instance that is closed while a change', () => {
  // biome-ignore format: one case a line
  const cases: readonly [string, object[], object, (string | number)[], object[]][] = [
    ['to it waits at any row: it is refused',         [],  X, ['instance-closed'], [billingCenterSettlement]],
    ['away from it waits at any row: it is switched', [X], billingCenterSettlement, [200], [billingCenterSettlement, X, billingCenterSettlement]],
    ['to another waits at any row: it takes effect',  [X], Y, [200], [billingCenterSettlement, X, billingCenterSettlement, Y]],
  ];
  test.each(cases)('%s', async (_, before, settlement, expected, history) => {
    const counted = await customerOf(...before);
    const { length } = await effectsOf(counted.world, () => wish(counted, settlement));
    for (let nth = 1; nth <= length; nth++) {
      const customer = await customerOf(...before);
      const { status, body } = await customer.world.during(
        holdAt(nth, () => close(customer.world)),
        () => wish(customer, settlement),
      );
      const seen = { nth, told: body.code ?? status, history: await settlementsOf(customer) };
      expect(seen).toEqual({ nth, told: expected[0], history });
    }
  });

  test(
    'to it is under way, in any order of the rows, pays for nothing in the end',
    async () => {
      const told = new Set<string | number>();
      for (let seed = 1; seed <= 200; seed++) {
        const customer = await customerOf();
        const closing = async () => {
          await release(customer.world);
          await customer.world.timer('close-subscription');
        };
        const [answer] = await interleaved<unknown>(
          customer.world,
          seed,
          [() => wish(customer, X), closing],
          seed % 2 ? { fail: 0.03, loseAnswer: 0.03, late: 0.5 } : {},
        );
        told.add((answer as Answered).body.code ?? (answer as Answered).status);
        await persist(customer.world, () => release(customer.world));
        await customer.world.timer('close-subscription');
        const settlements = await settlementsOf(customer);
        expect({ seed, last: settlements.at(-1) }).toEqual({ seed, last: billingCenterSettlement });
        if ((answer as Answered).status === 200)
          expect({ seed, settlements }).toEqual({
            seed,
            settlements: [billingCenterSettlement, X, billingCenterSettlement],
          });
      }
      expect([...told]).toEqual(expect.arrayContaining([200, 'instance-closed']));
    },
    SIMULATION_MS,
  );
});
