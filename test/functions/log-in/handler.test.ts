import { routes } from '../../../functions/log-in/handler';
import type { SessionKeys } from '../../../shared/protocol/session';
import type { Username } from '../../../shared/validation/username';
import type { WorkspaceId } from '../../../shared/validation/workspace';
import { createDoor } from '../../fakes/door';
import { createFaultyWorld, type FaultyWorld, loseAnswerOnce } from '../../fakes/faults';
import { fakeHasher, fakeRandom } from '../../fakes/ports';
import { createFakeStore } from '../../fakes/store';
import { type Ask, billingCenterSettlement, PUBLIC_URL, register } from '../../fakes/world';
import { refusal } from '../steps';

const password = 'correct horse battery';
const hour = 3_600_000;
const minute = 60_000;

const registered = async () => {
  const world = createFaultyWorld();
  await register(world, { settlement: billingCenterSettlement });
  return world;
};
const post = (world: FaultyWorld, body: object, given: Ask = {}) =>
  world.ask('POST', '/api/sessions', { json: body, ...given });
const logIn = (world: FaultyWorld, given: Ask = {}) => post(world, { username: 'acme', password }, given);
const guess = (world: FaultyWorld, username = 'acme', address = '203.0.113.1') =>
  post(world, { username, password: 'a wrong password' }, { address });
const account = (world: FaultyWorld, given: Ask) => world.ask('GET', '/api/account', given);

describe('with the right password', () => {
  it('a program gets a bearer token and the time of its end', async () => {
    const world = await registered();
    const { status, body, headers } = await logIn(world);
    expect(status).toBe(201);
    expect(body).toEqual({
      token: expect.stringMatching(/^[0-9a-f]{32}\.acct_[0-9a-f]{32}\.[\w-]{43}$/),
      expiresAt: '2026-01-01T12:00:00.000Z',
    });
    expect(headers).not.toHaveProperty('set-cookie');
    expect(await account(world, { token: body.token })).toMatchObject({ status: 200, body: { username: 'acme' } });
  });

  it('every log-in is a session of its own', async () => {
    const world = await registered();
    const tokens = [(await logIn(world)).body.token, (await logIn(world)).body.token];
    expect(tokens[0]).not.toBe(tokens[1]);
    await world.ask('DELETE', '/api/sessions', { token: tokens[0] });
    expect((await account(world, { token: tokens[0] })).status).toBe(401);
    expect((await account(world, { token: tokens[1] })).status).toBe(200);
  });

  it('the name is one however it is typed', async () => {
    const world = await registered();
    expect((await post(world, { username: ' Ａcme ', password })).status).toBe(201);
  });

  it('the token works until twelve hours have passed, by the clock', async () => {
    const world = await registered();
    const { token } = (await logIn(world)).body;
    world.clock.advance(12 * hour - 1);
    expect((await account(world, { token })).status).toBe(200);
    world.clock.advance(1);
    expect(await account(world, { token })).toMatchObject(refusal('not-signed-in'));
    expect(await world.ask('DELETE', '/api/sessions', { token })).toMatchObject(refusal('not-signed-in'));
  });
});

describe('refused', () => {
  // biome-ignore format: one case a line
  it.each([
    ['a wrong password',                     { username: 'acme', password: 'a wrong password' }],
    ['the password with a space after it',   { username: 'acme', password: `${password} ` }],
    ['the password in capitals',             { username: 'acme', password: password.toUpperCase() }],
    ['a name that nobody has',               { username: 'nobody', password }],
    ['a name that nobody could have',        { username: '云 /../', password }],
    ['a password that nobody could have',    { username: 'acme', password: 'x' }],
    ['a name that objects know',             { username: '__proto__', password }],
  ])('%s: the same answer, for the same work', async (_, body) => {
    const world = await registered();
    world.hasher.computations = 0;
    const answer = await post(world, body);
    expect(answer).toMatchObject(refusal('wrong-credentials'));
    expect(Object.keys(answer.body).sort()).toEqual(['code', 'detail', 'requestId', 'status', 'title', 'type']);
    expect(world.hasher.computations).toBe(1);
  });

  it('and with a claim that came to nothing: it is nobody, though the password would be right', async () => {
    const world = createFaultyWorld();
    const workspaceId = `wksp_${'a'.repeat(32)}` as WorkspaceId;
    const claim = {
      username: 'acme' as Username,
      passwordHash: await world.hasher.hash(password),
      email: 'ops@acme.example' as never,
      workspaceId,
      owner: `acct_${'a'.repeat(32)}`,
      claimId: 'c',
      changeId: 'c',
      claimedAtMs: 0,
    };
    await world.store.write({ table: 'usernames', insert: claim });
    world.hasher.computations = 0;
    expect(await logIn(world)).toMatchObject(refusal('wrong-credentials'));
    await world.store.write({ table: 'workspaces', insert: { kind: 'void', workspaceId, version: 1 } });
    expect(await logIn(world)).toMatchObject(refusal('wrong-credentials'));
    expect(world.hasher.computations).toBe(2);
  });

  // biome-ignore format: one case a line
  it.each<[string, object, [string, string][]]>([
    ['nothing',             {},                                                   [['/username', 'required'], ['/password', 'required']]],
    ['numbers',             { username: 1, password: 2 },                         [['/username', 'malformed'], ['/password', 'malformed']]],
    ['too much',            { username: 'a'.repeat(65), password: 'a'.repeat(129) }, [['/username', 'too-long'], ['/password', 'too-long']]],
    ['no boolean',          { username: 'acme', password, cookie: 'true' },       [['/cookie', 'malformed']]],
  ])('%s: told where and what, and nothing is counted', async (_, body, errors) => {
    const world = await registered();
    const answer = await post(world, body);
    expect(answer.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual(errors);
    expect(world.store.calls.count).toBe(0);
  });

  it('neither the password nor the token is in the log', async () => {
    const world = await registered();
    const { token } = (await logIn(world)).body;
    await guess(world);
    await world.ask('DELETE', '/api/sessions', { token });
    expect(world.lines.join()).not.toMatch(/horse|a wrong password|acme/);
    expect(world.lines.join()).not.toContain(token);
  });
});

// --- guessing --------------------------------------------------------------------------------------------------------

describe('guessing is slowed down', () => {
  it('ten guesses at a name from one address, and the right password comes too late', async () => {
    const world = await registered();
    for (let nth = 0; nth < 10; nth++) expect((await guess(world)).status).toBe(401);
    world.hasher.computations = 0;
    world.clock.advance(minute);
    const answer = await logIn(world);
    expect(answer).toMatchObject(refusal('too-many-attempts'));
    expect(answer.headers['retry-after']).toBe('840');
    expect(world.hasher.computations).toBe(0);
  });

  it('and is forgotten when the window ends', async () => {
    const world = await registered();
    for (let nth = 0; nth < 11; nth++) await guess(world);
    world.clock.advance(15 * minute - 1);
    const answer = await logIn(world);
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '1']);
    world.clock.advance(1);
    expect((await logIn(world)).status).toBe(201);
  });

  // biome-ignore format: one case a line
  it.each([
    // after ten guesses at acme from 203.0.113.1     status
    ['acme',   '203.0.113.1',                         429],
    ['ACME',   '203.0.113.1',                         429],
    ['acme',   '203.0.113.2',                         401],
    ['other',  '203.0.113.1',                         401],
  ])('%s from %s: %i', async (username, address, status) => {
    const world = await registered();
    for (let nth = 0; nth < 10; nth++) await guess(world);
    expect((await guess(world, username, address)).status).toBe(status);
  });

  it('a hundred guesses from one address, whatever the names', async () => {
    const world = await registered();
    for (let nth = 0; nth < 100; nth++) expect((await guess(world, `name${nth}`)).status).toBe(401);
    expect((await guess(world, 'another')).status).toBe(429);
    expect((await guess(world, 'another', '203.0.113.2')).status).toBe(401);
  });

  it('a hundred guesses at one name, wherever they come from', async () => {
    const world = await registered();
    for (let nth = 0; nth < 100; nth++) expect((await guess(world, 'acme', `203.0.113.${nth}`)).status).toBe(401);
    expect((await guess(world, 'acme', '198.51.100.1')).status).toBe(429);
    expect((await guess(world, 'other', '198.51.100.1')).status).toBe(401);
  });

  it('nobody can lock another out with guesses that are refused: from elsewhere the name is free', async () => {
    const world = await registered();
    for (let nth = 0; nth < 200; nth++) await guess(world);
    expect((await logIn(world, { address: '198.51.100.1' })).status).toBe(201);
  });

  describe('a name that is guessed at from everywhere, without end,', () => {
    const home = '198.51.100.1';
    const line = (host: string) => `2001:db8:7:7:${host}`;
    const besieged = async (address: string) => {
      const world = await registered();
      await logIn(world, { address });
      for (let nth = 0; nth < 150; nth++) await guess(world, 'acme', `203.0.${nth}.1`);
      return world;
    };

    // biome-ignore format: one case a line
    it.each([
      // logged in from before    and now from               status
      [home,                      home,                      201],
      [line('1::1'),              line('2::2'),              201],
      [home,                      '198.51.100.2',            429],
      [line('1::1'),              '2001:db8:7:8::1',         429],
      [home,                      `::ffff:${home}`,          201],
    ])('is still its owner’s where it was logged in from before: %s, %s: %i', async (before, now, status) => {
      const world = await besieged(before);
      expect((await logIn(world, { address: now })).status).toBe(status);
    });

    it('is its owner’s from anywhere a quarter of an hour after the last guess', async () => {
      const world = await besieged(home);
      world.clock.advance(15 * minute);
      expect((await logIn(world, { address: '198.51.100.2' })).status).toBe(201);
    });

    it('knows no place by a guess, however often it is made there', async () => {
      const world = await besieged(home);
      expect((await logIn(world, { address: '203.0.7.1' })).status).toBe(429);
    });

    it('and where it is known, ten guesses are still the end', async () => {
      const world = await besieged(home);
      for (let nth = 0; nth < 10; nth++) expect((await guess(world, 'acme', home)).status).toBe(401);
      expect((await logIn(world, { address: home })).status).toBe(429);
    });
  });

  it('a line of IPv6 is one address, though it has 2^64', async () => {
    const world = await registered();
    for (let nth = 0; nth < 10; nth++) await guess(world, 'acme', `2001:db8::${nth}`);
    expect((await guess(world, 'acme', '2001:db8::ffff')).status).toBe(429);
  });

  it('a log-in is no guess: it gives its attempt back', async () => {
    const world = await registered();
    for (let nth = 0; nth < 9; nth++) await guess(world);
    for (let nth = 0; nth < 5; nth++) expect((await logIn(world)).status).toBe(201);
    expect((await guess(world)).status).toBe(401);
    expect((await guess(world)).status).toBe(429);
  });

  it('guesses made at the same time count too', async () => {
    const world = await registered();
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await guess(world)).status));
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  });

  it.each(['address', 'username'])('the name “%s” is counted as any other', async (username) => {
    const world = await registered();
    for (let nth = 0; nth < 10; nth++) expect((await guess(world, username)).status).toBe(401);
    expect((await guess(world, username)).status).toBe(429);
  });
});

// --- browsers --------------------------------------------------------------------------------------------------------

describe('with a cookie', () => {
  const browser = async () => {
    const world = await registered();
    const { status, body, headers } = await post(world, { username: 'acme', password, cookie: true });
    const set = headers['set-cookie'] ?? '';
    const [cookie = ''] = set.split(';');
    return { world, status, body, set, cookie };
  };

  it('a browser gets the token where no script can read it', async () => {
    const { status, body, set } = await browser();
    expect([status, body]).toEqual([204, undefined]);
    expect(set).toMatch(
      /^session=[0-9a-f]{32}\.acct_[0-9a-f]{32}\.[\w-]{43}; HttpOnly; Secure; SameSite=Strict; Path=\/api; Max-Age=43200$/,
    );
  });

  it('"cookie": false is a program', async () => {
    const world = await registered();
    const { status, headers } = await post(world, { username: 'acme', password, cookie: false });
    expect([status, headers['set-cookie']]).toEqual([201, undefined]);
  });

  it('it reads, wherever it comes from', async () => {
    const { world, cookie } = await browser();
    expect((await account(world, { headers: { Cookie: cookie } })).status).toBe(200);
  });

  // biome-ignore format: one case a line
  it.each<[string, Record<string, string>, number]>([
    ['from our own page',        { Origin: PUBLIC_URL },               200],
    ['from another site’s page', { Origin: 'https://evil.example' },   403],
    ['without an Origin',        {},                                   403],
  ])('a change %s', async (_, headers, status) => {
    const { world, cookie } = await browser();
    const { body } = await world.ask('GET', '/api/workspaces', { headers: { Cookie: cookie } });
    const [{ site, workspaceId }] = body.workspaces;
    const answer = await world.ask('PUT', `/api/settlements/${site}/${workspaceId}`, {
      json: billingCenterSettlement,
      headers: { Cookie: cookie, ...headers },
    });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer).toMatchObject(refusal('cross-site-request'));
    const logOut = await world.ask('DELETE', '/api/sessions', { headers: { Cookie: cookie, ...headers } });
    expect(logOut.status).toBe(status === 200 ? 204 : 403);
  });

  it('logging out ends the session and takes the cookie away', async () => {
    const { world, cookie } = await browser();
    const headers = { Cookie: cookie, Origin: PUBLIC_URL };
    const answer = await world.ask('DELETE', '/api/sessions', { headers });
    expect([answer.status, answer.body]).toEqual([204, undefined]);
    expect(answer.headers['set-cookie']).toBe('session=; HttpOnly; Secure; SameSite=Strict; Path=/api; Max-Age=0');
    expect((await account(world, { headers })).status).toBe(401);
    expect(await world.ask('DELETE', '/api/sessions', { headers })).toMatchObject(refusal('not-signed-in'));
  });

  it('a log-out whose answer was lost on the way is answered as what it was', async () => {
    const { world, cookie } = await browser();
    const headers = { Cookie: cookie, Origin: PUBLIC_URL };
    const logOut = () => world.ask('DELETE', '/api/sessions', { headers });
    expect((await world.during(loseAnswerOnce(2), logOut)).status).toBe(204);
    expect(await logOut()).toMatchObject(refusal('not-signed-in'));
  });

  it('a session that is over is told before the page that asks', async () => {
    const { world, cookie } = await browser();
    world.clock.advance(12 * hour);
    const headers = { Cookie: cookie, Origin: 'https://evil.example' };
    expect(await world.ask('DELETE', '/api/sessions', { headers })).toMatchObject(refusal('not-signed-in'));
  });
});

/** The door with rules of its own, and one account behind it. */
const doorWith = async (rules: { sessionKeys?: SessionKeys; origin?: string }, store = createFakeStore()) => {
  const hasher = fakeHasher();
  const workspaceId = `wksp_${'a'.repeat(32)}` as WorkspaceId;
  const owner = `acct_${'a'.repeat(32)}`;
  const entry = {
    settlement: { method: 'billing-center' },
    fromMs: 0,
    cause: 'registration',
    by: 'owner',
    changeId: 'c',
  } as const;
  const named = { workspaceId, owner, username: 'acme' as Username };
  const claim = { ...named, claimId: 'c', changeId: 'c', claimedAtMs: 0 };
  await store.writeMany([
    {
      table: 'usernames',
      put: { ...claim, passwordHash: await hasher.hash(password), email: 'ops@acme.example' as never },
    },
    {
      table: 'workspaces',
      put: {
        kind: 'workspace',
        version: 1,
        site: 'cn1',
        name: 'A' as never,
        language: 'zh',
        createdAtMs: 0,
        timeline: [entry],
        ...named,
      },
    },
  ]);
  const ports = { store, hasher, random: fakeRandom() };
  const given = { sessionKeys: ['key'] as const, origin: PUBLIC_URL, ...rules };
  const door = createDoor(() => ({ routes: routes(ports, given) }));
  const headers = { 'Content-Type': 'application/json' };
  return {
    store,
    logIn: (cookie: boolean) =>
      door.send('POST', '/api/sessions', { headers, body: JSON.stringify({ username: 'acme', password, cookie }) }),
    logOut: async (token: string) =>
      (await door.send('DELETE', '/api/sessions', { headers: { Authorization: `Bearer ${token}` } })).status,
  };
};

// biome-ignore format: one case a line
it.each([
  // PUBLIC_URL                  the cookie is for encrypted connections only
  ['https://billing.example',    true],
  ['http://billing.example',     true],
  ['https://127.0.0.1:8443',     true],
  ['http://127.0.0.1:8080',      false],
  ['http://localhost:8080',      false],
  ['http://[::1]:8080',          false],
  ['http://localhost.example',   true],
])('at %s the cookie is Secure: %s', async (origin, secure) => {
  const { logIn } = await doorWith({ origin });
  expect(((await logIn(true)).headers['Set-Cookie'] ?? '').includes('; Secure;')).toBe(secure);
});

// biome-ignore format: one case a line
it.each<[string, SessionKeys, number]>([
  // a token signed with "old", while the keys are         log-out
  ['before the rotation',         ['old'],                 204],
  ['during it',                   ['new', 'old'],          204],
  ['after it',                    ['new'],                 401],
])('the session key is rotated: %s, %j: %i', async (_, sessionKeys, status) => {
  const { store, logIn } = await doorWith({ sessionKeys: ['old'] });
  const { token } = (await logIn(false)).body;
  const { logOut } = await doorWith({ sessionKeys }, store);
  expect(await logOut(token)).toBe(status);
});

it('during the rotation new tokens are signed with the new key', async () => {
  const { store, logIn } = await doorWith({ sessionKeys: ['new', 'old'] });
  const { token } = (await logIn(false)).body;
  expect(await (await doorWith({ sessionKeys: ['old'] }, store)).logOut(token)).toBe(401);
  expect(await (await doorWith({ sessionKeys: ['new'] }, store)).logOut(token)).toBe(204);
});

it('a token that we did not sign costs nothing: the store is not asked', async () => {
  const { store, logOut } = await doorWith({});
  const before = { ...store.calls };
  for (const token of [`${'a'.repeat(32)}.acct_${'a'.repeat(32)}.${'A'.repeat(43)}`, 'eyJhbGciOiJub25lIn0.e30.', 'x']) {
    expect(await logOut(token)).toBe(401);
  }
  expect(store.calls).toEqual(before);
});

it('while the store is down nobody is told that the password is wrong', async () => {
  const world = await registered();
  expect(
    await world.during(
      () => 'fail',
      () => logIn(world),
    ),
  ).toMatchObject(refusal('try-again'));
  expect((await logIn(world)).status).toBe(201);
});
