import { lastHours } from '../../../local/pages/usage/last-hours';

// biome-ignore format: a table
test.each([
  ['2026-11-29T15:42:10.000Z', 1, ['2026-11-29T15:00:00.000Z']],
  ['2026-11-29T15:00:00.000Z', 1, ['2026-11-29T15:00:00.000Z']],
  ['2026-11-29T01:59:59.999Z', 3, ['2026-11-28T23:00:00.000Z', '2026-11-29T00:00:00.000Z', '2026-11-29T01:00:00.000Z']],
])('at %s, the last %i', (now, count, hours) => expect(lastHours(now, count)).toEqual(hours));
