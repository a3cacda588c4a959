/**
 * The whole story as a billing owner lives it, by mouse and keyboard alone: buys at the (simulated) marketplace, follows its
 * link, registers, adds a workspace at another site and has it paid too, closes the instance, and reads what became of it, in
 * the Billing Center and in the mail.
 */
import type { Locator, Page } from 'playwright-core';
import type { Bilingual } from '../../shared/validation/language';
import { systemInBrowser } from './rig';

const { visit } = systemInBrowser();

const both = (zh: string, en: string): Bilingual => ({ zh, en });

/** Each of them buys with an AliCloud account of their own, and is written to at an address of their own. */
const customers = [
  { language: 'zh', width: 1280, buyer: '1000000000000010' },
  { language: 'en', width: 360, buyer: '1000000000000021' },
] as const;

test.each(customers)('in $language, $width px wide', ({ language, width, buyer }) =>
  visit({ language, width }, async ({ page, context }) => {
    const t = (words: Bilingual) => words[language];
    const button = (within: Page | Locator, words: Bilingual) =>
      within.getByRole('button', { name: t(words), exact: true });
    const field = (within: Page | Locator, words: Bilingual) => within.getByRole('textbox', { name: t(words) });
    const choose = async (within: Page, words: Bilingual, option: Bilingual) => {
      await within.getByRole('combobox', { name: t(words) }).click();
      await within.getByTitle(t(option), { exact: true }).click();
    };
    const workspace = { first: `Acme ${buyer}`, second: `Acme Frankfurt ${buyer}` };
    const email = `ops@${buyer}.example`;

    // Buying.
    await page.goto('/local/simulator/marketplace');
    await button(page, both('立即开通', 'Activate')).click();
    const purchase = page.getByRole('dialog', { name: t(both('开通按量付费服务', 'Activate pay-as-you-go service')) });
    await button(purchase, both('切换账号', 'Another account')).click();
    const logIn = page.getByRole('dialog', {
      name: t(both('切换阿里云账号', 'Log in with another AliCloud account')),
    });
    await logIn.getByRole('combobox').fill(buyer);
    await button(logIn, both('切换', 'Log in')).click();
    await purchase.getByText(buyer).waitFor();
    await purchase.getByRole('checkbox').check();
    await button(purchase, both('开通', 'Activate')).click();
    await page.getByText(t(both('开通申请已提交', 'Activation request submitted'))).waitFor();
    await button(page, both('确认', 'Confirm')).click();
    await page.getByRole('heading', { name: t(both('已购买的服务', 'Purchased Services')) }).waitFor();
    const follow = page.getByRole('link', { name: t(both('免登', 'Activate immediately')) });
    const instanceId = /instances\/(\d+)\/sso/.exec((await follow.getAttribute('href')) ?? '')?.[1] ?? '';
    await page.getByText(instanceId, { exact: true }).first().waitFor();

    // Registering.
    const opened = context.waitForEvent('page');
    await follow.click();
    const center = await opened;
    await center.getByRole('heading', { name: t(both('注册', 'Register')), exact: true }).waitFor();
    await choose(center, both('站点', 'Site'), both('cn1 杭州', 'cn1 Hangzhou'));
    await field(center, both('用户名', 'Username')).fill(`acme-${buyer}`);
    await center.getByLabel(t(both('密码', 'Password')), { exact: true }).fill('correct horse battery');
    await field(center, both('邮箱', 'E-mail address')).fill(email);
    await button(center, both('下一步', 'Next')).click();
    await field(center, both('公司名称', 'Company name')).fill('Acme');
    await center.getByRole('checkbox').check();
    await button(center, both('下一步', 'Next')).click();
    expect(await field(center, both('账号 ID', 'Account ID')).inputValue()).toBe(buyer);
    expect(await field(center, both('商品实例 ID', 'Product instance ID')).inputValue()).toBe(instanceId);
    await field(center, both('工作空间名称', 'Workspace name')).fill(workspace.first);
    await center.getByRole('checkbox').check();
    await button(center, both('开通', 'Activate')).click();
    await button(center, both('进入费用中心', 'Go to the Billing Center')).click();
    await center.getByRole('heading', { name: workspace.first }).waitFor();
    await center
      .getByText(t(both('阿里云账号结算', 'AliCloud account settlement')))
      .first()
      .waitFor();

    // A further workspace, and a change of its settlement.
    await center.goto('/workspaces/new');
    await choose(center, both('站点', 'Site'), both('eu1 法兰克福', 'eu1 Frankfurt'));
    await field(center, both('工作空间名称', 'Workspace name')).fill(workspace.second);
    await center.getByRole('radio', { name: t(both('费用中心账号结算', 'Billing Center account settlement')) }).check();
    await button(center, both('创建', 'Create')).click();
    await center.getByRole('heading', { name: workspace.second }).waitFor();
    await center.getByRole('button', { name: t(both('更改结算方式', 'Change settlement')) }).click();
    const change = center.getByRole('dialog', { name: t(both('更改结算方式', 'Change settlement')) });
    await change.getByRole('radio', { name: t(both('阿里云账号结算', 'AliCloud account settlement')) }).check();
    await change.getByRole('radio', { name: new RegExp(instanceId) }).check();
    await button(change, both('确认', 'Confirm')).click();
    await change.waitFor({ state: 'hidden' });
    await center.goto(`/workspaces?instanceId=${instanceId}`);
    await center.getByRole('link', { name: workspace.first, exact: true }).waitFor();
    await center.getByRole('link', { name: workspace.second, exact: true }).waitFor();

    // Closing.
    await button(page, both('关闭', 'Close')).click();
    const closure = page.getByRole('dialog', { name: t(both('业务关闭', 'Service closure')) });
    await button(closure, both('确认', 'Confirm')).click();
    await page.getByText(t(both('已关闭', 'Closed')), { exact: true }).waitFor();

    // What became of it.
    await center.goto('/workspaces');
    const banner = center.getByRole('status').filter({ hasText: instanceId });
    await banner.getByRole('link', { name: workspace.second, exact: true }).waitFor();
    await banner.getByRole('link', { name: workspace.first, exact: true }).click();
    await center.getByRole('heading', { name: workspace.first }).waitFor();
    await center.getByRole('status').filter({ hasText: instanceId }).waitFor();
    await page.goto(`/local/simulator/mailbox?to=${encodeURIComponent(email)}`);
    await page.getByRole('link', { name: t(both('已关闭', 'closed')) }).click();
    await page.getByTitle(t(both('纯文本', 'Text')), { exact: true }).click();
    for (const name of Object.values(workspace)) await page.getByText(name).waitFor();
  }),
);
