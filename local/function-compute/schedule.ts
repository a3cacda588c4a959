/**
 * When a timer fires. Source: Function Compute documents, "Time triggers": `@every` and a duration (`@every 1h30m`), or six
 * cron fields (seconds, minutes, hours, day of the month, month, day of the week), in UTC unless `CRON_TZ=<zone> ` stands
 * before them.
 *
 * Our decision, where the documents are silent: as in the cron library of the `@every` notation, a day matches when either
 * of its two fields does, if both are given; and a time that a change of the clocks skips does not fire that day.
 */

export interface Schedule {
  /** The first time after `afterMs`. */
  nextMs(afterMs: number): number;
}

/** `startMs` is what `@every` counts from. Throws a sentence that says what is wrong with the expression. */
export const parseSchedule = (expression: string, startMs: number): Schedule => {
  const [, duration] = /^@every\s+(\S+)$/.exec(expression) ?? [];
  if (duration !== undefined) return every(durationMs(duration, expression), startMs);
  const [, zone = 'UTC', fields = ''] = /^(?:CRON_TZ=(\S+)\s+)?(.*)$/.exec(expression.trim()) ?? [];
  return cron(fields.split(/\s+/), zone, expression);
};

const UNIT_MS = { h: 3_600_000, m: 60_000, s: 1000 } as const;

const durationMs = (text: string, expression: string): number => {
  if (!/^(\d+[hms])+$/.test(text)) throw fault(expression, `"${text}" is no duration such as 90s, 4m or 1h30m`);
  let sumMs = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([hms])/g))
    sumMs += Number(count) * UNIT_MS[unit as 'h' | 'm' | 's'];
  if (sumMs === 0) throw fault(expression, 'the duration is nought');
  return sumMs;
};

const every = (periodMs: number, startMs: number): Schedule => ({
  nextMs: (afterMs) => startMs + (Math.floor((afterMs - startMs) / periodMs) + 1) * periodMs,
});

const FIELDS = [
  { name: 'seconds', first: 0, last: 59 },
  { name: 'minutes', first: 0, last: 59 },
  { name: 'hours', first: 0, last: 23 },
  { name: 'day of the month', first: 1, last: 31 },
  { name: 'month', first: 1, last: 12, words: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ') },
  { name: 'day of the week', first: 1, last: 7, words: 'MON TUE WED THU FRI SAT SUN'.split(' ') },
] as const;

type Field = (typeof FIELDS)[number];

const DAY_MS = 86_400_000;
/** A leap day can be eight years off, around a century that has none. */
const SEARCHED_DAYS = 8 * 366 + 1;

const cron = (texts: readonly string[], zone: string, expression: string): Schedule => {
  if (texts.length !== FIELDS.length) throw fault(expression, `it has ${texts.length} fields instead of 6`);
  const valuesOf = (index: number): number[] => {
    const field = FIELDS[index];
    return field ? parseField(texts[index] ?? '', field, expression) : [];
  };
  const [seconds, minutes, hours] = [valuesOf(0), valuesOf(1), valuesOf(2)];
  const [monthDays, months, weekDays] = [new Set(valuesOf(3)), new Set(valuesOf(4)), new Set(valuesOf(5))];
  const anyMonthDay = /^[*?]$/.test(texts[3] ?? '');
  const anyWeekDay = /^[*?]$/.test(texts[5] ?? '');
  const toWallMs = wallClock(zone, expression);

  /** `dayMs` is midnight of that day, written as if it were UTC. */
  const dayMatches = (dayMs: number): boolean => {
    const date = new Date(dayMs);
    if (!months.has(date.getUTCMonth() + 1)) return false;
    const monthDay = monthDays.has(date.getUTCDate());
    const weekDay = weekDays.has(date.getUTCDay() || 7);
    return anyMonthDay || anyWeekDay ? monthDay && weekDay : monthDay || weekDay;
  };

  /** The instant at which the zone's clocks show `wallMs`; undefined where they skip it. */
  const instantOf = (wallMs: number): number | undefined => {
    for (const guessMs of [wallMs - DAY_MS, wallMs + DAY_MS]) {
      const instantMs = wallMs - (toWallMs(guessMs) - guessMs);
      if (toWallMs(instantMs) === wallMs) return instantMs;
    }
    return undefined;
  };

  return {
    nextMs(afterMs) {
      const firstDayMs = Math.floor(toWallMs(afterMs) / DAY_MS) * DAY_MS;
      for (let day = 0; day < SEARCHED_DAYS; day++) {
        const dayMs = firstDayMs + day * DAY_MS;
        if (!dayMatches(dayMs)) continue;
        for (const hour of hours) {
          for (const minute of minutes) {
            // Zones are set to whole minutes, so that the seconds of one minute follow each other everywhere.
            const minuteMs = instantOf(dayMs + hour * UNIT_MS.h + minute * UNIT_MS.m);
            if (minuteMs === undefined || minuteMs + UNIT_MS.m <= afterMs) continue;
            const second = seconds.find((s) => minuteMs + s * UNIT_MS.s > afterMs);
            if (second !== undefined) return minuteMs + second * UNIT_MS.s;
          }
        }
      }
      throw fault(expression, 'no date matches it');
    },
  };
};

/** Sorted, each once. */
const parseField = (text: string, field: Field, expression: string): number[] => {
  const complain = (part: string) =>
    fault(expression, `"${part}" is not among the ${field.first} to ${field.last} of the ${field.name}`);
  const number = (part: string): number => {
    const word = 'words' in field ? field.words.indexOf(part.toUpperCase()) : -1;
    const value = word >= 0 ? field.first + word : /^\d+$/.test(part) ? Number(part) : Number.NaN;
    if (!(value >= field.first && value <= field.last)) throw complain(part);
    return value;
  };
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [from = '', to, ...rest] = range.split('-');
    const first = /^[*?]$/.test(range) ? field.first : number(from);
    const last = /^[*?]$/.test(range) || (to === undefined && step !== undefined) ? field.last : number(to ?? from);
    if (first > last || rest.length > 0 || Number(step) === 0) throw complain(part);
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
};

/** Translates an instant to what the zone's clocks show then, written as if it were UTC. */
const wallClock = (zone: string, expression: string): ((instantMs: number) => number) => {
  if (zone === 'UTC') return (instantMs) => instantMs;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw fault(expression, `"${zone}" is no time zone`);
  }
  return (instantMs) => {
    const part = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
    const read = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
    return (
      Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second')) +
      (instantMs - Math.floor(instantMs / 1000) * 1000)
    );
  };
};

const fault = (expression: string, what: string): Error => new Error(`The schedule "${expression}" is wrong: ${what}.`);
