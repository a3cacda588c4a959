/**
 * Who may do what, over every route that a function has: each has a row in the table, and one that is added without a row
 * fails the test. What is refused has changed nothing; what was not signed by us has not even asked the store; and someone
 * else's workspace cannot be told from a missing one by anything in the answer, nor by what was asked for it.
 */
import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { signProof } from '../shared/protocol/proof';
import { createFaultyWorld, type FaultyWorld } from './fakes/faults';
import { rowsOf } from './fakes/rows';
import {
  ACCOUNT_ID,
  type Answered,
  type Ask,
  alicloud,
  billingCenterSettlement,
  buy,
  INSTANCE_ID,
  logInAs,
  OPERATOR_TOKEN,
  PUBLIC_URL,
  register,
  registrationBody,
} from './fakes/world';
import { refusal } from './functions/steps';

const functions = createFaultyWorld().functions();

interface Customer {
  readonly token: string;
  readonly workspace: { readonly site: string; readonly workspaceId: string };
}

/** Who may: whoever signs the call as the marketplace does, anybody, a customer who is signed in, or an operator. */
type Who = 'marketplace' | 'anybody' | 'customer' | 'operator';

interface Rule {
  readonly who: Who;
  /** A change: with a cookie it must come from our own page. */
  readonly changes?: true;
  /** Which workspace it is about is in its address. */
  readonly ofWorkspace?: true;
  readonly status: number;
  /** The same for everybody, so browsers and proxies may keep it. */
  readonly kept?: true;
  readonly json?: object;
}

/** What the console serves is there for HEAD too. */
const withHead = (reads: Readonly<Record<string, Rule>>): Readonly<Record<string, Rule>> =>
  Object.fromEntries(
    Object.entries(reads).flatMap(([route, rule]) => [[route, rule] as const, [route.replace('GET', 'HEAD'), rule]]),
  );

/** With a slash behind its address, a page leads to itself. */
const withSlash = (pages: Readonly<Record<string, Rule>>): Readonly<Record<string, Rule>> => ({
  ...pages,
  ...Object.fromEntries(Object.entries(pages).map(([route, rule]) => [`${route}/`, { ...rule, status: 308 }])),
});

const further = { site: 'eu1', workspace: { name: 'Another', language: 'en' }, settlement: alicloud() };
// biome-ignore format: one route a line
const rules: Readonly<Record<string, Rule>> = {
  'POST /api/registrations':                               { who: 'anybody',     status: 201, json: registrationBody({ username: 'somebody' }) },
  'POST /api/registrations/workspaces':                    { who: 'customer',    status: 201, json: further, changes: true },
  'PUT /api/settlements/{site}/{workspaceId}':             { who: 'customer',    status: 200, json: alicloud(), changes: true, ofWorkspace: true },
  'POST /api/sessions':                                    { who: 'anybody',     status: 201, json: { username: 'acme', password: 'correct horse battery' } },
  'DELETE /api/sessions':                                  { who: 'customer',    status: 204, changes: true },
  'GET /api/account':                                      { who: 'customer',    status: 200 },
  'GET /api/workspaces':                                   { who: 'customer',    status: 200 },
  'GET /api/workspaces/{site}/{workspaceId}':              { who: 'customer',    status: 200, ofWorkspace: true },
  'GET /api/workspaces/{site}/{workspaceId}/settlements':  { who: 'customer',    status: 200, ofWorkspace: true },
  'GET /api/cloud-accounts':                               { who: 'customer',    status: 200 },
  'GET /api/workspaces/{site}/{workspaceId}/usage':        { who: 'customer',    status: 200, ofWorkspace: true },
  'GET /api/bills':                                        { who: 'customer',    status: 200 },
  'GET /api/bills.csv':                                    { who: 'customer',    status: 200 },
  'GET /api/ledger':                                       { who: 'customer',    status: 200 },
  'GET /api/operations/consistency':                       { who: 'operator',    status: 200 },
  'GET /api/operations/closures':                          { who: 'operator',    status: 200 },
  'GET /api/operations/mails':                             { who: 'operator',    status: 200 },
  'GET /api/operations/usage':                             { who: 'operator',    status: 200 },
  'GET /api/operations/metering':                          { who: 'operator',    status: 200 },
  'GET /marketplace/spi':                                  { who: 'marketplace', status: 403 },
  ...withHead({
  'GET /api/openapi.json':                                 { who: 'anybody',     status: 200, kept: true },
  'GET /api/docs':                                         { who: 'anybody',     status: 200, kept: true },
  'GET /api/docs/{file}':                                  { who: 'anybody',     status: 404, kept: true },
  'GET /assets/{file}':                                    { who: 'anybody',     status: 404, kept: true },
  'GET /':                                                 { who: 'anybody',     status: 200 },
  ...withSlash({
  'GET /register':                                         { who: 'anybody',     status: 200 },
  'GET /log-in':                                           { who: 'anybody',     status: 200 },
  'GET /workspaces':                                       { who: 'anybody',     status: 200 },
  'GET /workspaces/new':                                   { who: 'anybody',     status: 200 },
  'GET /workspaces/{site}/{workspaceId}':                  { who: 'anybody',     status: 200 },
  'GET /bills':                                            { who: 'anybody',     status: 200 },
  'GET /ledger':                                           { who: 'anybody',     status: 200 },
  'GET /cloud-accounts':                                   { who: 'anybody',     status: 200 },
  'GET /account':                                          { who: 'anybody',     status: 200 },
  'GET /operations':                                       { who: 'anybody',     status: 200 },
  'GET /operations/closures':                              { who: 'anybody',     status: 200 },
  'GET /operations/mails':                                 { who: 'anybody',     status: 200 },
  'GET /operations/metering':                              { who: 'anybody',     status: 200 },
  'GET /operations/usage':                                 { who: 'anybody',     status: 200 },
  }),
  }),
};

describe('the table', () => {
  test('knows every function', () => {
    expect(functions.map(({ name }) => name).sort()).toEqual(readdirSync(join(__dirname, '../functions')).sort());
  });

  test('has a row for every route, and no other', () => {
    const routes = functions.flatMap((each) => each.routes);
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(rules).sort());
  });
});

// --- who asks --------------------------------------------------------------------------------------------------------

const SESSION_KEY = 'a session key for tests';
const hour = 3_600_000;

const begin = async (): Promise<Customer & { world: FaultyWorld; other: Customer }> => {
  const world = createFaultyWorld();
  await buy(world);
  const customer = async (username: string): Promise<Customer> => {
    const { body } = await register(world, { username, settlement: billingCenterSettlement });
    return { token: await logInAs(world, username), workspace: body.workspace };
  };
  return { world, ...(await customer('acme')), other: await customer('other') };
};
type Begun = Awaited<ReturnType<typeof begin>>;

const send = (
  { world, workspace }: Pick<Begun, 'world' | 'workspace'>,
  route: string,
  given: Pick<Ask, 'token' | 'headers' | 'query' | 'raw'> = {},
  of: { readonly site: string; readonly workspaceId: string } = workspace,
): Promise<Answered> => {
  const [method = '', path = ''] = route.split(' ');
  const { json } = rules[route] ?? {};
  const at = path.replace('{site}', of.site).replace('{workspaceId}', of.workspaceId);
  return world.ask(method, at, { ...(json && !given.raw && { json }), ...given });
};

const withHeader = (name: string, value: string) => ({ headers: { [name]: value } });
const bearer = (token: string) => withHeader('Authorization', `Bearer ${token}`);
const routesFor = (...whos: Who[]) =>
  Object.keys(rules).filter((route) => whos.includes(rules[route]?.who ?? 'anybody'));

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (alg: string, claims: object, key?: string) => {
  const text = `${base64({ alg, typ: 'JWT' })}.${base64(claims)}`;
  return `${text}.${key === undefined ? '' : createHmac('sha256', key).update(text).digest('base64url')}`;
};
const ownerOf = (token: string) => token.split('.')[1] ?? '';
const changed = (text: string, at: number) =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;

/** What says nothing of who sends it, and is known for that before the store is asked. */
// biome-ignore format: one case a line
const worthless: readonly [string, (begun: Begun) => Pick<Ask, 'token' | 'headers' | 'query'>][] = [
  ['nobody',                               () => ({})],
  ['an empty token',                       () => bearer('')],
  ['a token of spaces',                    () => bearer('   ')],
  ['a token that was made up',             () => bearer(`${'0'.repeat(32)}.acct_${'0'.repeat(32)}.${'A'.repeat(43)}`)],
  ['another signature',                    ({ token }) => bearer(changed(token, 75))],
  ['half a signature',                     ({ token }) => bearer(token.slice(0, -20))],
  ['no signature',                         ({ token }) => bearer(`${token.split('.').slice(0, 2).join('.')}.`)],
  ['no signature nor its dot',             ({ token }) => bearer(token.split('.').slice(0, 2).join('.'))],
  ['another session under the signature',  ({ token, other }) => bearer([other.token.split('.')[0], ...token.split('.').slice(1)].join('.'))],
  ['another owner under the signature',    ({ token, other }) => bearer([token.split('.')[0], ownerOf(other.token), token.split('.')[2]].join('.'))],
  ['a token signed with another key',      ({ token }) => bearer(signedWith(token, 'another key'))],
  ['a token signed with an empty key',     ({ token }) => bearer(signedWith(token, ''))],
  ['a JWT of alg none',                    ({ token }) => bearer(jwt('none', { sub: ownerOf(token), exp: 9_999_999_999 }))],
  ['a JWT of alg None',                    ({ token }) => bearer(jwt('None', { sub: ownerOf(token) }))],
  ['a JWT signed with our own key',        ({ token }) => bearer(jwt('HS256', { sub: ownerOf(token) }, SESSION_KEY))],
  ['a token with alg none before it',      ({ token }) => bearer(`${base64({ alg: 'none' })}.${token.split('.').slice(0, 2).join('.')}`)],
  ['a proof of the marketplace',           ({ world }) => bearer(signProof({ accountId: ACCOUNT_ID, instanceId: INSTANCE_ID }, [SESSION_KEY], world.clock.nowMs()))],
  ['the token twice',                      ({ token }) => bearer(`${token},${token}`)],
  ['the token and a line more',            ({ token }) => bearer(`${token}\nX: y`)],
  ['the token under another scheme',       ({ token }) => withHeader('Authorization', `Token ${token}`)],
  ['the token as Basic',                   ({ token }) => withHeader('Authorization', `Basic ${Buffer.from(`acme:${token}`).toString('base64')}`)],
  ['the token without a scheme',           ({ token }) => withHeader('Authorization', token)],
  ['the password as Basic',                () => withHeader('Authorization', `Basic ${Buffer.from('acme:correct horse battery').toString('base64')}`)],
  ['the token in the query',               ({ token }) => ({ query: { token, access_token: token, session: token, authorization: `Bearer ${token}` } })],
  ['the token in a header of its own',     ({ token }) => ({ headers: { 'X-Auth-Token': token, 'Proxy-Authorization': `Bearer ${token}` } })],
  ['the token in another cookie',          ({ token }) => ({ headers: { Cookie: `sessions=${token}; Session=${token}; xsession=${token}`, Origin: PUBLIC_URL } })],
  ['the word of a gateway',                ({ token }) => ({ headers: { 'X-User': 'acme', 'X-Forwarded-User': 'acme', 'X-Owner': ownerOf(token) } })],
  ['the operator token',                   () => bearer(OPERATOR_TOKEN)],
];

/** What was a session once: the signature holds, the store knows better. */
// biome-ignore format: one case a line
const over: readonly [string, (begun: Begun) => unknown][] = [
  ['expired',       ({ world }) => world.clock.advance(12 * hour)],
  ['ended',         ({ world, token }) => world.ask('DELETE', '/api/sessions', { token })],
];

const signedWith = (token: string, key: string) => {
  const text = token.split('.').slice(0, 2).join('.');
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};

const withoutRequestId = ({ status, headers, body }: Answered) => {
  const { 'x-request-id': _, ...others } = headers;
  return { status, headers: others, body: typeof body === 'object' ? { ...body, requestId: 'one' } : body };
};

describe.each(routesFor('customer'))('%s', (route) => {
  test('is open to who is signed in', async () => {
    const begun = await begin();
    expect((await send(begun, route, { token: begun.token })).status).toBe(rules[route]?.status);
  });

  test.each(worthless)('is closed to %s, at no cost', async (_, given) => {
    const begun = await begin();
    const nobody = await send(begun, route);
    const before = [rowsOf(begun.world.store), { ...begun.world.store.calls }];
    const answer = await send(begun, route, given(begun));
    expect(answer).toMatchObject(refusal('not-signed-in'));
    expect(withoutRequestId(answer)).toEqual(withoutRequestId(nobody));
    expect([rowsOf(begun.world.store), begun.world.store.calls]).toEqual(before);
  });

  test.each(over)('is closed to a session that has %s', async (_, end) => {
    const begun = await begin();
    await end(begun);
    const { bindings: _planted, ...before } = rowsOf(begun.world.store);
    const answer = await send(begun, route, { token: begun.token });
    expect(answer).toMatchObject(refusal('not-signed-in'));
    // A change puts its binding beside looking the session up; a binding has no effect.
    const { bindings, ...after } = rowsOf(begun.world.store);
    expect(after).toEqual(before);
    if (route.startsWith('GET')) expect(bindings).toEqual([]);
  });
});

describe.each(routesFor('operator'))('%s', (route) => {
  test('is open to operators', async () => {
    const begun = await begin();
    expect((await send(begun, route, { token: OPERATOR_TOKEN })).status).toBe(rules[route]?.status);
  });

  // biome-ignore format: one case a line
  test.each<[string, (begun: Begun) => Pick<Ask, 'token' | 'headers' | 'query'>]>([
    ...worthless.filter(([what]) => what !== 'the operator token'),
    ['a customer',                          ({ token }) => bearer(token)],
    ['a customer with a cookie',            ({ token }) => ({ headers: { Cookie: `session=${token}`, Origin: PUBLIC_URL } })],
    ['the operator token in a cookie',      () => ({ headers: { Cookie: `session=${OPERATOR_TOKEN}`, Origin: PUBLIC_URL } })],
    ['the operator token in the query',     () => ({ query: { token: OPERATOR_TOKEN, access_token: OPERATOR_TOKEN } })],
    ['the operator token in capitals',      () => bearer(OPERATOR_TOKEN.toUpperCase())],
    ['the beginning of it',                 () => bearer(OPERATOR_TOKEN.slice(0, -1))],
    ['more than it',                        () => bearer(`${OPERATOR_TOKEN}x`)],
  ])('is closed to %s, at no cost', async (_, given) => {
    const begun = await begin();
    const before = [rowsOf(begun.world.store), { ...begun.world.store.calls }];
    const answer = await send(begun, route, given(begun));
    expect([answer.status, answer.body.code]).toEqual([401, 'not-signed-in']);
    expect([rowsOf(begun.world.store), begun.world.store.calls]).toEqual(before);
  });
});

test.each(routesFor('marketplace'))('%s: no token of ours opens it', async (route) => {
  const begun = await begin();
  const before = [rowsOf(begun.world.store), { ...begun.world.store.calls }];
  for (const token of [begun.token, OPERATOR_TOKEN]) {
    const query = { action: 'releaseInstance', instanceId: INSTANCE_ID, token };
    for (const given of [{ token }, { query }, { token, query }]) {
      expect(await send(begun, route, given)).toMatchObject({ status: 403, body: { success: 'false' } });
    }
  }
  expect([rowsOf(begun.world.store), begun.world.store.calls]).toEqual(before);
});

// --- browsers --------------------------------------------------------------------------------------------------------

/** Where a browser says that a request comes from; scripts cannot change these headers. */
// biome-ignore format: one case a line
const foreign: readonly [string, Readonly<Record<string, string>>][] = [
  ['from nowhere',                     {}],
  ['from nowhere, says the browser',   { Origin: 'null' }],
  ['with an empty origin',             { Origin: '' }],
  ['from another site',                { Origin: 'https://evil.example' }],
  ['from a site below ours',           { Origin: 'https://evil.billing.example' }],
  ['from the site above ours',         { Origin: 'https://example' }],
  ['from a site that begins as ours',  { Origin: `${PUBLIC_URL}.evil.example` }],
  ['from a user of that name',         { Origin: 'https://billing.example@evil.example' }],
  ['from ours without encryption',     { Origin: 'http://billing.example' }],
  ['from another port',                { Origin: `${PUBLIC_URL}:8443` }],
  ['from ours with a slash',           { Origin: `${PUBLIC_URL}/` }],
  ['from two',                         { Origin: `${PUBLIC_URL}, https://evil.example` }],
  ['by the word of Referer alone',     { Referer: `${PUBLIC_URL}/workspaces` }],
  ['by the word of Host alone',        { Host: 'billing.example', 'X-Forwarded-Host': 'billing.example' }],
  ['by a link from elsewhere',         { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }],
  ['by a bad Authorization',           { Origin: 'https://evil.example', Authorization: 'Bearer' }],
];
const changes = Object.keys(rules).filter((route) => rules[route]?.changes);

describe.each(changes)('%s with the cookie', (route) => {
  test.each(foreign)('%s is refused, and changes nothing', async (_, headers) => {
    const begun = await begin();
    const before = rowsOf(begun.world.store);
    const answer = await send(begun, route, { headers: { Cookie: `session=${begun.token}`, ...headers } });
    expect(answer).toMatchObject(refusal('cross-site-request'));
    expect(rowsOf(begun.world.store)).toEqual(before);
  });

  test.each([{}, { 'Sec-Fetch-Site': 'same-origin' }])('from our own page is carried out (%j)', async (more) => {
    const begun = await begin();
    const headers = { Cookie: `session=${begun.token}`, Origin: PUBLIC_URL, ...more };
    expect((await send(begun, route, { headers })).status).toBe(rules[route]?.status);
  });
});

/** What a page of another site may send without asking first (Fetch, "CORS-safelisted request-header"). */
const SIMPLE_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''];
const withBody = Object.keys(rules).filter((route) => /^(POST|PUT)/.test(route));

test.each(withBody)('%s takes no body that another site’s form could send', async (route) => {
  const begun = await begin();
  const before = rowsOf(begun.world.store);
  for (const type of SIMPLE_TYPES) {
    const headers = { Cookie: `session=${begun.token}`, Origin: PUBLIC_URL };
    const raw = { body: JSON.stringify(rules[route]?.json), type };
    expect(await send(begun, route, { headers, raw })).toMatchObject(refusal('unsupported-media-type'));
  }
  expect(rowsOf(begun.world.store)).toEqual(before);
});

test('no answer lets a page of another site read it', async () => {
  const begun = await begin();
  for (const route of Object.keys(rules)) {
    const headers = { Cookie: `session=${begun.token}`, Origin: 'https://evil.example' };
    const answer = await send(begun, route, { headers });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    if (!rules[route]?.kept) expect(answer.headers['cache-control']).toBe('no-store');
  }
});

/** Each page has a nonce of its own. */
const withoutNonce = (answer: Answered) =>
  JSON.parse(JSON.stringify(answer).replaceAll(/(?<=nonce(-|=\\"))\w+/g, 'one'));

test.each(routesFor('anybody').filter((route) => /^(GET|HEAD)/.test(route)))(
  '%s is the same for everybody, and asks the store nothing',
  async (route) => {
    const begun = await begin();
    const before = { ...begun.world.store.calls };
    const nobody = await send(begun, route);
    expect(nobody.status).toBe(rules[route]?.status);
    const somebody = await send(begun, route, { token: begun.token });
    expect(withoutNonce(withoutRequestId(somebody))).toEqual(withoutNonce(withoutRequestId(nobody)));
    expect(begun.world.store.calls).toEqual(before);
  },
);

// --- someone else's workspace ----------------------------------------------------------------------------------------

const ofWorkspace = Object.keys(rules).filter((route) => rules[route]?.ofWorkspace);

describe.each(ofWorkspace)('%s: someone else’s workspace', (route) => {
  const ask = async (begun: Begun, of: Customer['workspace']) => {
    const { world, token } = begun;
    const effects: string[] = [];
    const before = rowsOf(world.store);
    const answer = await world.during(
      ({ operation, table }) => {
        effects.push(`${operation} ${table}`);
        return 'proceed';
      },
      () => send(begun, route, { token }, of),
    );
    const { bindings: _, ...after } = rowsOf(world.store);
    const { bindings: __, ...rest } = before;
    return { answer: withoutRequestId(answer), effects, unchanged: JSON.stringify(after) === JSON.stringify(rest) };
  };

  // biome-ignore format: one case a line
  test.each<[string, (begun: Begun) => unknown]>([
    ['is a missing one',                              () => undefined],
    ['that AliCloud pays for is a missing one',       ({ world, other }) => world.ask('PUT', `/api/settlements/cn1/${other.workspace.workspaceId}`, { token: other.token, json: alicloud() })],
  ])('%s, by the answer and by what it costs', async (_, happen) => {
    const begun = await begin();
    await happen(begun);
    const missing = await ask(begun, { site: 'cn1', workspaceId: `wksp_${'f'.repeat(32)}` });
    const theirs = await ask(begun, begun.other.workspace);
    expect(missing.answer).toMatchObject({ status: 404, body: { code: 'workspace-not-found' } });
    expect(missing.effects.length).toBeGreaterThan(1);
    expect(theirs).toEqual({ ...missing, unchanged: true });
    const elsewhere = await ask(begun, { site: 'eu1', workspaceId: begun.workspace.workspaceId });
    expect(elsewhere).toEqual(theirs);
  });

  test('whose id nobody has is refused alike, whatever else is in the address', async () => {
    const begun = await begin();
    for (const workspaceId of ['x', '..', '%2e%2e', '*', `${begun.other.workspace.workspaceId}%00`, '__proto__']) {
      const answer = await send(begun, route, { token: begun.token }, { site: 'cn1', workspaceId });
      expect(answer.status).toBe(404);
    }
  });
});

test('lists show nobody anything of another account', async () => {
  const begun = await begin();
  const path = `/api/settlements/cn1/${begun.other.workspace.workspaceId}`;
  await begun.world.ask('PUT', path, { token: begun.other.token, json: alicloud() });
  for (const route of [
    'GET /api/account',
    'GET /api/workspaces',
    'GET /api/cloud-accounts',
    'GET /api/bills',
    'GET /api/ledger',
  ]) {
    const { status, body } = await send(begun, route, { token: begun.token });
    expect(status).toBe(200);
    const text = JSON.stringify(body);
    for (const theirs of [begun.other.workspace.workspaceId, INSTANCE_ID, ACCOUNT_ID, '"other"']) {
      expect([route, text.includes(theirs)]).toEqual([route, false]);
    }
  }
});
