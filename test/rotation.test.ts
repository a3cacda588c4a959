/**
 * The three secrets are rotated under traffic, and nobody is turned away. While a deployment takes over, instances of the
 * one before still answer: each request of a visitor may meet either. So a fleet of each configuration runs over one store,
 * and a visitor's requests go to the one that leaves and the one that comes, in turn.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { signSpiCall } from '../shared/triggers/marketplace-signature';
import { type RunningSystem, removeData, send, startSystem } from './fakes/system';

type Age = 'old' | 'new';

const sellerKey = (age: Age) => `seller-key-that-is-${age}`;
const operatorToken = (age: Age) => `operator-token-that-is-${age}`;
const sessionKey = (age: Age) => `session-key-that-is-${age}`;

/** What signs, and what is accepted beside it. */
const secrets = (current: Age, other?: Age) => ({
  MARKETPLACE_SELLER_KEY: sellerKey(current),
  MARKETPLACE_SELLER_KEY_PREVIOUS: other ? sellerKey(other) : '',
  OPERATOR_TOKEN: operatorToken(current),
  OPERATOR_TOKEN_PREVIOUS: other ? operatorToken(other) : '',
  SESSION_KEY: sessionKey(current),
  SESSION_KEY_PREVIOUS: other ? sessionKey(other) : '',
});

/** The deployments of a rotation, in order. */
const deployments = [secrets('old'), secrets('old', 'new'), secrets('new', 'old'), secrets('new')];

const fleets: RunningSystem[] = [];
const fleet = (nth: number): RunningSystem => {
  const found = fleets[nth];
  if (!found) throw new Error(`There is no fleet ${nth}.`);
  return found;
};

beforeAll(async () => {
  const policy = { SETTLEMENT_REQUIRE_PROOF: 'enforce' };
  const first = await startSystem({ environment: { ...policy, ...deployments[0] } });
  fleets.push(first);
  const { PUBLIC_URL, TABLESTORE_ENDPOINT } = parseEnv(readFileSync(join(first.dataDirectory, 'stage.env'), 'utf8'));
  const shared = { ...policy, PUBLIC_URL: PUBLIC_URL ?? '', TABLESTORE_ENDPOINT: TABLESTORE_ENDPOINT ?? '' };
  for (const deployment of deployments.slice(1)) {
    fleets.push(await startSystem({ environment: { ...shared, ...deployment } }));
  }
}, 120_000);
afterAll(async () => {
  for (const running of fleets.reverse()) await running.stop();
  await removeData();
}, 60_000);

const beijingNow = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const callOf = (parameters: Readonly<Record<string, string>>, age: Age) => {
  const query = { ...parameters, token: signSpiCall(parameters, sellerKey(age)) };
  return `/marketplace/spi?${new URLSearchParams(query)}`;
};

const purchase = (nth: number) => ({
  action: 'createInstance',
  aliUid: `10000000000${20_000 + nth}`,
  orderBizId: `${700_000 + nth}`,
  orderId: `2222222222${20_000 + nth}`,
  productCode: 'cmgj00053362',
  skuId: 'yuncode3621600001',
  trial: 'false',
});

const password = 'correct horse battery';
const logIn = async (at: RunningSystem, username: string): Promise<string> =>
  (await send(at, 'POST', '/api/sessions', { json: { username, password } })).body.token;

/** Buys, comes by the link, registers, logs in, looks around and closes: each request at another fleet than the last. */
const visit = async (nth: number, between: readonly [RunningSystem, RunningSystem], outside: Age) => {
  let requests = nth;
  const next = () => between[requests++ % 2 === 0 ? 0 : 1];
  const { aliUid: accountId, orderBizId: instanceId, ...rest } = purchase(nth);
  const username = `visitor-${nth}`;
  const ask = (path: string, token: string) => send(next(), 'GET', path, { token });

  const bought = await send(next(), 'GET', callOf({ aliUid: accountId, orderBizId: instanceId, ...rest }, outside));
  const link = callOf({ action: 'verify', instanceId, timeStamp: beijingNow() }, outside);
  const led = await send(next(), 'GET', link);
  const proof = new URLSearchParams(led.headers.get('location')?.split('#')[1]).get('proof');
  const registered = await send(next(), 'POST', '/api/registrations', {
    json: {
      site: 'cn1',
      username,
      password,
      email: 'ops@acme.example',
      workspace: { name: 'Acme production', language: 'zh' },
      settlement: { method: 'alicloud', accountId, instanceId, proof },
      agreementAccepted: true,
    },
  });
  const token = await logIn(next(), username);
  const here = await ask('/api/account', token);
  const there = await ask('/api/account', token);
  const watched = await ask('/api/operations/mails', operatorToken(outside));
  const closed = await send(next(), 'GET', callOf({ action: 'releaseInstance', instanceId }, outside));
  const answers = [bought, led, registered, here, there, watched, closed];
  return { username, token, statuses: answers.map(({ status }) => status).join(' ') };
};

const WELL = '200 302 201 200 200 200 200';

/** Whoever is logged in goes on, at either fleet. */
const goOn = async (tokens: readonly string[], between: readonly RunningSystem[]) => {
  const statuses = new Set<number>();
  for (const token of tokens) {
    for (const at of between) statuses.add((await send(at, 'GET', '/api/account', { token })).status);
  }
  return statuses;
};

test('in three deployments, each of which knows what the next one signs with', async () => {
  const visitAll = async (from: number, between: readonly [RunningSystem, RunningSystem], ages: readonly Age[]) => {
    const visitors = [];
    for (const [at, age] of ages.entries()) visitors.push(await visit(from + at, between, age));
    expect(visitors.map(({ statuses }) => statuses)).toEqual(ages.map(() => WELL));
    return visitors;
  };

  // 1. The new secrets are accepted beside the old ones, which still sign.
  const early = await visitAll(0, [fleet(0), fleet(1)], ['old', 'old']);
  // Now the marketplace is given the new seller key, and operators the new token: who has which does not matter.
  // 2. The new secrets sign, and the old ones are accepted beside them: with each age, each request at each fleet once.
  const later = await visitAll(10, [fleet(1), fleet(2)], ['old', 'old', 'new', 'new']);
  const signedIn = [...early, ...later];
  expect(
    await goOn(
      signedIn.map(({ token }) => token),
      [fleet(1), fleet(2)],
    ),
  ).toEqual(new Set([200]));
  // A session lasts twelve hours: by then everybody has logged in again, and no old token is left.
  const again = [];
  for (const { username } of signedIn) again.push(await logIn(fleet(2), username));
  // 3. The old secrets are no longer accepted.
  await visitAll(20, [fleet(2), fleet(3)], ['new', 'new']);
  expect(await goOn(again, [fleet(2), fleet(3)])).toEqual(new Set([200]));
}, 180_000);

test('the old secrets open nothing any more', async () => {
  const release = { action: 'releaseInstance', instanceId: purchase(0).orderBizId };
  const signed = await send(fleet(3), 'GET', callOf(release, 'old'));
  const watched = await send(fleet(3), 'GET', '/api/operations/mails', { token: operatorToken('old') });
  const token = await logIn(fleet(1), 'visitor-0');
  const account = await send(fleet(3), 'GET', '/api/account', { token });
  expect([signed, watched, account].map(({ status }) => status)).toEqual([403, 401, 401]);
}, 60_000);

test('without the first deployment customers, operators and the marketplace would be turned away', async () => {
  const token = await logIn(fleet(2), 'visitor-0');
  const account = await send(fleet(0), 'GET', '/api/account', { token });
  const watched = await send(fleet(0), 'GET', '/api/operations/mails', { token: operatorToken('new') });
  const signed = await send(fleet(0), 'GET', callOf(purchase(30), 'new'));
  expect([account, watched, signed].map(({ status }) => status)).toEqual([401, 401, 403]);
}, 60_000);
