/**
 * The account ID and the instance ID that belong together can be guessed, at each of three doors. Wrong pairs are bounded
 * by who tries, from where, and at which AliCloud account; the right pair is kept waiting by nobody for long.
 */
import { limits } from '../../shared/domain/limits';
import { signProof } from '../../shared/protocol/proof';
import { WINDOW_MS } from '../../shared/protocol/throttle';
import { type FaultyWorld, interleaved } from '../fakes/faults';
import { ACCOUNT_ID, type Answered, alicloud, billingCenterSettlement, buy, INSTANCE_ID } from '../fakes/world';
import { OTHER_ACCOUNT_ID, OTHER_INSTANCE_ID, refusal, show, signedIn } from './steps';

const { pairsPerAccount, pairsPerPlace, pairsPerCloudAccount } = limits;
const SESSION_KEYS = ['a session key for tests'] as const;

const registrant = (username: string) => ({
  site: 'cn1',
  username,
  password: 'correct horse battery',
  email: 'ops@acme.example',
  workspace: { name: 'Production', language: 'en' },
  agreementAccepted: true,
});

/** An account with a workspace, at any address. */
const signUp = async (world: FaultyWorld, username: string) => {
  const settlement = billingCenterSettlement;
  const { body } = await world.ask('POST', '/api/registrations', { json: { ...registrant(username), settlement } });
  const password = registrant(username).password;
  const session = await world.ask('POST', '/api/sessions', { json: { username, password } });
  return { token: session.body.token as string, workspace: body.workspace };
};

/** The doors at which a pair can be said. */
const doors = {
  register: (world: FaultyWorld, settlement: object, address: string, _who: Someone) =>
    world.ask('POST', '/api/registrations', { address, json: { ...registrant(`name${++names}`), settlement } }),
  add: (world: FaultyWorld, settlement: object, address: string, { token }: Someone) => {
    const json = { site: 'eu1', workspace: { name: 'Another', language: 'en' }, settlement };
    return world.ask('POST', '/api/registrations/workspaces', { address, token, json });
  },
  change: (world: FaultyWorld, settlement: object, address: string, { token, workspace }: Someone) =>
    world.ask('PUT', `/api/settlements/${workspace.site}/${workspace.workspaceId}`, {
      address,
      token,
      json: settlement,
    }),
};
type Door = keyof typeof doors;
type Someone = Awaited<ReturnType<typeof signUp>>;
const all = Object.keys(doors) as Door[];
let names = 0;

/** Addresses of as many places as one likes. */
const address = (nth: number) => `2001:db8:${nth.toString(16)}::1`;
const HOME = '203.0.113.1';
/** A different one each time, sold to nobody. */
const guessedInstance = (nth: number) => String(40_000_000 + nth);
const guessedAccount = (nth: number) => String(2_000_000_000_000_000 + nth);

const tell = ({ status, body }: Answered) => body?.code ?? status;
const told = (answers: readonly Answered[]) => {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[tell(answer)] = (counts[tell(answer)] ?? 0) + 1;
  return counts;
};
const inTurn = async (times: number, send: (nth: number) => Promise<Answered>): Promise<Answered[]> => {
  const answers: Answered[] = [];
  for (let nth = 0; nth < times; nth++) answers.push(await send(nth));
  return answers;
};

const asked = (world: FaultyWorld) => {
  let times = 0;
  const { marketplace } = world;
  const instance = marketplace.instance.bind(marketplace);
  marketplace.instance = (instanceId) => {
    times++;
    return instance(instanceId);
  };
  return () => times;
};

// --- the bounds ------------------------------------------------------------------------------------------------------

describe('of a hundred wrong pairs', () => {
  // biome-ignore format: one case a line
  test.each<[string, Door, number, (nth: number) => [accountId: string, address: string]]>([
    // tried                                          at           are tried         with
    ['from one place',                                'register',  pairsPerPlace,    (nth) => [guessedAccount(nth), HOME]],
    ['from one line of IPv6',                         'register',  pairsPerPlace,    (nth) => [guessedAccount(nth), `2001:db8::${nth.toString(16)}`]],
    ['by one account, from anywhere',                 'add',       pairsPerAccount,  (nth) => [guessedAccount(nth), address(nth)]],
    ['by one account, from anywhere',                 'change',    pairsPerAccount,  (nth) => [guessedAccount(nth), address(nth)]],
    ['of one AliCloud account, from anywhere',        'register',  pairsPerCloudAccount, (nth) => [ACCOUNT_ID, address(nth)]],
  ])('%s, at %s, %i are', async (_, door, tries, of) => {
    const { world, token, workspace } = await signedIn();
    const lookUps = asked(world);
    const answers = await inTurn(100, (nth) => {
      const [accountId, from] = of(nth);
      return doors[door](world, alicloud(guessedInstance(nth), accountId), from, { token, workspace });
    });
    expect(told(answers)).toEqual({ 'instance-not-found': tries, 'too-many-attempts': 100 - tries });
    expect(answers.at(-1)).toMatchObject(refusal('too-many-attempts'));
    expect(answers.at(-1)?.headers['retry-after']).toBe(String((WINDOW_MS - 60_000) / 1_000));
    // No guess that is refused costs a look-up at the marketplace.
    expect(lookUps()).toBe(tries);
    world.clock.advance(WINDOW_MS);
    const [accountId, from] = of(0);
    const later = await doors[door](world, alicloud(guessedInstance(101), accountId), from, { token, workspace });
    expect(tell(later)).toBe('instance-not-found');
  });

  test('of one account, whichever door it tries, as many are as at one', async () => {
    const { world, token, workspace } = await signedIn();
    const answers = await inTurn(100, (nth) =>
      doors[nth % 2 ? 'add' : 'change'](world, alicloud(guessedInstance(nth), guessedAccount(nth)), address(nth), {
        token,
        workspace,
      }),
    );
    expect(told(answers)).toEqual({
      'instance-not-found': pairsPerAccount,
      'too-many-attempts': 100 - pairsPerAccount,
    });
  });

  test.each([1, 2, 3])('sent at once, as many are: none that is refused was looked up (seed %i)', async (seed) => {
    const { world } = await signedIn();
    const lookUps = asked(world);
    const sends = Array.from(
      { length: 100 },
      (_, nth) => () =>
        doors.register(world, alicloud(guessedInstance(nth), guessedAccount(nth)), HOME, undefined as never),
    );
    const answers = (await interleaved(world, seed, sends)) as Answered[];
    expect(told(answers)['instance-not-found']).toBeLessThanOrEqual(pairsPerPlace);
    expect(told(answers)['too-many-attempts']).toBeGreaterThanOrEqual(100 - pairsPerPlace);
    expect(lookUps()).toBe(told(answers)['instance-not-found']);
  });
});

test.each(all)('at %s, who tried too often is not told by the right pair either that it is right', async (door) => {
  const { world, token, workspace } = await signedIn();
  const someone = { token, workspace };
  await inTurn(100, (nth) => doors[door](world, alicloud(guessedInstance(nth), guessedAccount(nth)), HOME, someone));
  expect(tell(await doors[door](world, alicloud(), HOME, someone))).toBe('too-many-attempts');
});

// biome-ignore format: one case a line
test.each<[string, (world: FaultyWorld) => unknown]>([
  ['is another’s',                      (world) => buy(world, OTHER_INSTANCE_ID, OTHER_ACCOUNT_ID)],
  ['is another’s, and is being opened', (world) => show(world, 'OPENING', { instanceId: OTHER_INSTANCE_ID, accountId: OTHER_ACCOUNT_ID })],
])('a guess at an instance that %s is answered from what is known, and counts', async (_, sell) => {
  const { world } = await signedIn();
  await sell(world);
  const lookUps = asked(world);
  const guess = () => doors.register(world, alicloud(OTHER_INSTANCE_ID), HOME, undefined as never);
  expect(told(await inTurn(40, guess))).toEqual({ 'instance-not-found': pairsPerCloudAccount, 'too-many-attempts': 10 });
  expect(lookUps()).toBeLessThanOrEqual(1);
});

// --- who is not kept waiting -----------------------------------------------------------------------------------------

describe('the right pair', () => {
  test.each(all)('at %s never counts, however often it is sent', async (door) => {
    const { world, token, workspace } = await signedIn();
    await inTurn(100, () => doors[door](world, alicloud(), HOME, { token, workspace }));
    const counts = await world.store.getMany('attempts', [
      { subject: `pair/address/${HOME}`, windowStartMs: Date.parse('2026-01-01T00:00:00.000Z') },
      { subject: `pair/cloud-account/${ACCOUNT_ID}`, windowStartMs: Date.parse('2026-01-01T00:00:00.000Z') },
    ]);
    expect(counts).toEqual([undefined, undefined]);
  });

  test('of an instance that only the marketplace knows is taken back: it was no guess', async () => {
    const { world, ...someone } = await signedIn();
    for (let nth = 0; nth < 2 * pairsPerPlace; nth++) {
      show(world, 'OPENED', { instanceId: guessedInstance(nth) });
      expect((await doors.add(world, alicloud(guessedInstance(nth)), HOME, someone)).status).toBe(201);
    }
  });

  test.each(all)('at %s is not counted while the marketplace is down', async (door) => {
    const { world, ...someone } = await signedIn();
    world.marketplace.down = true;
    const unannounced = alicloud(OTHER_INSTANCE_ID);
    const answers = await inTurn(pairsPerPlace + 1, () => doors[door](world, unannounced, HOME, someone));
    expect(told(answers)).toEqual({ 'try-again': pairsPerPlace + 1 });
    world.marketplace.down = false;
    show(world, 'OPENED', { instanceId: OTHER_INSTANCE_ID });
    expect((await doors[door](world, unannounced, HOME, someone)).status).toBeLessThan(300);
  });

  const guessAtVictim = (world: FaultyWorld) =>
    inTurn(200, (nth) => doors.register(world, alicloud(guessedInstance(nth)), address(nth), undefined as never));

  test('of an AliCloud account that strangers guess at waits a quarter of an hour at most after them', async () => {
    const { world } = await signedIn();
    await guessAtVictim(world);
    const answer = await doors.register(world, alicloud(), HOME, undefined as never);
    expect(answer).toMatchObject(refusal('too-many-attempts'));
    world.clock.advance(Number(answer.headers['retry-after']) * 1_000);
    expect((await doors.register(world, alicloud(), HOME, undefined as never)).status).toBe(201);
  });

  test.each(all)('at %s with the marketplace’s proof waits for nobody', async (door) => {
    const { world, ...someone } = await signedIn();
    await guessAtVictim(world);
    const proven = { accountId: ACCOUNT_ID, instanceId: INSTANCE_ID };
    const proof = signProof(proven, SESSION_KEYS, world.clock.nowMs());
    const answer = await doors[door](world, { ...alicloud(), proof }, HOME, someone);
    expect(answer.status).toBeLessThan(300);
  });

  test.each(all)(
    'at %s with a proof of another instance, or one that is over, is a guess as any other',
    async (door) => {
      const { world, ...someone } = await signedIn();
      const proven = { accountId: ACCOUNT_ID, instanceId: INSTANCE_ID };
      const proof = signProof(proven, SESSION_KEYS, world.clock.nowMs());
      await guessAtVictim(world);
      expect(tell(await doors[door](world, { ...alicloud(OTHER_INSTANCE_ID), proof }, HOME, someone))).toBe(
        'too-many-attempts',
      );
      world.clock.advance(30 * 60_000);
      await guessAtVictim(world);
      expect(tell(await doors[door](world, { ...alicloud(), proof }, HOME, someone))).toBe('too-many-attempts');
    },
  );

  test.each<Door>(['add', 'change'])(
    'at %s of whose AliCloud account is linked waits for no stranger',
    async (door) => {
      const { world, ...someone } = await signedIn();
      await doors.add(world, alicloud(), HOME, someone);
      await guessAtVictim(world);
      expect((await doors[door](world, alicloud(), HOME, someone)).status).toBeLessThan(300);
    },
  );

  test('that was answered is answered again, though its place has used up its tries', async () => {
    const { world, ...someone } = await signedIn();
    const headers = { 'Idempotency-Key': 'once' };
    const json = { ...registrant('customer'), settlement: alicloud() };
    const send = () => world.ask('POST', '/api/registrations', { address: HOME, json, headers });
    const first = await send();
    const workspace = first.body.workspace;
    const { token } = (
      await world.ask('POST', '/api/sessions', { json: { username: 'customer', password: json.password } })
    ).body;
    await inTurn(100, (nth) =>
      doors.register(world, alicloud(guessedInstance(nth), guessedAccount(nth)), HOME, someone),
    );
    expect(await send()).toMatchObject({ status: 201, body: first.body });
    // The wish that is so already.
    expect((await doors.change(world, alicloud(), HOME, { token, workspace })).status).toBe(200);
  });
});

// --- in the order of refusals ----------------------------------------------------------------------------------------

test('is told after who is asking and what was sent, and before everything that is there', async () => {
  const { world, ...someone } = await signedIn();
  await inTurn(30, (nth) => doors.change(world, alicloud(guessedInstance(nth), guessedAccount(nth)), HOME, someone));
  const path = `/api/settlements/cn1/${someone.workspace.workspaceId}`;
  const put = (given: object, at = path) => world.ask('PUT', at, { token: someone.token, json: alicloud(), ...given });
  const cookie = { Cookie: `session=${someone.token}`, Origin: 'https://evil.example' };
  // biome-ignore format: one case a line
  const cases: [object, string, string][] = [
    [{ token: undefined },                        path,                                       'not-signed-in'],
    [{ token: undefined, headers: cookie },       path,                                       'cross-site-request'],
    [{ json: { method: 'alicloud' } },            path,                                       'invalid-request'],
    [{},                                          path,                                       'too-many-attempts'],
    [{},                                          `/api/settlements/cn1/wksp_${'0'.repeat(32)}`, 'too-many-attempts'],
    [{ headers: { 'If-Match': '"7"' } },          path,                                       'too-many-attempts'],
    [{ json: billingCenterSettlement },           path,                                       '200'],
  ];
  for (const [given, at, code] of cases) expect([given, String(tell(await put(given, at)))]).toEqual([given, code]);
});

// --- what a stranger leaves behind -----------------------------------------------------------------------------------

describe('a stranger who is signed in and sends wrong pairs', () => {
  test('claims as many AliCloud accounts as pairs are tried, and no claim counts', async () => {
    const { world, ...someone } = await signedIn();
    await inTurn(100, (nth) =>
      doors.change(world, alicloud(guessedInstance(nth), guessedAccount(nth)), address(nth), someone),
    );
    const keys = Array.from({ length: 100 }, (_, nth) => ({ accountId: guessedAccount(nth) as never }));
    const links = await world.store.getMany('links', keys);
    expect(links.filter((link) => link)).toHaveLength(pairsPerAccount);
  });

  test('keeps the customer from linking it for two seconds a try, and so for a minute in a quarter of an hour', async () => {
    const { world, ...customer } = await signedIn();
    const strangers = await Promise.all(Array.from({ length: 10 }, (_, nth) => signUp(world, `stranger${nth}`)));
    let kept = 0;
    for (let nth = 0; nth < 100; nth++) {
      const stranger = strangers[nth % strangers.length];
      if (!stranger) throw new Error('There is no stranger.');
      await doors.change(world, alicloud(guessedInstance(nth)), address(nth), stranger);
      const link = await world.store.get('links', { accountId: ACCOUNT_ID as never });
      if (link && link.claimedAtMs === world.clock.nowMs()) kept++;
      world.clock.advance(2_000);
    }
    expect(kept).toBeLessThanOrEqual(pairsPerCloudAccount);
    world.clock.advance(WINDOW_MS);
    expect((await doors.change(world, alicloud(), HOME, customer)).status).toBe(200);
  });

  test('plants bindings without end, each for a request of their own: the closure takes them all away', async () => {
    const { world, ...someone } = await signedIn();
    const planted = Array.from({ length: 250 }, (_, nth) => `wksp_${nth.toString(16).padStart(32, 'f')}`);
    for (const workspaceId of planted) {
      const foreign = { token: someone.token, workspace: { site: 'cn1', workspaceId } };
      expect((await doors.change(world, alicloud(), HOME, foreign)).status).toBe(404);
    }
    await world.spi('releaseInstance', { instanceId: INSTANCE_ID, isRefund: 'false' });
    await world.settle();
    expect((await world.store.get('instances', { instanceId: INSTANCE_ID }))?.status).toBe('closed');
    expect((await world.store.scan('bindings', { instanceId: INSTANCE_ID }, { limit: 1_000 })).rows).toEqual([]);
    const { body } = await world.ask('GET', '/api/workspaces', { token: someone.token });
    expect(body.workspaces).toEqual([someone.workspace]);
    expect(world.mailer.sent).toEqual([]);
  });
});

test('what a caller says of its own address is not believed', async () => {
  const { world } = await signedIn();
  const answers = await inTurn(60, (nth) =>
    world.ask('POST', '/api/registrations', {
      address: HOME,
      headers: { 'X-Forwarded-For': address(nth), 'X-Real-IP': address(nth), Forwarded: `for=${address(nth)}` },
      json: { ...registrant(`liar${nth}`), settlement: alicloud(guessedInstance(nth), guessedAccount(nth)) },
    }),
  );
  expect(told(answers)).toEqual({ 'instance-not-found': pairsPerPlace, 'too-many-attempts': 60 - pairsPerPlace });
});
