/** The marketplace, asked by somebody in no hurry. */
import { type Marketplace, Unavailable, Unreadable } from '../../../shared/ports';
import { gentle } from '../../../shared/protocol/gentle';
import { fakeClock, fakeMarketplace } from '../../fakes/ports';

const startMs = fakeClock().nowMs();
const begin = (unreachable?: boolean) => {
  const [clock, marketplace] = [fakeClock(), fakeMarketplace()];
  return { clock, marketplace, asked: gentle(marketplace, clock, unreachable) };
};
const questions: Readonly<Record<string, (asked: Marketplace) => Promise<unknown>>> = {
  'an instance': (asked) => asked.instance('1'),
  'a page of what failed': (asked) => asked.failedNotifications(1, 20),
  'a confirmation': (asked) => asked.confirmNotification('n'),
};

test.each(Object.entries(questions))('%s: after a hundred questions, a pause before each', async (_, ask) => {
  const { clock, marketplace, asked } = begin();
  for (let time = 1; time <= 103; time++) {
    await ask(asked);
    expect([marketplace.calls, clock.nowMs() - startMs]).toEqual([time, Math.max(0, time - 100) * 200]);
  }
});

test('what it answers is handed on', async () => {
  const { marketplace, asked } = begin();
  marketplace.failed.push({ notificationId: 'n', action: 'a', message: 'm' });
  expect(await asked.failedNotifications(1, 20)).toEqual({ notifications: marketplace.failed, total: 1 });
  await asked.confirmNotification('n');
  expect(marketplace.failed).toEqual([]);
  expect(await asked.instance('1')).toBeUndefined();
});

test('after three questions in a row without an answer it is asked no more', async () => {
  const { clock, marketplace, asked } = begin();
  marketplace.down = true;
  for (const ask of Object.values(questions)) {
    expect(asked.isUnreachable()).toBe(false);
    await expect(ask(asked)).rejects.toThrow(Unavailable);
  }
  expect(asked.isUnreachable()).toBe(true);
  const beforeMs = clock.nowMs();
  await expect(asked.instance('1')).rejects.toThrow('not asked any more');
  expect([marketplace.calls, clock.nowMs()]).toEqual([3, beforeMs]);
});

test('an answer that cannot be read is an answer', async () => {
  const { marketplace, asked } = begin();
  marketplace.instance = async () => {
    throw new Unreadable('Not as documented.');
  };
  for (let time = 0; time < 4; time++) await expect(asked.instance('1')).rejects.toThrow(Unreadable);
  expect(asked.isUnreachable()).toBe(false);
});

test('an answer between makes it three again', async () => {
  const { marketplace, asked } = begin();
  for (const down of [true, true, false, true, true]) {
    marketplace.down = down;
    await asked.instance('1').catch(() => undefined);
  }
  expect(asked.isUnreachable()).toBe(false);
});

test('one that was given up before is not asked at all', async () => {
  const { marketplace, asked } = begin(true);
  expect(asked.isUnreachable()).toBe(true);
  await expect(asked.instance('1')).rejects.toThrow(Unavailable);
  expect(marketplace.calls).toBe(0);
});

test('its faults are told from others, the one of being given up included', async () => {
  const { marketplace, asked } = begin();
  marketplace.down = true;
  for (let time = 0; time < 4; time++) {
    const fault = await asked.instance('1').catch((thrown: unknown) => thrown);
    expect(asked.threw(fault)).toBe(true);
  }
  expect(asked.threw(new Unavailable('The store is down.'))).toBe(false);
  expect(asked.threw('a text')).toBe(false);
});
