/** When timers fire: the notations of the documents, each with its next two times. */
import { parseSchedule } from '../../../local/function-compute/schedule';

const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');

/** The first `count` times after `after`. */
const firings = (expression: string, after: string, count: number) => {
  const schedule = parseSchedule(expression, Date.parse('2026-01-01T00:00:30Z'));
  const times: string[] = [];
  for (let ms = Date.parse(after); times.length < count; ) {
    ms = schedule.nextMs(ms);
    times.push(iso(ms));
  }
  return times;
};

test.each([
  // Counted from the start at 00:00:30, whole periods; a time that is due now is past.
  ['@every 1m', '2026-01-01T00:00:30Z', '2026-01-01T00:01:30Z', '2026-01-01T00:02:30Z'],
  ['@every 1m', '2026-01-01T00:01:29.999Z', '2026-01-01T00:01:30Z', '2026-01-01T00:02:30Z'],
  ['@every 90s', '2026-01-01T05:00:00Z', '2026-01-01T05:00:30Z', '2026-01-01T05:02:00Z'],
  ['@every 1h30m', '2026-01-01T00:00:30Z', '2026-01-01T01:30:30Z', '2026-01-01T03:00:30Z'],
  // Each field.
  ['* * * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z'],
  ['* * * * * *', '2026-01-01T23:59:59.001Z', '2026-01-02T00:00:00Z', '2026-01-02T00:00:01Z'],
  ['30 * * * * *', '2026-01-01T00:00:30Z', '2026-01-01T00:01:30Z', '2026-01-01T00:02:30Z'],
  ['0 5 * * * *', '2026-01-01T00:05:00Z', '2026-01-01T01:05:00Z', '2026-01-01T02:05:00Z'],
  ['0 0 4 * * *', '2026-01-01T05:00:00Z', '2026-01-02T04:00:00Z', '2026-01-03T04:00:00Z'],
  ['0 0 0 1 * *', '2026-01-15T00:00:00Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'],
  ['0 0 0 31 * *', '2026-02-01T00:00:00Z', '2026-03-31T00:00:00Z', '2026-05-31T00:00:00Z'],
  ['0 0 0 1 3 *', '2026-01-15T00:00:00Z', '2026-03-01T00:00:00Z', '2027-03-01T00:00:00Z'],
  ['0 0 0 29 2 ?', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z'],
  ['0 0 0 29 2 ?', '2096-03-01T00:00:00Z', '2104-02-29T00:00:00Z', '2108-02-29T00:00:00Z'],
  // 2026-01-01 is a Thursday; Monday is 1, Sunday 7.
  ['0 0 0 ? * 1', '2026-01-01T00:00:00Z', '2026-01-05T00:00:00Z', '2026-01-12T00:00:00Z'],
  ['0 0 0 ? * 7', '2026-01-01T00:00:00Z', '2026-01-04T00:00:00Z', '2026-01-11T00:00:00Z'],
  ['0 0 0 * * MON-FRI', '2026-01-02T00:00:00Z', '2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z'],
  ['0 0 0 * * sat,SUN', '2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z', '2026-01-04T00:00:00Z'],
  ['0 0 0 2 * MON', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-05T00:00:00Z'],
  // Lists, ranges, steps and names.
  ['0 0,30 * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:30:00Z', '2026-01-01T01:00:00Z'],
  ['0 10-11 * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:10:00Z', '2026-01-01T00:11:00Z'],
  ['0 */20 * * * *', '2026-01-01T00:30:00Z', '2026-01-01T00:40:00Z', '2026-01-01T01:00:00Z'],
  ['0 50/5 * * * *', '2026-01-01T00:50:00Z', '2026-01-01T00:55:00Z', '2026-01-01T01:50:00Z'],
  ['0 0 8-10/2 * * *', '2026-01-01T08:00:00Z', '2026-01-01T10:00:00Z', '2026-01-02T08:00:00Z'],
  ['0 0 0 1 JUL,DEC *', '2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  // Time zones; a day there can be another day here.
  ['CRON_TZ=Asia/Shanghai 0 0 4 * * *', '2026-01-01T00:00:00Z', '2026-01-01T20:00:00Z', '2026-01-02T20:00:00Z'],
  ['CRON_TZ=Asia/Shanghai 0 0 0 1 * *', '2026-01-15T00:00:00Z', '2026-01-31T16:00:00Z', '2026-02-28T16:00:00Z'],
  ['CRON_TZ=Asia/Kolkata 0 0 0 * * *', '2026-01-01T00:00:00Z', '2026-01-01T18:30:00Z', '2026-01-02T18:30:00Z'],
  ['CRON_TZ=America/New_York 0 0 22 * * *', '2026-01-02T02:00:00Z', '2026-01-02T03:00:00Z', '2026-01-03T03:00:00Z'],
  // New York skips 02:30 on 2026-03-08, and has 01:30 twice on 2026-11-01: the first counts.
  ['CRON_TZ=America/New_York 0 30 2 * * *', '2026-03-07T00:00:00Z', '2026-03-07T07:30:00Z', '2026-03-09T06:30:00Z'],
  ['CRON_TZ=America/New_York 0 30 1 * * *', '2026-11-01T00:00:00Z', '2026-11-01T05:30:00Z', '2026-11-02T06:30:00Z'],
])('%s after %s: %s, %s', (expression, after, first, second) => {
  expect(firings(expression, after, 2)).toEqual([first, second]);
});

test.each([
  ['', 'it has 1 fields instead of 6'],
  ['0 0 4 * *', 'it has 5 fields instead of 6'],
  ['60 * * * * *', '"60" is not among the 0 to 59 of the seconds'],
  ['* * 24 * * *', '"24" is not among the 0 to 23 of the hours'],
  ['* * * 0 * *', '"0" is not among the 1 to 31 of the day of the month'],
  ['* * * * SUN *', '"SUN" is not among the 1 to 12 of the month'],
  ['* * * * * 0', '"0" is not among the 1 to 7 of the day of the week'],
  ['* 20-10 * * * *', '"20-10" is not among the 0 to 59 of the minutes'],
  ['* */0 * * * *', '"*/0" is not among the 0 to 59 of the minutes'],
  ['* 1- * * * *', '"" is not among the 0 to 59 of the minutes'],
  ['* 1-2-3 * * * *', '"1-2-3" is not among the 0 to 59 of the minutes'],
  ['* 1.5 * * * *', '"1.5" is not among the 0 to 59 of the minutes'],
  ['CRON_TZ=Mars/Base 0 0 0 * * *', '"Mars/Base" is no time zone'],
  ['@every minute', '"minute" is no duration such as 90s, 4m or 1h30m'],
  ['@every 0s', 'the duration is nought'],
])('the schedule "%s" is wrong: %s', (expression, what) => {
  expect(() => parseSchedule(expression, 0)).toThrow(`The schedule "${expression}" is wrong: ${what}.`);
});

test('a date that never comes is a fault when it is looked for', () => {
  expect(() => parseSchedule('0 0 0 30 2 *', 0).nextMs(0)).toThrow('no date matches it');
});
