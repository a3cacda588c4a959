/** A person who registers: what they enter in each step, and the buttons they press, in the page's language. */
import type { Page } from 'playwright-core';
import type { Language } from '../../shared/validation/language';

const spoken = {
  zh: {
    next: '下一步',
    back: '上一步',
    activate: '开通',
    enter: '进入费用中心',
    site: '站点',
    hangzhou: 'cn1 杭州',
    username: '用户名',
    password: '密码',
    email: '邮箱',
    phone: /^电话号码/,
    companyName: /^公司名称/,
    basic: '基本信息',
    company: '公司与协议',
    activation: '开通方式',
    success: '注册成功',
    agreement: '我已阅读并同意服务协议',
    name: '工作空间名称',
    accountId: '账号 ID',
    instanceId: '商品实例 ID',
    charge: /^我同意/,
  },
  en: {
    next: 'Next',
    back: 'Back',
    activate: 'Activate',
    enter: 'Go to the Billing Center',
    site: 'Site',
    hangzhou: 'cn1 Hangzhou',
    username: 'Username',
    password: 'Password',
    email: 'E-mail address',
    phone: /^Phone number/,
    companyName: /^Company name/,
    basic: 'Basic information',
    company: 'Company and agreements',
    activation: 'Activation method',
    success: 'Success',
    agreement: 'I have read and accept the service agreement',
    name: 'Workspace name',
    accountId: 'Account ID',
    instanceId: 'Product instance ID',
    charge: /^I agree/,
  },
} as const;

let registrants = 0;

/** All of it right; each registrant has a name that no other of this run has. */
export const someone = () => ({
  username: `acme-${++registrants}`,
  password: 'correct horse battery',
  email: 'ops@acme.example',
});
export type Someone = ReturnType<typeof someone>;

export const registrant = (page: Page, language: Language) => {
  const words = spoken[language];
  const field = (label: string | RegExp) => page.getByLabel(label, { exact: true });
  // The sign of a button that is at work is a part of its name as long as it is seen.
  const button = (name: string) => page.getByRole('button', { name: new RegExp(`^(loading )?${name}$`) });
  const press = (name: string) => button(name).click();
  const arrived = (step: 'basic' | 'company' | 'activation' | 'success') =>
    page.getByRole('heading', { level: 2, name: words[step] }).waitFor();
  const registers = {
    words,
    field,
    button,
    press,
    arrived,
    async basic({ username, password, email }: Someone) {
      await arrived('basic');
      await page.getByRole('combobox', { name: words.site }).click();
      await page.getByRole('option', { name: words.hangzhou }).click();
      await field(words.username).fill(username);
      await field(words.password).fill(password);
      await field(words.email).fill(email);
    },
    async company() {
      await arrived('company');
      await page.getByRole('checkbox', { name: words.agreement }).check();
    },
    /** The IDs are there already where none are given. */
    async activation(ids?: { readonly accountId: string; readonly instanceId: string }) {
      await arrived('activation');
      await field(words.name).fill('Acme production');
      if (ids) {
        await field(words.accountId).fill(ids.accountId);
        await field(words.instanceId).fill(ids.instanceId);
      }
      await page.getByRole('checkbox', { name: words.charge }).check();
    },
    /** As far as the last step, all of it filled in. */
    async everything(who: Someone, ids?: { readonly accountId: string; readonly instanceId: string }) {
      await registers.basic(who);
      await press(words.next);
      await registers.company();
      await press(words.next);
      await registers.activation(ids);
    },
  };
  return registers;
};
