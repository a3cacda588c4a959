import { isMessage, retryDelayMs } from '../../../local/marketplace/channel';

/** The delays after the first attempt, the second and so on, in seconds. */
const delaysS = (action: string): number[] => {
  const delays: number[] = [];
  for (let ms = retryDelayMs(action, 1); ms !== undefined; ms = retryDelayMs(action, delays.length + 1)) {
    delays.push(ms / 1000);
  }
  return delays;
};

it('makes 120 attempts at a call of the SPI: after 10 s, then twice as long each time, an hour at most', () => {
  const doubling = [10, 20, 40, 80, 160, 320, 640, 1280, 2560];
  expect(delaysS('createInstance')).toEqual([...doubling, ...Array(110).fill(3600)]);
  expect(delaysS('releaseInstance')).toHaveLength(119);
});

it('makes twelve attempts at a message, at the documented times', () => {
  const minutes = [1, 1, 1, 5, 10, 10, 10, 60, 60, 120, 240];
  expect(delaysS('orderPay')).toEqual(minutes.map((minute) => minute * 60));
});

it.each([
  ['orderPay', true],
  ['createInstance', false],
  ['releaseInstance', false],
])('%s: a message? %s', (action, expected) => {
  expect(isMessage(action)).toBe(expected);
});
