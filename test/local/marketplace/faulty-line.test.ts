import { accountId, instances, type Market, startMarket } from './marketplace';
import { accept, refuse } from './seller';

const hourMs = 3_600_000;

let market: Market;
beforeEach(async () => {
  market = await startMarket();
});
afterEach(() => market.stop());

const fault = (faults: object) => market.post('/local/marketplace/faults', faults);
const buy = () => market.post(instances, { accountId });
const close = (id = '33884913') => market.post(`${instances}/${id}/close`);

/** What the seller got, in the order of its arrival. */
const arrived = () => market.calls().map((call) => `${call?.action} ${call?.orderBizId ?? call?.instanceId}`);

describe('drop', () => {
  it('loses the answer of a call that the seller has, so that it is made again', async () => {
    await fault({ drop: 1 });
    expect(await (await buy()).json()).toMatchObject({ status: 'OPENING' });
    expect(arrived()).toEqual(['createInstance 33884913']);
    expect(await market.notifications()).toEqual([{ action: 'createInstance', attempts: 1, state: 'pending' }]);

    await market.clock.advance(10_000);
    expect(arrived()).toEqual(['createInstance 33884913', 'createInstance 33884913']);
    expect(await market.notifications()).toEqual([{ action: 'createInstance', attempts: 2, state: 'delivered' }]);
  });

  it('counts each attempt, whatever it is of', async () => {
    await fault({ drop: 3 });
    await buy();
    await close();
    await market.clock.advance(hourMs);
    expect(await market.notifications()).toEqual([
      { action: 'createInstance', attempts: 3, state: 'delivered' },
      { action: 'releaseInstance', attempts: 2, state: 'delivered' },
    ]);
  });
});

describe('duplicate', () => {
  it('sends the next ones twice', async () => {
    await fault({ duplicate: 2 });
    await buy();
    await close();
    await buy();
    expect(arrived()).toEqual([
      'createInstance 33884913',
      'createInstance 33884913',
      'releaseInstance 33884913',
      'releaseInstance 33884913',
      'createInstance 33884914',
    ]);
    expect(await market.notifications()).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
  });

  it('sends the second before the first is answered', async () => {
    let meet = () => {};
    const both = new Promise<void>((resolve) => {
      meet = resolve;
    });
    market.seller.answer = async (parameters) => {
      if (market.seller.queries.length === 2) meet();
      await both;
      return accept(parameters);
    };
    await fault({ duplicate: 1 });
    await buy();
    expect(await market.notifications()).toMatchObject([{ state: 'delivered' }]);
  });

  it.each([1, 2])('is delivered where only number %i is accepted', async (accepted) => {
    let calls = 0;
    market.seller.answer = (parameters) => (++calls === accepted ? accept : refuse)(parameters);
    await fault({ duplicate: 1 });
    await buy();
    expect(await market.notifications()).toMatchObject([{ attempts: 1, state: 'delivered' }]);
  });

  it('and drop together: both answers are lost', async () => {
    await fault({ duplicate: 1, drop: 1 });
    await buy();
    expect(arrived()).toHaveLength(2);
    expect(await market.notifications()).toMatchObject([{ attempts: 1, state: 'pending' }]);
  });
});

describe('delayMs', () => {
  it('sends each that much later by the local clock, and holds nobody up', async () => {
    await fault({ delayMs: hourMs });
    await buy();
    await close();
    await market.clock.advance(hourMs - 60_000);
    expect(await market.notifications()).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);

    await market.clock.advance(60_000);
    expect(arrived()).toEqual(['createInstance 33884913', 'releaseInstance 33884913']);
  });

  it('delays further attempts too', async () => {
    market.seller.answer = refuse;
    await fault({ delayMs: hourMs });
    await buy();
    await market.clock.advance(hourMs);
    await market.clock.advance(hourMs - 60_000);
    expect(arrived()).toHaveLength(1);
    await market.clock.advance(70_000);
    expect(arrived()).toHaveLength(2);
  });

  it('sends what is late when it was due, though the line is mended, and the next at once', async () => {
    await fault({ delayMs: hourMs });
    await buy();
    await fault({});
    await close();
    expect(arrived()).toEqual(['releaseInstance 33884913']);
    await market.clock.advance(hourMs);
    expect(arrived()).toEqual(['releaseInstance 33884913', 'createInstance 33884913']);
  });
});

describe('reorder', () => {
  it('holds the first of each two until the second was answered', async () => {
    await fault({ reorder: true });
    await buy();
    expect(await market.notifications()).toMatchObject([{ attempts: 0, state: 'pending' }]);
    await close();
    await buy();
    await buy();
    await buy();
    expect(arrived()).toEqual([
      'releaseInstance 33884913',
      'createInstance 33884913',
      'createInstance 33884915',
      'createInstance 33884914',
    ]);
    expect(await market.notifications()).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
  });

  it('holds it however much time passes', async () => {
    await fault({ reorder: true });
    await buy();
    await market.clock.advance(100 * hourMs);
    expect(arrived()).toEqual([]);
  });

  it('reorders further attempts too', async () => {
    market.seller.answer = refuse;
    await buy();
    await fault({ reorder: true });
    await market.clock.advance(10_000);
    expect(arrived()).toEqual(['createInstance 33884913']);
    market.seller.answer = accept;
    await close();
    expect(arrived()).toEqual(['createInstance 33884913', 'releaseInstance 33884913', 'createInstance 33884913']);
  });

  it('goes on holding where it is wanted again', async () => {
    await fault({ reorder: true });
    await buy();
    await fault({ reorder: true, drop: 1 });
    expect(arrived()).toEqual([]);
  });

  it('sends what it holds when it ends', async () => {
    await fault({ reorder: true });
    await buy();
    const response = await fault({ drop: 1 });
    expect(await response.json()).toMatchObject({ drop: 0, reorder: false });
    expect(await market.notifications()).toMatchObject([{ attempts: 1, state: 'pending' }]);
  });
});

it('a restart mends the line, and loses nothing', async () => {
  await fault({ reorder: true, delayMs: hourMs, drop: 9 });
  await buy();
  await market.clock.advance(hourMs);
  await market.restart();
  await market.clock.advance(0);
  expect(arrived()).toEqual(['createInstance 33884913']);
  expect(await market.notifications()).toMatchObject([{ attempts: 1, state: 'delivered' }]);
});
