import { readSpiCall } from '../../../shared/triggers/marketplace-signature';
import { accountId, instances, type Market, sellerKey, startMarket } from './marketplace';
import { accept, refuse } from './seller';

const sso = `${instances}/33884913/sso`;

let market: Market;
beforeEach(async () => {
  market = await startMarket();
});
afterEach(() => market.stop());

const openAt = (authUrl: unknown) => {
  market.seller.answer = ({ action = '', orderBizId }) =>
    action === 'createInstance'
      ? { body: { instanceId: orderBizId, appInfo: { authUrl } } }
      : { body: { success: 'true' } };
};
const buy = () => market.post(instances, { accountId });

/** Where the link leads, its parameters as the seller reads them. */
const follow = async () => {
  const response = await market.get(sso);
  expect(response.status).toBe(302);
  const link = new URL(response.headers.get('location') ?? '');
  return {
    to: link.origin + link.pathname,
    call: readSpiCall(Object.fromEntries(link.searchParams), [sellerKey]),
    token: link.searchParams.get('token') ?? '',
  };
};

it('leads to where the seller wants its buyers to log in, signed, in Beijing time', async () => {
  openAt('https://seller.example/marketplace/log-in');
  await buy();
  const beforeMs = market.clock.nowMs();
  const { to, call } = await follow();
  const afterMs = market.clock.nowMs();

  expect(to).toBe('https://seller.example/marketplace/log-in');
  expect(call).toEqual({
    action: 'verify',
    instanceId: '33884913',
    timeStamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
  });
  const linkMs = Date.parse(`${call?.timeStamp?.replace(' ', 'T')}+08:00`);
  expect(linkMs).toBeGreaterThan(beforeMs - 1_000);
  expect(linkMs).toBeLessThanOrEqual(afterMs);
});

it('is dated by the local clock', async () => {
  openAt('https://seller.example/log-in');
  await buy();
  const first = await follow();
  await market.clock.advance(60_000);
  const second = await follow();
  expect(second.token).not.toBe(first.token);
  expect(Date.parse(second.call?.timeStamp ?? '') - Date.parse(first.call?.timeStamp ?? '')).toBeGreaterThanOrEqual(
    60_000,
  );
});

it('signs what stands in the address already', async () => {
  openAt('https://seller.example/log-in?tenant=云&x=');
  await buy();
  expect((await follow()).call).toMatchObject({ tenant: '云', x: '', action: 'verify' });
});

it('is there after a restart, and while a bill is overdue', async () => {
  openAt('https://seller.example/log-in');
  await buy();
  await market.restart();
  await market.post(`${instances}/33884913/overdue`);
  expect((await follow()).to).toBe('https://seller.example/log-in');
});

it('is there once createInstance is answered', async () => {
  market.seller.answer = refuse;
  await buy();
  const tooEarly = await market.get(sso);
  expect(tooEarly.status).toBe(409);
  expect(await tooEarly.json()).toMatchObject({
    title: 'The instance is OPENING.',
    detail: expect.stringMatching(/\.$/),
  });

  openAt('https://seller.example/log-in');
  await market.clock.advance(10_000);
  expect((await follow()).to).toBe('https://seller.example/log-in');
});

// biome-ignore format: one case a line
it.each([
  ['a closed instance',              () => openAt('https://seller.example/'),  ['close'], 'The instance is CLOSED.'],
  ['one closed before it opened',    () => { market.seller.answer = refuse; }, ['close'], 'The instance is CLOSED.'],
  ['a seller that names no address', () => { market.seller.answer = accept; }, [],        'The seller has named no address to log in at.'],
  ['an address that is none',        () => openAt('log-in'),                   [],        'The seller has named no address to log in at.'],
  ['an address of another kind',     () => openAt('javascript:alert(1)'),      [],        'The seller has named no address to log in at.'],
  ['an address that is no text',     () => openAt(1),                          [],        'The seller has named no address to log in at.'],
])('%s: refused, with what to do next', async (_, prepare, steps, title) => {
  prepare();
  await buy();
  for (const step of steps) await market.post(`${instances}/33884913/${step}`);
  const response = await market.get(sso);
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ title, detail: expect.stringMatching(/\.$/) });
});

it('an instance that was never sold: not found', async () => {
  expect((await market.get(sso)).status).toBe(404);
});
