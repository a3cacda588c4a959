/** The marketplace's calls as events of a bus of our own, and its message that an order was paid. */
import { createWorld, INSTANCE_ID, type World } from '../../fakes/world';
import { create } from './calls';

const event = (action: string, data: unknown, id = '1') => ({
  specversion: '1.0',
  id,
  source: 'acme.marketplace',
  type: `marketplace:Instance:${action}`,
  datacontenttype: 'application/json',
  data,
});
const created = (orderBizId = INSTANCE_ID) => event('createInstance', { ...create, orderBizId });
const statusOf = async (world: World, instanceId = INSTANCE_ID) =>
  (await world.store.get('instances', { instanceId }))?.status;

test('one event has the effect of the call', async () => {
  const world = createWorld();
  await world.invoke('marketplace-event', created());
  expect(await statusOf(world)).toBe('open');
  await world.invoke('marketplace-event', event('releaseInstance', { instanceId: INSTANCE_ID }));
  await world.settle();
  expect(await statusOf(world)).toBe('closed');
});

test('an array has the effects of all of its events, a repeated one no second', async () => {
  const world = createWorld();
  await world.invoke('marketplace-event', [created(), created(), created('33884914')]);
  expect([await statusOf(world), await statusOf(world, '33884914')]).toEqual(['open', 'open']);
});

// biome-ignore format: one case a line
test.each<[string, unknown]>([
  ['no object',              'nonsense'],
  ['no CloudEvent',          { type: 'marketplace:Instance:createInstance' }],
  ['of another kind',        { ...created(), type: 'workspace:Usage:recorded' }],
  ['of an unknown action',   event('dance', { instanceId: INSTANCE_ID })],
  ['without data',           event('createInstance', undefined)],
  ['with a missing member',  event('createInstance', { ...create, aliUid: '' })],
  ['with a number',          event('createInstance', { ...create, aliUid: 1234567890123456 })],
])('a bad element (%s) neither blocks nor repeats the others', async (_, bad) => {
  const world = createWorld();
  await world.invoke('marketplace-event', [created(), bad, created('33884914')]);
  expect([await statusOf(world), await statusOf(world, '33884914')]).toEqual(['open', 'open']);
  expect(world.lines.filter((line) => JSON.parse(line).level === 'warn')).toHaveLength(1);
});

test('an event that cannot be taken now comes again; the others are taken', async () => {
  let down = true;
  const world = createWorld({
    interfere: ({ key }) => (down && (key as { instanceId?: string }).instanceId === INSTANCE_ID ? 'fail' : 'proceed'),
  });
  const both = [created(), created('33884914')];
  await expect(world.invoke('marketplace-event', both)).rejects.toThrow();
  expect(await statusOf(world, '33884914')).toBe('open');
  down = false;
  await world.invoke('marketplace-event', both);
  expect(await statusOf(world)).toBe('open');
});

describe('orderPay', () => {
  const paid = { ...create, requestId: '0123456789abcdef0123456789abcdef' };

  test('says that an instance is coming: a registration is asked to wait, not refused', async () => {
    const world = createWorld();
    const answer = { status: 200, body: { success: true } };
    expect(await world.spi('orderPay', paid)).toMatchObject(answer);
    expect(await world.spi('orderPay', paid)).toMatchObject(answer);
    expect(await statusOf(world)).toBe('opening');
    await world.spi('createInstance', create);
    expect(await statusOf(world)).toBe('open');
    expect(await world.spi('orderPay', paid)).toMatchObject(answer);
    expect(await statusOf(world)).toBe('open');
  });

  test('without its request id it is answered false', async () => {
    const world = createWorld();
    expect(await world.spi('orderPay', create)).toMatchObject({ status: 200, body: { success: false } });
    expect(await statusOf(world)).toBeUndefined();
  });
});
