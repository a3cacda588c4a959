/**
 * Secrets stay secret: the whole story is told, with everything that goes wrong in it, and all that was written on the way
 * (log lines, answers, mails) is searched for every secret that took part. A secret may stand in the one answer that gives
 * it to whom it belongs. Nor does the log say anything of a person: it is kept, copied and read by others.
 */

import { Unavailable, Undeliverable } from '../shared/ports';
import { signSpiCall } from '../shared/triggers/marketplace-signature';
import type { WorkspaceId } from '../shared/validation/workspace';
import { createFaultyWorld, type FaultyWorld, failOnce, loseAnswerOnce, SIMULATION_MS } from './fakes/faults';
import { leaksIn, type Written } from './fakes/secrets';
import {
  ACCOUNT_ID,
  type Ask,
  alicloud,
  billingCenterSettlement,
  INSTANCE_ID,
  OPERATOR_TOKEN,
  PUBLIC_URL,
  registrationBody,
  SELLER_KEY,
} from './fakes/world';
import { create, expire, renew } from './functions/marketplace-event/calls';
import { OTHER_INSTANCE_ID, show } from './functions/steps';

const PASSWORD = 'a password: "nobody" knows & é';
const WRONG_PASSWORD = 'another password that was mistyped';
const KEY = 'idempotency-key-9f86d081884c7d65';

describe('the search', () => {
  // biome-ignore format: one case a line
  test.each([
    ['as it is',      `{"password":${JSON.stringify(PASSWORD)}}`],
    ['as text',       `the password is ${PASSWORD}.`],
    ['in an address', `/?password=${encodeURIComponent(PASSWORD)}`],
    ['in base64',     `Basic ${Buffer.from(`acme:${PASSWORD}`).toString('base64')}`],
    ['in base64url',  Buffer.from(`x${PASSWORD}x`).toString('base64')],
    ['in hex',        Buffer.from(PASSWORD).toString('hex')],
  ])('finds one that was planted %s', (_, text) => {
    expect(leaksIn([{ where: 'the log', text }], { PASSWORD })).toEqual(['PASSWORD in the log']);
  });

  test('finds none where none is', () => {
    expect(leaksIn([{ where: 'the log', text: 'a password: nobody' }], { PASSWORD })).toEqual([]);
  });
});

// --- the story -------------------------------------------------------------------------------------------------------

type Given = Omit<Ask, 'address'>;

/** A world that remembers every answer, and every secret that came up. */
const listening = () => {
  const world = createFaultyWorld();
  const answers: Written[] = [];
  const secrets: Record<string, string> = {
    PASSWORD,
    WRONG_PASSWORD,
    KEY,
    SELLER_KEY,
    OPERATOR_TOKEN,
    'session key': 'a session key for tests',
    'password hash': `hash of ${PASSWORD}`,
  };
  /** `gives` is what the answer may hold, for it is given to whom it belongs. */
  const ask = async (method: string, path: string, given: Given = {}, gives?: (text: string) => string | undefined) => {
    const answer = await world.ask(method, path, given);
    const text = JSON.stringify(answer);
    const own = gives?.(text);
    if (own) secrets[`what ${method} ${path} gave ${Object.keys(secrets).length}`] = own;
    answers.push({ where: `the answer to ${method} ${path}`, text: own ? text.replaceAll(own, '') : text });
    return answer;
  };
  const spi = (action: string, parameters: Readonly<Record<string, string>>, token?: string) => {
    const query = { ...parameters, action };
    const signed = { ...query, token: token ?? signSpiCall(query, SELLER_KEY) };
    if (!token) secrets[`the token of ${action} ${Object.keys(secrets).length}`] = signed.token;
    const proof = (text: string) => /proof=([^"&]+)/.exec(text)?.[1];
    return ask('GET', '/marketplace/spi', { query: signed }, proof);
  };
  const written = (): Written[] => [
    ...world.lines.map((text) => ({ where: 'the log', text })),
    ...answers,
    ...world.mailer.sent.map((mail) => ({ where: 'a mail', text: JSON.stringify(mail) })),
    ...world.invoker.invoked.map((call) => ({ where: 'an invocation', text: JSON.stringify(call) })),
  ];
  return { world, ask, spi, written, secrets };
};
type Listening = ReturnType<typeof listening>;

/** What the story tells of people. Answers and mails go to whom it is about; the log goes to anybody. */
const personal = {
  'e-mail address': 'ops@acme.example',
  'phone number': '13800138000',
  'name of a workspace': 'Acme production',
  'AliCloud account ID': ACCOUNT_ID,
  'IP address': '203.0.113.1',
};

/** Where a secret, or something of a person, stands that should not. */
const leaks = ({ written, secrets, world }: Listening): string[] => [
  ...leaksIn(written(), secrets),
  ...leaksIn(
    world.lines.map((text) => ({ where: 'the log', text })),
    personal,
  ),
];

const tokenIn = (text: string) => /[0-9a-f]{32}\.acct_[0-9a-f]{32}\.[\w-]{43}/.exec(text)?.[0];
const beijing = (atMs: number) => new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const tell = async ({ world, ask, spi }: Listening) => {
  const keyed = { headers: { 'Idempotency-Key': KEY } };
  await spi('createInstance', create);
  await spi('createInstance', { ...create, orderBizId: OTHER_INSTANCE_ID });
  await spi('verify', { instanceId: INSTANCE_ID, timeStamp: beijing(world.clock.nowMs()) });
  await spi('releaseInstance', { instanceId: INSTANCE_ID }, 'f'.repeat(32));

  const body = registrationBody({ password: PASSWORD });
  const registered = await ask('POST', '/api/registrations', { json: body, ...keyed });
  await ask('POST', '/api/registrations', { json: body, ...keyed });
  await ask('POST', '/api/registrations', { json: { ...body, password: WRONG_PASSWORD }, ...keyed });
  await ask('POST', '/api/registrations', { json: { ...body, email: 'else@acme.example' }, ...keyed });
  await ask('POST', '/api/registrations', { json: body });

  const credentials = { username: 'acme', password: PASSWORD };
  await ask('POST', '/api/sessions', { json: { username: 'acme', password: WRONG_PASSWORD } });
  const session = await ask('POST', '/api/sessions', { json: credentials }, tokenIn);
  const browser = await ask('POST', '/api/sessions', { json: { ...credentials, cookie: true } }, tokenIn);
  const token = session.body?.token ?? '';
  const cookie = { Cookie: (browser.headers['set-cookie'] ?? '').split(';')[0] ?? '', Origin: PUBLIC_URL };

  const { workspaceId = `wksp_${'0'.repeat(32)}` } = registered.body?.workspace ?? {};
  const at = `/api/settlements/cn1/${workspaceId}`;
  for (const settlement of [alicloud(OTHER_INSTANCE_ID), billingCenterSettlement, alicloud(), alicloud('99999999')]) {
    await ask('PUT', at, { token, json: settlement, ...keyed });
    world.clock.advance(1);
  }
  const further = { site: 'eu1', workspace: { name: 'Another', language: 'en' }, settlement: alicloud() };
  await ask('POST', '/api/registrations/workspaces', { token, json: further, ...keyed });
  await ask('POST', '/api/registrations/workspaces', { json: further, headers: cookie });
  for (const path of ['account', 'workspaces', 'cloud-accounts', `workspaces/cn1/${workspaceId}/settlements`]) {
    await ask('GET', `/api/${path}`, { token });
    await ask('GET', `/api/${path}`, { headers: cookie });
    await ask('GET', `/api/${path}`, { query: { token, password: PASSWORD } });
  }

  // Secrets where none belongs.
  const misplaced = [PASSWORD, token, OPERATOR_TOKEN, SELLER_KEY, KEY];
  for (const secret of misplaced) {
    await ask('POST', '/api/sessions', { json: { username: secret, password: secret } });
    await ask('POST', '/api/sessions', { json: { [secret]: secret } });
    await ask('POST', '/api/sessions', { raw: { body: `{"password":"${secret}`, type: 'application/json' } });
    await ask('POST', '/api/sessions', { raw: { body: secret, type: secret } });
    await ask('POST', '/api/registrations', {
      json: { ...body, username: secret, email: secret, site: secret, phone: secret },
    });
    await ask('POST', '/api/registrations', {
      json: { settlement: { method: secret, accountId: secret, instanceId: secret } },
    });
    await ask('POST', '/api/registrations', { json: body, headers: { 'Idempotency-Key': `${secret} ${secret}` } });
    await ask('PUT', `/api/settlements/${encodeURIComponent(secret)}/x`, { token, json: { method: secret } });
    await ask('PUT', at, { token, json: alicloud(), headers: { 'If-Match': secret } });
    await ask('GET', `/${encodeURIComponent(secret)}`, { headers: { 'Accept-Language': secret } });
    await ask('GET', '/api/workspaces', { token, query: { cursor: secret, site: secret, limit: secret, q: secret } });
    await ask('GET', '/marketplace/spi', { query: { action: secret, token: secret, instanceId: secret } });
    await spi(secret, { instanceId: secret });
    await ask('GET', '/api/operations/mails', { headers: { Authorization: `Bearer ${secret}x` } });
  }

  await spi('expiredInstance', expire);
  await world.timer('deliver-mail').catch(() => undefined);
  show(world, 'OPENED');
  await spi('renewInstance', renew);
  await spi('releaseInstance', { instanceId: INSTANCE_ID, isRefund: 'false' });
  await world.settle().catch(() => undefined);
  for (const name of ['close-subscription', 'deliver-mail', 'check-consistency', 'settle-fees']) {
    await world.timer(name).catch(() => undefined);
  }
  for (const page of ['consistency', 'closures', 'mails', 'usage']) {
    await ask('GET', `/api/operations/${page}`, { token: OPERATOR_TOKEN });
  }
  await ask('DELETE', '/api/sessions', { token });
  return workspaceId as WorkspaceId;
};

test('nothing of it is written where all goes well', async () => {
  const story = listening();
  await tell(story);
  expect(story.world.mailer.sent.length).toBeGreaterThan(3);
  // Whoever listens has heard the secrets: among them two sessions, a proof and the token of each signed call.
  expect(Object.keys(story.secrets).length).toBeGreaterThan(15);
  expect(leaks(story)).toEqual([]);
});

// biome-ignore format: one case a line
test.each<[string, (world: FaultyWorld) => void]>([
  ['the marketplace is down',         ({ marketplace }) => Object.assign(marketplace, { down: true })],
  ['Function Compute is down',        ({ invoker }) => Object.assign(invoker, { down: true })],
  ['mails are not taken',             ({ mailer }) => Object.assign(mailer, { fault: new Unavailable('SingleSendMail was not answered.') })],
  ['no mail can be delivered',        ({ mailer }) => Object.assign(mailer, { fault: new Undeliverable('The service refused: InvalidToAddress.') })],
])('nothing of it is written where %s', async (_, befall) => {
  const story = listening();
  befall(story.world);
  await tell(story);
  expect(leaks(story)).toEqual([]);
});

test.each([
  ['fails', failOnce],
  ['is not answered', loseAnswerOnce],
])(
  'nothing of it is written whichever row of the store %s',
  async (_, befall) => {
    for (const nth of [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233]) {
      const story = listening();
      await story.world.during(befall(nth), () => tell(story));
      expect([nth, leaks(story)]).toEqual([nth, []]);
    }
  },
  SIMULATION_MS,
);

test('nor where the store is gone for good', async () => {
  const story = listening();
  await story.world.during(
    () => 'fail',
    () => tell(story),
  );
  expect(leaks(story)).toEqual([]);
});

test('nor where a row is not what it should be, and everything that reads it is a bug', async () => {
  const story = listening();
  const { world, ask } = story;
  const workspaceId = await tell(story);
  const token =
    tokenIn(
      JSON.stringify(await world.ask('POST', '/api/sessions', { json: { username: 'acme', password: PASSWORD } })),
    ) ?? '';
  story.secrets['a further session'] = token;
  const row = await world.store.get('workspaces', { workspaceId });
  await world.store.write({ table: 'workspaces', put: { ...row, timeline: null } as never });
  await world.store.write({
    table: 'instances',
    put: { instanceId: INSTANCE_ID, version: 1, status: 'nonsense', accountId: ACCOUNT_ID } as never,
  });
  const bugs = [
    await ask('GET', `/api/workspaces/cn1/${workspaceId}`, { token }),
    await ask('PUT', `/api/settlements/cn1/${workspaceId}`, {
      token,
      json: alicloud(),
      headers: { 'Idempotency-Key': KEY },
    }),
    await ask('GET', '/api/workspaces', { token }),
  ];
  expect(bugs.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([500, 'internal-error']));
  expect(leaks(story)).toEqual([]);
});
