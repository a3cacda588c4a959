/** A registration that is not answered yet: an instance that is being opened, a lost answer. The same is sent again, once. */
import type { Route } from 'playwright-core';
import { expectAccessible } from './accessible';
import { buy } from './customers';
import { registrant, someone } from './registrant';
import { ADDRESS, refuse, watchRegistrations } from './registrations';
import { systemInBrowser } from './rig';

const { visit, system } = systemInBrowser();

/** Of nobody: nothing was sold to it. */
const accountId = '1234567890123456';

test('an instance that is not ready is waited for in sight, and the same is sent again by itself', () =>
  visit({}, async ({ page, expectFailure }) => {
    const { words, press, everything, arrived } = registrant(page, 'en');
    expectFailure('409 POST /api/registrations');
    const sent = watchRegistrations(page);
    const notReady = (route: Route) => refuse(route, 409, 'instance-not-ready', 'Wait.', { 'Retry-After': '1' });
    await page.route(`**${ADDRESS}`, notReady, { times: 2 });
    await page.goto('/register');
    await everything(someone(), await buy(system()));
    await press(words.activate);
    const waiting = page.getByRole('status').filter({ hasText: 'This product instance is still being opened.' });
    await waiting.waitFor();
    await arrived('success');
    expect(sent).toEqual([sent[0], sent[0], sent[0]]);
    expect(sent[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  }));

test('an instance that is still not ready after ten minutes is not waited for any longer', () =>
  visit({}, async ({ page, expectFailure }) => {
    const { words, button, press, everything } = registrant(page, 'en');
    expectFailure('409 POST /api/registrations');
    const sent = watchRegistrations(page);
    await page.route(`**${ADDRESS}`, (route) =>
      refuse(route, 409, 'instance-not-ready', 'Wait.', { 'Retry-After': '301' }),
    );
    await page.clock.install();
    await page.goto('/register');
    await everything(someone(), { accountId, instanceId: '33884913' });
    await press(words.activate);
    await page.getByText(/Next attempt in/).waitFor();
    const again = page.waitForRequest(`**${ADDRESS}`);
    await page.clock.fastForward(302_000);
    await again;
    await page.getByText(/Next attempt in/).waitFor();
    await page.clock.fastForward(302_000);
    await page.locator('[id$=instanceId_help]').getByText('Wait.', { exact: true }).waitFor();
    await button(words.activate).click({ trial: true });
    expect(sent.length).toBe(3);
  }));

test('the waiting can be ended; nothing more is sent then', () =>
  visit({}, async ({ page, expectFailure }) => {
    const { words, button, press, everything } = registrant(page, 'en');
    expectFailure('409 POST /api/registrations');
    const sent = watchRegistrations(page);
    await page.route(`**${ADDRESS}`, (route) =>
      refuse(route, 409, 'instance-not-ready', 'Wait.', { 'Retry-After': '3600' }),
    );
    await page.goto('/register');
    await everything(someone(), { accountId, instanceId: '33884913' });
    await press(words.activate);
    await page.getByText(/Next attempt in 3\d\d\d s\.|Next attempt in 1 hr/).waitFor();
    await expectAccessible(page);
    await press('Stop waiting');
    await button(words.activate).click({ trial: true });
    expect(sent.length).toBe(1);
  }));

test('an answer that was lost is asked for again, under the same key, and nothing is made twice', () =>
  visit({}, async ({ page, expectFailure }) => {
    const { words, press, everything, arrived } = registrant(page, 'en');
    expectFailure('net::ERR_FAILED POST /api/registrations');
    const sent = watchRegistrations(page);
    const loseAnswer = async (route: Route) => {
      await route.fetch();
      await route.abort();
    };
    await page.route(`**${ADDRESS}`, loseAnswer, { times: 1 });
    await page.goto('/register');
    await everything(someone(), await buy(system()));
    await press(words.activate);
    await arrived('success');
    expect(sent).toEqual([sent[0], sent[0]]);
  }));

test('an answer that was lost for good, and another password after a reload: the account may be there', () =>
  visit({}, async ({ page, expectFailure }) => {
    const { words, press, everything } = registrant(page, 'en');
    expectFailure('net::ERR_FAILED POST /api/registrations');
    expectFailure('422 POST /api/registrations');
    const sent = watchRegistrations(page);
    const who = someone();
    const ids = await buy(system());
    await page.route(`**${ADDRESS}`, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.goto('/register');
    await everything(who, ids);
    await press(words.activate);
    await page.getByText('The server has not answered yet').waitFor();
    await page.unroute(`**${ADDRESS}`);
    await page.reload();
    const before = sent.length;
    await everything({ ...who, password: 'another horse battery' }, ids);
    await press(words.activate);
    const alert = page.getByRole('alert').filter({ hasText: 'The account may just have been created' });
    await alert.waitFor();
    expect(sent.slice(before).map(({ key }) => key)).toEqual([sent[0]?.key]);
    await expectAccessible(page);
    await alert.getByRole('link', { name: 'Log in' }).click();
    await page.waitForURL(/\/log-in$/);
  }));
