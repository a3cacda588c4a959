/** `Idempotency-Key`: a 201 is remembered for 24 hours and given again word for word; a refusal is decided afresh. */
import { KEY_LIFETIME_MS, YOUNG_CLAIM_MS } from '../../../shared/domain/claims';
import { crashBefore, effectsOf, type FaultyWorld, holdAt, interleaved, SIMULATION_MS } from '../../fakes/faults';
import { type Answered, alicloud, billingCenterSettlement, buy, change, logInAs, register } from '../../fakes/world';
import { bought, close, fallOverdue, listed, persist, refusal, release, signedIn } from '../steps';

const KEY = { 'Idempotency-Key': 'one-registration' };
type Headers = Readonly<Record<string, string>>;

interface Door {
  open(): Promise<FaultyWorld>;
  send(world: FaultyWorld, changes?: object, headers?: Headers): Promise<Answered>;
  /** The workspaces of the customer before. */
  readonly before: number;
}

const registration: Door = {
  open: bought,
  send: (world, changes = {}, headers = KEY) => register(world, changes, headers),
  before: 0,
};

const furtherWorkspace: Door = {
  open: async () => (await signedIn()).world,
  async send(world, changes = {}, headers = KEY) {
    const json = { site: 'eu1', workspace: { name: 'Another', language: 'en' }, settlement: alicloud(), ...changes };
    return world.ask('POST', '/api/registrations/workspaces', { token: await logInAs(world), headers, json });
  },
  before: 1,
};

const workspacesOf = async (world: FaultyWorld) => listed(world, await logInAs(world));

const meanwhiles: readonly [string, (world: FaultyWorld) => unknown][] = [
  ['at once', () => undefined],
  ['a day later but for a millisecond', (world) => world.clock.advance(KEY_LIFETIME_MS - 1)],
  ['after its instance fell overdue', (world) => fallOverdue(world)],
  ['after its instance was closed', (world) => close(world)],
  ['while the marketplace is down', (world) => Object.assign(world.marketplace, { down: true })],
  [
    'after its settlement was changed',
    async (world) => {
      const token = await logInAs(world);
      for (const one of await listed(world, token)) await change(world, token, one, billingCenterSettlement);
    },
  ],
];

describe.each([
  ['a registration', registration],
  ['a further workspace', furtherWorkspace],
])('%s with a key', (name, { open, send, before }) => {
  test.each(meanwhiles)('sent again %s is answered word for word, and not carried out again', async (_, happen) => {
    const world = await open();
    const first = await send(world);
    await happen(world);
    const second = await send(world);
    expect(first.status).toBe(201);
    expect([second.status, second.body]).toStrictEqual([201, first.body]);
    expect(await workspacesOf(world)).toHaveLength(before + 1);
  });

  test('sent again writes nothing', async () => {
    const world = await open();
    await send(world);
    const effects = await effectsOf(world, () => send(world));
    // The log-in before a further workspace writes its session.
    const ofLogIn = ['write attempts', 'write sessions'];
    expect(effects.filter((effect) => effect.startsWith('write') && !ofLogIn.includes(effect))).toEqual([]);
  });

  test('is refused with another body', async () => {
    const world = await open();
    await send(world);
    expect(await send(world, { site: 'cn2' })).toMatchObject(refusal('idempotency-key-reused'));
    expect(await workspacesOf(world)).toHaveLength(before + 1);
  });

  test('of which only the order of the members or an unknown one differs is the same body', async () => {
    const world = await open();
    const first = await send(world, { settlement: { method: 'billing-center', note: 'x' } });
    const second = await send(world, { settlement: { extra: 1, method: 'billing-center' } });
    expect(second.body).toStrictEqual(first.body);
  });

  test('is another request with another key, or with none', async () => {
    const world = await open();
    await send(world);
    const answers = [await send(world, {}, { 'Idempotency-Key': 'another' }), await send(world, {}, {})];
    const expected = name === 'a registration' ? [409, 'cloud-account-linked-elsewhere'] : [201, undefined];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([expected, expected]);
  });

  test('is forgotten a day later', async () => {
    const world = await open();
    await send(world, { settlement: billingCenterSettlement });
    world.clock.advance(KEY_LIFETIME_MS);
    const answer = await send(world, { settlement: billingCenterSettlement });
    expect(answer.body.code).toBe(name === 'a registration' ? 'username-taken' : undefined);
    expect(await workspacesOf(world)).toHaveLength(name === 'a registration' ? 1 : 3);
  });

  test('whose key is forgotten may be used for another body', async () => {
    const world = await open();
    await send(world);
    world.clock.advance(KEY_LIFETIME_MS);
    const changes = { username: 'other', site: 'cn2', settlement: billingCenterSettlement };
    const other = await send(world, changes);
    expect(other.status).toBe(201);
    expect((await send(world, changes)).body).toStrictEqual(other.body);
  });

  test('that was refused is decided afresh', async () => {
    const world = await open();
    const settlement = alicloud('77777777');
    expect(await send(world, { settlement })).toMatchObject(refusal('instance-not-found'));
    await buy(world, '77777777');
    expect((await send(world, { settlement })).status).toBe(201);
  });

  test('that was refused may be corrected under the same key', async () => {
    const world = await open();
    expect(await send(world, { settlement: alicloud('77777777') })).toMatchObject(refusal('instance-not-found'));
    expect((await send(world)).status).toBe(201);
  });

  test('that was refused by the last look at its instance may be corrected under the same key', async () => {
    const counted = await open();
    const nth = (await effectsOf(counted, () => send(counted))).lastIndexOf('read instances') + 1;
    const world = await open();
    expect(
      await world.during(
        holdAt(nth, () => release(world)),
        () => send(world),
      ),
    ).toMatchObject(refusal('instance-closed'));
    expect((await persist(world, () => send(world, { settlement: billingCenterSettlement }))).status).toBe(201);
    expect(await workspacesOf(world)).toHaveLength(before + 1);
  });

  /** A 503 is no answer: they may have hindered each other to the end. Whoever is answered is answered alike. */
  const expectOneAnswer = async (world: FaultyWorld, answers: readonly unknown[], at: object) => {
    const { status, body } = await persist(world, () => send(world));
    expect({ ...at, status }).toEqual({ ...at, status: 201 });
    const given = (answers as Answered[]).filter((answer) => answer.status !== 503);
    const answered = given.map((answer) => ({ ...at, status: answer.status, body: answer.body }));
    expect(answered).toStrictEqual(given.map(() => ({ ...at, status, body })));
    expect(await workspacesOf(world)).toHaveLength(before + 1);
  };

  test('sent again while the first waits, at whichever row, is carried out once and answered alike', async () => {
    const counted = await open();
    const length = (await effectsOf(counted, () => send(counted))).length;
    for (let nth = 1; nth <= length; nth++) {
      const world = await open();
      const answers: Answered[] = [];
      const sendOne = async () => {
        answers.push(await send(world));
      };
      await world.during(holdAt(nth, sendOne), sendOne);
      expect(answers).toHaveLength(2);
      await expectOneAnswer(world, answers, { nth });
    }
  });

  test(
    'sent twice at the same time is carried out once and answered alike',
    async () => {
      for (let seed = 1; seed <= 100; seed++) {
        const world = await open();
        const twice = await interleaved(world, seed, [() => send(world), () => send(world)]);
        await expectOneAnswer(world, twice, { seed });
      }
    },
    SIMULATION_MS,
  );
});

describe('a key and a password', () => {
  test('a registration sent again with another password is refused, and shows nothing', async () => {
    const world = await bought();
    await register(world, {}, KEY);
    const answer = await register(world, { password: 'another horse battery' }, KEY);
    expect(answer).toMatchObject(refusal('idempotency-key-reused'));
    expect(answer.body).not.toHaveProperty('billingAccount');
  });

  const guess = (world: FaultyWorld, nth: number) => register(world, { password: `a wrong password ${nth}` }, KEY);

  test('who knows the key and the body may try ten passwords, as at the log-in, and is not told the right one after', async () => {
    const world = await bought();
    await register(world, {}, KEY);
    for (let nth = 0; nth < 10; nth++) {
      expect(await guess(world, nth)).toMatchObject(refusal('idempotency-key-reused'));
    }
    const { computations } = world.hasher;
    expect(await guess(world, 10)).toMatchObject(refusal('too-many-attempts'));
    expect(await register(world, {}, KEY)).toMatchObject(refusal('too-many-attempts'));
    expect(world.hasher.computations).toBe(computations);
  });

  test('tries at this door and at the log-in are counted together', async () => {
    const world = await bought();
    await register(world, {}, KEY);
    for (let nth = 0; nth < 5; nth++) await guess(world, nth);
    const logIn = (password: string) => world.ask('POST', '/api/sessions', { json: { username: 'acme', password } });
    for (let nth = 0; nth < 5; nth++) expect((await logIn(`a wrong password ${nth}`)).status).toBe(401);
    expect((await logIn('correct horse battery')).status).toBe(429);
    expect((await guess(world, 10)).status).toBe(429);
  });

  test('a repeat with the right password is no try, however often it is sent', async () => {
    const world = await bought();
    for (let nth = 0; nth < 30; nth++) expect((await register(world, {}, KEY)).status).toBe(201);
  });

  test('the password is no part of what is kept of the body', async () => {
    const [one, other] = await Promise.all(
      ['correct horse battery', 'another horse battery'].map(async (password) => {
        const world = await bought();
        await register(world, { password }, KEY);
        return world.store.get('idempotencyKeys', { scope: 'registrations', key: KEY['Idempotency-Key'] });
      }),
    );
    expect(one?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(one?.fingerprint).toBe(other?.fingerprint);
  });

  test('a registration that died may not be gone on with by who does not know its password', async () => {
    const counted = await bought();
    const length = (await effectsOf(counted, () => register(counted, {}, KEY))).length;
    const world = await bought();
    await world.during(crashBefore(length), () => register(world, {}, KEY));
    expect(await register(world, { password: 'another horse battery' }, KEY)).toMatchObject(
      refusal('idempotency-key-reused'),
    );
    expect((await register(world, {}, KEY)).status).toBe(201);
  });

  test('never shows what a stranger who died had claimed with the username', async () => {
    const stranger = { email: 'stranger@else.example', password: 'another horse battery' };
    const counted = await bought();
    const effects = await effectsOf(counted, () => register(counted, {}, KEY));
    const world = await bought();
    await world.during(crashBefore(effects.length), () => register(world, stranger, { 'Idempotency-Key': 'another' }));
    world.clock.advance(YOUNG_CLAIM_MS);
    // Sent twice: the one looks at the username before the other takes it over, and at the key after that.
    const other = holdAt(effects.indexOf('read idempotencyKeys') + 1, () => register(world, {}, KEY));
    const answer = await world.during(other, () => register(world, {}, KEY));
    expect([answer.status, answer.body.billingAccount?.email]).toEqual([201, 'ops@acme.example']);
  });
});

test("a key of one customer says nothing of another's", async () => {
  const { world, token } = await signedIn();
  await register(world, { username: 'other', settlement: billingCenterSettlement });
  const others = await logInAs(world, 'other');
  const send = (by: string, name: string) =>
    world.ask('POST', '/api/registrations/workspaces', {
      token: by,
      headers: KEY,
      json: { site: 'eu1', workspace: { name, language: 'en' }, settlement: billingCenterSettlement },
    });
  expect((await send(token, 'Mine')).status).toBe(201);
  expect((await send(others, 'Theirs')).status).toBe(201);
  expect((await send(token, 'Mine')).body.workspace.name).toBe('Mine');
});
