import { labelled, piecesOf, scaleOf } from '../../../../../functions/console/pages/bills/stack';

// biome-ignore format: a table
test.each<[string, number[], [number, number][]]>([
  ['one on the other',                  [1, 2, 3],   [[0, 1], [1, 3], [3, 6]]],
  ['what is taken back hangs below',    [5, -2, 1],  [[0, 5], [0, -2], [5, 6]]],
  ['two that are taken back',           [-1, -2],    [[0, -1], [-1, -3]]],
  ['nothing has no height',             [0, 4],      [[0, 0], [0, 4]]],
])('stacked: %s', (_, amounts, pieces) =>
  expect(piecesOf(amounts)).toEqual(pieces.map(([from, to]) => ({ from, to }))));

// biome-ignore format: a table
test.each<[string, number[], number[]]>([
  ['nothing at all',        [],          [0, 1]],
  ['up to a round number',  [400],       [0, 100, 200, 300, 400]],
  ['a step of two',         [700],       [0, 200, 400, 600, 800]],
  ['a step of five',        [1_900],     [0, 500, 1_000, 1_500, 2_000]],
  ['below nothing too',     [300, -120], [-200, 0, 200, 400]],
  ['only below',            [-4],        [-4, -3, -2, -1, 0]],
])('the scale: %s', (_, ends, ticks) => {
  const scale = scaleOf(ends.map((end) => piecesOf([end])));
  expect(scale.ticks).toEqual(ticks);
  expect([scale.low, scale.high]).toEqual([ticks[0], ticks.at(-1)]);
});

// biome-ignore format: a table
test.each<[number, number, number[]]>([
  [3,  6, [0, 1, 2]],
  [30, 6, [0, 5, 10, 15, 20, 25]],
  [92, 6, [0, 16, 32, 48, 64, 80]],
  [0,  6, []],
])('of %i places, at most %i are labelled', (count, most, places) => expect(labelled(count, most)).toEqual(places));
