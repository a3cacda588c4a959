/** The frame of every page: its menu, language and appearance, and that all of it can be reached and used by keyboard alone. */
import type { Page } from 'playwright-core';
import { expectAccessible } from './accessible';
import { buy, newCustomer, settlementOf } from './customers';
import { signIn } from './go-to';
import { systemInBrowser } from './rig';

const { system, visit } = systemInBrowser();

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
  });

/** Tab, until what is called so has the focus. */
const tabTo = async (page: Page, name: string | RegExp): Promise<void> => {
  const passed: string[] = [];
  for (let steps = 0; steps < 40; steps++) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (typeof name === 'string' ? at === name : name.test(at)) return;
    passed.push(at);
  }
  throw new Error(`Tab does not lead to ${name}, but to: ${passed.join(' · ')}`);
};

test('the language is the browser’s, can be switched, and is remembered', () =>
  visit({ language: 'zh' }, async (here) => {
    const { page } = here;
    await page.goto('/log-in');
    await page.getByRole('heading', { name: '登录' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(await page.title()).toBe('Log in · Billing Center');
    await page.reload();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    // Another tab follows while it is open.
    const tab = await here.context.newPage();
    await tab.goto('/log-in');
    await page.getByRole('button', { name: '中文' }).click();
    await tab.getByRole('heading', { name: '登录' }).waitFor();
  }));

test('the appearance is the system’s, can be chosen, and is remembered', () =>
  visit({ theme: 'dark' }, async ({ page }) => {
    const dark = () => page.waitForFunction(() => document.documentElement.style.colorScheme === 'dark');
    const light = () => page.waitForFunction(() => document.documentElement.style.colorScheme === 'light');
    await page.goto('/log-in');
    await dark();
    await page.getByRole('button', { name: 'Appearance' }).click();
    await page.getByRole('menuitem', { name: 'Light' }).click();
    await light();
    await page.reload();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await light();
    await page.getByRole('button', { name: 'Appearance' }).click();
    await page.getByRole('menuitem', { name: 'As the system' }).click();
    await dark();
    await page.emulateMedia({ colorScheme: 'light' });
    await light();
  }));

test.each(['/log-in', '/account'])('a lost connection is told, and taken back once there is one, at %s', (address) =>
  visit({}, async (here) => {
    const { page } = here;
    if (address !== '/log-in') await signIn(here, (await newCustomer(system())).token);
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const told = page.getByText('The connection is lost');
    await here.context.setOffline(true);
    await told.waitFor();
    await here.context.setOffline(false);
    await told.waitFor({ state: 'hidden' });
  }),
);

test('an answer that was on its way when the connection was lost does not take that back', () =>
  visit({}, async (here) => {
    const { page } = here;
    here.expectFailure('401 POST /api/sessions');
    await page.goto('/log-in');
    await page.getByRole('heading', { level: 1 }).waitFor();
    let answer = () => {};
    await page.route('/api/sessions', async (route) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      await route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        json: { title: 'No', status: 401, detail: 'No.', code: 'wrong-credentials', requestId: 'r-1' },
      });
    });
    const asked = page.waitForRequest('**/api/sessions');
    await page.getByLabel('Username', { exact: true }).fill('acme');
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Log in' }).click();
    await asked;
    const told = page.getByText('The connection is lost');
    await here.context.setOffline(true);
    await told.waitFor();
    const answered = page.waitForResponse('**/api/sessions');
    answer();
    await answered;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await told.isVisible()).toBe(true);
    await here.context.setOffline(false);
    await told.waitFor({ state: 'hidden' });
  }));

test('in a narrow window the menu is behind a button, leads on and closes', () =>
  visit({ width: 360 }, async (here) => {
    const { page } = here;
    await signIn(here, (await newCustomer(system())).token);
    await page.goto('/account');
    await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
    await page.getByRole('button', { name: 'Menu' }).click();
    const drawer = page.getByRole('dialog', { name: 'Menu' });
    await drawer.waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('Menu');
    await page.keyboard.press('Enter');
    await drawer.getByRole('link', { name: 'Cloud accounts' }).click();
    await page.getByRole('heading', { level: 1, name: 'Cloud accounts' }).waitFor();
    await drawer.waitFor({ state: 'hidden' });
  }));

test('the first stop of the keyboard skips to the content', () =>
  visit({}, async (here) => {
    const { page } = here;
    await signIn(here, (await newCustomer(system())).token);
    await page.goto('/cloud-accounts');
    await page.getByRole('heading', { level: 1, name: 'Cloud accounts' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Activate at the marketplace');
  }));

test('from the log-in to a confirmed change by keyboard alone', () =>
  visit({}, async ({ page }) => {
    const customer = await newCustomer(system());
    const mine = await buy(system());
    await page.goto(customer.address);
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await tabTo(page, '');
    await page.getByLabel('Username', { exact: true }).evaluate((input) => input === document.activeElement);
    await page.keyboard.type(customer.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(customer.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: customer.workspace.name }).waitFor();
    await tabTo(page, 'Change settlement');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Change settlement' });
    await dialog.waitFor();
    const method = dialog.getByRole('radio', { name: 'Billing Center account settlement' });
    while (!(await method.evaluate((radio) => radio === document.activeElement))) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    const accountId = dialog.getByRole('textbox', { name: 'Account ID' });
    await accountId.waitFor();
    while (!(await accountId.evaluate((input) => input === document.activeElement))) await page.keyboard.press('Tab');
    await page.keyboard.type(mine.accountId);
    const instanceId = dialog.getByRole('textbox', { name: 'Product instance ID' });
    while (!(await instanceId.evaluate((input) => input === document.activeElement))) await page.keyboard.press('Tab');
    await page.keyboard.type(mine.instanceId);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await settlementOf(system(), customer)).toEqual(mine);
    await page.waitForFunction(() => document.activeElement?.textContent === 'Change settlement');
  }));
