/** Many calls that the marketplace could not deliver, some of which make no sense: each is taken once, page by page. */
import { type FailedNotification, Unreadable } from '../../../shared/ports';
import { failOnce } from '../../fakes/faults';
import { ACCOUNT_ID } from '../../fakes/world';
import { show } from '../steps';
import { allOf, build, check, type House, INSTANCE_ID, told } from './house';

const sale = (orderBizId: string) => ({
  aliUid: ACCOUNT_ID,
  orderBizId,
  orderId: '222222222222222',
  productCode: 'cmgj00053362',
  skuId: 'basic',
});
/** So many purchases; every `nth` is no JSON. */
const purchases = (count: number, nth = Number.POSITIVE_INFINITY): FailedNotification[] =>
  Array.from({ length: count }, (_, at) => ({
    notificationId: String(at).padStart(32, '0'),
    action: 'orderPay',
    message: (at + 1) % nth === 0 ? '?' : JSON.stringify(sale(String(70_000_000 + at))),
  }));
const pull = async ({ world }: House, failed: FailedNotification[]) => {
  for (const { message } of failed) {
    if (message !== '?') show(world, 'OPENING', { instanceId: JSON.parse(message).orderBizId });
  }
  world.marketplace.failed = [...failed];
  const before = (await allOf(world, 'instances')).length;
  const { findings } = await check(world);
  return { findings, sold: (await allOf(world, 'instances')).length - before, remain: world.marketplace.failed.length };
};
const sums = (found: number, mended: number) => ({ found, repaired: mended, left: found - mended });

test.each([1, 19, 20, 21, 60])('%d, all of which make sense', async (count) => {
  expect(await pull(await build(), purchases(count))).toEqual({
    findings: { 'call-undelivered': sums(count, count) },
    sold: count,
    remain: 0,
  });
});

test.each([
  [20, 1],
  [45, 2],
  [45, 20],
])('%d, every %dth of which makes none', async (count, nth) => {
  const senseless = Math.floor(count / nth);
  const made = count - senseless;
  expect(await pull(await build(), purchases(count, nth))).toEqual({
    findings: {
      ...(made > 0 && { 'call-undelivered': sums(made, made) }),
      'call-unreadable': sums(senseless, 0),
    },
    sold: made,
    remain: senseless,
  });
});

test('more than a run may repair wait for the next one', async () => {
  const house = await build({ checking: { repairLimit: 30 } });
  expect(await pull(house, purchases(45))).toMatchObject({
    findings: { 'call-undelivered': sums(45, 30) },
    remain: 15,
  });
  expect((await check(house.world)).findings).toEqual({ 'call-undelivered': sums(15, 15) });
});

test('an old call that the marketplace no longer bears out changes nothing, and is confirmed', async () => {
  const { world } = await build();
  const message = JSON.stringify({ instanceId: INSTANCE_ID });
  world.marketplace.failed.push({ notificationId: 'f', action: 'expiredInstance', message });
  expect((await check(world)).findings).toEqual({ 'call-undelivered': sums(1, 1) });
  expect(await world.store.get('instances', { instanceId: INSTANCE_ID })).toMatchObject({ status: 'open' });
  expect(world.marketplace.failed).toEqual([]);
});

test('a call that is not confirmed, because the marketplace does not answer, is taken again by the next check', async () => {
  const { world } = await build();
  const message = JSON.stringify({ instanceId: INSTANCE_ID, orderId: '222222222222222', isRefund: 'false' });
  world.marketplace.failed.push({ notificationId: 'f', action: 'releaseInstance', message });
  const { confirmNotification } = world.marketplace;
  world.marketplace.confirmNotification = () => Promise.reject(new Error('It does not answer.'));
  expect((await check(world)).findings['call-undelivered']).toEqual(sums(1, 0));
  world.marketplace.confirmNotification = confirmNotification;
  expect((await check(world)).findings['call-undelivered']).toEqual(sums(1, 1));
  expect(world.marketplace.failed).toEqual([]);
});

test('a call is not confirmed where it is not known to be written', async () => {
  const { world } = await build();
  const message = JSON.stringify({ instanceId: INSTANCE_ID, orderId: '222222222222222', isRefund: 'false' });
  world.marketplace.failed.push({ notificationId: 'f', action: 'releaseInstance', message });
  let nth = 0;
  const failed = failOnce(1);
  await world.during(
    (effect) => (effect.write && effect.table === 'instances' && nth++ === 0 ? failed(effect) : 'proceed'),
    () => world.timer('check-consistency').catch(() => undefined),
  );
  expect(world.marketplace.failed).toHaveLength(1);
});

test('a page that cannot be read hides neither the pages before it nor the instances', async () => {
  const house = await build();
  const { world } = house;
  const { failedNotifications } = world.marketplace;
  world.marketplace.failedNotifications = async (page, size) => {
    if (page === 2 && size > 1) throw new Unreadable('Not as documented.');
    return failedNotifications(page, size);
  };
  show(world, 'CLOSED');
  const { findings, sold } = await pull(house, purchases(45));
  expect(findings).toMatchObject({
    'call-undelivered': sums(25, 25),
    'release-missed': sums(1, 1),
    'marketplace-unreachable': sums(1, 0),
  });
  expect(sold).toBe(25);
});

test('what could not be read before stands while its page cannot be read at all', async () => {
  const house = await build();
  const { world } = house;
  await pull(house, purchases(21, 21));
  expect((await told(world)).findings).toMatchObject([{ kind: 'call-unreadable' }]);
  world.marketplace.failedNotifications = async (_page, size) => {
    if (size > 1) throw new Unreadable('Not as documented.');
    return { notifications: [], total: 1 };
  };
  await check(world);
  const kinds = (await told(world)).findings.map(({ kind }) => kind);
  expect(kinds).toEqual(['call-unreadable', 'marketplace-unreachable']);
});
