/** Money, quantities and days as the page's language writes them. */
import { currencies } from '../../../../shared/validation/currency';
import type { Day } from '../../../../shared/validation/day';
import { language } from '../language';
import { formatLocale } from '../times';
import { tenThousandthsOf, unitsOf } from './amounts';

/** Making a format takes longer than a hundred uses of it. */
const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
const kept = <Format extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => Format): Format => {
  const format = (formats.get(key) as Format | undefined) ?? make();
  formats.set(key, format);
  return format;
};

/** Of 1/10,000 of the currency's unit; with two decimals, and with as many of four as it needs. */
export const moneyText = (tenThousandths: number, currency: string): string => {
  const locale = formatLocale();
  return kept(
    `money ${currency} ${locale}`,
    () => new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 4 }),
  ).format(unitsOf(tenThousandths));
};

/** Of the API's decimal text. */
export const amountText = (amount: string, currency: string): string => moneyText(tenThousandthsOf(amount), currency);

/** Without its currency, for the scale of a chart. */
export const scaleText = (tenThousandths: number): string => {
  const locale = formatLocale();
  return kept(
    `scale ${locale}`,
    () => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 2 }),
  ).format(unitsOf(tenThousandths));
};

/** Decimal text with at most six decimals. */
export const quantityText = (quantity: string): string => {
  const locale = formatLocale();
  return kept(`quantity ${locale}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })).format(
    // As text it is written with all of its digits, however many they are.
    quantity as `${number}`,
  );
};

const dayFormat = (options: Intl.DateTimeFormatOptions) => {
  const locale = formatLocale();
  const key = `${JSON.stringify(options)} ${locale}`;
  return kept(key, () => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));
};
const at = (of: string): Date => new Date(`${of}T00:00:00.000Z`);

/** For instance `27 Nov 2026`. */
export const billDayText = (day: Day): string => dayFormat({ dateStyle: 'medium' }).format(at(day));

/** Below a chart, where there is little room. */
export const shortDayText = (day: Day): string => dayFormat({ month: 'numeric', day: 'numeric' }).format(at(day));

/** For instance `November 2026`. */
export const monthText = (month: string): string =>
  dayFormat({ year: 'numeric', month: 'long' }).format(at(`${month}-01`));

/** The hour in Beijing, whatever the zone of the person who reads. `time` is RFC 3339, of a full hour. */
export const beijingHourText = (time: string): string => {
  const hour = (Date.parse(time) / 3_600_000 + 8) % 24;
  const text = (of: number) => `${String(of).padStart(2, '0')}:00`;
  return `${text(hour)}–${text(hour + 1)}`;
};

/** `CNY (Chinese yuan)`, as a heading. */
export const currencyText = (currency: string): string => {
  const known = Object.entries(currencies).find(([code]) => code === currency);
  return known ? `${currency} · ${known[1].name[language.get()]}` : currency;
};
