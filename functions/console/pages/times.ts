/** Times and numbers as the page's language writes them, in the time zone of the person who reads. */
import { language, localeOf } from './language';

/** For instance `24 Nov 2026, 23:11`. `time` is RFC 3339. */
export const timeText = (time: string): string =>
  new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));

export const dayText = (time: string): string =>
  new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium' }).format(new Date(time));

export const numberText = (value: number): string => new Intl.NumberFormat(formatLocale()).format(value);

/** The browser's own where it is a kind of the page's language (`en-GB` writes a date otherwise than `en-US`). */
const formatLocale = (): string => {
  const wanted = language.get();
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(wanted)) ?? localeOf[wanted];
};
