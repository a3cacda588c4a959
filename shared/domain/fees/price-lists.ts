/**
 * What the product costs. A list is of one currency and one group of sites; its versions count from a day on, each until
 * the next, and the first for all days before. To change prices, append a version: what was charged is rated by the prices
 * of its day whenever it is looked at again, so a version that has begun is never edited.
 *
 * Source of the prices: product documentation, "Billing method", which gives them for mainland sites and for Hong Kong and
 * overseas sites, each in CNY and in USD. Two are not there: SMS at overseas sites, in either currency. Our decision: twice
 * the mainland's price, as most items cost there.
 *
 * Which list counts, our decision: a workspace settled by its Billing Center account is priced in its site's currency; one
 * settled through a marketplace in the marketplace's, because the metering item is in CNY and we have no exchange rate. The
 * list for mainland sites in USD is therefore not needed.
 */
import type { Currency } from '../../validation/currency';
import type { Day } from '../../validation/day';
import type { SettlementMethod } from '../../validation/settlement';
import { type Site, type SiteFacts, sites } from '../../validation/site';
import type { Line, UsageItem } from '../../validation/usage-item';
import type { Payer } from './bill';

export type SiteGroup = SiteFacts['region'];

/**
 * What one unit costs, in 1/10,000 of the currency's unit: one price, or one for each retention, shortest first, in the
 * order of the item's retentions.
 */
export type Prices = Readonly<Record<UsageItem, number | Readonly<Record<number, number>>>>;

export interface PriceList {
  readonly currency: Currency;
  readonly group: SiteGroup;
  readonly versions: readonly [PriceVersion, ...PriceVersion[]];
}

export interface PriceVersion {
  /** The first day that it counts for. */
  readonly from: Day;
  readonly prices: Prices;
}

// biome-ignore format: a table
const mainlandCny: Prices = {
  'time-series':         { 3:  6_000, 7:  7_000, 14:  8_000, 30:  10_000, 180: 40_000, 360: 70_000 },
  'logs':                { 3: 10_000, 7: 12_000, 14: 15_000, 30:  20_000, 60:  25_000 },
  'traces':              { 3: 20_000, 7: 30_000, 14: 60_000, 30: 108_000, 60: 194_400 },
  'profiles':            { 3:  2_000, 7:  3_000, 14:  5_000 },
  'page-views':          { 3:  7_000, 7: 10_000, 14: 20_000, 30:  36_000, 60:  64_800 },
  'sessions':            25_000,
  'hosts':               20_000,
  'synthetic-tests':     10_000,
  'triggers':            10_000,
  'sms':                 10_000,
  'forwarding-external':  3_500,
  'forwarding-internal':     70,
  'pipeline':             1_000,
  'sensitive-scan':       1_000,
  'reports':             10_000,
};

// biome-ignore format: a table
const internationalCny: Prices = {
  'time-series':         { 3: 16_000, 7:  18_000, 14:  22_000, 30:  24_000, 180: 80_000, 360: 140_000 },
  'logs':                { 3: 20_000, 7:  24_000, 14:  30_000, 30:  40_000, 60:  50_000 },
  'traces':              { 3: 60_000, 7: 100_000, 14: 200_000, 30: 360_000, 60: 648_000 },
  'profiles':            { 3:  4_000, 7:   6_000, 14:  10_000 },
  'page-views':          { 3: 20_000, 7:  30_000, 14:  50_000, 30:  90_000, 60: 162_000 },
  'sessions':            25_000,
  'hosts':               40_000,
  'synthetic-tests':    100_000,
  'triggers':            20_000,
  'sms':                 20_000, // Our decision: see above.
  'forwarding-external':  7_000,
  'forwarding-internal':    140,
  'pipeline':             2_000,
  'sensitive-scan':       2_000,
  'reports':             20_000,
};

// biome-ignore format: a table
const internationalUsd: Prices = {
  'time-series':         { 3: 2_300, 7:  2_600, 14:  3_200, 30:  3_500, 180: 12_000, 360: 20_000 },
  'logs':                { 3: 3_000, 7:  4_000, 14:  5_000, 30:  6_000, 60:   8_000 },
  'traces':              { 3: 9_000, 7: 14_000, 14: 28_000, 30: 51_400, 60:  92_600 },
  'profiles':            { 3:   600, 7:    900, 14:  1_400 },
  'page-views':          { 3: 2_900, 7:  4_300, 14:  7_100, 30: 12_900, 60:  23_100 },
  'sessions':             3_500,
  'hosts':                6_000,
  'synthetic-tests':     14_300,
  'triggers':             3_000,
  'sms':                  2_800, // Our decision: see above.
  'forwarding-external':  1_000,
  'forwarding-internal':     20,
  'pipeline':               280,
  'sensitive-scan':         280,
  'reports':              2_800,
};

// biome-ignore format: a table
export const priceLists: readonly PriceList[] = [
  { currency: 'CNY', group: 'mainland',      versions: [{ from: '2024-01-01', prices: mainlandCny }] },
  { currency: 'CNY', group: 'international', versions: [{ from: '2024-01-01', prices: internationalCny }] },
  { currency: 'USD', group: 'international', versions: [{ from: '2024-01-01', prices: internationalUsd }] },
];

/** The currency that a marketplace's metering item is in. */
const marketCurrencies: Readonly<Record<Exclude<SettlementMethod, 'billing-center'>, Currency>> = { alicloud: 'CNY' };

/** What the payer of a workspace at this site pays in. */
export const currencyOf = (payer: Payer, site: Site): Currency =>
  payer.method === 'billing-center' ? sites[site].currency : marketCurrencies[payer.method];

/** The prices for a payer of a workspace at this site, on a day. */
export const pricesFor = (lists: readonly PriceList[], payer: Payer, site: Site, day: Day): Prices => {
  const currency = currencyOf(payer, site);
  const group = sites[site].region;
  const list = lists.find((one) => one.currency === currency && one.group === group);
  if (!list) throw new RangeError(`There is no price list in ${currency} for ${group} sites.`);
  return (list.versions.findLast(({ from }) => from <= day) ?? list.versions[0]).prices;
};

/** What one unit of the line costs. A price is there for every line that is taken: a test holds the lists to the items. */
export const priceOf = (prices: Prices, { item, retention }: Line): number => {
  const given = prices[item];
  const price = typeof given === 'number' ? given : given[retention ?? Number.NaN];
  if (price === undefined) throw new RangeError(`There is no price for ${item} kept for ${retention} days.`);
  return price;
};
