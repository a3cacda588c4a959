import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock, type LocalClock } from '../../../local/clock';
import type { Control, ControlReply } from '../../../local/controls';
import { localCredentials } from '../../../local/credentials';
import { type LocalMarketplace, startMarketplace } from '../../../local/marketplace/server';
import { readSpiCall } from '../../../shared/triggers/marketplace-signature';
import { callOpenApi } from '../openapi/openapi-client';
import { accept, refuse, type Seller, startSeller } from './seller';

const sellerKey = 'seller-key';
const accountId = '1234567890123456';
const instances = '/local/marketplace/instances';

let directory: string;
let seller: Seller;
let clock: LocalClock;
let marketplace: LocalMarketplace;

/** Real time stands still: a call that is to be made again waits until the test advances the clock. */
const standingMs = Date.now();

const start = async () => {
  clock = createClock(() => standingMs);
  marketplace = await startMarketplace({
    directory,
    port: 0,
    clock,
    credentials: localCredentials,
    spiUrl: seller.spiUrl,
    sellerKey,
    productCode: 'cmgj00053362',
  });
};
const stop = async () => {
  await marketplace.close();
  await clock.stop();
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'marketplace-'));
  seller = await startSeller();
  await start();
});
afterEach(async () => {
  await stop();
  await seller.close();
  await rm(directory, { recursive: true });
});

const control = (method: Control['method'], path: string, id = '', body: unknown = {}): Promise<ControlReply> => {
  const found = marketplace.controls.find((candidate) => candidate.method === method && candidate.path === path);
  if (!found) throw new Error(`There is no ${method} ${path}.`);
  return found.answer({ params: { id }, body });
};
const buy = (body: unknown = { accountId }) => control('POST', instances, '', body);
const change = (id: string, verb: string) => control('POST', `${instances}/{id}/${verb}`, id);
const list = async () => (await control('GET', instances)).body;

/** The calls that the seller got, each with a right token. */
const calls = () =>
  seller.queries.map((query) => readSpiCall(Object.fromEntries(new URLSearchParams(query)), [sellerKey]));

describe('a purchase', () => {
  it('is answered with the numbers that the customer needs, and delivered by then', async () => {
    expect(await buy()).toEqual({
      status: 201,
      body: { instanceId: '33884913', orderId: '222222222222222', accountId, status: 'OPENED' },
    });
    expect(await list()).toEqual({
      instances: [
        {
          instanceId: '33884913',
          orderId: '222222222222222',
          accountId,
          status: 'OPENED',
          notifications: [{ action: 'createInstance', attempts: 1, state: 'delivered' }],
        },
      ],
    });
  });

  it('reaches the seller as a signed call', async () => {
    await buy();
    expect(calls()).toEqual([
      {
        action: 'createInstance',
        aliUid: accountId,
        orderBizId: '33884913',
        orderId: '222222222222222',
        productCode: 'cmgj00053362',
        skuId: 'yuncode5336200001',
        package_version: 'yuncode5336200001',
        trial: 'false',
      },
    ]);
  });

  it('gives each instance a number of its own, also when many buy at once', async () => {
    const replies = await Promise.all([buy(), buy({ accountId: '12345678901234' }), buy()]);
    const ids = replies.map(({ body }) => (body as { instanceId: string }).instanceId);
    expect(ids).toEqual(['33884913', '33884914', '33884915']);
  });

  it('may be of another product', async () => {
    await buy({ accountId, productCode: 'cmgj00099999' });
    expect(calls()).toMatchObject([{ productCode: 'cmgj00099999' }]);
  });

  // biome-ignore format: one case a line
  it.each([
    ['nothing at all',              null,                                'AliCloud account ID'],
    ['no account ID',               {},                                  'AliCloud account ID'],
    ['13 digits',                   { accountId: '1234567890123' },      'AliCloud account ID'],
    ['15 digits',                   { accountId: '123456789012345' },    'AliCloud account ID'],
    ['the 18 digits of a RAM user', { accountId: '212345678901234567' }, 'AliCloud account ID'],
    ['letters',                     { accountId: 'LTAI567890123456' },   'AliCloud account ID'],
    ['a number instead of text',    { accountId: 1234567890123456 },     'AliCloud account ID'],
    ['a product code that is none', { accountId, productCode: 'A b' },   'product code'],
  ])('of %s is refused', async (_, body, what) => {
    expect(await buy(body)).toMatchObject({ status: 400, body: { title: expect.stringContaining(what) } });
    expect(await list()).toEqual({ instances: [] });
  });
});

describe('what the customer does next', () => {
  it('each change has its signed call', async () => {
    await buy();
    expect(await change('33884913', 'overdue')).toMatchObject({ status: 202, body: { status: 'EXPIRED' } });
    expect(await change('33884913', 'pay')).toMatchObject({ status: 202, body: { status: 'OPENED' } });
    expect(await change('33884913', 'close')).toMatchObject({ status: 202, body: { status: 'CLOSED' } });

    const instanceId = '33884913';
    const orderId = '222222222222222';
    expect(calls().slice(1)).toEqual([
      { action: 'expiredInstance', instanceId },
      {
        action: 'renewInstance',
        instanceId,
        orderId,
        expiredOn: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      },
      { action: 'releaseInstance', instanceId, orderId, isRefund: 'false' },
    ]);
    expect(await list()).toMatchObject({
      instances: [
        {
          status: 'CLOSED',
          notifications: [
            { action: 'createInstance', state: 'delivered' },
            { action: 'expiredInstance', state: 'delivered' },
            { action: 'renewInstance', state: 'delivered' },
            { action: 'releaseInstance', state: 'delivered' },
          ],
        },
      ],
    });
  });

  // biome-ignore format: one case a line
  it.each([
    ['close a closed one',          ['close'],   'close',   409, 'CLOSED'],
    ['an overdue bill of a closed', ['close'],   'overdue', 409, 'CLOSED'],
    ['pay for a closed one',        ['close'],   'pay',     409, 'CLOSED'],
    ['overdue twice',               ['overdue'], 'overdue', 409, 'EXPIRED'],
    ['pay where nothing is due',    [],          'pay',     409, 'OPENED'],
  ])('%s: refused, with what to do next', async (_, before, verb, status, title) => {
    await buy();
    for (const step of before) await change('33884913', step);
    const sent = seller.queries.length;
    const reply = await change('33884913', verb);
    expect(reply).toMatchObject({ status, body: { title: expect.stringContaining(title) } });
    expect((reply.body as { detail: string }).detail).toMatch(/\.$/);
    expect(seller.queries).toHaveLength(sent);
  });

  it.each(['close', 'overdue', 'pay'])('%s of an instance that was never sold: not found', async (verb) => {
    expect(await change('33884913', verb)).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('GET') },
    });
  });
});

describe('an answer that does not count', () => {
  // biome-ignore format: one case a line
  it.each([
    ['"not ready"',            () => ({ body: { instanceId: '0' } })],
    ['an empty id',            () => ({ body: { instanceId: '' } })],
    ['the wrong kind of yes',  () => ({ body: { success: 'true' } })],
    ['another status',         () => ({ status: 503, body: { instanceId: '33884913' } })],
    ['a refused token',        () => ({ status: 403, body: { success: 'false' } })],
    ['no JSON',                () => ({ body: '<html>' })],
    ['JSON that is no object', () => ({ body: 'null' })],
    ['a broken connection',    () => { throw new Error(); }],
  ])('to createInstance: %s. It is tried again', async (_, answer) => {
    seller.answer = answer;
    expect(await buy()).toMatchObject({ status: 201, body: { status: 'OPENING' } });

    seller.answer = accept;
    await clock.advance(10_000);
    expect(await list()).toMatchObject({
      instances: [{ status: 'OPENED', notifications: [{ attempts: 2, state: 'delivered' }] }],
    });
  });

  // biome-ignore format: one case a line
  it.each([
    ['success as text',      { success: 'true' },  'delivered'],
    ['success as a Boolean', { success: true },    'delivered'],
    ['no success',           { success: 'false' }, 'pending'],
    ['another answer',       { instanceId: '1' },  'pending'],
    ['an array',             [],                   'pending'],
  ])('to releaseInstance: %s: %j is %s', async (_, body, state) => {
    await buy();
    seller.answer = () => ({ body });
    await change('33884913', 'close');
    expect(await list()).toMatchObject({
      instances: [{ status: 'CLOSED', notifications: [{}, { action: 'releaseInstance', attempts: 1, state }] }],
    });
  });

  it('does not hold up the instance’s other notifications', async () => {
    seller.answer = (parameters) => (parameters.action === 'createInstance' ? refuse : accept)(parameters);
    await buy();
    await change('33884913', 'close');
    expect(await list()).toMatchObject({
      instances: [{ status: 'CLOSED', notifications: [{ attempts: 1, state: 'pending' }, { state: 'delivered' }] }],
    });
  });
});

describe('attempts', () => {
  it('go on after a restart, once the seller’s functions listen', async () => {
    seller.answer = refuse;
    await buy();
    await stop();

    seller.answer = accept;
    await start();
    await clock.advance(0);
    expect(seller.queries).toHaveLength(1);
    marketplace.resume();
    marketplace.resume();
    await clock.advance(0);
    expect(seller.queries).toHaveLength(2);
    expect(await list()).toMatchObject({
      instances: [{ status: 'OPENED', notifications: [{ attempts: 2, state: 'delivered' }] }],
    });
  });

  it('under way when it stops are given up, and owed at the next start', async () => {
    let arrived = () => {};
    const underWay = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    seller.answer = () => {
      arrived();
      return new Promise(() => {});
    };
    const bought = buy();
    await underWay;
    await stop();
    await bought;

    await start();
    expect(await list()).toMatchObject({
      instances: [{ status: 'OPENING', notifications: [{ attempts: 0, state: 'pending' }] }],
    });
  });
});

it('keeps its numbers and its instances over a restart', async () => {
  await buy();
  await change('33884913', 'close');
  const before = await list();
  await stop();
  await start();
  expect(await list()).toEqual(before);
  expect(await buy()).toMatchObject({ body: { instanceId: '33884914', orderId: '222222222222223' } });
});

describe('the seller’s OpenAPI', () => {
  const version = '2015-11-01';
  const describeInstance = (InstanceId: string) =>
    callOpenApi(marketplace.endpoint, { action: 'DescribeInstanceForIsv', version, query: { InstanceId } });
  const describeOrder = (OrderId: string) =>
    callOpenApi(marketplace.endpoint, { action: 'DescribeOrderForIsv', version, query: { OrderId } });

  it('leads from an instance to its order, and from the order to the AliCloud account', async () => {
    const beforeMs = clock.nowMs();
    await buy();
    const instance = JSON.parse(await describeInstance('33884913'));
    expect(instance).toEqual({
      InstanceId: 33884913,
      OrderId: 222222222222222,
      ProductCode: 'cmgj00053362',
      ProductSkuCode: 'cmgj00053362-postpay',
      ProductType: 'APP',
      ComponentJson: '{"package_version":"yuncode5336200001"}',
      IsTrial: false,
      Status: 'OPENED',
      CreatedOn: expect.any(Number),
      BeganOn: expect.any(Number),
      RequestId: expect.any(String),
    });
    expect(instance.CreatedOn).toBeGreaterThanOrEqual(beforeMs);
    expect(JSON.parse(await describeOrder('222222222222222'))).toEqual({
      OrderId: 222222222222222,
      AliUid: 1234567890123456,
      InstanceIds: ['33884913'],
      ProductCode: 'cmgj00053362',
      ProductSkuCode: 'cmgj00053362-postpay',
      OrderType: 'NEW',
      OrderStatus: 'NORMAL',
      PayStatus: 'PAID',
      Quantity: 1,
      CreatedOn: instance.CreatedOn,
      PaidOn: instance.CreatedOn,
      RequestId: expect.any(String),
    });
  });

  it('writes an account ID beyond 2^53 with all its digits', async () => {
    await buy({ accountId: '9999999999999999' });
    expect(await describeOrder('222222222222222')).toContain('"AliUid":9999999999999999,');
  });

  // biome-ignore format: one case a line
  it.each([
    ['OPENING', []],
    ['OPENED',  ['accept']],
    ['EXPIRED', ['accept', 'overdue']],
    ['OPENED',  ['accept', 'overdue', 'pay']],
    ['CLOSED',  ['accept', 'close']],
  ])('tells the status %s after %j', async (status, steps) => {
    seller.answer = steps.includes('accept') ? accept : refuse;
    await buy();
    for (const step of steps) if (step !== 'accept') await change('33884913', step);
    expect(JSON.parse(await describeInstance('33884913'))).toMatchObject({ Status: status });
  });

  // biome-ignore format: one case a line
  it.each([
    ['an instance never sold', () => describeInstance('99999999'),     'InvalidInstanceId.NotFound'],
    ['an order never made',    () => describeOrder('999999999999999'), 'InvalidOrderId.NotFound'],
    ['no instance named',      () => describeInstance(''),             'MissingInstanceId'],
    ['no order named',         () => describeOrder(''),                'MissingOrderId'],
  ])('%s: refused with a code', async (_, call, code) => {
    await expect(call()).rejects.toMatchObject({ code });
  });

  it('answers only for the seller’s own credentials', async () => {
    await buy();
    const credentials = { ...localCredentials, securityToken: 'another' };
    const call = { action: 'DescribeInstanceForIsv', version, query: { InstanceId: '33884913' } };
    await expect(callOpenApi(marketplace.endpoint, call, credentials)).rejects.toMatchObject({
      code: 'InvalidSecurityToken.MismatchWithAccessKey',
    });
  });
});
