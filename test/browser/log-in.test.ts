/** Logging in and out: who is led where, what is said of a wrong password or too many of them, and that a session that ends loses nobody's place. */
import type { Page } from 'playwright-core';
import { limits } from '../../shared/domain/limits';
import { refusals } from '../../shared/domain/refusals';
import type { Bilingual, Language } from '../../shared/validation/language';
import { send } from '../fakes/system';
import { type Customer, newCustomer } from './customers';
import { signIn } from './go-to';
import { systemInBrowser } from './rig';

const { system, visit } = systemInBrowser();

const words = {
  username: { zh: '用户名', en: 'Username' },
  password: { zh: '密码', en: 'Password' },
  logIn: { zh: '登录', en: 'Log in' },
  logOut: { zh: '退出登录', en: 'Log out' },
  workspaces: { zh: '工作空间管理', en: 'Workspace management' },
  cloudAccounts: { zh: '云账号', en: 'Cloud accounts' },
};

const formOf = (page: Page, language: Language = 'en') => {
  const t = (both: Bilingual) => both[language];
  const field = (label: Bilingual) => page.getByLabel(t(label), { exact: true });
  return {
    username: field(words.username),
    password: field(words.password),
    submit: page.getByRole('button', { name: t(words.logIn) }),
    async fill({ username, password }: Pick<Customer, 'username' | 'password'>) {
      await field(words.username).fill(username);
      await field(words.password).fill(password);
    },
  };
};

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test.each(['zh'] as const)(
  'leads on to where somebody wanted to be, with what stood in the address, in %s',
  (language) =>
    visit({ language }, async ({ page }) => {
      const customer = await newCustomer(system());
      await page.goto('/workspaces?q=Work&method=billing-center');
      const form = formOf(page, language);
      await form.fill(customer);
      await form.password.press('Enter');
      await heading(page, words.workspaces[language]).waitFor();
      const { pathname, search } = new URL(page.url());
      expect(`${pathname}${search}`).toBe('/workspaces?q=Work&method=billing-center');
      // Back leads before the log-in, not into it again.
      await page.goBack();
      expect(page.url()).not.toContain('log-in');
    }),
);

test('leads only to places of its own', () =>
  visit({}, async ({ page }) => {
    const customer = await newCustomer(system());
    await page.goto(`/log-in?next=${encodeURIComponent('//elsewhere.example/workspaces')}`);
    const form = formOf(page);
    await form.fill(customer);
    await form.submit.click();
    await heading(page, words.workspaces.en).waitFor();
  }));

test.each(['/', '/log-in', '/log-in?next=%2Fworkspaces'])('%s leads on whoever is signed in', (address) =>
  visit({}, async (here) => {
    await signIn(here, (await newCustomer(system())).token);
    await here.page.goto(address);
    await heading(here.page, words.workspaces.en).waitFor();
    expect(new URL(here.page.url()).pathname).toBe('/workspaces');
  }),
);

test('never draws the page empty between the form and where it leads', () =>
  visit({}, async ({ page }) => {
    const customer = await newCustomer(system());
    await page.goto('/log-in');
    const form = formOf(page);
    await form.fill(customer);
    // Every heading that is drawn from now on: an empty page, or the waiting one of the frame, would have none.
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const title = document.querySelector('h1')?.textContent ?? 'none';
        if (seen.at(-1) !== title) seen.push(title);
      }).observe(document.body, { childList: true, subtree: true });
    });
    await form.submit.click();
    await heading(page, words.workspaces.en).waitFor();
    expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([
      words.logIn.en,
      words.workspaces.en,
    ]);
  }));

test.each(['en'] as const)('says that the two do not fit, and waits at the password, in %s', (language) =>
  visit({ language }, async ({ page, expectFailure }) => {
    const customer = await newCustomer(system());
    await page.goto('/log-in');
    const form = formOf(page, language);
    await form.submit.click();
    expect(await form.username.getAttribute('aria-invalid')).toBe('true');
    await form.fill({ ...customer, password: 'not the password' });
    expectFailure('401 POST /api/sessions');
    await form.submit.click();
    await page.getByRole('alert').getByText(refusals['wrong-credentials'].sentence[language]).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'password');
    expect(await form.username.inputValue()).toBe(customer.username);
    await form.password.fill(customer.password);
    await form.password.press('Enter');
    await heading(page, words.workspaces[language]).waitFor();
  }),
);

test('says how long to wait after too many tries', () =>
  visit({}, async ({ page, expectFailure }) => {
    const { username } = await newCustomer(system());
    const wrong = { username, password: 'not the password' };
    for (let tries = 0; tries < limits.passwordsPerUsernameAndPlace; tries++) {
      await send(system(), 'POST', '/api/sessions', { json: wrong });
    }
    await page.goto('/log-in');
    const form = formOf(page);
    await form.fill(wrong);
    expectFailure('429 POST /api/sessions');
    await form.submit.click();
    await page.getByRole('alert').getByText(refusals['too-many-attempts'].sentence.en).waitFor();
    await page.getByText(/You can try again in \d+ (min|sec)/).waitFor();
  }));

test('an ended session leads to the log-in, says so, and leads back to the same place', () =>
  visit({}, async (here) => {
    const { page } = here;
    const customer = await newCustomer(system());
    await signIn(here, customer.token);
    await page.goto('/workspaces?q=Work');
    await page.getByText(customer.workspace.name).first().waitFor();
    // Whether it is noticed there or on the next page: whatever asks first.
    here.expectFailure(/^401 GET /);
    await send(system(), 'DELETE', '/api/sessions', { token: customer.token });
    await page.getByRole('link', { name: words.cloudAccounts.en }).click();
    await page.getByText('Your session has ended').waitFor();
    const form = formOf(page);
    await form.fill(customer);
    await form.submit.click();
    await heading(page, words.cloudAccounts.en).waitFor();
  }));

test('whoever logs in in another tab is whom each tab shows, and nothing that was entered before is theirs', () =>
  visit({}, async (here) => {
    const [former, latter] = [await newCustomer(system()), await newCustomer(system())];
    await signIn(here, former.token);
    const [list, form, other] = [here.page, await here.context.newPage(), await here.context.newPage()];
    await list.goto('/workspaces');
    await list.getByText(former.workspace.name).first().waitFor();
    await form.goto('/workspaces/new');
    const name = form.getByLabel('Workspace name');
    await name.fill('Entered by the former');

    await signIn(here, latter.token);
    await other.goto('/account');
    await list.getByRole('button', { name: latter.username }).waitFor();
    await list.getByText(latter.workspace.name).first().waitFor();
    expect(await list.getByText(former.workspace.name).count()).toBe(0);
    await form.getByRole('button', { name: latter.username }).waitFor();
    expect(await name.inputValue()).toBe('');

    await other.getByRole('main').getByRole('button', { name: words.logOut.en }).click();
    await heading(list, words.logIn.en).waitFor();
    await heading(form, words.logIn.en).waitFor();
  }));

test('logging out leaves nothing behind, not even behind the browser’s back button', () =>
  visit({}, async (here) => {
    const { page } = here;
    const customer = await newCustomer(system());
    await signIn(here, customer.token);
    await page.goto(customer.address);
    await heading(page, customer.workspace.name).waitFor();
    await page.getByRole('button', { name: customer.username }).click();
    await page.getByRole('menuitem', { name: words.logOut.en }).click();
    await heading(page, words.logIn.en).waitFor();
    expect((await send(system(), 'GET', '/api/account', { token: customer.token })).status).toBe(401);
    await page.goBack();
    await heading(page, words.logIn.en).waitFor();
    expect(await page.getByText(customer.workspace.name).count()).toBe(0);
  }));

test('the connection is lost while logging in: it is said, and the log-in goes on once it is back', () =>
  visit({}, async ({ page, context, expectFailure }) => {
    const customer = await newCustomer(system());
    await page.goto('/log-in');
    const form = formOf(page);
    await form.fill(customer);
    expectFailure(/^net::ERR_INTERNET_DISCONNECTED POST/);
    await context.setOffline(true);
    await form.submit.click();
    await page.getByText('The connection is lost').waitFor();
    await context.setOffline(false);
    await heading(page, words.workspaces.en).waitFor();
  }));
