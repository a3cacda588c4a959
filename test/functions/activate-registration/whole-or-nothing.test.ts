/**
 * A registration is whole or nothing, whatever befalls the store at whichever row of it: afterwards either everything is
 * there, or nothing that anybody could see or be hindered by, and nobody has to clean up.
 */
import { YOUNG_CLAIM_MS } from '../../../shared/domain/claims';
import {
  crashAfter,
  crashBefore,
  delayed,
  effectsOf,
  type FaultyWorld,
  failOnce,
  loseAnswerOnce,
  loseAnswerThenFail,
} from '../../fakes/faults';
import { type Answered, alicloud, billingCenterSettlement, register } from '../../fakes/world';
import { bindingsOf, bought, listed, persist, rowOf, signedIn } from '../steps';

const KEY = { 'Idempotency-Key': 'one-registration' };

/** One of the ways to activate a workspace. */
interface Way {
  readonly settlement: object;
  /** Of a customer who has a workspace before it. */
  readonly further: boolean;
  /** A world of its own, and the request: the same one every time. */
  begin(): Promise<Begun>;
}

interface Begun {
  readonly world: FaultyWorld;
  send(): Promise<Answered>;
}

const registration = (settlement: object, headers: Readonly<Record<string, string>>): Way => ({
  settlement,
  further: false,
  async begin() {
    const world = await bought();
    return { world, send: () => register(world, { settlement }, headers) };
  },
});

const furtherWorkspace = (settlement: object, headers: Readonly<Record<string, string>>): Way => ({
  settlement,
  further: true,
  async begin() {
    const { world, token } = await signedIn();
    const json = { site: 'eu1', workspace: { name: 'Another', language: 'en' }, settlement };
    return { world, send: () => world.ask('POST', '/api/registrations/workspaces', { json, token, headers }) };
  },
});

// biome-ignore format: one way a line
const ways: readonly [string, Way][] = [
  ['a registration, AliCloud, with a key',              registration(alicloud(), KEY)],
  ['a registration, AliCloud, without a key',           registration(alicloud(), {})],
  ['a registration, Billing Center, with a key',        registration(billingCenterSettlement, KEY)],
  ['a registration, Billing Center, without a key',     registration(billingCenterSettlement, {})],
  ['a further workspace, AliCloud, with a key',         furtherWorkspace(alicloud(), KEY)],
  ['a further workspace, AliCloud, without a key',      furtherWorkspace(alicloud(), {})],
  ['a further workspace, Billing Center, with a key',   furtherWorkspace(billingCenterSettlement, KEY)],
];

/** How many rows the request reads or writes when nothing befalls it. */
const lengthOf = async (way: Way): Promise<number> => {
  const { world, send } = await way.begin();
  return (await effectsOf(world, send)).length;
};

/** The same for each row of the request in turn, each in a world of its own. */
const atEachRow = async <Seen>(way: Way, look: (nth: number, begun: Begun) => Promise<Seen>): Promise<Seen[]> => {
  const seen: Seen[] = [];
  const length = await lengthOf(way);
  expect(length).toBeGreaterThan(2);
  for (let nth = 1; nth <= length; nth++) seen.push(await look(nth, await way.begin()));
  return seen;
};

const times = <One>(length: number, one: One): One[] => Array.from({ length }, () => one);

/** The customer's workspaces, as far as anybody can see; undefined where there is no such account. */
const seenOf = async (world: FaultyWorld, username = 'acme', password = 'correct horse battery') => {
  const { status, body } = await world.ask('POST', '/api/sessions', { json: { username, password } });
  return status === 201 ? listed(world, body.token) : undefined;
};

/** What has come of the one request: `all` with its account, link and binding, `nothing`, or, at fault, a part of it. */
const outcomeOf = async (world: FaultyWorld, way: Way) => {
  const workspaces = (await seenOf(world)) ?? [];
  const before = way.further ? 1 : 0;
  if (workspaces.length === before) return workspaces.length === 0 && (await seenOf(world)) ? 'a part' : 'nothing';
  const { workspaceId, settlement } = workspaces[before];
  const { since: _, ...settled } = settlement;
  const payer = settled.accountId && (await world.store.get('links', { accountId: settled.accountId }));
  const bound = settled.instanceId && (await bindingsOf(world, settled.instanceId));
  const whole =
    workspaces.length === before + 1 &&
    JSON.stringify(settled) === JSON.stringify(way.settlement) &&
    (way.settlement === billingCenterSettlement ||
      (bound.includes(workspaceId) && payer.owner === (await rowOf(world, { workspaceId })).owner));
  return whole ? 'all' : 'a part';
};

const STRANGER = 'another horse battery';

/** Another customer comes for the same username, or for the same AliCloud account where the username is not asked for. */
const stranger = (world: FaultyWorld, way: Way, username = way.further ? 'stranger' : 'acme') =>
  register(world, { username, password: STRANGER, settlement: way.settlement });

describe.each(ways)('%s', (name, way) => {
  test('crashed before any row comes to nothing', async () => {
    const outcomes = await atEachRow(way, async (nth, { world, send }) => {
      const { status } = await world.during(crashBefore(nth), send);
      return [status, await outcomeOf(world, way)];
    });
    expect(outcomes).toEqual(times(outcomes.length, [503, 'nothing']));
  });

  test('crashed after any row comes to nothing, after the last to all', async () => {
    const outcomes = await atEachRow(way, async (nth, { world, send }) => {
      const { status } = await world.during(crashAfter(nth), send);
      return [status, await outcomeOf(world, way)];
    });
    expect(outcomes).toEqual([...times(outcomes.length - 1, [503, 'nothing']), [503, 'all']]);
  });

  test.each([
    ['fails once', failOnce],
    ['loses its answer once', loseAnswerOnce],
    ['loses its answer, and the next fails,', loseAnswerThenFail],
  ])('of which any row %s is cured within the request', async (_, befall) => {
    const outcomes = await atEachRow(way, async (nth, { world, send }) => {
      const { status } = await world.during(befall(nth), send);
      return [status, await outcomeOf(world, way)];
    });
    expect(outcomes).toEqual(times(outcomes.length, [201, 'all']));
  });

  test('of which any write lands late, after the request was cured, is the same as ever', async () => {
    const outcomes = await atEachRow(way, async (nth, { world, send }) => {
      const under = delayed();
      const { status } = await world.during(under.of(failOnce(nth)), send);
      const before = await seenOf(world);
      await under.land(world.store);
      expect(await seenOf(world)).toEqual(before);
      return [status, await outcomeOf(world, way)];
    });
    expect(outcomes).toEqual(times(outcomes.length, [201, 'all']));
  });

  if (name.endsWith('with a key')) {
    test.each([
      ['before', crashBefore],
      ['after', crashAfter],
    ])('crashed %s any row, and sent again with its key, is there once', async (_, crash) => {
      const outcomes = await atEachRow(way, async (nth, { world, send }) => {
        await world.during(crash(nth), send);
        const { status } = await persist(world, send);
        return [status, await outcomeOf(world, way)];
      });
      expect(outcomes).toEqual(times(outcomes.length, [201, 'all']));
    });
  }

  // A further workspace that the Billing Center account pays claims nothing that another could want.
  if (!way.further || way.settlement !== billingCenterSettlement) {
    test('crashed before any row locks nobody out, whatever of it lands late', async () => {
      const outcomes = await atEachRow(way, async (nth, { world, send }) => {
        const under = delayed();
        await world.during(under.of(crashBefore(nth)), send);
        world.clock.advance(YOUNG_CLAIM_MS);
        const { status, body } = await stranger(world, way);
        const answered = [body.workspace];
        await under.land(world.store);
        const seen = await seenOf(world, body.billingAccount?.username, STRANGER);
        return { status, first: await outcomeOf(world, way), seen, answered };
      });
      for (const outcome of outcomes) {
        expect(outcome).toEqual({ ...outcome, status: 201, first: 'nothing', seen: outcome.answered });
      }
    });
  }

  test('crashed after the last row holds its username and its AliCloud account', async () => {
    const { world, send } = await way.begin();
    await world.during(crashAfter(await lengthOf(way)), send);
    world.clock.advance(YOUNG_CLAIM_MS);
    const cloud = way.settlement !== billingCenterSettlement;
    const code = cloud ? 'cloud-account-linked-elsewhere' : 'username-taken';
    expect((await stranger(world, way, 'acme')).body.code).toBe(code);
  });
});
