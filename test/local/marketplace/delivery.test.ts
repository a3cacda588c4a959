import { createClock } from '../../../local/clock';
import { createDelivery } from '../../../local/marketplace/delivery';
import { createFaultyLine } from '../../../local/marketplace/faulty-line';
import { close, type Instance, type Notification, sell } from '../../../local/marketplace/instance';
import type { Ledger } from '../../../local/marketplace/ledger';
import type { CallSpi } from '../../../local/marketplace/spi-call';

const startMs = Date.parse('2026-01-01T00:00:00Z');
const purchase = { accountId: '1234567890123456', productCode: 'cmgj00053362' };
const id = '33884913';

const inMemory = (): Ledger => {
  const instances = new Map<string, Instance>();
  return {
    list: () => [...instances.values()],
    find: (instanceId) => instances.get(instanceId),
    save: async (instance) => {
      instances.set(instance.instanceId, instance);
    },
    close: async () => {},
  };
};

/** A marketplace that has sold one instance, and a clock that moves only when it is advanced. */
const set = async (answer: (notification: Notification) => boolean | Promise<boolean>) => {
  const ledger = inMemory();
  const clock = createClock(() => startMs);
  const calls: { action: string; afterS: number }[] = [];
  const callSpi: CallSpi = async (notification) => {
    calls.push({ action: notification.action, afterS: (clock.nowMs() - startMs) / 1000 });
    return (await answer(notification)) ? {} : undefined;
  };
  const delivery = createDelivery(ledger, clock, createFaultyLine(callSpi));
  await ledger.save(sell(0, purchase, startMs));
  const notifications = () => ledger.find(id)?.notifications.map(({ attempts, state }) => ({ attempts, state }));
  return { ledger, clock, calls, delivery, notifications };
};

const closeIt = async (ledger: Ledger) => {
  const instance = ledger.find(id);
  const closed = instance && close(instance, startMs);
  if (closed) await ledger.save(closed);
};

it('tries again 10 s after the first attempt, then twice as long each time, an hour at most', async () => {
  const { clock, calls, delivery } = await set(() => false);
  await delivery.deliver(id);
  await clock.advance(4 * 3_600_000);
  await clock.stop();
  const gapsS = calls.slice(1).map(({ afterS }, n) => afterS - (calls[n]?.afterS ?? 0));
  expect(gapsS).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
});

it('gives up after 120 attempts', async () => {
  const { clock, calls, delivery, notifications } = await set(() => false);
  await delivery.deliver(id);
  await clock.advance(10 * 24 * 3_600_000);
  await clock.stop();
  expect(calls).toHaveLength(120);
  expect(notifications()).toEqual([{ attempts: 120, state: 'failed' }]);
});

it('sends each notification for itself, and each once where it is accepted', async () => {
  const { ledger, clock, calls, delivery, notifications } = await set(({ action }) => action !== 'createInstance');
  await delivery.deliver(id);
  await clock.advance(1_000);
  await closeIt(ledger);
  await delivery.deliver(id);
  await clock.advance(9_000);
  await clock.stop();
  expect(calls).toEqual([
    { action: 'createInstance', afterS: 0 },
    { action: 'releaseInstance', afterS: 1 },
    { action: 'createInstance', afterS: 10 },
  ]);
  expect(notifications()).toEqual([
    { attempts: 2, state: 'pending' },
    { attempts: 1, state: 'delivered' },
  ]);
});

it('loses nothing that happens while an attempt is under way', async () => {
  let answer = (_: boolean) => {};
  const answered = new Promise<boolean>((resolve) => {
    answer = resolve;
  });
  const { ledger, clock, delivery, notifications } = await set(({ action }) =>
    action === 'createInstance' ? answered : true,
  );
  const first = delivery.deliver(id);
  await closeIt(ledger);
  await delivery.deliver(id);
  answer(true);
  await first;
  await clock.stop();
  expect(ledger.find(id)?.status).toBe('CLOSED');
  expect(notifications()).toEqual([
    { attempts: 1, state: 'delivered' },
    { attempts: 1, state: 'delivered' },
  ]);
});

it('resumes what is owed once, however often it is asked', async () => {
  const { clock, calls, delivery } = await set(() => true);
  delivery.resume();
  delivery.resume();
  await clock.advance(0);
  delivery.resume();
  await clock.advance(3_600_000);
  await clock.stop();
  expect(calls).toHaveLength(1);
});

it('makes no attempt after it was stopped', async () => {
  const { clock, calls, delivery, notifications } = await set(() => false);
  await delivery.deliver(id);
  await delivery.stop();
  await clock.advance(3_600_000);
  await clock.stop();
  expect(calls).toHaveLength(1);
  expect(notifications()).toEqual([{ attempts: 1, state: 'pending' }]);
});

it('reports what it could not record, and tries it again with the next delivery', async () => {
  const { ledger, clock, calls, delivery, notifications } = await set(() => true);
  const logged = jest.spyOn(console, 'error').mockImplementation(() => {});
  const { save } = ledger;
  ledger.save = () => Promise.reject(new Error('disk full'));
  await expect(delivery.deliver(id)).resolves.toBeUndefined();
  expect(logged).toHaveBeenCalledTimes(1);
  logged.mockRestore();

  ledger.save = save;
  await delivery.deliver(id);
  expect(calls).toHaveLength(2);
  expect(notifications()).toEqual([{ attempts: 1, state: 'delivered' }]);
  await clock.stop();
});
