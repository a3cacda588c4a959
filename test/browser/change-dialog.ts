/** The dialog that changes a settlement, as a person sees and fills it in, and what its page asks of the API meanwhile. */
import type { Page, Route } from 'playwright-core';
import { type RefusalCode, refusals } from '../../shared/domain/refusals';
import type { Bilingual, Language } from '../../shared/validation/language';
import { settlementMethods } from '../../shared/validation/settlement';
import type { Customer } from './customers';
import { signIn } from './go-to';
import type { Visit } from './visit';

export const ofWish = /\/api\/settlements\//;
export const ofPut = /^\d+ PUT \/api\/settlements\//;

export const words = {
  title: { zh: '更改结算方式', en: 'Change settlement' },
  accountId: { zh: '账号 ID', en: 'Account ID' },
  instanceId: { zh: '商品实例 ID', en: 'Product instance ID' },
  newIds: { zh: '填写新的账号 ID 和商品实例 ID', en: 'A new account ID and product instance ID' },
  confirm: { zh: '确认', en: 'Confirm' },
  cancel: { zh: '取消', en: 'Cancel' },
  closed: { zh: '已关闭', en: 'Closed' },
  changed: { zh: '结算方式已更改为', en: 'The settlement was changed to' },
};

/** A refusal that takes its time to come about by itself. */
export const refuse = (route: Route, status: number, code: RefusalCode, headers: Record<string, string>) =>
  route.fulfill({
    status,
    headers,
    contentType: 'application/problem+json',
    json: { type: 'about:blank', title: code, status, detail: refusals[code].sentence.en, code, requestId: 'r-1' },
  });

/** The dialog as a person sees it. */
export const dialogOf = (page: Page, language: Language = 'en') => {
  const t = (both: Bilingual) => both[language];
  const dialog = page.getByRole('dialog', { name: t(words.title) });
  const field = (label: Bilingual) => dialog.getByRole('textbox', { name: t(label) });
  return {
    dialog,
    method: (method: keyof typeof settlementMethods) =>
      dialog.getByRole('radio', { name: t(settlementMethods[method].name) }),
    registered: (instanceId: string) => dialog.getByRole('radio', { name: instanceId }),
    newIds: dialog.getByRole('radio', { name: t(words.newIds) }),
    accountId: field(words.accountId),
    instanceId: field(words.instanceId),
    confirm: dialog.getByRole('button', { name: t(words.confirm) }),
    cancel: dialog.getByRole('button', { name: t(words.cancel) }),
    /** What is said of a field, or of the whole. */
    said: (text: string | RegExp) => dialog.getByText(text).first(),
    gone: () => dialog.waitFor({ state: 'hidden' }),
    changedTo: (method: keyof typeof settlementMethods) =>
      page
        .getByText(`${t(words.changed)}${language === 'en' ? ' ' : ''}${t(settlementMethods[method].name)}`)
        .waitFor(),
  };
};

export const openDialog = async (visit: Visit, customer: Customer) => {
  const { page, variant } = visit;
  await signIn(visit, customer.token);
  await page.goto(customer.address);
  await page.getByRole('button', { name: words.title[variant.language] }).click();
  const shown = dialogOf(page, variant.language);
  await shown.dialog.waitFor();
  return shown;
};

export const enter = async (shown: ReturnType<typeof dialogOf>, ids: { accountId: string; instanceId: string }) => {
  await shown.accountId.fill(ids.accountId);
  await shown.instanceId.fill(ids.instanceId);
};

/** What the last key or click has brought about is drawn. */
export const drawn = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** The changes that the page asked for. */
export const wishesOf = (page: Page): string[] => {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(request.postData() ?? '');
  });
  return sent;
};
