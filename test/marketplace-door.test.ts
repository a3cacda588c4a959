/** The marketplace's door over real HTTP, as the marketplace would call it: the query as it stands in the address. */
import { type RunningSystem, removeData, send, startSystem } from './fakes/system';

/** The vendor's own test vector, and the seller key that it was signed with (Alibaba Cloud Marketplace, "SaaS SPI"). */
const SELLER_KEY = '29ae1790-c00c-4321-a214-254fe79e2269';
const VECTOR =
  'productCode=cmgj00053252&package_version=yuncode3621600001&orderId=222222222222222&orderBizId=33884913' +
  '&action=createInstance&aliUid=1111111111111111&expiredOn=2021-04-29+00%3A00%3A00&skuId=yuncode3621600001&trial=true' +
  '&token=ddc1b006263a33cb65a5f1139cac2d2c';
/** Signed with the same key. */
const UNKNOWN_ACTION = 'action=dance&instanceId=33884913&token=da8c61a05a59e807db66742446d49572';

const start = (sellerKey: string) => startSystem({ environment: { MARKETPLACE_SELLER_KEY: sellerKey } });
const call = (system: RunningSystem, query: string) => send(system, 'GET', `/marketplace/spi?${query}`);

afterAll(removeData);

describe('with the seller key of the vector', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await start(SELLER_KEY);
  }, 60_000);
  afterAll(() => system.stop());

  test('the vector is carried out, and answered the same each time', async () => {
    const answer = {
      instanceId: '33884913',
      appInfo: { frontEndUrl: `${system.origin}/register`, authUrl: `${system.origin}/marketplace/spi` },
    };
    expect(await call(system, VECTOR)).toMatchObject({ status: 200, body: answer });
    expect(await call(system, VECTOR)).toMatchObject({ status: 200, body: answer });
  });

  // biome-ignore format: one case a line
  test.each([
    ['a wrong token',         VECTOR.replace('token=ddc1', 'token=ddc2')],
    ['a token in capitals',   VECTOR.replace('token=ddc1', 'token=DDC1')],
    ['no token',              VECTOR.slice(0, VECTOR.indexOf('&token'))],
    ['the token twice',       `${VECTOR}&token=ddc1b006263a33cb65a5f1139cac2d2c`],
    ['a parameter changed',   VECTOR.replace('aliUid=1', 'aliUid=2')],
    ['a parameter added',     `${VECTOR}&Count=1`],
    ['a parameter twice',     `${VECTOR}&aliUid=1111111111111111`],
    ['nothing at all',        ''],
  ])('%s is refused', async (_, query) => {
    expect(await call(system, query)).toMatchObject({ status: 403, body: { success: 'false' } });
  });

  test('another method is not allowed', async () => {
    const answer = await send(system, 'POST', `/marketplace/spi?${VECTOR}`);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
  });

  test('an unknown action, though signed, is answered false', async () => {
    expect(await call(system, UNKNOWN_ACTION)).toMatchObject({ status: 200, body: { success: 'false' } });
  });
});

test('without a seller key every call is refused', async () => {
  const system = await start('');
  expect(await call(system, VECTOR)).toMatchObject({ status: 403, body: { success: 'false' } });
  await system.stop();
}, 60_000);
