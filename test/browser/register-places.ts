/** The steps of the registration among all pages, each as somebody sees it who has come so far. */
import type { Page } from 'playwright-core';
import type { Bilingual, Language } from '../../shared/validation/language';
import type { Place } from './places';
import { registrant, someone } from './registrant';

const heading = { zh: '注册', en: 'Register' };
const spoken = (page: Page, t: (both: Bilingual) => string) =>
  registrant(page, t({ zh: 'zh', en: 'en' } satisfies Bilingual<Language>) as Language);
const place = (name: string, act: NonNullable<Place['act']>): Place => ({ name, address: '/register', heading, act });
const helpOf = (name: string, question: Bilingual) =>
  place(name, async (page, t) => {
    const registers = spoken(page, t);
    await registers.everything(someone());
    await page.getByRole('button', { name: t(question) }).click();
    await page.getByRole('dialog').getByRole('img').first().waitFor();
  });

export const registerPlaces: readonly Place[] = [
  { name: 'register', address: '/register', heading },
  place('register-company', async (page, t) => {
    const registers = spoken(page, t);
    await registers.basic(someone());
    await registers.press(registers.words.next);
    await registers.arrived('company');
  }),
  place('register-activation', async (page, t) => {
    const registers = spoken(page, t);
    await registers.everything(someone());
    await registers.field(registers.words.accountId).fill('ops@1234567890123456.onaliyun.com');
    await registers.field(registers.words.instanceId).fill('cmgj00053362');
    await registers.press(registers.words.activate);
    await page.getByText('1234567890123456').first().waitFor();
  }),
  helpOf('register-account-id', { zh: '账号 ID 在哪里找？', en: 'Where do I find the account ID?' }),
  helpOf('register-instance-id', { zh: '商品实例 ID 在哪里找？', en: 'Where do I find the product instance ID?' }),
  place('register-success', async (page, t) => {
    const registers = spoken(page, t);
    await registers.everything(someone());
    await page.getByRole('radio', { name: t({ zh: '费用中心账号', en: 'Billing Center account' }) }).check();
    await registers.press(registers.words.activate);
    await registers.arrived('success');
  }),
  {
    name: 'register-link-expired',
    address: '/register#notice=link-expired',
    heading,
  },
];
