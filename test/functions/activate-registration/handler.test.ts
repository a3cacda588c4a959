/** Activating a workspace, through both doors: what is answered, what is refused and in which order, at what cost. */
import type { RefusalCode } from '../../../shared/domain/refusals';
import { SESSION_LIFETIME_MS } from '../../../shared/protocol/session';
import { createFaultyWorld, effectsOf, type FaultyWorld, holdAt, roundsOf } from '../../fakes/faults';
import {
  ACCOUNT_ID,
  type Answered,
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  INSTANCE_ID,
  logInAs,
  PUBLIC_URL,
  register,
  registrationBody,
} from '../../fakes/world';
import {
  bought,
  close,
  fallOverdue,
  listed,
  OTHER_ACCOUNT_ID,
  OTHER_INSTANCE_ID,
  refusal,
  release,
  show,
  signedIn,
} from '../steps';

const KEY = { 'Idempotency-Key': 'one-registration' };
const NOW = '2026-01-01T00:00:00.000Z';

describe('201 answers', () => {
  test('a registration with AliCloud account settlement', async () => {
    const answer = await register(await bought());
    expect(answer.status).toBe(201);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.body).toStrictEqual({
      workspace: {
        site: 'cn1',
        workspaceId: expect.stringMatching(/^wksp_[0-9a-f]{32}$/),
        name: 'Acme production',
        language: 'zh',
        settlement: { method: 'alicloud', accountId: ACCOUNT_ID, instanceId: INSTANCE_ID, since: NOW },
        createdAt: NOW,
      },
      billingAccount: {
        username: 'acme',
        email: 'ops@acme.example',
        phone: '13800138000',
        company: 'Acme',
        createdAt: NOW,
      },
    });
  });

  test('a registration with Billing Center account settlement, without what is optional', async () => {
    const changes = { settlement: billingCenterSettlement, phone: undefined, company: undefined };
    const answer = await register(createFaultyWorld(), changes);
    expect(answer.status).toBe(201);
    expect(answer.body).toStrictEqual({
      workspace: {
        site: 'cn1',
        workspaceId: expect.stringMatching(/^wksp_[0-9a-f]{32}$/),
        name: 'Acme production',
        language: 'zh',
        settlement: { method: 'billing-center', since: NOW },
        createdAt: NOW,
      },
      billingAccount: { username: 'acme', email: 'ops@acme.example', createdAt: NOW },
    });
  });

  test.each([
    ['AliCloud', alicloud()],
    ['Billing Center', billingCenterSettlement],
  ])('a further workspace, of any site, with %s account settlement', async (_, settlement) => {
    const { world, token } = await signedIn();
    const answer = await addWorkspace(world, token, settlement, 'Overseas', 'ap1');
    const createdAt = '2026-01-01T00:01:00.000Z';
    expect(answer.status).toBe(201);
    expect(answer.body).toStrictEqual({
      workspace: {
        site: 'ap1',
        workspaceId: expect.stringMatching(/^wksp_[0-9a-f]{32}$/),
        name: 'Overseas',
        language: 'en',
        settlement: { ...settlement, since: createdAt },
        createdAt,
      },
    });
    expect(await listed(world, token)).toStrictEqual([
      expect.objectContaining({ name: 'Acme production' }),
      answer.body.workspace,
    ]);
  });

  test('a further workspace from our own page, with the cookie', async () => {
    const { world, token } = await signedIn();
    const headers = { Cookie: `session=${token}`, Origin: PUBLIC_URL };
    expect(await world.ask('POST', '/api/registrations/workspaces', { json: further, headers })).toMatchObject({
      status: 201,
    });
  });

  test('what is registered can be logged in to and is listed', async () => {
    const world = await bought();
    const { body } = await register(world);
    const token = await logInAs(world);
    expect((await world.ask('GET', '/api/account', { token })).body).toStrictEqual(body.billingAccount);
    expect(await listed(world, token)).toStrictEqual([body.workspace]);
  });

  test('the proof that comes with a settlement is neither shown nor kept', async () => {
    const world = await bought();
    const { body } = await register(world, { settlement: { ...alicloud(), proof: 'a proof' } });
    expect(body.workspace.settlement).toStrictEqual({ ...alicloud(), since: NOW });
    expect(JSON.stringify(await world.store.get('workspaces', body.workspace))).not.toContain('proof');
  });
});

// --- refusals --------------------------------------------------------------------------------------------------------

/** What was there before the request that is refused. */
type Given = (world: FaultyWorld) => unknown;
type Headers = Readonly<Record<string, string>>;
/** The request that is refused, by who holds the token where there is one. */
type Send = (world: FaultyWorld, token: string, headers: Headers) => Promise<Answered>;

const open: Given = (world) => buy(world);
const soldToAnother: Given = (world) => buy(world, INSTANCE_ID, OTHER_ACCOUNT_ID);
const overdue: Given = (world) => fallOverdue(world);
const closing: Given = (world) => release(world);
const closed: Given = (world) => close(world);
/** The AliCloud account, by another instance of it, settles another customer's workspace. */
const linked: Given = async (world) => {
  await buy(world, OTHER_INSTANCE_ID);
  await register(world, { username: 'other', settlement: alicloud(OTHER_INSTANCE_ID) });
};
const known: Given = (world) => register(world, { settlement: billingCenterSettlement });
const keyUsed: Given = (world) => register(world, { username: 'other', settlement: billingCenterSettlement }, KEY);
const opening: Given = (world) => show(world, 'OPENING');
const marketplaceDown: Given = (world) => {
  world.marketplace.down = true;
};

const further = { site: 'eu1', workspace: { name: 'Another', language: 'en' }, settlement: alicloud() };
const FORGED = `${'0'.repeat(32)}.acct_${'0'.repeat(32)}.${'A'.repeat(43)}`;
const LARGE = JSON.stringify(registrationBody({ company: 'x'.repeat(64 * 1024) }));

const post =
  (changes: object = {}, given: Headers = {}): Send =>
  (world, _, headers) =>
    register(world, changes, { ...given, ...headers });
const raw =
  (body: string, type = 'application/json'): Send =>
  (world, _, headers) =>
    world.ask('POST', '/api/registrations', { raw: { body, type }, headers });
const add =
  (changes: object = {}): Send =>
  (world, token, headers) =>
    world.ask('POST', '/api/registrations/workspaces', { json: { ...further, ...changes }, token, headers });
const addAs =
  (given: Headers, changes: object = {}): Send =>
  (world, _, headers) =>
    world.ask('POST', '/api/registrations/workspaces', {
      json: { ...further, ...changes },
      headers: { ...given, ...headers },
    });
const addFrom =
  (origin: Headers, changes: object = {}): Send =>
  (world, token, headers) =>
    addAs({ Cookie: `session=${token}`, ...origin }, changes)(world, token, headers);
const addAfter =
  (happen: (world: FaultyWorld, token: string) => unknown): Send =>
  async (world, token, headers) => {
    await happen(world, token);
    return add()(world, token, headers);
  };
const logOut = (world: FaultyWorld, token: string) => world.ask('DELETE', '/api/sessions', { token });
const ELSEWHERE = { Origin: 'https://evil.example' };

// biome-ignore format: one case a line
const refusalCases: readonly [string, RefusalCode, readonly Given[], Send][] = [
  ['another method',                          'method-not-allowed',             [open],                (world, _, headers) => world.ask('GET', '/api/registrations', { headers })],
  ['a body that is not said to be JSON',      'unsupported-media-type',         [open],                raw('{}', 'text/plain')],
  ['a body of more than 64 KiB',              'body-too-large',                 [open],                raw(LARGE)],
  ['no body',                                 'invalid-request',                [open],                raw('')],
  ['a body that is no JSON',                  'invalid-request',                [open],                raw('{')],
  ['a field that is wrong',                   'invalid-request',                [open],                post({ site: 'mars' })],
  ['an idempotency key that is none',         'invalid-request',                [open],                post({}, { 'Idempotency-Key': 'two words' })],
  ['an idempotency key used for another body', 'idempotency-key-reused',        [open, keyUsed],       post({}, KEY)],
  ['an instance that nobody knows',           'instance-not-found',             [],                    post()],
  ['an instance sold to another',             'instance-not-found',             [soldToAnother],       post()],
  ['an AliCloud account linked elsewhere',    'cloud-account-linked-elsewhere', [open, linked],        post()],
  ['an instance that is being opened',        'instance-not-ready',             [opening],             post()],
  ['an instance that is closing',             'instance-closed',                [open, closing],       post()],
  ['an instance that is closed',              'instance-closed',                [open, closed],        post()],
  ['an instance that is overdue',             'instance-overdue',               [open, overdue],       post()],
  ['a username that is taken',                'username-taken',                 [open, known],         post()],
  ['a marketplace that is down',              'try-again',                      [marketplaceDown],     post()],
  ['more by nobody',                          'not-signed-in',                  [open],                addAs({})],
  ['more by a forged token',                  'not-signed-in',                  [open],                addAs({ Authorization: `Bearer ${FORGED}` })],
  ['more by who has logged out',              'not-signed-in',                  [open, known],         addAfter(logOut)],
  ['more by who logged in half a day ago',    'not-signed-in',                  [open, known],         addAfter((world) => world.clock.advance(SESSION_LIFETIME_MS))],
  ['more, sent by another site\'s page',      'cross-site-request',             [open, known],         addFrom(ELSEWHERE)],
  ['more, with the cookie but no page',       'cross-site-request',             [open, known],         addFrom({})],
  ['more, with a field that is wrong',        'invalid-request',                [open, known],         add({ site: 'mars' })],
  ['more, of an instance that nobody knows',  'instance-not-found',             [known],               add()],
  ['more, of an instance sold to another',    'instance-not-found',             [soldToAnother, known], add()],
  ['more, linked elsewhere',                  'cloud-account-linked-elsewhere', [open, linked, known], add()],
  ['more, of an instance being opened',       'instance-not-ready',             [opening, known],      add()],
  ['more, of an instance that is closing',    'instance-closed',                [open, closing, known], add()],
  ['more, of an instance that is overdue',    'instance-overdue',               [open, overdue, known], add()],
];

const worldOf = async (givens: readonly Given[]) => {
  const world = createFaultyWorld();
  for (const prepare of givens) await prepare(world);
  return { world, token: givens.includes(known) ? await logInAs(world) : '' };
};

describe('refused', () => {
  test.each(refusalCases)('%s: %s, in both languages', async (_, code, givens, send) => {
    const { world, token } = await worldOf(givens);
    for (const language of ['zh', 'en'] as const) {
      expect(await send(world, token, { 'Accept-Language': language })).toMatchObject(refusal(code, language));
    }
  });

  const claims = ['usernames', 'links', 'idempotencyKeys', 'bindings', 'workspacesByOwner', 'workspaces'];

  test.each(refusalCases)('%s: nothing is claimed', async (_, _code, givens, send) => {
    const { world, token } = await worldOf(givens);
    const effects = await effectsOf(world, () => send(world, token, {}));
    expect(effects.filter((effect) => claims.some((table) => effect === `write ${table}`))).toEqual([]);
  });

  test('all faults of the body at once, each with its place', async () => {
    const { body } = await register(await bought(), { site: 'mars', email: '', settlement: alicloud('1', 'LTAI5t') });
    expect(body.errors).toEqual([
      expect.objectContaining({ path: '/site', code: 'not-offered' }),
      expect.objectContaining({ path: '/email', code: 'required' }),
      expect.objectContaining({ path: '/settlement/accountId', code: 'account-id-is-access-key' }),
      expect.objectContaining({ path: '/settlement/instanceId', code: 'instance-id-wrong-length' }),
    ]);
  });

  test('a faulty idempotency key with its name', async () => {
    const { body } = await register(await bought(), {}, { 'Idempotency-Key': 'two words' });
    expect(body.errors).toEqual([expect.objectContaining({ path: '/idempotency-key', code: 'malformed' })]);
  });

  test('what is wrong with a body is told only to who is signed in', async () => {
    const world = await bought();
    for (const send of [addAs({}, { site: 'mars' }), addAs({ Authorization: `Bearer ${FORGED}` }, { site: 'mars' })]) {
      expect((await send(world, '', {})).body).not.toHaveProperty('errors');
    }
  });
});

// biome-ignore format: one case a line
const orderCases: readonly [RefusalCode, RefusalCode, readonly Given[], Send][] = [
  // told                          | though also
  ['unsupported-media-type',         'body-too-large',                 [],                     raw(LARGE, 'text/plain')],
  ['body-too-large',                 'invalid-request',                [],                     raw('x'.repeat(64 * 1024 + 1))],
  ['not-signed-in',                  'cross-site-request',             [],                     addAs({ Cookie: `session=${FORGED}`, ...ELSEWHERE })],
  ['not-signed-in',                  'invalid-request',                [],                     addAs({}, { site: 'mars' })],
  ['not-signed-in',                  'instance-not-found',             [],                     addAs({})],
  ['cross-site-request',             'invalid-request',                [known],                addFrom(ELSEWHERE, { site: 'mars' })],
  ['cross-site-request',             'instance-not-found',             [known],                addFrom(ELSEWHERE)],
  ['invalid-request',                'instance-not-found',             [],                     post({ site: 'mars' })],
  ['invalid-request',                'username-taken',                 [known],                post({ site: 'mars' })],
  ['invalid-request',                'idempotency-key-reused',         [keyUsed],              post({ site: 'mars' }, KEY)],
  ['idempotency-key-reused',         'instance-not-found',             [keyUsed],              post({}, KEY)],
  ['idempotency-key-reused',         'instance-closed',                [open, closed, keyUsed], post({}, KEY)],
  ['idempotency-key-reused',         'username-taken',                 [keyUsed],              post({ username: 'other' }, KEY)],
  ['instance-not-found',             'cloud-account-linked-elsewhere', [linked],               post()],
  ['instance-not-found',             'instance-closed',                [soldToAnother, closed], post()],
  ['instance-not-found',             'username-taken',                 [known],                post()],
  ['cloud-account-linked-elsewhere', 'instance-closed',                [open, linked, closed], post()],
  ['cloud-account-linked-elsewhere', 'instance-overdue',               [open, linked, overdue], post()],
  ['cloud-account-linked-elsewhere', 'instance-not-ready',             [linked, opening],      post()],
  ['cloud-account-linked-elsewhere', 'username-taken',                 [open, linked],         post({ username: 'other' })],
  ['instance-not-ready',             'username-taken',                 [opening, known],       post()],
  ['instance-closed',                'username-taken',                 [open, closed, known],  post()],
  ['instance-overdue',               'username-taken',                 [open, overdue, known], post()],
];

test.each(orderCases)('%s is told before %s', async (code, _, givens, send) => {
  const { world, token } = await worldOf(givens);
  expect((await send(world, token, {})).body).toMatchObject({ code });
});

// --- instances that no call has announced ----------------------------------------------------------------------------

describe('an instance that no call has announced is looked up at the marketplace', () => {
  // biome-ignore format: one case a line
  const lookUps: readonly [string, Given, number, string | undefined][] = [
    ['opened',                  (world) => show(world, 'OPENED'),  201, undefined],
    ['being opened',            (world) => show(world, 'OPENING'), 409, 'instance-not-ready'],
    ['overdue',                 (world) => show(world, 'EXPIRED'), 409, 'instance-overdue'],
    ['closed',                  (world) => show(world, 'CLOSED'),  409, 'instance-closed'],
    ['unknown there too',       () => undefined,                   404, 'instance-not-found'],
    ['opened for another',      (world) => show(world, 'OPENED', { accountId: OTHER_ACCOUNT_ID }), 404, 'instance-not-found'],
    ['the marketplace is down', marketplaceDown,                   503, 'try-again'],
  ];
  test.each(lookUps)('%s', async (_, given, status, code) => {
    const { world } = await worldOf([given]);
    const answer = await register(world);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('one that was being opened, again at the next try', async () => {
    const world = createFaultyWorld();
    show(world, 'OPENING');
    expect(await register(world)).toMatchObject(refusal('instance-not-ready'));
    show(world, 'OPENED');
    expect((await register(world)).status).toBe(201);
  });

  test('not one that we know', async () => {
    const world = await bought();
    world.marketplace.down = true;
    expect((await register(world)).status).toBe(201);
  });

  test('and a release that comes while the marketplace is asked stands', async () => {
    const counted = createFaultyWorld();
    show(counted, 'OPENED');
    const nth = (await effectsOf(counted, () => register(counted))).indexOf('write instances') + 1;
    const world = createFaultyWorld();
    show(world, 'OPENED');
    const answer = await world.during(
      holdAt(nth, () => release(world)),
      () => register(world),
    );
    expect(answer).toMatchObject(refusal('instance-closed'));
  });

  test('and a release that came before stands', async () => {
    const world = createFaultyWorld();
    await release(world);
    show(world, 'OPENED');
    expect(await register(world)).toMatchObject(refusal('instance-closed'));
  });
});

// --- the cost --------------------------------------------------------------------------------------------------------

test('a registration makes four round trips in a row: look, claim, look at the instance, commit', async () => {
  const world = await bought();
  expect(await roundsOf(world, () => register(world, {}, KEY))).toEqual([
    ['read attempts', 'read attempts', 'read idempotencyKeys', 'read instances', 'read links', 'read usernames'],
    ['write bindings', 'write idempotencyKeys', 'write links', 'write usernames', 'write workspacesByOwner'],
    ['read instances'],
    ['write workspaces'],
  ]);
});

test('a registration that the Billing Center account pays makes three', async () => {
  const world = createFaultyWorld();
  expect(await roundsOf(world, () => register(world, { settlement: billingCenterSettlement }))).toEqual([
    ['read usernames'],
    ['write usernames', 'write workspacesByOwner'],
    ['write workspaces'],
  ]);
});

test('a further workspace makes one more than a registration, to judge the link that is there', async () => {
  const { world, token } = await signedIn();
  await addWorkspace(world, token, alicloud());
  expect(await roundsOf(world, () => addWorkspace(world, token, alicloud()))).toEqual([
    ['read attempts', 'read attempts', 'read attempts', 'read instances', 'read links', 'read sessions'],
    ['read workspaces'],
    ['write bindings', 'write workspacesByOwner'],
    ['read instances'],
    ['write workspaces'],
  ]);
});
