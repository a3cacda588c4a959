/** Changing how a workspace is paid: what is answered, what is refused and in which order, what is written and when. */
import type { RefusalCode } from '../../../shared/domain/refusals';
import { LONGEST_TIMELINE } from '../../../shared/domain/settlement';
import { SESSION_LIFETIME_MS } from '../../../shared/protocol/session';
import { effectsOf } from '../../fakes/faults';
import {
  ACCOUNT_ID,
  type Answered,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  INSTANCE_ID,
  logInAs,
  PUBLIC_URL,
  register,
} from '../../fakes/world';
import {
  close,
  fallOverdue,
  OTHER_ACCOUNT_ID,
  OTHER_INSTANCE_ID,
  refusal,
  release,
  rowOf,
  show,
  signedIn,
} from '../steps';

type Customer = Awaited<ReturnType<typeof signedIn>>;

const LATER = '2026-01-01T00:01:00.000Z';
const X = alicloud();
const Y = alicloud(OTHER_INSTANCE_ID);
const wish = (customer: Customer, settlement: unknown, headers: Readonly<Record<string, string>> = {}) =>
  change(customer.world, customer.token, customer.workspace, settlement, headers);

const timelineOf = async ({ world, token, workspace }: Customer) =>
  (await world.ask('GET', `/api/workspaces/${workspace.site}/${workspace.workspaceId}/settlements`, { token })).body
    .settlements;

describe('200 answers', () => {
  test('the workspace as it is paid from now on, and its ETag', async () => {
    const customer = await signedIn();
    const answer = await wish(customer, X);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ etag: '"2"', 'content-type': 'application/json; charset=utf-8' });
    expect(answer.body).toStrictEqual({
      workspace: {
        ...customer.workspace,
        settlement: { method: 'alicloud', accountId: ACCOUNT_ID, instanceId: INSTANCE_ID, since: LATER },
      },
    });
  });

  test('to an AliCloud account, to another instance of it, back, and to the Billing Center account', async () => {
    const customer = await signedIn();
    const { world, token, workspace } = customer;
    await buy(world, OTHER_INSTANCE_ID);
    for (const settlement of [X, Y, X, billingCenterSettlement]) {
      world.clock.advance(60_000);
      const { status, body } = await wish(customer, settlement);
      expect([status, body.workspace.settlement]).toEqual([200, { ...settlement, since: expect.any(String) }]);
    }
    const times = [0, 2, 3, 4, 5].map((minute) => `2026-01-01T00:0${minute}:00.000Z`);
    const settlements = [billingCenterSettlement, X, Y, X, billingCenterSettlement];
    expect(await timelineOf(customer)).toStrictEqual(
      settlements.map((settlement, at) => ({
        ...settlement,
        from: times[at],
        ...(at < 4 && { to: times[at + 1] }),
        cause: at === 0 ? 'registration' : 'change',
        by: 'owner',
      })),
    );
    const read = await world.ask('GET', `/api/workspaces/${workspace.site}/${workspace.workspaceId}`, { token });
    expect(read.headers.etag).toBe('"5"');
  });

  test.each([
    ['AliCloud', X],
    ['Billing Center', billingCenterSettlement],
  ])('the same wish twice alike, with nothing new in the history: %s', async (_, settlement) => {
    const customer = await signedIn();
    const first = await wish(customer, settlement);
    customer.world.clock.advance(60_000);
    const second = await wish(customer, settlement);
    expect([second.status, second.headers.etag, second.body]).toEqual([200, first.headers.etag, first.body]);
    expect(await timelineOf(customer)).toHaveLength(settlement === X ? 2 : 1);
  });

  test('from our own page, with the cookie', async () => {
    const { world, token, workspace } = await signedIn();
    const headers = { Cookie: `session=${token}`, Origin: PUBLIC_URL };
    expect((await change(world, undefined, workspace, X, headers)).status).toBe(200);
  });

  test('without the proof that came with the wish', async () => {
    const customer = await signedIn();
    const { body } = await wish(customer, { ...X, proof: 'a proof' });
    expect(JSON.stringify([body, await rowOf(customer.world, customer.workspace)])).not.toContain('proof');
  });
});

describe('If-Match', () => {
  // biome-ignore format: one case a line
  const cases: readonly [string, object, number][] = [
    // the header | the wish              | is answered
    ['"1"',         X,                       200],
    [' "1" ',       X,                       200],
    ['*',           X,                       200],
    ['"1"',         billingCenterSettlement, 200],
    ['"1", "2"',    X,                       200],
    ['"2","1"',     X,                       200],
    ['W/"7", "1"',  X,                       200],
    ['"2", "3"',    X,                       412],
    ['W/"1", "2"',  X,                       412],
    ['"2, 1"',      X,                       412],
    ['"2"',         X,                       412],
    ['"0"',         X,                       412],
    ['"2"',         billingCenterSettlement, 412],
    ['1',           X,                       412],
    ['W/"1"',       X,                       412],
    ['"one"',       X,                       412],
    ['""',          X,                       412],
    ['"01"',        X,                       412],
    ['',            X,                       412],
  ];
  test.each(cases)('%j with the wish %j: %d', async (header, settlement, status) => {
    const customer = await signedIn();
    const answer = await wish(customer, settlement, { 'If-Match': header });
    expect(answer.status).toBe(status);
    if (status === 412) expect(answer.body.code).toBe('workspace-changed');
    expect(await timelineOf(customer)).toHaveLength(status === 200 && settlement === X ? 2 : 1);
  });

  test('the ETag of one answer is the If-Match of the next change, and of no later one', async () => {
    const customer = await signedIn();
    const { etag = '' } = (await wish(customer, X)).headers;
    expect((await wish(customer, billingCenterSettlement, { 'If-Match': etag })).status).toBe(200);
    expect((await wish(customer, X, { 'If-Match': etag })).status).toBe(412);
  });

  test('holds over a fence, which is no change to the customer', async () => {
    const customer = await signedIn();
    const row = await rowOf(customer.world, customer.workspace);
    await customer.world.store.write({ table: 'workspaces', put: { ...row, version: row.version + 1 } });
    expect((await wish(customer, X, { 'If-Match': '"1"' })).status).toBe(200);
  });
});

// --- refusals --------------------------------------------------------------------------------------------------------

type Given = (customer: Customer) => unknown;
type Headers = Readonly<Record<string, string>>;
type Send = (customer: Customer, headers: Headers) => Promise<Answered>;

const overdue: Given = ({ world }) => fallOverdue(world);
const closing: Given = ({ world }) => release(world);
const closed: Given = ({ world }) => close(world);
const opening: Given = ({ world }) => show(world, 'OPENING', { instanceId: OTHER_INSTANCE_ID });
const soldToAnother: Given = ({ world }) => buy(world, OTHER_INSTANCE_ID, OTHER_ACCOUNT_ID);
const marketplaceDown: Given = ({ world }) => {
  world.marketplace.down = true;
};
/** The AliCloud account, by a third instance of it, settles another customer's workspace. */
const linked: Given = async ({ world }) => {
  await buy(world, '33884915');
  await register(world, { username: 'other', settlement: alicloud('33884915') });
};
const loggedOut: Given = ({ world, token }) => world.ask('DELETE', '/api/sessions', { token });
const halfADay: Given = ({ world }) => world.clock.advance(SESSION_LIFETIME_MS);

const FORGED = `${'0'.repeat(32)}.acct_${'0'.repeat(32)}.${'A'.repeat(43)}`;
const ELSEWHERE = { Origin: 'https://evil.example' };
const WRONG = { method: 'barter' };
const SEEN = { 'If-Match': '"7"' };

const put =
  (settlement: unknown = X, given: Headers = {}): Send =>
  (customer, headers) =>
    wish(customer, settlement, { ...given, ...headers });
const as =
  (token: string | undefined, settlement: unknown = X): Send =>
  ({ world, workspace }, headers) =>
    change(world, token, workspace, settlement, headers);
const from =
  (origin: Headers, settlement: unknown = X): Send =>
  ({ world, token, workspace }, headers) =>
    change(world, undefined, workspace, settlement, { Cookie: `session=${token}`, ...origin, ...headers });
const at =
  (path: (workspace: Customer['workspace']) => string, settlement: unknown = X): Send =>
  ({ world, token, workspace }, headers) =>
    world.ask('PUT', `/api/settlements/${path(workspace)}`, { token, json: settlement, headers });
const raw =
  (body: string, type = 'application/json'): Send =>
  ({ world, token, workspace }, headers) =>
    world.ask('PUT', `/api/settlements/${workspace.site}/${workspace.workspaceId}`, {
      token,
      raw: { body, type },
      headers,
    });
/** Someone else, who is signed in too. */
const byAnother =
  (settlement: unknown = X): Send =>
  async ({ world, workspace }, headers) => {
    await register(world, { username: 'another', settlement: billingCenterSettlement });
    return change(world, await logInAs(world, 'another'), workspace, settlement, headers);
  };
const tampered: Send = ({ world, token, workspace }, headers) =>
  change(world, `${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`, workspace, X, headers);
const MISSING = `wksp_${'0'.repeat(32)}`;

// biome-ignore format: one case a line
const refusalCases: readonly [string, RefusalCode, readonly Given[], Send][] = [
  ['another method',                          'method-not-allowed',             [],                ({ world, workspace, token }, headers) => world.ask('GET', `/api/settlements/cn1/${workspace.workspaceId}`, { token, headers })],
  ['a body that is not said to be JSON',      'unsupported-media-type',         [],                raw('{}', 'text/plain')],
  ['a body of more than 64 KiB',              'body-too-large',                 [],                raw(JSON.stringify({ ...X, proof: 'x'.repeat(64 * 1024) }))],
  ['no token',                                'not-signed-in',                  [],                as(undefined)],
  ['a token that is none',                    'not-signed-in',                  [],                as('token')],
  ['a forged token',                          'not-signed-in',                  [],                as(FORGED)],
  ['a token with another signature',          'not-signed-in',                  [],                tampered],
  ['a token that has run out',                'not-signed-in',                  [halfADay],        put()],
  ['a token that was revoked',                'not-signed-in',                  [loggedOut],       put()],
  ["a change that another site's page sent",  'cross-site-request',             [],                from(ELSEWHERE)],
  ['a change with the cookie but no page',    'cross-site-request',             [],                from({})],
  ['no body',                                 'invalid-request',                [],                raw('')],
  ['a body that is no JSON',                  'invalid-request',                [],                raw('{')],
  ['a method that is not offered',            'invalid-request',                [],                put(WRONG)],
  ["someone else's workspace",                'workspace-not-found',            [],                byAnother()],
  ['a workspace that is missing',             'workspace-not-found',            [],                at(() => `cn1/${MISSING}`)],
  ['a workspace of another site',             'workspace-not-found',            [],                at(({ workspaceId }) => `cn2/${workspaceId}`)],
  ['a site that does not exist',              'workspace-not-found',            [],                at(({ workspaceId }) => `mars/${workspaceId}`)],
  ['a workspace ID that is none',             'workspace-not-found',            [],                at(() => 'cn1/wksp_1')],
  ['a revision that has passed',              'workspace-changed',              [],                put(X, SEEN)],
  ['an instance that nobody knows',           'instance-not-found',             [],                put(Y)],
  ['an instance sold to another',             'instance-not-found',             [soldToAnother],   put(Y)],
  ['an AliCloud account linked elsewhere',    'cloud-account-linked-elsewhere', [linked],          put()],
  ['an instance that is being opened',        'instance-not-ready',             [opening],         put(Y)],
  ['an instance that is closing',             'instance-closed',                [closing],         put()],
  ['an instance that is closed',              'instance-closed',                [closed],          put()],
  ['an instance that is overdue',             'instance-overdue',               [overdue],         put()],
  ['a marketplace that is down',              'try-again',                      [marketplaceDown], put(Y)],
];

const customerOf = async (givens: readonly Given[]): Promise<Customer> => {
  const customer = await signedIn();
  for (const happen of givens) await happen(customer);
  return customer;
};

describe('refused', () => {
  test.each(refusalCases)('%s: %s, in both languages', async (_, code, givens, send) => {
    const customer = await customerOf(givens);
    for (const language of ['zh', 'en'] as const) {
      expect(await send(customer, { 'Accept-Language': language })).toMatchObject(refusal(code, language));
    }
    const { timeline } = await rowOf(customer.world, customer.workspace);
    expect(timeline).toHaveLength(1);
  });

  test('a workspace whose settlement was changed too often, with a sentence of its own', async () => {
    const customer = await signedIn();
    const row = await rowOf(customer.world, customer.workspace);
    const [first] = row.timeline;
    const more = Array.from({ length: LONGEST_TIMELINE - 1 }, (_, nth) => ({ ...first, changeId: String(nth) }));
    await customer.world.store.write({ table: 'workspaces', put: { ...row, timeline: [first, ...more] } });
    expect(await wish(customer, X)).toMatchObject({ status: 409, body: { code: 'settlement-change-not-allowed' } });
  });

  test.each([
    ['no token', as(undefined, WRONG)],
    ['a forged token', as(FORGED, WRONG)],
  ])('what is wrong with a body is not told to %s', async (_, send) => {
    expect((await send(await signedIn(), {})).body).not.toHaveProperty('errors');
  });

  test.each([
    ['a token that has run out', halfADay],
    ['a token that was revoked', loggedOut],
  ])('what is wrong with a body is not told to %s', async (_, given) => {
    expect((await put(WRONG)(await customerOf([given]), {})).body).not.toHaveProperty('errors');
  });

  test('what is wrong with a body is told to who is signed in', async () => {
    const { body } = await wish(await signedIn(), alicloud('', '12345678901234567a'));
    expect(body.errors).toEqual([
      expect.objectContaining({ path: '/accountId', code: 'account-id-not-digits' }),
      expect.objectContaining({ path: '/instanceId', code: 'instance-id-missing' }),
    ]);
  });

  test.each([
    ['no token', as(undefined)],
    ['a forged token', as(FORGED)],
    ['a token with another signature', tampered],
  ])('the store is not even asked for %s', async (_, send) => {
    const customer = await signedIn();
    expect(await effectsOf(customer.world, () => send(customer, {}))).toEqual([]);
  });
});

// biome-ignore format: one case a line
const orderCases: readonly [RefusalCode, RefusalCode, readonly Given[], Send][] = [
  // told                          | though also
  ['not-signed-in',                  'cross-site-request',             [loggedOut],         from(ELSEWHERE)],
  ['not-signed-in',                  'invalid-request',                [],                  as(undefined, WRONG)],
  ['not-signed-in',                  'invalid-request',                [halfADay],          put(WRONG)],
  ['not-signed-in',                  'workspace-not-found',            [loggedOut],         at(() => 'cn1/wksp_1')],
  ['not-signed-in',                  'instance-not-found',             [loggedOut],         put(Y)],
  ['cross-site-request',             'invalid-request',                [],                  from(ELSEWHERE, WRONG)],
  ['invalid-request',                'workspace-not-found',            [],                  byAnother(WRONG)],
  ['invalid-request',                'workspace-not-found',            [],                  at(() => 'cn1/wksp_1', WRONG)],
  ['invalid-request',                'workspace-changed',              [],                  put(WRONG, SEEN)],
  ['workspace-not-found',            'workspace-changed',              [],                  (customer, headers) => byAnother()(customer, { ...SEEN, ...headers })],
  ['workspace-not-found',            'instance-not-found',             [],                  byAnother(Y)],
  ['workspace-changed',              'instance-not-found',             [],                  put(Y, SEEN)],
  ['workspace-changed',              'cloud-account-linked-elsewhere', [linked],            put(X, SEEN)],
  ['instance-not-found',             'cloud-account-linked-elsewhere', [linked],            put(Y)],
  ['cloud-account-linked-elsewhere', 'instance-not-ready',             [linked, opening],   put(Y)],
  ['cloud-account-linked-elsewhere', 'instance-closed',                [linked, closed],    put()],
  ['cloud-account-linked-elsewhere', 'instance-overdue',               [linked, overdue],   put()],
];

test.each(orderCases)('%s is told before %s', async (code, _, givens, send) => {
  expect((await send(await customerOf(givens), {})).body).toMatchObject({ code });
});
