import {
  addMonths,
  daysOfRange,
  isDay,
  rangeOfMonth,
  usualRange,
  wholeMonth,
  withFrom,
  withTo,
} from '../../../../../functions/console/pages/bills/months';

// biome-ignore format: a table
test.each([
  ['2026-11',  1, '2026-12'],
  ['2026-12',  1, '2027-01'],
  ['2026-01', -1, '2025-12'],
  ['2026-03', 12, '2027-03'],
  ['2026-03',  0, '2026-03'],
])('%s and %i months is %s', (month, months, expected) => expect(addMonths(month, months)).toBe(expected));

// biome-ignore format: a table
test.each([
  ['2026-11', '2026-11-30'],
  ['2026-12', '2026-12-31'],
  ['2026-02', '2026-02-28'],
  ['2028-02', '2028-02-29'],
])('%s ends with %s', (month, to) => {
  const range = { from: `${month}-01`, to };
  expect(rangeOfMonth(month)).toEqual(range);
  expect(wholeMonth(range)).toBe(month);
  expect(daysOfRange(range)).toHaveLength(Number(to.slice(8)));
});

// biome-ignore format: a table
test.each([
  ['2026-11-02', '2026-11-30'],
  ['2026-11-01', '2026-11-29'],
  ['2026-11-01', '2026-12-31'],
])('from %s to %s is no month', (from, to) => expect(wholeMonth({ from, to })).toBeUndefined());

// biome-ignore format: a table
test.each([
  ['a day within it',                         '2026-11-15T04:00:00Z', '2026-11-01'],
  ['the first, on which nothing is billed',   '2026-12-01T04:00:00Z', '2026-11-01'],
  ['the second',                              '2026-12-02T04:00:00Z', '2026-12-01'],
  ['the first is over in Beijing, not here',  '2026-12-01T16:00:00Z', '2026-12-01'],
])('the usual month, on %s', (_, now, from) => expect(usualRange(Date.parse(now)).from).toBe(from));

// biome-ignore format: a table
test.each([
  ['within',            '2026-11-10', { from: '2026-11-10', to: '2026-11-30' }],
  ['passes the other',  '2026-12-05', { from: '2026-12-05', to: '2026-12-05' }],
  ['too far away',      '2026-01-01', { from: '2026-01-01', to: '2026-04-02' }],
])('another first day, %s', (_, from, expected) =>
  expect(withFrom({ from: '2026-11-01', to: '2026-11-30' }, from)).toEqual(expected));

// biome-ignore format: a table
test.each([
  ['within',            '2026-11-10', { from: '2026-11-01', to: '2026-11-10' }],
  ['passes the other',  '2026-10-05', { from: '2026-10-05', to: '2026-10-05' }],
  ['too far away',      '2027-04-02', { from: '2027-01-01', to: '2027-04-02' }],
])('another last day, %s', (_, to, expected) =>
  expect(withTo({ from: '2026-11-01', to: '2026-11-30' }, to)).toEqual(expected));

test.each(['2026-02-30', '2026-2-3', '', 'today'])('%p is no day', (text) => expect(isDay(text)).toBe(false));
