/** The price lists: complete, as published, and the right one for each payer, site and day. */
import type { Payer } from '../../../../shared/domain/fees/bill';
import { currencyOf, type PriceList, priceLists, priceOf, pricesFor } from '../../../../shared/domain/fees/price-lists';
import { type Site, sites } from '../../../../shared/validation/site';
import { factsOf, type UsageItem, usageItems } from '../../../../shared/validation/usage-item';
import { bc, DAY, x } from './samples';

const siteNames = Object.keys(sites) as Site[];
const items = Object.keys(usageItems) as UsageItem[];

it('have a price for every line, and none for any other', () => {
  for (const { versions } of priceLists) {
    for (const { prices } of versions) {
      for (const item of items) {
        const price = prices[item];
        const retentions = typeof price === 'number' ? [] : Object.keys(price).map(Number);
        expect([item, retentions]).toEqual([item, factsOf(item).retentions]);
        for (const one of typeof price === 'number' ? [price] : Object.values(price)) {
          expect(Number.isSafeInteger(one) && one > 0).toBe(true);
        }
      }
    }
  }
});

it('are longer kept, dearer', () => {
  for (const { prices } of priceLists.flatMap(({ versions }) => versions)) {
    for (const price of Object.values(prices)) {
      const row = typeof price === 'number' ? [price] : Object.values(price);
      expect(row).toEqual(row.toSorted((one, other) => one - other));
    }
  }
});

it('have their versions in order, no two of a day', () => {
  for (const { versions } of priceLists) {
    const days = versions.map(({ from }) => from);
    expect(days).toEqual([...new Set(days)].toSorted());
  }
});

it.each(siteNames)('there is one for either payer of a workspace at %s', (site) => {
  for (const payer of [bc, x]) expect(Object.keys(pricesFor(priceLists, payer, site, DAY))).toEqual(items);
});

// biome-ignore format: a table
it.each<[Site, Payer, 'CNY' | 'USD']>([
  ['cn1', bc, 'CNY'], ['cn4', bc, 'CNY'], ['cn6', bc, 'USD'], ['us1', bc, 'USD'], ['id1', bc, 'USD'],
  ['cn1', x,  'CNY'], ['cn4', x,  'CNY'], ['cn6', x,  'CNY'], ['us1', x,  'CNY'], ['id1', x,  'CNY'],
])('at %s, %o pays in %s', (site, payer, currency) => {
  expect(currencyOf(payer, site)).toBe(currency);
});

// The product's documentation, "Billing method".
// biome-ignore format: a table
it.each<[UsageItem, number | undefined, number, number, number]>([
  //                               CNY mainland  CNY international  USD international
  ['time-series',         3,         6_000,        16_000,             2_300],
  ['time-series',         360,      70_000,       140_000,            20_000],
  ['logs',                3,        10_000,        20_000,             3_000],
  ['logs',                7,        12_000,        24_000,             4_000],
  ['logs',                60,       25_000,        50_000,             8_000],
  ['traces',              3,        20_000,        60_000,             9_000],
  ['traces',              60,      194_400,       648_000,            92_600],
  ['profiles',            14,        5_000,        10_000,             1_400],
  ['page-views',          3,         7_000,        20_000,             2_900],
  ['sessions',            undefined, 25_000,       25_000,             3_500],
  ['hosts',               undefined, 20_000,       40_000,             6_000],
  ['synthetic-tests',     undefined, 10_000,      100_000,            14_300],
  ['triggers',            undefined, 10_000,       20_000,             3_000],
  ['sms',                 undefined, 10_000,       20_000,             2_800],
  ['forwarding-external', undefined,  3_500,        7_000,             1_000],
  ['forwarding-internal', undefined,     70,          140,                20],
  ['pipeline',            undefined,  1_000,        2_000,               280],
  ['sensitive-scan',      undefined,  1_000,        2_000,               280],
  ['reports',             undefined, 10_000,       20_000,             2_800],
])('a unit of %s kept for %s days', (item, retention, mainland, international, usd) => {
  const line = { item, ...(retention === undefined ? {} : { retention }) };
  expect(priceOf(pricesFor(priceLists, bc, 'cn1', DAY), line)).toBe(mainland);
  expect(priceOf(pricesFor(priceLists, x, 'us1', DAY), line)).toBe(international);
  expect(priceOf(pricesFor(priceLists, bc, 'us1', DAY), line)).toBe(usd);
});

it('an item whose price does not depend on it costs the same however long it is kept', () => {
  const prices = pricesFor(priceLists, bc, 'cn1', DAY);
  expect(priceOf(prices, { item: 'sessions', retention: 14 })).toBe(priceOf(prices, { item: 'sessions' }));
});

describe('versions', () => {
  const prices = pricesFor(priceLists, bc, 'cn1', DAY);
  const at = (hosts: number) => ({ ...prices, hosts });
  const lists: readonly PriceList[] = [
    {
      currency: 'CNY',
      group: 'mainland',
      versions: [
        { from: '2026-02-01', prices: at(1) },
        { from: '2026-12-01', prices: at(2) },
        { from: '2027-01-01', prices: at(3) },
      ],
    },
  ];

  // biome-ignore format: a table
  it.each([
    ['2025-12-31', 1], ['2026-02-01', 1], ['2026-11-30', 1], ['2026-12-01', 2], ['2026-12-31', 2], ['2027-01-01', 3],
    ['2030-01-01', 3],
  ])('on %s the price is %d', (day, price) => {
    expect(priceOf(pricesFor(lists, bc, 'cn1', day), { item: 'hosts' })).toBe(price);
  });

  it('no list of the currency is a bug', () => {
    expect(() => pricesFor(lists, bc, 'us1', DAY)).toThrow(RangeError);
  });
});
