/**
 * What a workspace's usage is counted in. Each item is one entry of the table: its name, the unit that a price is for,
 * how the hours of a day make the day's quantity, and for how many days its data may be kept where the price depends on
 * that. Prices are data of their own (`domain/fees/price-lists.ts`).
 *
 * Sources: items, units and retentions (product documentation, "Billing method"); maximum or sum (product documentation,
 * "Billing items").
 */
import type * as z from 'zod';
import { choice } from './choice';
import type { Bilingual } from './language';

export interface UsageItemFacts {
  readonly name: Bilingual;
  /** A price is for so many of these: 1,000 series, 1 GB. */
  readonly unit: { readonly size: number; readonly name: Bilingual };
  /** How the hours make the day: the greatest of them, or all together. */
  readonly aggregation: 'max' | 'sum';
  /** For how many days the data may be kept, shortest first; none: the price does not depend on it. */
  readonly retentions: readonly number[];
}

const MAX = 'max' as const;
const SUM = 'sum' as const;
const METRICS = [3, 7, 14, 30, 180, 360] as const;
const EVENTS = [3, 7, 14, 30, 60] as const;
const PROFILES = [3, 7, 14] as const;
const NONE = [] as const;

const unit = (size: number, zh: string, en: string) => ({ size, name: { zh, en } });

// biome-ignore format: a table
export const usageItems = {
  'time-series':         { name: { zh: '时间线',         en: 'Time series' },          unit: unit(1_000, '千条', 'thousand series'),            aggregation: MAX, retentions: METRICS },
  'logs':                { name: { zh: '日志',           en: 'Logs' },                 unit: unit(1_000_000, '百万条', 'million logs'),         aggregation: SUM, retentions: EVENTS },
  'traces':              { name: { zh: '应用性能 Trace', en: 'APM traces' },           unit: unit(1_000_000, '百万个', 'million traces'),       aggregation: SUM, retentions: EVENTS },
  'profiles':            { name: { zh: '应用性能 Profile', en: 'APM profiles' },       unit: unit(10_000, '万个', 'ten thousand profiles'),     aggregation: SUM, retentions: PROFILES },
  'page-views':          { name: { zh: '用户访问 PV',    en: 'RUM page views' },       unit: unit(10_000, '万次', 'ten thousand views'),        aggregation: SUM, retentions: EVENTS },
  'sessions':            { name: { zh: '会话重放',       en: 'Session replay' },       unit: unit(1_000, '千个', 'thousand sessions'),          aggregation: MAX, retentions: NONE },
  'hosts':               { name: { zh: '主机',           en: 'Hosts' },                unit: unit(1, '台', 'host'),                             aggregation: MAX, retentions: NONE },
  'synthetic-tests':     { name: { zh: '可用性监测',     en: 'Synthetic tests' },      unit: unit(10_000, '万次', 'ten thousand tests'),        aggregation: SUM, retentions: NONE },
  'triggers':            { name: { zh: '任务调用',       en: 'Triggers' },             unit: unit(10_000, '万次', 'ten thousand calls'),        aggregation: SUM, retentions: NONE },
  'sms':                 { name: { zh: '短信',           en: 'SMS' },                  unit: unit(10, '十次', 'ten messages'),                  aggregation: SUM, retentions: NONE },
  'forwarding-external': { name: { zh: '数据转发（外部存储）', en: 'Data forwarding, external storage' }, unit: unit(1, 'GB', 'GB'),          aggregation: MAX, retentions: NONE },
  'forwarding-internal': { name: { zh: '数据转发（内部存储）', en: 'Data forwarding, internal storage' }, unit: unit(1, 'GB', 'GB'),          aggregation: MAX, retentions: NONE },
  'pipeline':            { name: { zh: '中心 Pipeline',  en: 'Central pipeline' },     unit: unit(1, 'GB', 'GB'),                               aggregation: SUM, retentions: NONE },
  'sensitive-scan':      { name: { zh: '敏感数据扫描',   en: 'Sensitive data scan' },  unit: unit(1, 'GB', 'GB'),                               aggregation: SUM, retentions: NONE },
  'reports':             { name: { zh: '报告',           en: 'Reports' },              unit: unit(1, '份', 'report'),                           aggregation: SUM, retentions: NONE },
} as const satisfies Record<string, UsageItemFacts>;

export const usageItem = choice(usageItems);
export type UsageItem = z.output<typeof usageItem>;

/** An item's facts, as every item has them. */
export const factsOf = (item: UsageItem): UsageItemFacts => usageItems[item];

/** An item, and for how many days its data is kept: what a price is for, and what a row of a bill is about. */
export interface Line {
  readonly item: UsageItem;
  readonly retention?: number;
}

/** Every retention that a workspace can choose for any kind of data. (Product documentation, "Data storage strategies".) */
const known: readonly number[] = [3, 7, 14, 30, 60, 180, 360, 720];

/**
 * The line that usage belongs to; undefined: there is no such retention. Our decision: where the price depends on it and
 * the usage does not say, the shortest, which is the cheapest. Where the price does not depend on it and the usage says
 * one all the same, it is a line of its own at the same price: two values of an hour are never taken for one.
 */
export const lineOf = (item: UsageItem, retention?: number): Line | undefined => {
  const { retentions } = factsOf(item);
  const [shortest] = retentions;
  if (retention === undefined) return shortest === undefined ? { item } : { item, retention: shortest };
  return (shortest === undefined ? known : retentions).includes(retention) ? { item, retention } : undefined;
};

const order = Object.keys(usageItems);

/** The same text for the same line, and no other. */
export const lineKey = ({ item, retention }: Line): string => `${item}/${retention ?? ''}`;

/** In the table's order, and then by retention: the order of a bill's rows. */
export const compareLines = (one: Line, other: Line): number =>
  order.indexOf(one.item) - order.indexOf(other.item) || (one.retention ?? 0) - (other.retention ?? 0);
