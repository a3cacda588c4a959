/**
 * A call has no time, and its address can be replayed for ever: what freezes or thaws an instance is confirmed with the
 * marketplace before it changes anything.
 */
import { holdAt } from '../../fakes/faults';
import { createWorld, INSTANCE_ID, register } from '../../fakes/world';
import { bought, fallOverdue, show } from '../steps';
import { expire, instanceIn, renew, success, warnings } from './calls';

/** So that a call that is ahead of what the marketplace shows comes again. */
const again = { status: 200, body: { success: 'false' } };

describe('what the marketplace does not bear out is passed over, with one warning', () => {
  test('an expiry from before the payment', async () => {
    const world = await bought();
    show(world, 'OPENED');
    const before = await instanceIn(world);
    expect(await world.spi('expiredInstance', expire)).toMatchObject(again);
    expect(await instanceIn(world)).toEqual(before);
    expect(warnings(world)).toHaveLength(1);
  });

  test('a payment from before the expiry', async () => {
    const world = await bought();
    await fallOverdue(world);
    const before = await instanceIn(world);
    expect(await world.spi('renewInstance', renew)).toMatchObject(again);
    expect(await instanceIn(world)).toEqual(before);
    expect(warnings(world)).toHaveLength(1);
  });

  test('an expiry of an instance that we know nothing of: what is shown is known from then on', async () => {
    const world = createWorld();
    show(world as never, 'OPENED');
    expect(await world.spi('expiredInstance', expire)).toMatchObject(again);
    expect((await world.store.get('instances', { instanceId: INSTANCE_ID }))?.status).toBe('open');
  });
});

test('an expiry that was confirmed before the payment is not written after it', async () => {
  const world = await bought();
  await world.spi('renewInstance', renew);
  show(world, 'EXPIRED');
  const pay = async () => {
    show(world, 'OPENED');
    await world.spi('renewInstance', renew);
  };
  const writesOverdue = holdAt(3, pay);
  await world.during(writesOverdue, () => world.spi('expiredInstance', expire));
  expect((await instanceIn(world))?.status).toBe('open');
});

describe('while the marketplace cannot be asked, a call is carried out on its own word, and marked', () => {
  // biome-ignore format: one case a line
  test.each([
    ['is down',                      true],
    ['does not know the instance',   false],
  ])('because it %s', async (_, down) => {
    const world = await bought();
    world.marketplace.down = down;
    expect(await world.spi('expiredInstance', expire)).toMatchObject(success);
    expect(await instanceIn(world)).toMatchObject({ status: 'overdue', unconfirmedAtMs: world.clock.nowMs() });
  });

  test('the mark goes with the next call that is confirmed', async () => {
    const world = await bought();
    world.marketplace.down = true;
    await world.spi('expiredInstance', expire);
    world.marketplace.down = false;
    show(world, 'OPENED');
    await world.spi('renewInstance', renew);
    const instance = await instanceIn(world);
    expect(instance).toMatchObject({ status: 'open' });
    expect(instance).not.toHaveProperty('unconfirmedAtMs');
  });
});

describe('the overdue mail', () => {
  const owed = async (world: Awaited<ReturnType<typeof bought>>) =>
    (await world.store.scan('todos', { queue: 'mails' }, { limit: 10 })).rows.map(({ subject }) => subject);

  test('is owed once per spell to whom the AliCloud account is linked to', async () => {
    const world = await bought();
    await register(world);
    await fallOverdue(world);
    await fallOverdue(world);
    expect(await owed(world)).toHaveLength(1);
    world.clock.advance(60_000);
    show(world, 'OPENED');
    await world.spi('renewInstance', renew);
    await fallOverdue(world);
    const mails = await owed(world);
    expect(mails).toHaveLength(2);
    const mail = await world.store.get('mails', { mailId: mails[0] ?? '' });
    expect(mail).toMatchObject({ username: 'acme', notice: { kind: 'overdue', instanceId: INSTANCE_ID } });
  });

  test('is owed to nobody where nothing was ever settled by it', async () => {
    const world = await bought();
    await fallOverdue(world);
    expect(await owed(world)).toEqual([]);
  });
});
