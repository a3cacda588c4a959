import { getEventListeners } from 'node:events';
import { pause } from '../../../../../functions/console/pages/wait/pause';

const listening = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

test('a pause that is over leaves nothing at the signal', async () => {
  const { signal } = new AbortController();
  const paused = pause(0, signal);
  expect(listening(signal)).toBe(1);
  await paused;
  expect(listening(signal)).toBe(0);
});

test('a pause ends at once when it is given up, with the reason, and leaves nothing either', async () => {
  const given = new AbortController();
  const paused = pause(3_600_000, given.signal);
  given.abort(new Error('given up'));
  await expect(paused).rejects.toThrow('given up');
  expect(listening(given.signal)).toBe(0);
});
