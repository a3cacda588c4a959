/** The harness itself: who runs when, and what becomes of what was measured. Nothing here takes time. */
import { atATime, exponentOf, measure, spreadOf } from './measure';
import { countedRow, isReached, measuredRow, plainRow, type Row, worstOf } from './row';
import { jsonOf, markdownTable, terminalTable } from './table';

// biome-ignore format: one list a line
test.each([
  // values              low   median  high
  [[7],                  7,    7,      7],
  [[4, 1, 3, 2, 5],      2,    3,      4],
  [[1, 2, 3, 4],         1.75, 2.5,    3.25],
])('the spread of %j is %d, %d, %d', (values, low, median, high) => {
  expect(spreadOf(values)).toEqual({ low, median, high });
});

test('the reference and ours run in turn, who begins changes, and rounds to warm up do not count', async () => {
  const order: string[] = [];
  const measured = await measure({
    rounds: 2,
    ours: async (nth) => {
      order.push(`ours ${nth}`);
      return nth === 0 ? 1_000 : 6;
    },
    reference: async (nth) => {
      order.push(`reference ${nth}`);
      return nth === 0 ? 1 : nth + 1;
    },
  });
  expect(order).toEqual(['reference 0', 'ours 0', 'ours 1', 'reference 1', 'reference 2', 'ours 2']);
  expect(measured.ours.median).toBe(6);
  expect(measured.reference.median).toBe(2.5);
  // Of each round its own: 6/2 and 6/3.
  expect(measured.ratio.median).toBe(2.5);
});

test('of several tries in a round the median is the round', async () => {
  const ours = [100, 5, 7, 6];
  const measured = await measure({
    rounds: 1,
    warmUpRounds: 0,
    triesPerRound: 4,
    ours: async (nth) => ours[nth] ?? 0,
    reference: async () => 2,
  });
  expect(measured.ours.median).toBe(6.5);
  expect(measured.ratio.median).toBe(3.25);
});

test('so many at a time, answers in the order of the items', async () => {
  let [atOnce, most] = [0, 0];
  const done = await atATime([3, 1, 2, 5, 4], 2, async (item) => {
    most = Math.max(most, ++atOnce);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    atOnce--;
    return item * 10;
  });
  expect([done, most]).toEqual([[30, 10, 20, 50, 40], 2]);
});

// biome-ignore format: one growth a line
test.each([
  // small               large                  exponent
  [{ size: 10, ms: 5 },  { size: 100, ms: 50 },  1],
  [{ size: 10, ms: 5 },  { size: 100, ms: 500 }, 2],
  [{ size: 10, ms: 5 },  { size: 100, ms: 5 },   0],
])('%j to %j: %d', (small, large, exponent) => {
  expect(exponentOf(small, large)).toBeCloseTo(exponent);
});

const spread = { median: 3, low: 2, high: 4 };
const slow = measuredRow(
  'slow',
  'ms',
  { ours: spread, reference: spread, ratio: { ...spread, median: 1.5 } },
  { atMost: 1.25 },
);
const fast = measuredRow(
  'fast',
  '/s',
  { ours: spread, reference: spread, ratio: { ...spread, median: 1.5 } },
  { atLeast: 1.25 },
);

// biome-ignore format: one row a line
test.each<[Row, boolean | undefined]>([
  [slow,                                             false],
  [fast,                                             true],
  [countedRow('calls', 'in a row', 3, 3),            true],
  [countedRow('calls', 'in a row', 4, 3),            false],
  [plainRow('memory', 'MB', 64, { atMost: 64 }),     true],
  [plainRow('failures', 'answers', 1, { atMost: 0 }), false],
  [plainRow('price', 'USD', 1),                      undefined],
])('%j is within its reach: %s', (row, reached) => {
  expect(isReached(row)).toBe(reached);
});

test('a bench is judged by the row that is nearest to its reach, or farthest beyond', () => {
  expect(worstOf([fast, slow, plainRow('price', 'USD', 1)])).toBe(slow);
});

const results = new Map([
  ['one', [slow, plainRow('memory', 'MB', 12_345)]],
  ['other', [countedRow('calls', 'in a row', 3, 3, '9 in all')]],
]);

test('the table for people', () => {
  expect(terminalTable(results).split('\n')).toEqual([
    'bench  what          ours   reference  ratio     spread   reach  within',
    'one    slow          3 ms        3 ms   1.50  2.00–4.00  ≤ 1.25      NO',
    '       memory   12,345 MB',
    'other  calls   3 in a row  3 in a row   1.00                ≤ 1     yes',
  ]);
  expect(markdownTable(results).split('\n').slice(2)).toEqual([
    '| `one` | slow | 3 ms | 3 ms | 1.50 | 2.00–4.00 | ≤ 1.25 | NO |  |',
    '|  | memory | 12,345 MB |  |  |  |  |  |  |',
    '| `other` | calls | 3 in a row | 3 in a row | 1.00 |  | ≤ 1 | yes | 9 in all |',
  ]);
});

test('the JSON for programs: by bench the row it is judged by, and all of them', () => {
  expect(jsonOf(results)).toMatchObject({
    one: {
      ratio: 1.5,
      ours: 3,
      reference: 3,
      unit: 'ms',
      spread: [2, 4],
      reached: false,
      rows: { memory: { ours: 12_345 } },
    },
    other: { ratio: 1, ours: 3, reference: 3, unit: 'in a row', reached: true },
  });
});
