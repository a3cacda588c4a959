/** The AliCloud account that a change brings: whose it becomes, and that a claim which came to nothing locks nobody out. */
import { YOUNG_CLAIM_MS } from '../../../shared/domain/claims';
import { accountId } from '../../../shared/validation/account-id';
import { voidRow } from '../../contracts/sample-rows';
import { crashAfter, crashBefore, delayed, effectsOf, holdAt, interleaved, SIMULATION_MS } from '../../fakes/faults';
import { ACCOUNT_ID, type Answered, addWorkspace, billingCenterSettlement, logInAs, register } from '../../fakes/world';
import { close, fallOverdue, persist, refusal } from '../steps';
import { type Customer, customerOf, settlementsOf, wish, X, Y } from './customer';

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

  test('is left to who is at it for two seconds, and the later one asked to come again', async () => {
    const [counted] = await twoCustomers();
    const { length } = await effectsOf(counted.world, () => wish(counted, X));
    const [one, other] = await twoCustomers();
    const codes: string[] = [];
    const comes = async () => {
      codes.push((await wish(other, X)).body.code);
    };
    const { status } = await one.world.during(holdAt(length, comes), () => wish(one, X));
    expect([status, codes]).toEqual([200, ['try-again']]);
  });

  test('that a customer claimed in vain for one workspace is theirs once it settles another of theirs', async () => {
    const [one, other] = await twoCustomers();
    const { workspace } = (await addWorkspace(one.world, one.token, billingCenterSettlement)).body;
    await one.world.during(
      ({ write }) => (write?.table === 'workspaces' ? 'fail' : 'proceed'),
      () => wish(one, X),
    );
    expect(await settlementsOf(one)).toEqual([billingCenterSettlement]);
    expect(await wish({ ...one, workspace }, X)).toMatchObject({ status: 200 });
    one.world.clock.advance(YOUNG_CLAIM_MS);
    expect(await wish(other, Y)).toMatchObject(refusal('cloud-account-linked-elsewhere'));
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

  /** A registration that wanted the AliCloud account died, and so did, after the fence, who came to take over. */
  const claimedAndFenced = async () => {
    const customers = await twoCustomers();
    const { store } = customers[0].world;
    const { workspaceId } = voidRow();
    const dead = { owner: 'acct_dead', claimId: 'dead', changeId: 'dead', claimedAtMs: 0 };
    await store.write({ table: 'links', put: { accountId: accountId.parse(ACCOUNT_ID), workspaceId, ...dead } });
    await store.write({ table: 'workspaces', put: voidRow({ workspaceId }) });
    return customers;
  };

  test.each([
    ['at once', 0, twoCustomers],
    ['long after', YOUNG_CLAIM_MS, twoCustomers],
    ['at once, where others died before', 0, claimedAndFenced],
  ])('goes to one of two, though one waits at any row while the other comes, %s', async (_, laterMs, begin) => {
    const [counted] = await begin();
    const { length } = await effectsOf(counted.world, () => wish(counted, X));
    for (let nth = 1; nth <= length; nth++) {
      const [one, other] = await begin();
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
