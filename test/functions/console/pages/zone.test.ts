import { zoneText } from '../../../../functions/console/pages/zone';

// biome-ignore format: a table
test.each([
  // zone               is called
  ['Asia/Shanghai',     'UTC+8 (Asia/Shanghai)'],
  ['Asia/Kolkata',      'UTC+5:30 (Asia/Kolkata)'],
  ['America/Phoenix',   'UTC-7 (America/Phoenix)'],
  ['UTC',               'UTC'],
  // Clocks are put forward there, in the north and in the south.
  ['Europe/Berlin',     'Europe/Berlin'],
  ['Australia/Sydney',  'Australia/Sydney'],
])('the zone %s is called %s', (zone, text) => {
  expect(zoneText(zone, new Date('2026-11-28T00:00:00Z'))).toBe(text);
});
