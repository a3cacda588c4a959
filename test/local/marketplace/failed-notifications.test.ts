import { callOpenApi } from '../openapi/openapi-client';
import { accountId, instances, type Market, startMarket } from './marketplace';
import { accept, refuse } from './seller';

const version = '2015-11-01';
const weekMs = 7 * 24 * 3_600_000;

let market: Market;
const start = async (options = {}) => {
  market = await startMarket(options);
};
afterEach(() => market.stop());

interface Listed {
  NotificationList: { Action: string; CreateTime: number; Message: string; NotificationRequestId: string }[];
  PageNumber: number;
  PageSize: number;
  TotalCount: number;
  RequestId: string;
}

const pull = async (query: Record<string, string> = { PageNumber: '1', PageSize: '10' }): Promise<Listed> =>
  JSON.parse(await callOpenApi(market.endpoint(), { action: 'DescribeFailedNotifications', version, query }));
const confirm = async (query: Record<string, string>): Promise<unknown> =>
  JSON.parse(await callOpenApi(market.endpoint(), { action: 'ConfirmNotification', version, query }));
const buy = () => market.post(instances, { accountId });
const close = () => market.post(`${instances}/33884913/close`);

describe('a call of the SPI that was never accepted', () => {
  beforeEach(() => start());

  it('is listed once its 120 attempts are used up', async () => {
    market.seller.answer = refuse;
    const beforeMs = market.clock.nowMs();
    await buy();
    const afterMs = market.clock.nowMs();
    expect(await pull()).toEqual({
      NotificationList: [],
      PageNumber: 1,
      PageSize: 10,
      TotalCount: 0,
      RequestId: expect.any(String),
    });

    await market.clock.advance(weekMs);
    expect(await market.notifications()).toEqual([{ action: 'createInstance', attempts: 120, state: 'failed' }]);
    const { NotificationList, TotalCount } = await pull();
    expect(TotalCount).toBe(1);
    expect(NotificationList).toEqual([
      {
        Action: 'createInstance',
        CreateTime: expect.any(Number),
        Message: expect.any(String),
        NotificationRequestId: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
    expect(NotificationList[0]?.CreateTime).toBeGreaterThanOrEqual(beforeMs);
    expect(NotificationList[0]?.CreateTime).toBeLessThanOrEqual(afterMs);
    expect(JSON.parse(NotificationList[0]?.Message ?? '')).toEqual(market.calls()[0]);
  });

  it('is listed no more once it was confirmed, and may be confirmed again', async () => {
    market.seller.answer = refuse;
    await buy();
    await market.clock.advance(weekMs);
    const id = (await pull()).NotificationList[0]?.NotificationRequestId ?? '';
    for (const _ of ['the first time', 'the answer was lost']) {
      expect(await confirm({ NotificationRequestId: id })).toEqual({ Success: true, RequestId: expect.any(String) });
      expect(await pull()).toMatchObject({ NotificationList: [], TotalCount: 0 });
    }
    await market.restart();
    expect(await pull()).toMatchObject({ TotalCount: 0 });
    expect(await market.notifications()).toMatchObject([{ state: 'confirmed' }]);
  });

  it('is not sent again', async () => {
    market.seller.answer = refuse;
    await buy();
    await market.clock.advance(weekMs);
    market.seller.answer = accept;
    await market.restart();
    await market.clock.advance(weekMs);
    expect(market.calls()).toHaveLength(120);
  });

  it('stands in a list by the page, the oldest first', async () => {
    market.seller.answer = refuse;
    await buy();
    await market.clock.advance(1000);
    await buy();
    await market.clock.advance(1000);
    await close();
    await market.clock.advance(weekMs);

    const page = async (PageNumber: string, PageSize: string) => {
      const { NotificationList, ...rest } = await pull({ PageNumber, PageSize });
      return [NotificationList.map(({ Action }) => Action), rest.PageNumber, rest.PageSize, rest.TotalCount];
    };
    expect(await page('1', '2')).toEqual([['createInstance', 'createInstance'], 1, 2, 3]);
    expect(await page('2', '2')).toEqual([['releaseInstance'], 2, 2, 3]);
    expect(await page('3', '2')).toEqual([[], 3, 2, 3]);
  });

  // biome-ignore format: one case a line
  it.each([
    ['no page number',                 { PageSize: '10' },                          'MissingPageNumber'],
    ['an empty page number',           { PageNumber: '', PageSize: '10' },          'MissingPageNumber'],
    ['page 0',                         { PageNumber: '0', PageSize: '10' },         'InvalidPageNumber'],
    ['page -1',                        { PageNumber: '-1', PageSize: '10' },        'InvalidPageNumber'],
    ['page 1.5',                       { PageNumber: '1.5', PageSize: '10' },       'InvalidPageNumber'],
    ['a page number in letters',       { PageNumber: 'one', PageSize: '10' },       'InvalidPageNumber'],
    ['a page number beyond 32 bits',   { PageNumber: '2147483648', PageSize: '1' }, 'InvalidPageNumber'],
    ['no page size',                   { PageNumber: '1' },                         'MissingPageSize'],
    ['a page size of nothing',         { PageNumber: '1', PageSize: '0' },          'InvalidPageSize'],
    ['a page size in letters',         { PageNumber: '1', PageSize: 'all' },        'InvalidPageSize'],
  ])('%s: refused with a code', async (_, query: Record<string, string>, code) => {
    await expect(pull(query)).rejects.toMatchObject({ code, data: { statusCode: 400 } });
  });

  it('the last page number of 32 bits is one', async () => {
    expect(await pull({ PageNumber: '2147483647', PageSize: '2147483647' })).toMatchObject({ NotificationList: [] });
  });

  // biome-ignore format: one case a line
  it.each([
    ['none',          {},                                        'MissingNotificationRequestId',          400],
    ['an empty one',  { NotificationRequestId: '' },             'MissingNotificationRequestId',          400],
    ['an unknown one', { NotificationRequestId: '0'.repeat(32) }, 'InvalidNotificationRequestId.NotFound', 404],
  ])('the request ID to confirm, %s: refused with a code', async (_, query: Record<string, string>, code, status) => {
    await expect(confirm(query)).rejects.toMatchObject({ code, data: { statusCode: status } });
  });
});

describe('orderPay', () => {
  it('is not sent unless it is asked for', async () => {
    await start();
    await buy();
    expect(market.calls()).toMatchObject([{ action: 'createInstance' }]);
    expect(market.calls()).toHaveLength(1);
  });

  it('is sent beside createInstance, each in a call of its own', async () => {
    await start({ sendOrderPay: true });
    await buy();
    expect(await market.notifications()).toEqual([
      { action: 'createInstance', attempts: 1, state: 'delivered' },
      { action: 'orderPay', attempts: 1, state: 'delivered' },
    ]);
    expect(market.calls().find((call) => call?.action === 'orderPay')).toEqual({
      action: 'orderPay',
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
      aliUid: accountId,
      orderBizId: '33884913',
      orderId: '222222222222222',
      productCode: 'cmgj00053362',
      skuId: 'yuncode5336200001',
    });
  });

  it('comes twelve times in nine hours with the same request ID, and is then to be pulled by it', async () => {
    await start({ sendOrderPay: true });
    market.seller.answer = (parameters) => (parameters.action === 'orderPay' ? refuse : accept)(parameters);
    await buy();
    await market.clock.advance(9 * 3_600_000);
    const payments = market.calls().filter((call) => call?.action === 'orderPay');
    expect(payments).toHaveLength(12);
    const ids = new Set(payments.map((call) => call?.requestId));
    expect(ids.size).toBe(1);

    const { NotificationList } = await pull();
    expect(NotificationList).toMatchObject([{ Action: 'orderPay', NotificationRequestId: [...ids][0] }]);
    expect(JSON.parse(NotificationList[0]?.Message ?? '')).toEqual({
      action: 'orderPay',
      aliUid: accountId,
      orderBizId: '33884913',
      orderId: '222222222222222',
      productCode: 'cmgj00053362',
      skuId: 'yuncode5336200001',
    });
  });
});
