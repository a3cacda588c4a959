/** Who may call the SPI, and what a call must say. */
import { doors, type Rules } from '../../../functions/marketplace-event/handler';
import { signSpiCall } from '../../../shared/triggers/marketplace-signature';
import { createDoor } from '../../fakes/door';
import { createFaultyWorld } from '../../fakes/faults';
import { fakeInvoker, fakeMarketplace } from '../../fakes/ports';
import { createFakeStore } from '../../fakes/store';
import { ACCOUNT_ID, INSTANCE_ID, PUBLIC_URL, SELLER_KEY } from '../../fakes/world';
import { create, created, type Parameters, refund, renew, upgrade, warnings } from './calls';

const senseless = { status: 200, body: { success: 'false' } };
const forbidden = { status: 403, body: { success: 'false' } };

/** The worked example of the marketplace's documents, as it stands in the address. */
const vendorQuery =
  'productCode=cmgj00053252&package_version=yuncode3621600001&orderId=222222222222222&orderBizId=33884913&action=createInstance&aliUid=1111111111111111&expiredOn=2021-04-29+00%3A00%3A00&skuId=yuncode3621600001&trial=true&token=ddc1b006263a33cb65a5f1139cac2d2c';
const raw: Parameters = Object.fromEntries(vendorQuery.split('&').map((pair) => pair.split('=')));
const decoded: Parameters = Object.fromEntries(new URLSearchParams(vendorQuery));

const spi = (changes: Partial<Rules> = {}) => {
  const ports = { store: createFakeStore(), marketplace: fakeMarketplace(), invoker: fakeInvoker() };
  const rules: Rules = {
    sellerKeys: [SELLER_KEY],
    productCodes: undefined,
    publicUrl: PUBLIC_URL,
    sessionKeys: ['a session key for tests'],
    ...changes,
  };
  const door = createDoor((log) => doors(ports, rules, log));
  return { ...door, ...ports, call: (query: Parameters) => door.send('GET', '/marketplace/spi', { query }) };
};

describe('the vendor’s own example', () => {
  // biome-ignore format: one case a line
  it.each([
    ['decoded', decoded],
    ['raw',     raw],
  ])('delivered %s opens the instance', async (_, query) => {
    const { store, call } = spi();
    expect(await call(query)).toMatchObject(created);
    expect(await store.get('instances', { instanceId: '33884913' })).toEqual({
      instanceId: '33884913',
      version: 1,
      status: 'open',
      accountId: '1111111111111111',
      orderId: '222222222222222',
      productCode: 'cmgj00053252',
      skuId: 'yuncode3621600001',
      openedAtMs: Date.parse('2026-01-01T00:00:00.000Z'),
      // Midnight in Beijing.
      expiresAtMs: Date.parse('2021-04-28T16:00:00.000Z'),
    });
  });
});

describe('a call is authentic', () => {
  const { token, ...untokened } = decoded;
  const keys = (...sellerKeys: string[]): Partial<Rules> => ({ sellerKeys });

  // biome-ignore format: one case a line
  it.each<[string, Parameters, Partial<Rules>, boolean]>([
    // the call                                                                          the keys                          taken
    ['with the right token',                        decoded,                             keys(SELLER_KEY),                 true],
    ['of the previous key, while it is rotated',    decoded,                             keys('the new key', SELLER_KEY),  true],
    ['with a wrong token',                          { ...decoded, token: `0${token}` },  keys(SELLER_KEY),                 false],
    ['with the token in capitals',                  { ...decoded, token: (token ?? '').toUpperCase() }, keys(SELLER_KEY),  false],
    ['with an empty token',                         { ...decoded, token: '' },           keys(SELLER_KEY),                 false],
    ['without a token',                             untokened,                           keys(SELLER_KEY),                 false],
    ['with the token twice',                        { ...decoded, token: `${token},${token}` }, keys(SELLER_KEY),          false],
    ['with a wrong token, then the right one',      { ...decoded, token: `x,${token}` }, keys(SELLER_KEY),                 false],
    ['with another account',                        { ...decoded, aliUid: ACCOUNT_ID },  keys(SELLER_KEY),                 false],
    ['with one parameter more',                     { ...decoded, isRefund: 'true' },    keys(SELLER_KEY),                 false],
    ['with a parameter twice',                      { ...decoded, trial: 'true,true' },  keys(SELLER_KEY),                 false],
    ['of another key',                              decoded,                             keys('another key'),              false],
    ['of the previous key, after the rotation',     decoded,                             keys('the new key'),              false],
    ['while no seller key is configured',           decoded,                             keys(),                           false],
    ['while none is, signed with an empty one',     { ...untokened, token: signSpiCall(untokened, '') }, keys(''),         false],
    ['without any parameter',                       {},                                  keys(SELLER_KEY),                 false],
  ])('%s', async (_, query, rules, taken) => {
    const { store, lines, call } = spi(rules);
    expect(await call(query)).toMatchObject(taken ? created : forbidden);
    if (taken) return;
    // Not even looked at.
    expect(store.calls).toEqual({ get: 0, getMany: 0, write: 0, writeMany: 0, scan: 0, count: 0 });
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'info']);
  });

  it('or else nothing but the action is logged', async () => {
    const { lines, call } = spi();
    await call({ ...decoded, token: `x${token}` });
    await call({ ...raw, token: 'x' });
    const written = JSON.stringify(lines);
    expect(lines[0]).toMatchObject({ level: 'warn', action: 'createInstance' });
    for (const [name, value] of [...Object.entries(decoded), ...Object.entries(raw)]) {
      if (name !== 'action') expect(written).not.toContain(value === 'true' ? '"trial"' : value);
    }
    expect(written).not.toContain(SELLER_KEY);
  });

  it('or else an action that is none of theirs is not repeated either', async () => {
    for (const action of ['dropEverything', '__proto__', 'constructor', '', 'a'.repeat(5_000)]) {
      const { lines, call } = spi();
      await call({ action, token: 'x' });
      expect(lines[0]).toMatchObject({ level: 'warn', action: 'unknown' });
      if (action !== '') expect(JSON.stringify(lines)).not.toContain(action);
    }
  });

  it('and then its query is not logged: it could be sent again for ever', async () => {
    const { lines, call } = spi();
    await call(decoded);
    expect(lines).toMatchObject([
      { metric: 'spi', action: 'createInstance', outcome: 'carried-out' },
      { metric: 'invocation' },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/ddc1b006|1111111111111111|222222222222222/);
  });

  it('only with GET', async () => {
    const { send } = spi();
    const answer = await send('POST', '/marketplace/spi', { query: decoded });
    expect(answer).toMatchObject({ status: 405, headers: { Allow: 'GET' }, body: { code: 'method-not-allowed' } });
  });
});

const without = (parameters: Parameters, name: string): Parameters =>
  Object.fromEntries(Object.entries(parameters).filter(([other]) => other !== name));

describe('a signed call that makes no sense is answered false, changes nothing and is one warning', () => {
  // biome-ignore format: one case a line
  it.each<[string, string, Parameters, string]>([
    // what is wrong                  action                 parameters                                      why, in the log
    ['an unknown action',             'dropInstance',        { instanceId: INSTANCE_ID },                    'action'],
    ['an action objects know',        'constructor',         { instanceId: INSTANCE_ID },                    'action'],
    ['no action',                     '',                    { instanceId: INSTANCE_ID },                    'action'],
    ['an action in capitals',         'RELEASEINSTANCE',     { instanceId: INSTANCE_ID },                    'action'],
    ['no account',                    'createInstance',      without(create, 'aliUid'),                      'aliUid'],
    ['no instance',                   'createInstance',      without(create, 'orderBizId'),                  'orderBizId'],
    ['no order',                      'createInstance',      without(create, 'orderId'),                     'orderId'],
    ['no product',                    'createInstance',      without(create, 'productCode'),                 'productCode'],
    ['no specification',              'createInstance',      without(create, 'skuId'),                       'skuId'],
    ['no word on a trial',            'createInstance',      without(create, 'trial'),                       'trial'],
    ['two things missing',            'createInstance',      { ...without(create, 'skuId'), orderId: '' },   'orderId, skuId'],
    ['a RAM user’s ID',               'createInstance',      { ...create, aliUid: '123456789012345678' },    'aliUid'],
    ['an account of letters',         'createInstance',      { ...create, aliUid: 'a&trial=false' },         'aliUid'],
    ['an instance too short',         'createInstance',      { ...create, orderBizId: '0' },                 'orderBizId'],
    ['an expiry without its time',    'createInstance',      { ...create, expiredOn: '2027-01-01' },         'expiredOn'],
    ['an expiry that is no date',     'createInstance',      { ...create, expiredOn: '2027-13-41 00:00:00' }, 'expiredOn'],
    ['renewed: no instance',          'renewInstance',       without(renew, 'instanceId'),                   'instanceId'],
    ['renewed: no order',             'renewInstance',       without(renew, 'orderId'),                      'orderId'],
    ['renewed: no expiry',            'renewInstance',       without(renew, 'expiredOn'),                    'expiredOn'],
    ['upgraded: no specification',    'upgradeInstance',     without(upgrade, 'skuId'),                      'skuId'],
    ['upgraded: no order',            'upgradeInstance',     without(upgrade, 'orderId'),                    'orderId'],
    ['expired: no instance',          'expiredInstance',     {},                                             'instanceId'],
    ['expired: two instances',        'expiredInstance',     { instanceId: '33884913,33884914' },            'instanceId'],
    ['released: no instance',         'releaseInstance',     { isRefund: 'false' },                          'instanceId'],
    ['released: an order’s ID',       'releaseInstance',     { instanceId: '222222222222222' },              'instanceId'],
    ['refunded: no expiry',           'refundRenewInstance', without(refund, 'expiredOn'),                   'expiredOn'],
    ['renewed: nobody knows it',      'renewInstance',       renew,                                          'Neither we nor the marketplace'],
    ['upgraded: nobody knows it',     'upgradeInstance',     upgrade,                                        'Neither we nor the marketplace'],
    ['refunded: nobody knows it',     'refundRenewInstance', refund,                                         'Neither we nor the marketplace'],
  ])('%s', async (_, action, parameters, why) => {
    const world = createFaultyWorld();
    const answer = await world.spi(action, parameters);
    expect(answer).toMatchObject(
      action === 'createInstance' ? { status: 200, body: { instanceId: '0' } } : senseless,
    );
    expect(world.store.calls).toMatchObject({ write: 0, writeMany: 0 });
    expect(warnings(world)).toEqual([expect.objectContaining({ level: 'warn', why: expect.stringContaining(why) })]);
    for (const value of Object.values(parameters)) if (value.length > 4) expect(world.lines.join()).not.toContain(value);
  });

  const sold = (productCode: string) => {
    const query = { ...create, action: 'createInstance', productCode };
    return { ...query, token: signSpiCall(query, SELLER_KEY) };
  };

  // biome-ignore format: one case a line
  it.each<[string, readonly string[] | undefined, string]>([
    // product         those that are sold here           answer's instanceId
    ['cmgj00053362',   undefined,                         INSTANCE_ID],
    ['cmgj00053362',   ['cmgj00053362'],                  INSTANCE_ID],
    ['cmgj00053362',   ['cmgj00000001', 'cmgj00053362'],  INSTANCE_ID],
    ['cmgj00053362',   ['cmgj00000001'],                  '0'],
    ['cmgj0005336',    ['cmgj00053362'],                  '0'],
    ['cmgj00053362',   [],                                '0'],
  ])('product %s of %j: %s', async (productCode, productCodes, instanceId) => {
    const { store, lines, call } = spi({ productCodes });
    expect((await call(sold(productCode))).body.instanceId).toBe(instanceId);
    expect(await store.get('instances', { instanceId: INSTANCE_ID })).toEqual(
      instanceId === '0' ? undefined : expect.objectContaining({ productCode }),
    );
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(instanceId === '0' ? 1 : 0);
  });
});
