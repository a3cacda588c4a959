/** Windows and deadlines by Beijing's clock. Times are written as people in Beijing read them. */
import {
  billedToMs,
  deadlineOf,
  firstWindowMs,
  isMetered,
  rhythmOf,
  windowAt,
  windowsToPlan,
} from '../../../../shared/domain/fees/metering-windows';
import type { Instance } from '../../../../shared/domain/instance';

const at = (text: string): number => Date.parse(`2026-11-${text.replace(' ', 'T')}+08:00`);
const shown = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(8, 16).replace('T', ' ');

// biome-ignore format: one instant a line
test.each([
  // rhythm, instant              the window that holds it            taken before
  ['hourly', '27 08:10:00',       '27 08:00', '27 09:00',             '27 09:59'],
  ['hourly', '27 08:59:59',       '27 08:00', '27 09:00',             '27 09:59'],
  ['hourly', '27 09:00:00',       '27 09:00', '27 10:00',             '27 10:59'],
  ['hourly', '27 23:30:00',       '27 23:00', '28 00:00',             '28 00:59'],
  ['hourly', '28 00:00:00',       '28 00:00', '28 01:00',             '28 01:59'],
  ['daily',  '27 00:00:00',       '27 00:00', '28 00:00',             '28 01:59'],
  ['daily',  '27 07:59:59',       '27 00:00', '28 00:00',             '28 01:59'],
  ['daily',  '27 08:00:00',       '27 00:00', '28 00:00',             '28 01:59'],
  ['daily',  '27 23:59:59',       '27 00:00', '28 00:00',             '28 01:59'],
  ['daily',  '28 00:00:00',       '28 00:00', '29 00:00',             '29 01:59'],
] as const)('%s, %s: from %s to %s, taken before %s', (rhythm, instant, start, end, deadline) => {
  const { startMs, endMs } = windowAt(rhythm, at(instant));
  expect([shown(startMs), shown(endMs), shown(deadlineOf(rhythm, startMs))]).toEqual([start, end, deadline]);
});

test('the deadline of a window that ends with its instance is that of the day', () => {
  expect(shown(deadlineOf('daily', at('27 11:00:00')))).toBe('28 01:59');
});

const open: Instance = { instanceId: '1', version: 1, status: 'open' };
const closing = (releasedAt: string): Instance => ({ ...open, status: 'closing', releasedAtMs: at(releasedAt) });

// biome-ignore format: one case a line
test.each([
  // rhythm, instance                         planned to      now                  the windows to plan
  ['hourly', open,                            '27 08:00:00',  '27 09:09:59',       []],
  ['hourly', open,                            '27 08:00:00',  '27 09:10:00',       ['27 08:00 - 27 09:00']],
  ['hourly', open,                            '27 08:00:00',  '27 11:30:00',       ['27 08:00 - 27 09:00', '27 09:00 - 27 10:00', '27 10:00 - 27 11:00']],
  ['daily',  open,                            '27 00:00:00',  '28 00:09:59',       []],
  ['daily',  open,                            '27 00:00:00',  '28 00:10:00',       ['27 00:00 - 28 00:00']],
  ['daily',  open,                            '26 00:00:00',  '28 00:10:00',       ['26 00:00 - 27 00:00', '27 00:00 - 28 00:00']],
  // An instance that has ended waits for a clock that is behind, and for the usage of its last hour.
  ['hourly', closing('27 10:00:01'),          '27 09:00:00',  '27 10:00:59',       []],
  ['hourly', closing('27 10:00:01'),          '27 09:00:00',  '27 10:01:00',       ['27 09:00 - 27 10:00']],
  ['hourly', closing('27 10:25:00'),          '27 09:00:00',  '27 10:26:00',       ['27 09:00 - 27 10:00']],
  ['hourly', closing('27 10:02:00'),          '27 09:00:00',  '27 10:02:00',       ['27 09:00 - 27 10:00']],
  ['hourly', closing('27 10:25:00'),          '27 10:00:00',  '27 11:09:59',       []],
  ['hourly', closing('27 10:25:00'),          '27 10:00:00',  '27 11:10:00',       ['27 10:00 - 27 11:00']],
  ['hourly', closing('27 10:25:00'),          '27 11:00:00',  '27 12:10:00',       ['27 11:00 - 27 12:00']],
  ['daily',  closing('27 10:25:00'),          '27 00:00:00',  '27 11:09:59',       []],
  ['daily',  closing('27 10:25:00'),          '27 00:00:00',  '27 11:10:00',       ['27 00:00 - 27 11:00']],
  ['daily',  closing('27 10:25:00'),          '26 00:00:00',  '27 00:05:00',       ['26 00:00 - 27 00:00']],
  ['daily',  closing('27 10:25:00'),          '27 11:00:00',  '28 00:10:00',       ['27 11:00 - 28 00:00']],
  ['daily',  closing('27 23:30:00'),          '27 00:00:00',  '28 00:10:00',       ['27 00:00 - 28 00:00']],
] as const)('%s, %j, planned to %s, at %s: %j', (rhythm, instance, planned, now, windows) => {
  const spans = windowsToPlan(rhythm, instance, at(planned), at(now));
  expect(spans.map(({ startMs, endMs }) => `${shown(startMs)} - ${shown(endMs)}`)).toEqual(windows);
});

// biome-ignore format: one case a line
test.each([
  ['open',    {},                                   undefined,   true],
  ['overdue', { overdueAtMs: at('20 10:00:00') },   undefined,   true],
  ['opening', {},                                   undefined,   false],
  ['closing', { releasedAtMs: at('27 10:00:00') },  '27 11:00',  true],
  ['closing', { releasedAtMs: at('27 10:59:59') },  '27 11:00',  true],
  ['closed',  { releasedAtMs: at('25 10:25:00') },  '25 11:00',  true],
  ['closed',  { releasedAtMs: at('24 12:25:00') },  '24 13:00',  true],
  ['closed',  { releasedAtMs: at('24 11:25:00') },  '24 12:00',  false],
  ['closed',  { closedAtMs: at('26 10:25:00') },    '26 11:00',  true],
  ['closed',  {},                                   undefined,   false],
] as const)('%s %j: billed to %s; looked at on the 27th at noon: %s', (status, times, billedTo, metered) => {
  const instance: Instance = { ...open, status, ...times };
  const toMs = billedToMs(instance);
  expect(toMs && shown(toMs)).toBe(billedTo);
  expect(isMetered(instance, at('27 12:00:00'))).toBe(metered);
});

// biome-ignore format: one case a line
test.each([
  ['hourly', { openedAtMs: at('27 08:40:00') },                              '27 08:00'],
  ['daily',  { openedAtMs: at('27 08:40:00') },                              '27 00:00'],
  ['hourly', { openedAtMs: at('01 00:00:00') - 365 * 86_400_000 },           '22 12:00'],
  ['hourly', {},                                                             '27 12:00'],
] as const)('%s, never metered, %j: begins at %s', (rhythm, times, begins) => {
  expect(shown(firstWindowMs(rhythm, { ...open, ...times }, at('27 12:00:00')))).toBe(begins);
});

test.each([
  ['cmgj1', 'daily'],
  ['cmgj2', 'hourly'],
  [undefined, 'hourly'],
])('a product %s is %s', (productCode, rhythm) => {
  expect(rhythmOf(productCode, ['cmgj1'])).toBe(rhythm);
});
