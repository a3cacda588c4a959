import { countAttempt, forgiveAttempt, WINDOW_MS } from '../../../shared/protocol/throttle';
import { createFakeStore, type Fate } from '../../fakes/store';

const startMs = Date.parse('2026-01-01T00:00:00.000Z');
const two = { subject: 'two', attempts: 2 };
const three = { subject: 'three', attempts: 3 };
const minute = 60_000;

it('the window is a quarter of an hour', () => {
  expect(WINDOW_MS).toBe(15 * minute);
});

it('the attempts of a limit pass, the next is refused until the window ends', async () => {
  const store = createFakeStore();
  const attempt = (afterMs: number) => countAttempt(store, [two], startMs + afterMs);
  expect(await attempt(0)).toBeUndefined();
  expect(await attempt(1)).toBeUndefined();
  // biome-ignore format: one case a line
  for (const [afterMs, retryAfterS] of [
    [2,             900],
    [minute,        840],
    [WINDOW_MS - 1, 1],
  ] as const) {
    expect(await attempt(afterMs)).toEqual({ kind: 'refused', code: 'too-many-attempts', retryAfterS });
  }
  expect(await attempt(WINDOW_MS)).toBeUndefined();
});

it('the narrowest of several limits decides', async () => {
  const store = createFakeStore();
  const attempts = [];
  for (let nth = 0; nth < 3; nth++) attempts.push((await countAttempt(store, [three, two], startMs))?.code);
  expect(attempts).toEqual([undefined, undefined, 'too-many-attempts']);
});

it('an attempt that one limit refuses does not spend another', async () => {
  const store = createFakeStore();
  for (let nth = 0; nth < 10; nth++) await countAttempt(store, [two, three], startMs);
  expect(await countAttempt(store, [three], startMs)).toBeUndefined();
  expect(await countAttempt(store, [three], startMs)).toMatchObject({ code: 'too-many-attempts' });
});

it('what one subject spends, another keeps', async () => {
  const store = createFakeStore();
  for (let nth = 0; nth < 3; nth++) await countAttempt(store, [two], startMs);
  expect(await countAttempt(store, [{ ...two, subject: 'other' }], startMs)).toBeUndefined();
});

it('attempts made at the same time all count', async () => {
  const store = createFakeStore();
  const attempts = await Promise.all(Array.from({ length: 5 }, () => countAttempt(store, [two], startMs)));
  expect(attempts.filter((refusal) => refusal)).toHaveLength(3);
});

it('an attempt that is forgiven can be made again, at every limit', async () => {
  const store = createFakeStore();
  for (let nth = 0; nth < 10; nth++) {
    expect(await countAttempt(store, [two, three], startMs)).toBeUndefined();
    await forgiveAttempt(store, [two, three], startMs);
  }
  expect(await countAttempt(store, [two], startMs)).toBeUndefined();
  expect(await countAttempt(store, [two], startMs)).toBeUndefined();
  expect(await countAttempt(store, [two], startMs)).toBeDefined();
});

it('all limits are counted at once: the first does not wait for its answer before the second is sent', async () => {
  const waiting: ((fate: Fate) => void)[] = [];
  const together = () =>
    new Promise<Fate>((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 2) for (const proceed of waiting) proceed('proceed');
    });
  const store = createFakeStore({ interfere: together });
  expect(await countAttempt(store, [two, three], startMs)).toBeUndefined();
});
