/** The simulator’s pages among all pages. */
import type { Place } from './places';

const marketplace = { zh: '可观测平台（按量付费）', en: 'Observability platform, pay as you go' };
const purchased = { zh: '已购买的服务', en: 'Purchased Services' };

/** A mail is in its reader's language, not the page's. */
const changed = {
  zh: 'The settlement of a workspace was changed to AliCloud account settlement',
  en: 'The settlement of a workspace was changed to AliCloud account settlement',
};

export const simulatorPlaces: readonly Place[] = [
  {
    name: 'simulator-marketplace',
    address: '/local/simulator/marketplace',
    heading: marketplace,
  },
  {
    name: 'simulator-activate',
    address: '/local/simulator/marketplace',
    heading: marketplace,
    async act(page, t) {
      await page.getByRole('button', { name: t({ zh: '立即开通', en: 'Activate' }) }).click();
      const purchase = page.getByRole('dialog');
      await purchase.getByRole('button', { name: t({ zh: '开通', en: 'Activate' }) }).click();
      await purchase
        .getByText(t({ zh: '请先同意服务协议。', en: 'Please agree to the service agreement first.' }))
        .waitFor();
    },
  },
  {
    name: 'simulator-purchased',
    address: '/local/simulator/purchased',
    heading: purchased,
  },
  {
    name: 'simulator-closure',
    address: ({ openInstanceId }) => `/local/simulator/purchased?close=${openInstanceId}`,
    heading: purchased,
    act: (page) => page.getByRole('dialog').waitFor(),
  },
  {
    name: 'simulator-mailbox',
    address: '/local/simulator/mailbox',
    heading: { zh: '收件箱', en: 'Mailbox' },
    act: (page) => page.getByRole('link', { name: /\d{8}/ }).first().waitFor(),
  },
  {
    name: 'simulator-mailbox-none',
    address: '/local/simulator/mailbox?to=nobody@nowhere.example',
    heading: { zh: '收件箱', en: 'Mailbox' },
  },
  {
    name: 'simulator-mail',
    address: '/local/simulator/mailbox/1',
    heading: changed,
    act: (page) => page.frameLocator('iframe').locator('p').first().waitFor(),
  },
  {
    name: 'simulator-mail-text',
    address: '/local/simulator/mailbox/1?as=text',
    heading: changed,
  },
  {
    name: 'simulator-usage',
    address: '/local/simulator/usage',
    heading: { zh: '用量与云市场账单', en: 'Usage and its bill' },
    act: (page) => page.getByRole('table').first().waitFor(),
  },
  {
    name: 'simulator-faults',
    address: '/local/simulator/faults',
    heading: { zh: '通知线路故障', en: 'Faulty line' },
  },
  {
    name: 'simulator-functions',
    address: '/local/simulator/functions',
    heading: { zh: '函数', en: 'Functions' },
    act: (page) => page.getByRole('heading', { name: 'deliver-mail' }).waitFor(),
  },
  {
    name: 'simulator-clock',
    address: '/local/simulator/clock',
    heading: { zh: '时钟', en: 'Clock' },
  },
  {
    name: 'simulator-console',
    address: '/local/simulator/console',
    heading: { zh: '费用中心与 API', en: 'Billing Center and API' },
  },
];
