/**
 * The contract over real HTTP: the built bundles, the embedded cloud, nothing in between. Every refusal is reached, in both
 * languages, and every address and local control that the other tests of the running system do not use already.
 */
import { localCredentials } from '../local/credentials';
import { limits } from '../shared/domain/limits';
import { detailOf, type RefusalCode, refusalCodes, refusals, refused } from '../shared/domain/refusals';
import { signSpiCall } from '../shared/triggers/marketplace-signature';
import { document } from './fakes/described';
import { type RunningSystem, removeData, send, startSystem } from './fakes/system';
import { callOpenApi } from './local/openapi/openapi-client';

const SELLER_KEY = 'a seller key for tests';
const ALI = '1234567890123456';
const OTHER_ALI = '6543210987654321';
const PASSWORD = 'correct horse battery';
const billingCenter = { method: 'billing-center' };

type Given = NonNullable<Parameters<typeof send>[3]>;
type Sent = Awaited<ReturnType<typeof send>>;

let system: RunningSystem;
/** With every policy on, and a marketplace that does not answer. */
let strict: RunningSystem;
beforeAll(async () => {
  const policies = {
    SETTLEMENT_CHANGES_PER_MONTH: '1',
    SETTLEMENT_LEAVE_OPEN_SUBSCRIPTION: 'refuse',
    SETTLEMENT_SITE_PROVIDER: 'enforce',
    SETTLEMENT_REQUIRE_PROOF: 'enforce',
  };
  [system, strict] = await Promise.all([
    startSystem({ environment: { MARKETPLACE_SELLER_KEY: SELLER_KEY } }),
    startSystem({
      environment: { MARKETPLACE_SELLER_KEY: SELLER_KEY, MARKETPLACE_ENDPOINT: 'http://127.0.0.1:9', ...policies },
    }),
  ]);
});
afterAll(async () => {
  await Promise.all([system.stop(), strict.stop()]);
  await removeData();
});

let names = 0;
const freshName = () => `customer${++names}`;
/** An AliCloud account that nobody has tried to settle by yet. */
const freshAccountId = () => `90000000${String(++names).padStart(8, '0')}`;

const buy = async (accountId = ALI, at = system): Promise<string> =>
  (await send(at, 'POST', '/local/marketplace/instances', { json: { accountId } })).body.instanceId;
const alicloud = (instanceId: string, accountId = ALI) => ({ method: 'alicloud', accountId, instanceId });
const registration = (username: string, settlement: object, more: object = {}) => ({
  site: 'cn1',
  username,
  password: PASSWORD,
  email: 'ops@acme.example',
  workspace: { name: 'Acme production', language: 'zh' },
  settlement,
  agreementAccepted: true,
  ...more,
});
const register = (settlement: object, given: Given = {}, username = freshName(), at = system): Promise<Sent> =>
  send(at, 'POST', '/api/registrations', { ...given, json: registration(username, settlement) });
const logIn = (username: string, given: Given = {}, password = PASSWORD, at = system): Promise<Sent> =>
  send(at, 'POST', '/api/sessions', { ...given, json: { username, password } });

/** A customer whose Billing Center account pays, signed in. */
const customer = async (at = system) => {
  const username = freshName();
  const { workspace } = (await register(billingCenter, {}, username, at)).body;
  const { token } = (await logIn(username, {}, PASSWORD, at)).body;
  const change = (settlement: object, { headers }: Given = {}, { site, workspaceId } = workspace): Promise<Sent> =>
    send(at, 'PUT', `/api/settlements/${site}/${workspaceId}`, {
      token,
      json: settlement,
      ...(headers && { headers }),
    });
  return { username, workspace, token, change };
};

/** A call of the marketplace, signed, as no control makes it. */
const spi = (parameters: Record<string, string>): Promise<Sent> => {
  const query = new URLSearchParams({ ...parameters, token: signSpiCall(parameters, SELLER_KEY) });
  return send(system, 'GET', `/marketplace/spi?${query}`);
};

/** How each refusal is reached, by a request that carries the headers given. */
const reach: Readonly<Record<RefusalCode, (given: Given) => Promise<Sent>>> = {
  'not-found': (given) => send(system, 'GET', '/api/nowhere', given),
  'method-not-allowed': (given) => send(system, 'GET', '/api/sessions', given),
  'unsupported-media-type': ({ headers }) =>
    send(system, 'POST', '/api/sessions', { json: {}, headers: { ...headers, 'content-type': 'text/plain' } }),
  'body-too-large': (given) => send(system, 'POST', '/api/sessions', { ...given, json: 'x'.repeat(64 * 1024) }),
  async 'too-many-attempts'(given) {
    const username = freshName();
    const guess = () => logIn(username, given, 'a wrong password');
    let answer = await guess();
    // Those of a quarter of an hour are counted: where it ends meanwhile, those of the next one.
    for (let left = 2 * limits.passwordsPerUsernameAndPlace; left > 0 && answer.status === 401; left--)
      answer = await guess();
    return answer;
  },
  'not-signed-in': (given) => send(system, 'GET', '/api/account', given),
  'wrong-credentials': (given) => logIn(freshName(), given),
  async 'cross-site-request'({ headers }) {
    const { username, workspace } = await customer();
    const session = await send(system, 'POST', '/api/sessions', {
      json: { username, password: PASSWORD, cookie: true },
    });
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    return send(system, 'PUT', `/api/settlements/cn1/${workspace.workspaceId}`, {
      json: billingCenter,
      headers: { ...headers, cookie, origin: 'https://elsewhere.example' },
    });
  },
  'invalid-request': (given) => send(system, 'POST', '/api/registrations', { ...given, json: {} }),
  async 'idempotency-key-reused'({ headers }) {
    const key = { 'idempotency-key': freshName() };
    await register(billingCenter, { headers: key });
    return register(billingCenter, { headers: { ...headers, ...key } });
  },
  async 'workspace-not-found'(given) {
    const [one, other] = [await customer(), await customer()];
    return one.change(billingCenter, given, other.workspace);
  },
  async 'workspace-changed'({ headers }) {
    return (await customer()).change(billingCenter, { headers: { ...headers, 'if-match': '"9"' } });
  },
  async 'instance-not-found'(given) {
    return (await customer()).change(alicloud(await buy(OTHER_ALI)), given);
  },
  async 'cloud-account-linked-elsewhere'(given) {
    const accountId = freshAccountId();
    const instanceId = await buy(accountId);
    await register(alicloud(instanceId, accountId));
    return register(alicloud(instanceId, accountId), given);
  },
  'proof-required': async (given) => register(alicloud(await buy(ALI, strict)), given, freshName(), strict),
  async 'instance-not-ready'(given) {
    const aliUid = '11111111111111';
    const sold = { orderBizId: '99999999', orderId: '999999999999999', productCode: 'cmgj00053362', skuId: 'basic' };
    await spi({ action: 'orderPay', requestId: 'f'.repeat(32), aliUid, ...sold });
    return (await customer()).change(alicloud('99999999', aliUid), given);
  },
  async 'instance-closed'(given) {
    const instanceId = await buy('22222222222222');
    await send(system, 'POST', `/local/marketplace/instances/${instanceId}/close`);
    return (await customer()).change(alicloud(instanceId, '22222222222222'), given);
  },
  async 'instance-overdue'(given) {
    const instanceId = await buy('33333333333333');
    await send(system, 'POST', `/local/marketplace/instances/${instanceId}/overdue`);
    return (await customer()).change(alicloud(instanceId, '33333333333333'), given);
  },
  async 'settlement-change-not-allowed'({ headers }) {
    const { token } = await customer(strict);
    const instanceId = await buy(OTHER_ALI, strict);
    const { proof } = await follow(strict, instanceId);
    const json = {
      site: 'us1',
      workspace: { name: 'Acme Oregon', language: 'en' },
      settlement: { ...alicloud(instanceId, OTHER_ALI), proof },
    };
    return send(strict, 'POST', '/api/registrations/workspaces', { token, json, ...(headers && { headers }) });
  },
  async 'username-taken'(given) {
    const { username } = await customer();
    return register(billingCenter, given, username);
  },
  'try-again': (given) => register(alicloud('77777777'), given, freshName(), strict),
};

/** From the marketplace's link to the registration page, and what its address then holds. */
const follow = async (at: RunningSystem, instanceId: string): Promise<Record<string, string>> => {
  const link = await send(at, 'GET', `/local/marketplace/instances/${instanceId}/sso`);
  const { pathname, search } = new URL(link.headers.get('location') ?? '');
  const page = await send(at, 'GET', `${pathname}${search}`);
  expect([link.status, page.status]).toEqual([302, 302]);
  return Object.fromEntries(new URLSearchParams(page.headers.get('location')?.split('#')[1]));
};

/** The sentences of both are held to by the unit tests; here the languages take turns. */
describe('every refusal', () => {
  const turns = refusalCodes.map((code, at) => [code, at % 2 === 0 ? 'zh' : 'en'] as const);

  test.each(turns)('%s, in %s', async (code, language) => {
    const { status, headers, body } = await reach[code]({ headers: { 'accept-language': language } });
    expect({ status, code: body.code, type: headers.get('content-type') }).toEqual({
      status: refusals[code].status,
      code,
      type: 'application/problem+json; charset=utf-8',
    });
    expect(headers.get('content-language')).toBe(language);
    expect(Object.keys(body)).toEqual(
      expect.arrayContaining(['type', 'title', 'status', 'detail', 'code', 'requestId']),
    );
    if (code === 'settlement-change-not-allowed') expect(body.detail).toMatch(language === 'zh' ? /俄勒冈/ : /Oregon/);
    else expect(body.detail).toBe(detailOf(refused(code), language));
    if (refusals[code].again) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    if (code === 'method-not-allowed') expect(headers.get('allow')).toBe('POST, DELETE');
  });
});

describe('sessions', () => {
  test('a cookie signs a browser in, and nothing tells a script what it is', async () => {
    const { username } = await customer();
    const json = { username, password: PASSWORD, cookie: true };
    const { status, headers } = await send(system, 'POST', '/api/sessions', { json });
    const cookie = headers.get('set-cookie') ?? '';
    expect(status).toBe(204);
    expect(cookie).toMatch(/^session=\S+; HttpOnly; SameSite=Strict; Path=\/api/);
    const signedIn = { headers: { cookie: cookie.split(';')[0] ?? '', origin: system.origin } };
    expect((await send(system, 'GET', '/api/account', signedIn)).body.username).toBe(username);
    expect((await send(system, 'DELETE', '/api/sessions', signedIn)).status).toBe(204);
    expect((await send(system, 'GET', '/api/account', signedIn)).status).toBe(401);
  });

  test('an idempotency key gives the first answer again', async () => {
    const given = { headers: { 'idempotency-key': freshName() } };
    const username = freshName();
    const first = await register(billingCenter, given, username);
    expect(first.status).toBe(201);
    expect(await register(billingCenter, given, username)).toMatchObject({ status: 201, body: first.body });
  });
});

describe('fees', () => {
  test('of who used nothing are an empty list, ledger and day', async () => {
    const { token, workspace } = await customer();
    const read = async (path: string) => (await send(system, 'GET', path, { token })).body;
    const nothing = { vouchers: '0', prepaid: '0', cash: '0', arrears: '0' };
    expect(await read('/api/bills?from=2026-01-01&to=2026-04-02')).toEqual({ bills: [] });
    expect(await read('/api/ledger?currency=USD')).toEqual({ currency: 'USD', balances: nothing, entries: [] });
    const usage = `/api/workspaces/${workspace.site}/${workspace.workspaceId}/usage`;
    expect(await read(`${usage}?day=2026-01-01`)).toEqual({ day: '2026-01-01', hours: [] });
    expect((await read(`${usage}?day=2026-02-30`)).errors).toMatchObject([{ path: '/day', code: 'malformed' }]);
    expect((await read('/api/bills?from=2026-01-02&to=2026-01-01')).errors).toMatchObject([
      { path: '/to', code: 'range-reversed' },
    ]);
  });

  test('are a file too, in the language of who asks', async () => {
    const { token } = await customer();
    const { status, headers, body } = await send(system, 'GET', '/api/bills.csv', {
      token,
      headers: { 'accept-language': 'zh' },
    });
    expect([status, headers.get('content-type'), headers.get('content-language')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'zh',
    ]);
    // Function Compute passes no name of a file on.
    expect(headers.get('content-disposition')).toBeNull();
    expect(body).toMatch(/^\ufeff?日期,站点,[^\n]+\r\n$/);
  });
});

describe('免登', () => {
  test('the marketplace’s link leads to the registration with both IDs and a proof', async () => {
    const instanceId = await buy();
    expect(await follow(system, instanceId)).toEqual({ accountId: ALI, instanceId, proof: expect.stringMatching(/./) });
  });

  test('with the proof, the first settlement goes where one is asked for', async () => {
    const accountId = '44444444444444';
    const instanceId = await buy(accountId, strict);
    const { proof } = await follow(strict, instanceId);
    expect((await register({ ...alicloud(instanceId, accountId), proof }, {}, freshName(), strict)).status).toBe(201);
  });
});

describe('the marketplace misbehaves', () => {
  const notifications = async (instanceId: string) => {
    const { instances } = (await send(system, 'GET', '/local/marketplace/instances')).body;
    return instances.find((one: { instanceId: string }) => one.instanceId === instanceId).notifications;
  };
  const faults = (json: object) => send(system, 'POST', '/local/marketplace/faults', { json });
  const advance = (advanceMs: number) => send(system, 'POST', '/local/clock', { json: { advanceMs } });

  test('an answer that is lost brings the call again, to the same effect', async () => {
    await faults({ drop: 1 });
    const instanceId = await buy('55555555555555');
    expect(await notifications(instanceId)).toMatchObject([
      { action: 'createInstance', attempts: 1, state: 'pending' },
    ]);
    await advance(60_000);
    expect(await notifications(instanceId)).toMatchObject([{ attempts: 2, state: 'delivered' }]);
    expect((await register(alicloud(instanceId, '55555555555555'))).status).toBe(201);
    await faults({});
  });

  test('a release that overtakes its purchase stands', async () => {
    await faults({ reorder: true });
    const instanceId = await buy('66666666666666');
    await send(system, 'POST', `/local/marketplace/instances/${instanceId}/close`);
    await advance(60_000);
    await faults({});
    expect((await register(alicloud(instanceId, '66666666666666'))).body.code).toBe('instance-closed');
  });

  test('an overdue instance is told of by mail, once, and opened by the payment', async () => {
    const accountId = '77777777777777';
    const instanceId = await buy(accountId);
    const { token, change, workspace } = await customer();
    await change(alicloud(instanceId, accountId));
    await send(system, 'POST', `/local/marketplace/instances/${instanceId}/overdue`);
    await advance(120_000);
    const overdue = async () =>
      (await send(system, 'GET', '/local/mail')).body.messages.filter(
        ({ subject, text }: { subject: string; text: string }) => text.includes(instanceId) && subject.includes('欠费'),
      );
    expect(await overdue()).toHaveLength(1);
    await send(system, 'POST', `/local/marketplace/instances/${instanceId}/pay`);
    await advance(120_000);
    expect(await overdue()).toHaveLength(1);
    const { cloudAccounts } = (await send(system, 'GET', '/api/cloud-accounts', { token })).body;
    expect(cloudAccounts).toMatchObject([
      { accountId, instances: [{ instanceId, status: 'open', workspaceCount: 1 }] },
    ]);
    expect(workspace.settlement.method).toBe('billing-center');
  });
});

test('usage that the platform sends is kept by the hour; what cannot be taken is shown to operators', async () => {
  const { token, workspace } = await customer();
  const { site, workspaceId } = workspace;
  const now = Date.parse((await send(system, 'GET', '/local/clock')).body.now);
  const hour = new Date(now - (now % 3_600_000)).toISOString();
  const day = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
  const usage = { site, workspaceId, item: 'logs', retention: 7, hour, quantity: '1.5' };
  const sent = await send(system, 'POST', '/local/usage', {
    json: [usage, { ...usage, quantity: '2.5' }, { ...usage, item: workspaceId }],
  });
  expect([sent.status, sent.body.events.length]).toEqual([202, 3]);
  await send(system, 'POST', '/local/clock', { json: { advanceMs: 0 } });
  const { body } = await send(system, 'GET', `/api/workspaces/${site}/${workspaceId}/usage?day=${day}`, { token });
  expect(body.hours).toMatchObject([{ hour, item: 'logs', retention: 7, quantity: '2.5' }]);
  const shown = await send(system, 'GET', '/api/operations/usage', { token: 'development-operator-token' });
  expect(shown.body.unusable).toContainEqual(
    expect.objectContaining({ reason: 'item-not-known', element: expect.stringContaining(workspaceId) }),
  );
});

test('the same calls come as CloudEvents, one or several', async () => {
  const endpoint = /Function Compute +(http:\S+)/.exec(system.printed())?.[1] ?? '';
  const event = (id: string, orderBizId: string) => ({
    specversion: '1.0',
    id,
    source: 'acme.marketplace',
    type: 'marketplace:Instance:createInstance',
    data: {
      aliUid: '88888888888888',
      orderBizId,
      orderId: '888888888888888',
      productCode: 'cmgj00053362',
      skuId: 'basic',
      trial: 'false',
    },
  });
  const invoke = (payload: unknown) =>
    callOpenApi(
      endpoint,
      {
        action: 'InvokeFunction',
        version: '2023-03-30',
        path: '/2023-03-30/functions/account-settlement-local-marketplace-event/invocations',
        bytes: Buffer.from(JSON.stringify(payload)),
      },
      localCredentials,
    );
  await invoke(event('1', '88888881'));
  await invoke([event('2', '88888882'), 'nonsense', event('3', '88888883')]);
  const { change } = await customer();
  for (const instanceId of ['88888881', '88888882', '88888883']) {
    expect((await change(alicloud(instanceId, '88888888888888'))).status).toBe(200);
  }
});

test('a timer is fired by hand, and tells what its function did', async () => {
  expect(await send(system, 'POST', '/local/timers/deliver-mail')).toMatchObject({
    status: 200,
    body: { result: { sent: expect.any(Number), failed: 0 } },
  });
});

describe('behind the doors', () => {
  const token = 'development-operator-token';
  const operations = (name: string, given: Given = { token }) => send(system, 'GET', `/api/operations/${name}`, given);
  const check = async (payload?: object) =>
    (await send(system, 'POST', '/local/timers/check-consistency', { json: payload ? { payload } : {} })).body.result;
  const advance = (advanceMs: number) => send(system, 'POST', '/local/clock', { json: { advanceMs } });
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const report = (dryRun: boolean) => ({
    startedAt: time,
    endedAt: time,
    dryRun,
    checked: expect.any(Number),
    findings: expect.any(Object),
  });

  test.each(['consistency', 'closures', 'mails', 'usage'])('%s is for operators', async (name) => {
    for (const given of [{}, { token: 'wrong' }, { token: (await logIn((await customer()).username)).body.token }]) {
      expect(await operations(name, given)).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
    }
    expect((await operations(name)).status).toBe(200);
    expect((await send(system, 'POST', `/api/operations/${name}`, { token, json: {} })).status).toBe(405);
  });

  test('a closure is told of until it is complete, and after', async () => {
    const accountId = freshAccountId();
    const instanceId = await buy(accountId);
    expect((await register(alicloud(instanceId, accountId))).status).toBe(201);
    await send(system, 'POST', `/local/marketplace/instances/${instanceId}/close`);
    await advance(120_000);
    const { closures } = (await operations('closures')).body;
    expect(closures.find((one: { instanceId: string }) => one.instanceId === instanceId)).toEqual({
      instanceId,
      startedAt: time,
      done: 1,
      left: 0,
      closedAt: time,
    });
  });

  test('the check looks without touching, then mends a release that was never delivered', async () => {
    const accountId = freshAccountId();
    const instanceId = await buy(accountId);
    const { workspace } = (await register(alicloud(instanceId, accountId))).body;
    // The marketplace's calls fail until it gives up: five days.
    await send(system, 'POST', '/local/marketplace/faults', { json: { delayMs: 400 * 24 * 3_600_000 } });
    await send(system, 'POST', `/local/marketplace/instances/${instanceId}/close`);
    await send(system, 'POST', '/local/marketplace/faults', { json: {} });

    const looked = await check({ dryRun: true });
    expect(looked).toMatchObject({ outcome: 'done', report: { dryRun: true } });
    expect(looked.report.findings['release-missed']).toMatchObject({ repaired: 0 });
    const found = (await operations('consistency', { token, headers: { 'accept-language': 'zh' } })).body.findings;
    expect(found).toContainEqual({
      kind: 'release-missed',
      subject: instanceId,
      since: time,
      advice: expect.stringContaining('下次检查'),
    });

    expect((await check()).report.findings['release-missed'].left).toBe(0);
    // Before any time passes: the check has a timer too.
    const { reports, findings } = (await operations('consistency')).body;
    expect(reports.slice(0, 2)).toEqual([report(false), report(true)]);
    expect(findings.map(({ subject }: { subject: string }) => subject)).not.toContain(instanceId);
    await advance(120_000);
    const { closures } = (await operations('closures')).body;
    expect(closures).toContainEqual(expect.objectContaining({ instanceId, done: 1, left: 0, closedAt: time }));
    expect(workspace.settlement.instanceId).toBe(instanceId);
  });

  test('a mail that is owed is told of until it is sent', async () => {
    const { change, workspace } = await customer();
    const accountId = freshAccountId();
    await change(alicloud(await buy(accountId), accountId));
    await advance(120_000);
    expect(workspace.settlement.method).toBe('billing-center');
    expect((await operations('mails')).body).toEqual({ mails: [] });
  });
});

test('the clock only goes on', async () => {
  const before = Date.parse((await send(system, 'GET', '/local/clock')).body.now);
  const after = Date.parse((await send(system, 'POST', '/local/clock', { json: { advanceMs: 3_600_000 } })).body.now);
  expect(after - before).toBeGreaterThanOrEqual(3_600_000);
  expect((await send(system, 'POST', '/local/clock', { json: { advanceMs: -1 } })).status).toBe(400);
});

test('the functions are listed with their routes', async () => {
  const { functions } = (await send(system, 'GET', '/local/functions')).body;
  const routes = functions.flatMap(({ routes: paths }: { routes: string[] }) => paths);
  expect(routes.sort()).toEqual(
    [
      '/*',
      '/api/account',
      '/api/bills',
      '/api/bills.csv',
      '/api/cloud-accounts',
      '/api/ledger',
      '/api/operations/closures',
      '/api/operations/consistency',
      '/api/operations/mails',
      '/api/operations/usage',
      '/api/operations/metering',
      '/api/registrations',
      '/api/registrations/workspaces',
      '/api/sessions',
      '/api/settlements/*',
      '/api/workspaces',
      '/api/workspaces/*',
      '/marketplace/spi',
    ].sort(),
  );
});

test('the pages load what is there, from here, each time by another nonce', async () => {
  const { headers, body: page } = await send(system, 'GET', '/');
  const [, nonce] = /'nonce-(\w{32})'/.exec(headers.get('content-security-policy') ?? '') ?? [];
  expect(page).toContain(`nonce="${nonce}"`);
  expect((await send(system, 'GET', '/')).body).not.toContain(nonce);
  expect(page).toContain(`${system.origin}/local/simulator/marketplace&quot;`);
  const loaded = [...page.matchAll(/<(?:script|link)[^>]* (?:src|href)="([^"]+)"/g)].map(([, address]) => address);
  expect(loaded.length).toBeGreaterThan(1);
  for (const address of loaded) {
    expect(address).toMatch(/^\/assets\/[\w-]+\.[0-9a-f]{16}\.\w+$/);
    const { status, headers } = await send(system, 'GET', address, { headers: { 'accept-encoding': 'br' } });
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  }
});

test('the document of the API is the one that these tests hold every answer to', async () => {
  expect((await send(system, 'GET', '/api/openapi.json')).body).toEqual(document);
});

test('the page that shows it loads what is there, from here, and nothing from elsewhere', async () => {
  const page = (await send(system, 'GET', '/api/docs')).body;
  const loaded = [...page.matchAll(/<(?:script|link)[^>]* (?:src|href)="([^"]+)"/g)].map(([, address]) => address);
  expect(loaded.filter((address: string) => !address.startsWith('/api/docs/'))).toEqual(['data:,']);
  const files = loaded.filter((address: string) => address !== 'data:,');
  expect(files).toHaveLength(3);
  for (const address of files) {
    const { status, headers } = await send(system, 'GET', address, { headers: { 'accept-encoding': 'br' } });
    // Our own script is too small to be worth it.
    expect([status, headers.get('content-encoding')]).toEqual([200, /\/docs\.\w+\.js$/.test(address) ? null : 'br']);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  }
  expect(page).not.toMatch(/<script>|<style>| style=| on\w+=/);
});
