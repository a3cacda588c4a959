import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../../../local/clock';
import { localCredentials } from '../../../local/credentials';
import { startMarketplace } from '../../../local/marketplace/server';
import { marketplaceOf } from '../../../shared/adapters/marketplace';
import { accountId, instances, startMarket } from '../../local/marketplace/marketplace';
import { accept, refuse, startSeller } from '../../local/marketplace/seller';
import { type HttpService, startHttpService } from './http-service';

const instanceId = '33884913';
const sold = { InstanceId: 33884913, OrderId: 222222222222222, ProductCode: 'cmgj00053362', Status: 'OPENED' };
const order = { OrderId: 222222222222222, AliUid: 1234567890123456 };

describe('on the wire', () => {
  let service: HttpService;
  beforeEach(async () => {
    service = await startHttpService(() => ({ body: {} }));
  });
  afterEach(() => service.close());

  const lookUp = (productCodes?: readonly string[], of = instanceId) =>
    marketplaceOf(service.endpoint, localCredentials, productCodes).instance(of);
  /** Answers to the two operations, in turn. */
  const answering = (described: unknown, ordered: unknown = order) => {
    service.answer = ({ headers }) => ({
      body: headers['x-acs-action'] === 'DescribeInstanceForIsv' ? described : ordered,
    });
  };
  const refusing = (status: number, code: string) => {
    service.answer = () => ({ status, body: { Code: code, Message: 'm', RequestId: 'r' } });
  };

  it('the instance is asked for, then the order that it names, which tells the buyer', async () => {
    answering(sold);
    expect(await lookUp()).toEqual({
      instanceId,
      accountId: '1234567890123456',
      orderId: '222222222222222',
      productCode: 'cmgj00053362',
      status: 'OPENED',
    });
    expect(
      service.received.map(({ query, headers }) => [headers['x-acs-action'], headers['x-acs-version'], query]),
    ).toEqual([
      ['DescribeInstanceForIsv', '2015-11-01', { InstanceId: instanceId }],
      ['DescribeOrderForIsv', '2015-11-01', { OrderId: '222222222222222' }],
    ]);
  });

  // biome-ignore format: one case a line
  it.each([
    // what the instance says                                     what we know of it
    [{ ...sold, Status: 'OPENING' },                              { status: 'OPENING' }],
    [{ ...sold, Status: 'EXPIRED' },                              { status: 'EXPIRED' }],
    [{ ...sold, Status: 'CLOSED' },                               { status: 'CLOSED' }],
    [{ ...sold, ProductSkuCode: 'cmgj00053362-postpay' },         { skuId: 'cmgj00053362-postpay' }],
    [{ ...sold, EndOn: 1_767_225_600_000 },                       { endsAtMs: 1_767_225_600_000 }],
    [{ ...sold, ComponentJson: '{"OrderId":1,"AliUid":2}' },      { orderId: '222222222222222' }],
  ])('%j', async (described, known) => {
    answering(described);
    expect(await lookUp()).toMatchObject(known);
  });

  // biome-ignore format: one case a line
  it.each([
    // our products                      the instance is one of ours
    [undefined,                          true],
    [['cmgj00053362'],                   true],
    [['cmgj00000001', 'cmgj00053362'],   true],
    [['cmgj00000001'],                   false],
    [[],                                 false],
  ])('of %j: %s; of another product there is none, and its buyer is not asked for', async (productCodes, ours) => {
    answering(sold);
    expect(await lookUp(productCodes)).toEqual(ours ? expect.objectContaining({ instanceId }) : undefined);
    expect(service.received).toHaveLength(ours ? 2 : 1);
  });

  it('numbers beyond what a double holds are read to the last digit', async () => {
    // As text: JSON.stringify could not write them.
    const described =
      '{"InstanceId":9007199254740993,"OrderId" : 9223372036854775807,"ProductCode":"p","Status":"OPENED"}';
    answering(described, '{"AliUid":12345678901234567891}');
    expect(await lookUp(undefined, '9007199254740993')).toMatchObject({
      instanceId: '9007199254740993',
      orderId: '9223372036854775807',
      accountId: '12345678901234567891',
    });
  });

  it('an answer about another instance is none', async () => {
    answering({ ...sold, InstanceId: '33884999' }, order);
    await expect(lookUp()).rejects.toMatchObject({ name: 'Unreadable' });
  });

  it('identifiers that come as text stay text', async () => {
    answering({ ...sold, InstanceId: '033884913', OrderId: '0222' }, { AliUid: '01' });
    expect(await lookUp(undefined, '033884913')).toMatchObject({
      instanceId: '033884913',
      orderId: '0222',
      accountId: '01',
    });
  });

  // biome-ignore format: one case a line
  it.each([
    // refused with                                       the marketplace knows
    [404, 'InvalidInstanceId.NotFound',                   undefined],
    [400, 'InvalidInstanceId.NotFound',                   undefined],
    [500, 'Instance.NotExist',                            undefined],
    [404, 'Whatever',                                     undefined],
  ])('%i %s: no such instance', async (status, code, known) => {
    refusing(status, code);
    expect(await lookUp()).toBe(known);
  });

  // biome-ignore format: one case a line
  it.each([
    // refused with                                       fault
    [403, 'Forbidden.RAM',                                'OpenApiRefusal'],
    [500, 'Permission.Denied',                            'OpenApiRefusal'],
    [400, 'SignatureDoesNotMatch',                        'OpenApiRefusal'],
    // What is wrong with our own call says nothing of the instance.
    [404, 'InvalidAccessKeyId.NotFound',                  'OpenApiRefusal'],
    [404, 'InvalidAction.NotFound',                       'OpenApiRefusal'],
    [404, 'InvalidVersion',                               'OpenApiRefusal'],
    [404, 'InvalidProduct.NotFound',                      'OpenApiRefusal'],
    [400, 'InvalidSecurityToken.NotExist',                'OpenApiRefusal'],
    [400, 'Throttling.User',                              'Unavailable'],
    [500, 'Service.Flow.Control',                         'Unavailable'],
    [503, 'ServiceUnavailable',                           'Unavailable'],
  ])('%i %s: %s, for it does not tell whether there is one', async (status, code, name) => {
    refusing(status, code);
    await expect(lookUp()).rejects.toMatchObject({ name });
  });

  it('an order that is not found tells no buyer, so there is no instance to speak of', async () => {
    service.answer = ({ headers }) =>
      headers['x-acs-action'] === 'DescribeInstanceForIsv'
        ? { body: sold }
        : { status: 404, body: { Code: 'InvalidOrderId.NotFound' } };
    expect(await lookUp()).toBeUndefined();
  });

  // biome-ignore format: one case a line
  it.each([
    ['a status that is not documented', { ...sold, Status: 'FROZEN' }],
    ['no order',                        { ...sold, OrderId: undefined }],
    ['nothing',                         {}],
    ['no JSON',                         '<html>'],
  ])('an answer that is not as documented, %s, is a fault', async (_, described) => {
    answering(described);
    await expect(lookUp()).rejects.toThrow();
  });
});

describe('what it could not deliver', () => {
  let service: HttpService;
  beforeEach(async () => {
    service = await startHttpService(() => ({ body: {} }));
  });
  afterEach(() => service.close());
  const marketplace = () => marketplaceOf(service.endpoint, localCredentials, undefined);
  const id = 'f'.repeat(32);
  // The parameters lie in the message as text within text: nothing in it is an identifier to be mended.
  const message = JSON.stringify({ action: 'releaseInstance', InstanceId: '33884913', count: 9_007_199_254_740_991 });
  const listed = {
    Action: 'releaseInstance',
    CreateTime: 1_767_225_600_000,
    Message: message,
    NotificationRequestId: id,
  };

  it('is asked for by the page, and read with how much there is in all', async () => {
    service.answer = () => ({ body: { NotificationList: [listed], PageNumber: 2, PageSize: 20, TotalCount: 21 } });
    expect(await marketplace().failedNotifications(2, 20)).toEqual({
      notifications: [{ notificationId: id, action: 'releaseInstance', message }],
      total: 21,
    });
    expect(service.received.map(({ query, headers }) => [headers['x-acs-action'], query])).toEqual([
      ['DescribeFailedNotifications', { PageNumber: '2', PageSize: '20' }],
    ]);
  });

  it('one that is not as documented hides no other', async () => {
    const listed = [
      { NotificationRequestId: id },
      { Action: 'releaseInstance', Message: message, NotificationRequestId: id },
    ];
    service.answer = () => ({ body: { NotificationList: listed, TotalCount: 2 } });
    expect(await marketplace().failedNotifications(1, 20)).toEqual({
      notifications: [
        { notificationId: id, action: '', message: '' },
        { notificationId: id, action: 'releaseInstance', message },
      ],
      total: 2,
    });
  });

  it('is confirmed by its id', async () => {
    service.answer = () => ({ body: { Success: true } });
    await marketplace().confirmNotification(id);
    expect(service.received.map(({ query, headers }) => [headers['x-acs-action'], query])).toEqual([
      ['ConfirmNotification', { NotificationRequestId: id }],
    ]);
  });

  it('is not confirmed where the answer does not say so', async () => {
    for (const body of [{ Success: false }, {}]) {
      service.answer = () => ({ body });
      await expect(marketplace().confirmNotification(id)).rejects.toThrow();
    }
  });

  // biome-ignore format: one case a line
  it.each([
    [503, 'ServiceUnavailable',             'Unavailable'],
    [403, 'Forbidden.RAM',                  'OpenApiRefusal'],
    [404, 'InvalidNotification.NotFound',   'OpenApiRefusal'],
  ])('refused with %i %s it is a fault: %s', async (status, code, name) => {
    service.answer = () => ({ status, body: { Code: code, Message: 'm', RequestId: 'r' } });
    await expect(marketplace().failedNotifications(1, 20)).rejects.toMatchObject({ name });
    await expect(marketplace().confirmNotification(id)).rejects.toMatchObject({ name });
  });
});

describe('at the marketplace of this machine', () => {
  it('what could not be delivered is listed, oldest first, until it is confirmed', async () => {
    const market = await startMarket();
    try {
      market.seller.answer = refuse;
      await market.post(instances, { accountId });
      await market.clock.advance(7 * 24 * 3_600_000);
      const marketplace = marketplaceOf(market.endpoint(), localCredentials, undefined);
      const { notifications, total } = await marketplace.failedNotifications(1, 20);
      expect(total).toBe(1);
      expect(notifications).toMatchObject([{ action: 'createInstance', message: expect.stringContaining(accountId) }]);
      for (const { notificationId } of [...notifications, ...notifications]) {
        await marketplace.confirmNotification(notificationId);
      }
      expect(await marketplace.failedNotifications(1, 20)).toEqual({ notifications: [], total: 0 });
      await expect(marketplace.confirmNotification('0'.repeat(32))).rejects.toThrow('NotFound');
    } finally {
      await market.stop();
    }
  });

  it('an instance that was bought is known, with its buyer; another one is not', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'marketplace-'));
    const seller = await startSeller();
    const clock = createClock(Date.now);
    const local = await startMarketplace({
      directory,
      port: 0,
      clock,
      credentials: localCredentials,
      spiUrl: seller.spiUrl,
      sellerKey: 'seller-key',
      productCode: 'cmgj00053362',
    });
    try {
      const control = (path: string, params = {}, body = {}) =>
        local.controls.find((one) => one.method === 'POST' && one.path === path)?.answer({ params, body });
      seller.answer = refuse;
      await control('/local/marketplace/instances', {}, { accountId: '1234567890123456' });
      const marketplace = marketplaceOf(local.endpoint, localCredentials, undefined);
      expect(await marketplace.instance(instanceId)).toMatchObject({
        instanceId,
        accountId: '1234567890123456',
        orderId: '222222222222222',
        productCode: 'cmgj00053362',
        status: 'OPENING',
      });

      seller.answer = accept;
      await control('/local/marketplace/instances', {}, { accountId: '12345678901234' });
      expect(await marketplace.instance('33884914')).toMatchObject({ accountId: '12345678901234', status: 'OPENED' });
      await control('/local/marketplace/instances/{id}/close', { id: '33884914' });
      expect(await marketplace.instance('33884914')).toMatchObject({ status: 'CLOSED' });
      expect(await marketplace.instance('33889999')).toBeUndefined();
    } finally {
      await local.close();
      await clock.stop();
      await seller.close();
      await rm(directory, { recursive: true });
    }
  });
});
