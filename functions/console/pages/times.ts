/** Times and numbers as the page's language writes them, in the time zone of the person who reads. */
import { language, localeOf } from './language';

/** For instance `24 Nov 2026, 23:11`. `time` is RFC 3339. */
export const timeText = (time: string): string => timeFormat().format(new Date(time));

/** To the second: what happened within one minute is told apart. */
export const exactText = (time: string): string => exactFormat().format(new Date(time));

export const dayText = (time: string): string => dayFormat().format(new Date(time));

/** The time of day, to the second. `timeMs` is in milliseconds since 1970. */
export const clockText = (timeMs: number): string =>
  new Intl.DateTimeFormat(formatLocale(), { timeStyle: 'medium' }).format(timeMs);

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
  ['millisecond', 1],
] as const;

/** In its two largest units, for instance `2 min 5 sec`; below a second in milliseconds. Nothing is shorter than nothing. */
export const durationText = (durationMs: number): string => {
  const ms = Math.max(0, Math.round(durationMs));
  const first = Math.max(
    0,
    units.findIndex(([, unitMs]) => ms >= unitMs),
  );
  if (ms < 1_000) return unitText(ms, 'millisecond');
  let left = ms;
  const parts = units.slice(first, first + 2).map(([unit, unitMs]) => {
    const count = Math.floor(left / unitMs);
    left -= count * unitMs;
    return { unit, count };
  });
  return parts
    .filter(({ unit, count }) => count > 0 && unit !== 'millisecond')
    .map(({ unit, count }) => unitText(count, unit))
    .join(' ');
};

const unitText = (value: number, unit: (typeof units)[number][0]): string =>
  new Intl.NumberFormat(formatLocale(), { style: 'unit', unit }).format(value);

export const numberText = (value: number): string => numberFormat().format(value);

/** The browser's own where it is a kind of the page's language (`en-GB` writes a date otherwise than `en-US`). */
export const formatLocale = (): string => {
  const wanted = language.get();
  return navigator.languages.find((tag) => isTag(tag) && tag.toLowerCase().startsWith(wanted)) ?? localeOf[wanted];
};

/** A browser that was started without a language names `en-US@posix`, which `Intl` refuses. */
const isTag = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

/** Making a format takes longer than a hundred uses of it, and a list has hundreds of times. */
const kept = <Format>(make: (locale: string) => Format): (() => Format) => {
  const formats = new Map<string, Format>();
  return () => {
    const locale = formatLocale();
    const format = formats.get(locale) ?? make(locale);
    formats.set(locale, format);
    return format;
  };
};

const timeFormat = kept((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const exactFormat = kept((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }));
const dayFormat = kept((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
const numberFormat = kept((locale) => new Intl.NumberFormat(locale));
