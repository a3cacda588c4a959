/**
 * The protocol of a change: its calls in order, what it leaves behind, and that it takes effect once and whole whatever
 * befalls the store at whichever row of it, whoever else is at the workspace, the instance or the link.
 */
import { YOUNG_CLAIM_MS } from '../../../shared/domain/claims';
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
import {
  type Answered,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  INSTANCE_ID,
  logInAs,
  register,
} from '../../fakes/world';
import {
  bindingsOf,
  close,
  fallOverdue,
  OTHER_INSTANCE_ID,
  persist,
  refusal,
  release,
  rowOf,
  signedIn,
} from '../steps';

const X = alicloud();
const Y = alicloud(OTHER_INSTANCE_ID);

/** A customer with two open instances, and a workspace that has been paid in these ways so far. */
const customerOf = async (...settlements: readonly object[]) => {
  const customer = await signedIn();
  const { world, token, workspace } = customer;
  await buy(world, OTHER_INSTANCE_ID);
  for (const settlement of settlements) await change(world, token, workspace, settlement);
  world.clock.advance(60_000);
  return customer;
};

type Customer = Awaited<ReturnType<typeof customerOf>>;

const wish = ({ world, token, workspace }: Customer, settlement: object) => change(world, token, workspace, settlement);

const settlementsOf = async ({ world, workspace }: Customer) =>
  (await rowOf(world, workspace)).timeline.map(({ settlement }) => settlement);

// --- the calls in order ----------------------------------------------------------------------------------------------

describe('three round trips in a row, the binding and the workspace before the instance', () => {
  test('where the AliCloud account is linked already', async () => {
    const customer = await customerOf(X);
    expect(await roundsOf(customer.world, () => wish(customer, Y))).toEqual([
      ['read links', 'read sessions', 'read workspaces', 'write bindings'],
      ['read instances', 'read workspaces'],
      ['write workspaces'],
    ]);
  });

  test('where it is linked by this change', async () => {
    const customer = await customerOf();
    expect(await roundsOf(customer.world, () => wish(customer, X))).toEqual([
      ['read links', 'read sessions', 'read workspaces', 'write bindings'],
      ['read instances', 'write links'],
      ['write workspaces'],
    ]);
  });

  test('two to the Billing Center account', async () => {
    const customer = await customerOf(X);
    expect(await roundsOf(customer.world, () => wish(customer, billingCenterSettlement))).toEqual([
      ['read sessions', 'read workspaces'],
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

// --- the link --------------------------------------------------------------------------------------------------------

/** Two customers whose workspaces the Billing Center account pays, and an AliCloud account that neither has yet. */
const twoCustomers = async () => {
  const one = await customerOf();
  const { workspace } = (await register(one.world, { username: 'other', settlement: billingCenterSettlement })).body;
  const other: Customer = { ...one, workspace, token: await logInAs(one.world, 'other') };
  one.world.clock.advance(YOUNG_CLAIM_MS);
  return [one, other] as const;
};

describe('an AliCloud account', () => {
  test('once it has settled a workspace of one account is refused to another, for ever', async () => {
    const [one, other] = await twoCustomers();
    await wish(one, X);
    expect(await wish(other, Y)).toMatchObject(refusal('cloud-account-linked-elsewhere'));
    await wish(one, billingCenterSettlement);
    await close(one.world);
    one.world.clock.advance(365 * 24 * 60 * 60 * 1_000);
    const token = await logInAs(one.world, 'other');
    expect(await wish({ ...other, token }, Y)).toMatchObject(refusal('cloud-account-linked-elsewhere'));
  });

  test('whose claim came to nothing because the change was refused is free', async () => {
    const [one, other] = await twoCustomers();
    await fallOverdue(one.world);
    expect((await wish(one, X)).body.code).toBe('instance-overdue');
    one.world.clock.advance(YOUNG_CLAIM_MS);
    expect((await wish(other, Y)).status).toBe(200);
  });

  test.each([
    ['before', crashBefore],
    ['after', crashAfter],
  ])('is free where a change crashed %s any row but its last, whatever of it lands late', async (when, crash) => {
    const [counted] = await twoCustomers();
    const { length } = await effectsOf(counted.world, () => wish(counted, X));
    for (let nth = 1; nth < length + (when === 'before' ? 1 : 0); nth++) {
      const [one, other] = await twoCustomers();
      const under = delayed();
      await one.world.during(under.of(crash(nth)), () => wish(one, X));
      one.world.clock.advance(YOUNG_CLAIM_MS);
      const { status } = await wish(other, X);
      await under.land(one.world.store);
      expect([nth, status, await settlementsOf(one)]).toEqual([nth, 200, [billingCenterSettlement]]);
    }
  });

  /** At the end one has it and the other is refused; the link names who has it. */
  const expectOneLinked = async (customers: readonly Customer[], at: object) => {
    const answers: Answered[] = [];
    for (const customer of customers) answers.push(await persist(customer.world, () => wish(customer, X)));
    const codes = answers.map(({ status, body }) => body.code ?? status);
    expect({ ...at, codes: codes.sort() }).toEqual({ ...at, codes: [200, 'cloud-account-linked-elsewhere'] });
    const paid = [];
    for (const customer of customers)
      paid.push(...(await settlementsOf(customer)).filter(({ method }) => method === 'alicloud'));
    expect({ ...at, paid }).toEqual({ ...at, paid: [X] });
  };

  test.each([
    ['at once', 0],
    ['long after', YOUNG_CLAIM_MS],
  ])('goes to one of two, though one waits at any row while the other comes, %s', async (_, laterMs) => {
    const [counted] = await twoCustomers();
    const { length } = await effectsOf(counted.world, () => wish(counted, X));
    for (let nth = 1; nth <= length; nth++) {
      const [one, other] = await twoCustomers();
      const comes = async () => {
        one.world.clock.advance(laterMs);
        await wish(other, X);
      };
      await one.world.during(holdAt(nth, comes), () => wish(one, X));
      await expectOneLinked([one, other], { nth });
    }
  });

  test(
    'goes to one of two, in any order of their rows, though the store fails them',
    async () => {
      for (let seed = 1; seed <= 100; seed++) {
        const customers = await twoCustomers();
        const acts = customers.map((customer) => () => wish(customer, X));
        await interleaved(customers[0].world, seed, acts, seed % 2 ? { fail: 0.05, loseAnswer: 0.05, late: 0.5 } : {});
        await expectOneLinked(customers, { seed });
      }
    },
    SIMULATION_MS,
  );
});

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
