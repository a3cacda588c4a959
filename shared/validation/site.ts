/**
 * The sites, each an installation of the product of its own. Names and providers: the product's public documentation.
 * Mainland sites bill in CNY, Hong Kong and overseas in USD.
 */
import type * as z from 'zod';
import { choice } from './choice';
import type { Bilingual } from './language';

export interface SiteFacts {
  readonly name: Bilingual;
  readonly region: 'mainland' | 'international';
  readonly currency: 'CNY' | 'USD';
  readonly provider: 'alibaba' | 'aws' | 'huawei' | 'tencent';
}

export const sites = {
  cn1: { name: { zh: '杭州', en: 'Hangzhou' }, region: 'mainland', currency: 'CNY', provider: 'alibaba' },
  cn2: { name: { zh: '宁夏', en: 'Ningxia' }, region: 'mainland', currency: 'CNY', provider: 'aws' },
  cn3: { name: { zh: '张家口', en: 'Zhangjiakou' }, region: 'mainland', currency: 'CNY', provider: 'alibaba' },
  cn4: { name: { zh: '广州', en: 'Guangzhou' }, region: 'mainland', currency: 'CNY', provider: 'huawei' },
  cn6: { name: { zh: '香港', en: 'Hong Kong' }, region: 'international', currency: 'USD', provider: 'alibaba' },
  us1: { name: { zh: '俄勒冈', en: 'Oregon' }, region: 'international', currency: 'USD', provider: 'aws' },
  eu1: { name: { zh: '法兰克福', en: 'Frankfurt' }, region: 'international', currency: 'USD', provider: 'aws' },
  ap1: { name: { zh: '新加坡', en: 'Singapore' }, region: 'international', currency: 'USD', provider: 'aws' },
  za1: { name: { zh: '南非', en: 'South Africa' }, region: 'international', currency: 'USD', provider: 'huawei' },
  id1: { name: { zh: '雅加达', en: 'Jakarta' }, region: 'international', currency: 'USD', provider: 'tencent' },
} as const satisfies Record<string, SiteFacts>;

export const site = choice(sites);
export type Site = z.output<typeof site>;
