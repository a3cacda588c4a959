import { beijingTime, isMarketplaceAction, marketplaceCalls } from '../../../shared/triggers/marketplace-calls';

type Action = keyof typeof marketplaceCalls;
type Parameters = Readonly<Record<string, string | undefined>>;

const ALI = '1234567890123456';
const INSTANCE = '33884913';
const ORDER = '222222222222222';

const sold = { aliUid: ALI, orderBizId: INSTANCE, orderId: ORDER, productCode: 'cmgj00053362', skuId: 'yuncode1' };
const sale = { instanceId: INSTANCE, accountId: ALI, orderId: ORDER, productCode: 'cmgj00053362', skuId: 'yuncode1' };
const until = { expiredOn: '2027-01-01 00:00:00' };
const untilMs = Date.UTC(2026, 11, 31, 16);

/** Each call with no more than what is documented as always there. */
const calls: Readonly<Record<Action, Parameters>> = {
  createInstance: { ...sold, trial: 'false' },
  orderPay: { ...sold, requestId: '0123456789abcdefABCDEF0123456789' },
  renewInstance: { instanceId: INSTANCE, orderId: ORDER, ...until },
  upgradeInstance: { instanceId: INSTANCE, orderId: ORDER, skuId: 'yuncode2' },
  expiredInstance: { instanceId: INSTANCE },
  refundRenewInstance: { instanceId: INSTANCE, ...until },
  releaseInstance: { instanceId: INSTANCE },
};
const actions = Object.keys(calls) as Action[];

const read = (action: Action, parameters: Parameters) => {
  const { success, data, error } = marketplaceCalls[action].safeParse({ action, ...parameters });
  return success ? data : error?.issues.map(({ path }) => path.join('.'));
};

describe('a call of the marketplace is read as', () => {
  // biome-ignore format: one case a line
  it.each<[action: Action, more: Parameters, event: object]>([
    ['createInstance',      {},                       sale],
    ['createInstance',      until,                    { ...sale, expiresAtMs: untilMs }],
    ['orderPay',            {},                       sale],
    ['renewInstance',       {},                       { instanceId: INSTANCE, expiresAtMs: untilMs }],
    ['upgradeInstance',     {},                       { instanceId: INSTANCE, skuId: 'yuncode2' }],
    ['expiredInstance',     {},                       { instanceId: INSTANCE }],
    ['refundRenewInstance', {},                       { instanceId: INSTANCE, expiresAtMs: untilMs }],
    ['releaseInstance',     {},                       { instanceId: INSTANCE }],
    ['releaseInstance',     { isRefund: 'true' },     { instanceId: INSTANCE }],
  ])('%s %j', (action, more, event) => {
    expect(read(action, { ...calls[action], ...more })).toEqual({ action, ...event });
  });

  it.each(actions)('%s, and needs each of its parameters', (action) => {
    for (const name of Object.keys(calls[action])) {
      expect(read(action, { ...calls[action], [name]: undefined })).toEqual([name]);
    }
  });

  it.each(actions)('%s, and as no other action', (action) => {
    expect(read(action, { ...calls[action], action: 'orderPaid' })).toEqual(['action']);
  });

  // biome-ignore format: one case a line
  it.each<[action: Action, wrong: Record<string, string>]>([
    ['createInstance',      { productCode: '' }],
    ['createInstance',      { skuId: 's'.repeat(256) }],
    ['createInstance',      { trial: '' }],
    ['createInstance',      { expiredOn: '' }],
    ['createInstance',      { aliUid: 'acme' }],
    ['orderPay',            { requestId: '0123456789abcdef0123456789abcde' }],
    ['orderPay',            { requestId: '0123456789abcdef0123456789abcdef0' }],
    ['orderPay',            { requestId: 'x0123456789abcdef0123456789abcdef' }],
    ['renewInstance',       { expiredOn: '2027-01-01' }],
    ['upgradeInstance',     { orderId: 'order' }],
    ['expiredInstance',     { instanceId: '33884913,33884914' }],
    ['refundRenewInstance', { expiredOn: 'never' }],
    ['releaseInstance',     { instanceId: 'cmgj00053362' }],
  ])('nothing where a parameter is not of its form: %s %j', (action, wrong) => {
    expect(read(action, { ...calls[action], ...wrong })).toEqual(Object.keys(wrong));
  });

  it('a text is at most 255 characters', () => {
    expect(read('upgradeInstance', { ...calls.upgradeInstance, skuId: 's'.repeat(255) })).toHaveProperty('skuId');
  });
});

describe('a time of the marketplace', () => {
  // biome-ignore format: one case a line
  it.each([
    // written                   is
    ['2026-01-01 00:00:00',      '2025-12-31T16:00:00.000Z'],
    ['2026-02-28 23:59:59',      '2026-02-28T15:59:59.000Z'],
    ['2026-13-01 00:00:00',      'none'],
    ['2026-01-01T00:00:00',      'none'],
    ['2026-01-01 00:00',         'none'],
    ['2026-01-01 00:00:00Z',     'none'],
    [' 2026-01-01 00:00:00',     'none'],
    ['2026-1-1 00:00:00',        'none'],
    ['202a-01-01 00:00:00',      'none'],
    ['2026-01-01 00:00:0x',      'none'],
    ['',                         'none'],
  ])('%j is %s', (written, is) => {
    const { data } = beijingTime.safeParse(written);
    expect(data === undefined ? 'none' : new Date(data).toISOString()).toBe(is);
  });
});

describe('an action of the marketplace', () => {
  it.each(actions)('is %s', (action) => {
    expect(isMarketplaceAction(action)).toBe(true);
  });

  it.each([undefined, '', 'verify', 'CreateInstance', 'toString', '__proto__'])('is not %j', (action) => {
    expect(isMarketplaceAction(action)).toBe(false);
  });
});
