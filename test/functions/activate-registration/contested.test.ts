/** Registrations that want the same at the same time, and one whose instance closes: whoever wins, nobody wins in part. */
import { YOUNG_CLAIM_MS } from '../../../shared/domain/claims';
import { username } from '../../../shared/validation/username';
import {
  crashBefore,
  effectsOf,
  type FaultyWorld,
  holdAt,
  type Interfere,
  interleaved,
  type Odds,
  SIMULATION_MS,
} from '../../fakes/faults';
import { type Answered, alicloud, billingCenterSettlement, buy, INSTANCE_ID, register } from '../../fakes/world';
import { bought, close, listed, OTHER_INSTANCE_ID, persist, release } from '../steps';

type Send = () => Promise<Answered>;

const PASSWORDS = ['correct horse battery', 'another horse battery'] as const;

/** Two customers; what they both want is the rest. */
const rivals = (world: FaultyWorld, wish: object, others = wish): readonly [Send, Send] => [
  () => register(world, { ...wish, password: PASSWORDS[0] }, { 'Idempotency-Key': 'first' }),
  () => register(world, { ...others, password: PASSWORDS[1] }, { 'Idempotency-Key': 'second' }),
];

// biome-ignore format: one case a line
const contests: readonly [string, object, object, string][] = [
  ['username',                     { settlement: billingCenterSettlement },          { settlement: billingCenterSettlement },                                      'username-taken'],
  ['username, and AliCloud account', { settlement: alicloud() },                     { settlement: alicloud() },                                                   'cloud-account-linked-elsewhere'],
  ['AliCloud account',             { username: 'first', settlement: alicloud() },    { username: 'second', settlement: alicloud() },                               'cloud-account-linked-elsewhere'],
  ['AliCloud account, by two instances of it', { username: 'first', settlement: alicloud() }, { username: 'second', settlement: alicloud(OTHER_INSTANCE_ID) },     'cloud-account-linked-elsewhere'],
];

const untouched = async () => {
  const world = await bought();
  await buy(world, OTHER_INSTANCE_ID);
  return world;
};

/** Somebody who wanted the same died before the last row, and so did, after the fence, who came to take over. */
const fencedBefore = (wish: object) => async () => {
  const [counted, world] = [await untouched(), await untouched()];
  const length = (await effectsOf(counted, () => register(counted, wish))).length;
  await world.during(crashBefore(length), () => register(world, wish));
  world.clock.advance(YOUNG_CLAIM_MS);
  let fenced = false;
  const untilFenced: Interfere = ({ table, write }) => {
    if (fenced) return 'fail';
    fenced = table === 'workspaces' && write !== undefined;
    return 'proceed';
  };
  await world.during(untilFenced, () => register(world, wish));
  world.clock.advance(YOUNG_CLAIM_MS);
  return world;
};

/** The accounts that can be logged in to, with the names of their workspaces; by the password that tells them apart. */
const accountsOf = async (world: FaultyWorld, usernames: readonly string[]) => {
  const found: { username: string; password: string; workspaces: { settlement: object }[] }[] = [];
  for (const username of new Set(usernames)) {
    for (const password of PASSWORDS) {
      const { status, body } = await world.ask('POST', '/api/sessions', { json: { username, password } });
      if (status === 201) found.push({ username, password, workspaces: await listed(world, body.token) });
    }
  }
  return found;
};

const usernameOf = (wish: object): string => ('username' in wish ? String(wish.username) : 'acme');

/** After both have sent it as often as they were told to: one has it, the other is refused, and the rest is theirs too. */
const expectOneWinner = async (
  world: FaultyWorld,
  sends: readonly Send[],
  before: readonly unknown[],
  wishes: readonly object[],
  code: string,
  at: object,
) => {
  const answers: Answered[] = [];
  for (const send of sends) answers.push(await persist(world, send));
  const won = answers.filter(({ status }) => status === 201);
  const lost = answers.filter(({ status }) => status !== 201);
  expect({ ...at, won: won.length, lost: lost.map(({ body }) => body.code) }).toEqual({ ...at, won: 1, lost: [code] });
  // Who was told 201 before is who has it now.
  for (const [nth, answer] of (before as (Answered | undefined)[]).entries()) {
    if (answer?.status === 201) expect({ ...at, body: answer.body }).toEqual({ ...at, body: answers[nth]?.body });
  }
  const accounts = await accountsOf(world, wishes.map(usernameOf));
  expect({ ...at, accounts }).toEqual({
    ...at,
    accounts: [
      {
        username: won[0]?.body.billingAccount.username,
        password: PASSWORDS[answers.findIndex(({ status }) => status === 201)],
        workspaces: [won[0]?.body.workspace],
      },
    ],
  });
};

describe.each(contests)('of two registrations that want the same %s exactly one wins', (_, wish, others, code) => {
  test.each([
    ['at once', 0, untouched],
    ['long after', YOUNG_CLAIM_MS, untouched],
    ['at once, where two have died before', 0, fencedBefore(wish)],
  ])('though one waits at any of its rows while the other comes, %s', async (__, laterMs, begin) => {
    const counted = await begin();
    const length = (await effectsOf(counted, rivals(counted, wish)[0])).length;
    for (let nth = 1; nth <= length; nth++) {
      const world = await begin();
      const [first, second] = rivals(world, wish, others);
      let seconds: Answered | undefined;
      const comes = async () => {
        world.clock.advance(laterMs);
        seconds = await second();
      };
      const firsts = await world.during(holdAt(nth, comes), first);
      await expectOneWinner(world, [first, second], [firsts, seconds], [wish, others], code, { nth });
    }
  });

  test.each<[string, Odds]>([
    ['', {}],
    [', though the store fails them', { fail: 0.05, loseAnswer: 0.05, late: 0.5 }],
  ])(
    'in any order of their rows%s',
    async (__, odds) => {
      for (let seed = 1; seed <= 75; seed++) {
        const world = await untouched();
        const sends = rivals(world, wish, others);
        const answers = await interleaved(world, seed, sends, odds);
        await expectOneWinner(world, sends, answers, [wish, others], code, { seed });
      }
    },
    SIMULATION_MS,
  );
});

test('a stranger who may still be at it is left alone for two seconds, and the later one asked to come again', async () => {
  const counted = await bought();
  const length = (await effectsOf(counted, () => register(counted))).length;
  const world = await bought();
  const [first, second] = rivals(world, {});
  const codes: string[] = [];
  const comes = async () => {
    codes.push((await second()).body.code);
  };
  const answer = await world.during(holdAt(length, comes), first);
  expect([answer.status, codes]).toEqual([201, ['try-again']]);
});

test('a registration whose workspace is fenced while it is at it begins anew, with another workspace', async () => {
  const counted = await bought();
  const length = (await effectsOf(counted, () => register(counted))).length;
  const world = await bought();
  let first: string | undefined;
  const fenceIt = async () => {
    const claim = await world.store.get('usernames', { username: username.parse('acme') });
    if (!claim) throw new Error('The username is not claimed.');
    first = claim.workspaceId;
    await world.store.write({
      table: 'workspaces',
      insert: { kind: 'void', workspaceId: claim.workspaceId, version: 1 },
    });
  };
  const { status, body } = await world.during(holdAt(length, fenceIt), () => register(world));
  expect(status).toBe(201);
  expect(body.workspace.workspaceId).not.toBe(first);
});

describe('a registration whose instance is closed meanwhile', () => {
  const send = (world: FaultyWorld) => register(world, {}, { 'Idempotency-Key': 'first' });

  /** Once the closure is complete nothing is settled by the instance, whatever had come of the registration by then. */
  const expectSwitched = async (world: FaultyWorld, { status }: Answered, at: object) => {
    await world.timer('close-subscription');
    expect((await world.store.get('instances', { instanceId: INSTANCE_ID }))?.status).toBe('closed');
    const settlements = (await accountsOf(world, ['acme'])).flatMap(({ workspaces }) =>
      workspaces.map(({ settlement }) => settlement),
    );
    const switched = { ...billingCenterSettlement, since: expect.any(String) };
    expect({ ...at, settlements }).toEqual({ ...at, settlements: status === 201 ? [switched] : [] });
  };

  test('is refused, whichever row it waits at while the whole closure passes', async () => {
    const counted = await bought();
    const length = (await effectsOf(counted, () => send(counted))).length;
    for (let nth = 1; nth <= length; nth++) {
      const world = await bought();
      const answer = await world.during(
        holdAt(nth, () => close(world)),
        () => send(world),
      );
      expect({ nth, code: answer.body.code }).toEqual({ nth, code: 'instance-closed' });
      await expectSwitched(world, answer, { nth });
    }
  });

  test.each<[string, Odds]>([
    ['', {}],
    [', though the store fails them', { fail: 0.03, loseAnswer: 0.03, late: 0.5 }],
  ])(
    'is refused or switched with it, in any order of the rows%s',
    async (_, odds) => {
      const ends = new Set<string>();
      for (let seed = 1; seed <= 100; seed++) {
        const world = await bought();
        const closing = async () => {
          await release(world);
          await world.timer('close-subscription');
        };
        await interleaved<unknown>(world, seed, [() => send(world), closing], odds);
        await persist(world, () => release(world));
        const answer = await persist(world, () => send(world));
        ends.add(answer.body.code ?? 'registered');
        await expectSwitched(world, answer, { seed });
      }
      expect([...ends].sort()).toEqual(['instance-closed', 'registered']);
    },
    SIMULATION_MS,
  );
});
