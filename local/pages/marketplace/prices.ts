/** Some prices of the product's public price list: mainland China, shortest retention. */
import type { Bilingual } from '../../../shared/validation/language';

interface Price {
  readonly item: Bilingual;
  readonly unit: Bilingual;
  /** CNY a day for one unit. */
  readonly price: string;
}

export const prices: readonly Price[] = [
  { item: { zh: '时间线', en: 'Time series' }, unit: { zh: '1,000 条', en: '1,000' }, price: '0.60' },
  { item: { zh: '日志', en: 'Logs' }, unit: { zh: '100 万条', en: '1 million' }, price: '1.00' },
  { item: { zh: '链路', en: 'Traces' }, unit: { zh: '100 万个', en: '1 million' }, price: '2.00' },
  { item: { zh: '用户访问 PV', en: 'Page views' }, unit: { zh: '1 万次', en: '10,000' }, price: '0.70' },
  { item: { zh: '任务调用', en: 'Triggers' }, unit: { zh: '1 万次', en: '10,000' }, price: '1.00' },
];
