/**
 * Calls of the marketplace that somebody made up, changed or sent again. The address is what the attacker writes, so it is
 * read here as the platform reads it, and all rows are compared before and after.
 */

import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { httpEvent } from '../../../local/function-compute/http-event';
import type { HttpResult } from '../../../shared/triggers/http';
import { signSpiCall } from '../../../shared/triggers/marketplace-signature';
import { type FaultyWorld, SIMULATION_MS } from '../../fakes/faults';
import { rowsOf } from '../../fakes/rows';
import { ACCOUNT_ID, alicloud, buy, change, INSTANCE_ID, logInAs, register, SELLER_KEY } from '../../fakes/world';
import { seed } from '../../seed';
import { bought, close, fallOverdue, OTHER_ACCOUNT_ID, OTHER_INSTANCE_ID, show } from '../steps';
import { create, expire, type Parameters, refund, renew, upgrade } from './calls';

const day = 24 * 3_600_000;

/** The address as it stands on the wire, to the function as the platform brings it. */
const call = async (world: FaultyWorld, query: string): Promise<{ status: number; body: string }> => {
  const request = {
    method: 'GET',
    target: `/marketplace/spi?${query}`,
    httpVersion: '1.1',
    rawHeaders: ['Host', 'billing.example'],
    body: Buffer.alloc(0),
    sourceIp: '198.51.100.1',
  };
  const event = httpEvent(request, { accountId: '1', requestId: '1-1-1', atMs: world.clock.nowMs() });
  const { statusCode, body } = (await world.invoke('marketplace-event', JSON.parse(event))) as HttpResult;
  return { status: statusCode, body };
};

const written = (parameters: Parameters): string => new URLSearchParams(parameters).toString();
const signed = (action: string, parameters: Parameters, key = SELLER_KEY): string => {
  const whole = { ...parameters, action };
  return written({ ...whole, token: signSpiCall(whole, key) });
};
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** Workspaces that X and Y pay for, and one that neither does. */
const inhabited = async (): Promise<FaultyWorld> => {
  const world = await bought();
  await buy(world, OTHER_INSTANCE_ID);
  await register(world);
  const token = await logInAs(world);
  const add = (settlement: object) => {
    const json = { site: 'eu1', workspace: { name: 'Another', language: 'en' }, settlement };
    return world.ask('POST', '/api/registrations/workspaces', { token, json });
  };
  await add(alicloud(OTHER_INSTANCE_ID));
  await add({ method: 'billing-center' });
  return world;
};

const release: Parameters = { instanceId: INSTANCE_ID, isRefund: 'false' };
const genuine = signed('releaseInstance', release);
const token = new URLSearchParams(genuine).get('token') ?? '';
const unsigned = written({ ...release, action: 'releaseInstance' });
const other = `instanceId=${OTHER_INSTANCE_ID}`;

test('the genuine call, which all of these are made from, closes the instance', async () => {
  const world = await inhabited();
  const before = rowsOf(world.store);
  expect(await call(world, genuine)).toEqual({ status: 200, body: '{"success":"true"}' });
  expect(rowsOf(world.store)).not.toEqual(before);
});

// biome-ignore format: one case a line
const forged: readonly [string, string][] = [
  // the parameter that counts, again
  ['another instance after it',             `${genuine}&${other}`],
  ['another instance before it',            `${other}&${genuine}`],
  ['the same instance twice',               `${genuine}&instanceId=${INSTANCE_ID}`],
  ['another instance, in brackets',         `${genuine}&instanceId[]=${OTHER_INSTANCE_ID}`],
  ['another instance, by number',           `${genuine}&instanceId[0]=${OTHER_INSTANCE_ID}`],
  ['another instance, by a dot',            `${genuine}&instanceId.0=${OTHER_INSTANCE_ID}`],
  ['another instance, in capitals',         `${genuine}&INSTANCEID=${OTHER_INSTANCE_ID}`],
  ['another instance, half in capitals',    `${genuine}&InstanceId=${OTHER_INSTANCE_ID}`],
  ['another instance, its name encoded',    `${genuine}&%69nstanceId=${OTHER_INSTANCE_ID}`],
  ['its name encoded twice, after it',      `${genuine}&%2569nstanceId=${OTHER_INSTANCE_ID}`],
  ['its name encoded twice, before it',     `%2569nstanceId=${OTHER_INSTANCE_ID}&${genuine}`],
  ['another instance, behind a semicolon',  `${genuine};${other}`],
  ['another instance instead',              genuine.replace(INSTANCE_ID, OTHER_INSTANCE_ID)],
  ['the instance and a null byte',          genuine.replace(INSTANCE_ID, `${INSTANCE_ID}%00`)],
  ['the instance and a line break',         genuine.replace(INSTANCE_ID, `${INSTANCE_ID}%0A`)],
  ['the instance in full-width digits',     genuine.replace(INSTANCE_ID, encodeURIComponent('３３８８４９１３'))],
  ['the action twice',                      `${genuine}&action=releaseInstance`],
  ['another action after it',               `${genuine}&action=expiredInstance`],
  ['another action instead',                genuine.replace('action=releaseInstance', 'action=expiredInstance')],
  ['the action in capitals',                genuine.replace('action=releaseInstance', 'action=RELEASEINSTANCE')],
  // the token
  ['the token twice',                       `${genuine}&token=${token}`],
  ['the token twice, once encoded',         `${genuine}&%74oken=${token}`],
  ['the token twice, once encoded twice',   `${genuine}&%2574oken=${token}`],
  ['an empty token before it',              `token=&${genuine}`],
  ['a wrong token before it',               `token=${'0'.repeat(32)}&${genuine}`],
  ['the token in brackets',                 `${unsigned}&token[]=${token}`],
  ['the token under another name',          `${unsigned}&Token=${token}`],
  ['the token in capitals',                 `${unsigned}&token=${token.toUpperCase()}`],
  ['the token and a space',                 `${unsigned}&token=${token}+`],
  ['the token and a null byte',             `${unsigned}&token=${token}%00`],
  ['half of the token',                     `${unsigned}&token=${token.slice(0, 16)}`],
  ['an empty token',                        `${unsigned}&token=`],
  ['a token without a value',               `${unsigned}&token`],
  ['no token',                              unsigned],
  ['a token of zeros',                      `${unsigned}&token=${'0'.repeat(32)}`],
  ['a token that a loose comparison takes for zero', `${unsigned}&token=0e${'1'.repeat(30)}`],
  ['the token of other parameters',         `${unsigned}&token=${new URLSearchParams(signed('expiredInstance', expire)).get('token')}`],
  ['the token of another key',              signed('releaseInstance', release, 'another key')],
  ['the token of an empty key',             signed('releaseInstance', release, '')],
  ['the token of the word undefined',       signed('releaseInstance', release, 'undefined')],
  ['the token of the word null',            signed('releaseInstance', release, 'null')],
  ['the token of no key at all',            `${unsigned}&token=${md5(`action=releaseInstance&instanceId=${INSTANCE_ID}&isRefund=false`)}`],
  ['the token of the key alone',            `${unsigned}&token=${md5(SELLER_KEY)}`],
  // what was not signed
  ['a parameter more',                      `${genuine}&Count=1`],
  ['a parameter that we do not use',        `${genuine}&anything=at+all`],
  ['a parameter without a name',            `${genuine}&=1`],
  ['a parameter without a value',           `${genuine}&x`],
  ['the constructor',                       `${genuine}&constructor=1`],
  ['a key',                                 `${genuine}&key=${SELLER_KEY}`],
  ['a parameter less',                      genuine.replace('&isRefund=false', '')],
  ['a percent sign that stands alone',      `${genuine}&x=%`],
  ['bytes that are no UTF-8',               `${genuine}&x=%ff%fe`],
];

test.each(forged)('%s: refused, and no row is another', async (_, query) => {
  const world = await inhabited();
  const before = rowsOf(world.store);
  const { calls } = world.store;
  const counted = { ...calls };
  expect(await call(world, query)).toEqual({ status: 403, body: '{"success":"false"}' });
  expect(rowsOf(world.store)).toEqual(before);
  expect(calls).toEqual(counted);
  expect(world.invoker.invoked).toEqual([]);
});

/** A token signs a text in which names and values cannot be told apart; what is cut differently is signed all the same. */
// biome-ignore format: one case a line
test.each<[string, string]>([
  ['the instance in the action',        `action=${encodeURIComponent(`releaseInstance&instanceId=${INSTANCE_ID}&isRefund=false`)}&token=${token}`],
  ['the refund in the instance',        `action=releaseInstance&instanceId=${encodeURIComponent(`${INSTANCE_ID}&isRefund=false`)}&token=${token}`],
  ['the action in a name',              `${encodeURIComponent('action=releaseInstance&instanceId')}=${INSTANCE_ID}&isRefund=false&token=${token}`],
])('%s: signed, and senseless', async (_, query) => {
  const world = await inhabited();
  const before = rowsOf(world.store);
  expect(await call(world, query)).toEqual({ status: 200, body: '{"success":"false"}' });
  expect(rowsOf(world.store)).toEqual(before);
});

test('a token that was computed over the encoded text is none', async () => {
  const world = await inhabited();
  const before = rowsOf(world.store);
  const encoded = { ...renew, expiredOn: '2027-01-01%2000%3A00%3A00', action: 'renewInstance' };
  const query = written({ ...renew, action: 'renewInstance' }).replace(/\+/g, '%20');
  expect(await call(world, `${query}&token=${signSpiCall(encoded, SELLER_KEY)}`)).toMatchObject({ status: 403 });
  expect(rowsOf(world.store)).toEqual(before);
});

test('a parameter named __proto__ is lost with the envelope: what is left is the genuine call', async () => {
  const world = await inhabited();
  expect(await call(world, `${genuine}&__proto__=1`)).toMatchObject({ status: 200 });
  const forgedCall = `${genuine.replace(INSTANCE_ID, OTHER_INSTANCE_ID)}&__proto__=${INSTANCE_ID}`;
  expect(await call(world, forgedCall)).toMatchObject({ status: 403 });
});

test('a parameter that was signed though we do not know it does no harm', async () => {
  const world = await inhabited();
  const more = { package_version: '1', Count: '2', 'a[]': '3', ключ: 'значение &= +%', __proto: 'x' };
  expect(await call(world, signed('releaseInstance', { ...release, ...more }))).toMatchObject({ status: 200 });
  expect((await world.store.get('instances', { instanceId: INSTANCE_ID }))?.status).toBe('closing');
});

test(
  'whatever is written into an address that is not signed changes nothing and is answered 403',
  async () => {
    const world = await inhabited();
    const before = rowsOf(world.store);
    const names = fc.constantFrom('action', 'token', 'instanceId', 'aliUid', 'orderBizId', 'x', '__proto__', '');
    const values = fc.oneof(
      fc.constantFrom('releaseInstance', 'createInstance', 'verify', INSTANCE_ID, ACCOUNT_ID, token, ''),
      fc.string({ unit: 'grapheme' }),
    );
    const pair = fc.tuple(names, values).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const query = fc.oneof(
      fc.array(pair, { maxLength: 8 }).map((pairs) => pairs.join('&')),
      fc.webQueryParameters(),
    );
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        expect(await call(world, text)).toEqual({ status: 403, body: '{"success":"false"}' });
      }),
      { seed, numRuns: 300 },
    );
    expect(rowsOf(world.store)).toEqual(before);
  },
  SIMULATION_MS,
);

// --- sent again ------------------------------------------------------------------------------------------------------

/** All that the marketplace ever said of X, each call as it stood in the address. */
const history: readonly string[] = [
  signed('orderPay', { ...create, requestId: 'a'.repeat(32) }),
  signed('createInstance', create),
  signed('upgradeInstance', upgrade),
  signed('expiredInstance', expire),
  signed('renewInstance', renew),
  signed('refundRenewInstance', refund),
  genuine,
];

/** What a call may set anew where the instance is open: told to nobody and asked by nothing. */
const withoutSpecification = (rows: ReturnType<typeof rowsOf>) => ({
  ...rows,
  instances: rows.instances?.map(({ skuId: _, expiresAtMs: __, version: ___, ...instance }) => instance),
});

const orders = (calls: readonly string[], numRuns: number, check: (order: readonly string[]) => Promise<void>) =>
  fc.assert(fc.asyncProperty(fc.shuffledSubarray([...calls], { minLength: 1 }), check), { seed, numRuns });

test(
  'everything that was ever said, days later, in any order, changes nothing of an instance that is closed',
  async () => {
    const world = await inhabited();
    for (const query of history.slice(0, 3)) await call(world, query);
    await fallOverdue(world);
    show(world, 'OPENED');
    for (const query of history.slice(4)) await call(world, query);
    await world.settle();
    await world.timer('deliver-mail');
    show(world, 'CLOSED');
    expect((await world.store.get('instances', { instanceId: INSTANCE_ID }))?.status).toBe('closed');

    const before = rowsOf(world.store);
    const mails = world.mailer.sent.length;
    await orders(history, 100, async (order) => {
      world.clock.advance(day);
      for (const query of order) expect((await call(world, query)).status).toBe(200);
      await world.settle();
      await world.timer('close-subscription');
      await world.timer('deliver-mail');
      expect(rowsOf(world.store)).toEqual(before);
    });
    expect(world.mailer.sent).toHaveLength(mails);
  },
  SIMULATION_MS,
);

test(
  'nor of one that is open and paid, but for its specification and its end',
  async () => {
    const world = await inhabited();
    show(world, 'OPENED');
    const before = withoutSpecification(rowsOf(world.store));
    // Its release was never said.
    await orders(history.slice(0, -1), 100, async (order) => {
      world.clock.advance(day);
      for (const query of order) expect((await call(world, query)).status).toBe(200);
      await world.settle();
      await world.timer('deliver-mail');
      expect(withoutSpecification(rowsOf(world.store))).toEqual(before);
    });
  },
  SIMULATION_MS,
);

test('the sale of an instance to another, though signed, gives it to nobody else', async () => {
  const world = await inhabited();
  await close(world);
  // What an AliCloud account bought is believed as far as the instance's row says the same.
  const { instancesByAccount: _, ...before } = rowsOf(world.store);
  const again = signed('createInstance', { ...create, aliUid: OTHER_ACCOUNT_ID });
  for (const query of [history[1] ?? '', again]) expect((await call(world, query)).status).toBe(200);
  const { instancesByAccount: __, ...after } = rowsOf(world.store);
  expect(after).toEqual(before);
  const [workspace] = before.workspaces ?? [];
  const answer = await change(world, await logInAs(world), workspace as never, alicloud(INSTANCE_ID, OTHER_ACCOUNT_ID));
  expect(answer.body.code).toBe('instance-not-found');
});
