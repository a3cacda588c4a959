import { seededRandom } from '../../../local/tablestore/seeded-random';

const draw = (seed: number, count: number) => Array.from({ length: count }, seededRandom(seed));

test('the same seed gives the same numbers, another one others', () => {
  expect(draw(7, 100)).toEqual(draw(7, 100));
  const seeds = [0, 1, 2, 3, -1, 2 ** 31, 1.5e9];
  expect(new Set(seeds.flatMap((seed) => draw(seed, 100))).size).toBeGreaterThan(seeds.length * 100 - 3);
});

test.each([0, 1, 2, 12345])('seed %d: spread evenly from 0 up to 1', (seed) => {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const fraction of draw(seed, 10_000))
    tenths[Math.floor(fraction * 10)] = (tenths[Math.floor(fraction * 10)] ?? 0) + 1;
  expect(tenths).toHaveLength(10);
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('the first numbers of seeds one apart are spread evenly too', () => {
  const firsts = Array.from({ length: 10_000 }, (_, seed) => seededRandom(seed)());
  const below = (limit: number) => firsts.filter((first) => first < limit).length;
  for (const limit of [0.1, 0.5, 0.9]) expect(Math.abs(below(limit) - limit * 10_000)).toBeLessThan(200);
});
