import fc from 'fast-check';
import {
  addDays,
  beginOfDayMs,
  day,
  dayOf,
  endOfDayMs,
  hourOf,
  nextDay,
  previousDay,
} from '../../../shared/validation/day';
import { seed } from '../../seed';
import { read, refusedAs } from './reading';

const utc = (text: string): number => Date.parse(`${text}Z`);

describe('day', () => {
  test.each<[given: unknown, read: unknown]>([
    ['2026-11-27', '2026-11-27'],
    ['2024-02-29', '2024-02-29'],
    ['2026-02-29', refusedAs('malformed')],
    ['2026-06-31', refusedAs('malformed')],
    ['2026-13-01', refusedAs('malformed')],
    ['2026-00-10', refusedAs('malformed')],
    ['2026-1-1', refusedAs('malformed')],
    ['2026-11-27T00:00:00Z', refusedAs('malformed')],
    [' 2026-11-27', refusedAs('malformed')],
    ['', refusedAs('malformed')],
    [20261127, refusedAs('malformed')],
    [undefined, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(day, given)).toEqual(expected);
  });

  test.each([
    ['2026-11-26T15:59:59.999', '2026-11-26'],
    ['2026-11-26T16:00:00.000', '2026-11-27'],
    ['2026-11-27T15:59:59.999', '2026-11-27'],
    ['2026-12-31T16:00:00.000', '2027-01-01'],
  ])('%s in UTC is of the day %s in Beijing', (at, of) => {
    expect(dayOf(utc(at))).toBe(of);
  });

  it('begins and ends at midnight in Beijing', () => {
    expect(beginOfDayMs('2026-11-27')).toBe(utc('2026-11-26T16:00:00'));
    expect(endOfDayMs('2026-11-27')).toBe(utc('2026-11-27T16:00:00'));
  });

  test.each([
    ['2026-11-30', 1, '2026-12-01'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-11-27', -35, '2026-10-23'],
    ['2026-11-27', 0, '2026-11-27'],
  ])('%s and %d days is %s', (of, days, other) => {
    expect(addDays(of, days)).toBe(other);
  });

  it('holds every instant between its ends, and follows the day before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: utc('2100-01-01T00:00:00') }), (atMs) => {
        const of = dayOf(atMs);
        expect(beginOfDayMs(of) <= atMs && atMs < endOfDayMs(of)).toBe(true);
        expect(nextDay(previousDay(of))).toBe(of);
        expect(previousDay(of) < of && of < nextDay(of)).toBe(true);
        expect(read(day, of)).toBe(of);
      }),
      { seed },
    );
  });
});

test.each([
  ['2026-11-27T08:00:00.000', '2026-11-27T08:00:00.000'],
  ['2026-11-27T08:59:59.999', '2026-11-27T08:00:00.000'],
])('%s is in the hour of %s', (at, hour) => {
  expect(hourOf(utc(at))).toBe(utc(hour));
});
