/**
 * The simulator’s pages: what people do at the real cloud, done here. The whole story, from buying to the mail after closing,
 * is told in `story.test.ts`.
 */
import type { Page } from 'playwright-core';
import { send } from '../fakes/system';
import { systemInBrowser } from './rig';

const { system, visit } = systemInBrowser();

const post = async (path: string, json: object = {}) => (await send(system(), 'POST', path, { json })).body;
const sold = async (accountId: string) => {
  const { instances } = (await send(system(), 'GET', '/local/marketplace/instances')).body;
  return (instances as { accountId: string; status: string; notifications: object[] }[]).filter(
    (instance) => instance.accountId === accountId,
  );
};
const buyAs = async (accountId: string): Promise<string> =>
  (await post('/local/marketplace/instances', { accountId })).instanceId;

/** As the browser remembers who is logged in at AliCloud. */
const logInAs = (page: Page, accountId: string) =>
  page.addInitScript((id) => localStorage.setItem('simulator-alicloud-account', id), accountId);

test.each(['/local/', '/local/simulator'])('%s leads on to the marketplace, marked as simulated', (address) =>
  visit({}, async ({ page }) => {
    await page.goto(address);
    await page.getByRole('heading', { name: 'Observability platform' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/local/simulator/marketplace');
    await page.getByText('Simulated: nothing here is the real Alibaba Cloud.').waitFor();
  }),
);

test('an address that there is not is marked as simulated too', () =>
  visit({}, async ({ page }) => {
    await page.goto('/local/simulator/nowhere');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.getByText('Simulated: nothing here is the real Alibaba Cloud.').waitFor();
  }));

describe('the marketplace', () => {
  test('sells nothing without consent, and once for a double click', () =>
    visit({}, async ({ page }) => {
      const buyer = '10000000000001';
      await logInAs(page, buyer);
      await page.goto('/local/simulator/marketplace');
      await page.getByRole('button', { name: 'Activate' }).click();
      const purchase = page.getByRole('dialog', { name: 'Activate pay-as-you-go service' });
      await purchase.getByRole('button', { name: 'Activate' }).click();
      await purchase.getByText('Please agree to the service agreement first.').waitFor();
      await purchase.getByRole('checkbox').check();
      await purchase.getByRole('button', { name: 'Activate' }).dblclick();
      await purchase.getByText('Activation request submitted').waitFor();
      expect(await sold(buyer)).toMatchObject([{ status: 'OPENED' }]);
    }));

  test('the dialog stands in the address: reload keeps it, back leaves it', () =>
    visit({}, async ({ page }) => {
      await page.goto('/local/simulator/marketplace');
      await page.getByRole('button', { name: 'Activate' }).click();
      const purchase = page.getByRole('dialog', { name: 'Activate pay-as-you-go service' });
      await purchase.waitFor();
      await page.reload();
      await purchase.waitFor();
      await page.goBack();
      await purchase.waitFor({ state: 'hidden' });
    }));

  test('whoever logs in must have an account ID, and is remembered', () =>
    visit({}, async ({ page }) => {
      await page.goto('/local/simulator/purchased');
      await page.getByRole('button', { name: 'AliCloud account 1234567890123456' }).click();
      const logIn = page.getByRole('dialog', { name: 'Log in with another AliCloud account' });
      await logIn.getByRole('combobox').fill('200000000000000001');
      await logIn.getByRole('button', { name: 'Log in' }).click();
      await logIn.getByText(/main account/).waitFor();
      await logIn.getByRole('combobox').fill('20000000000001');
      await logIn.getByRole('button', { name: 'Log in' }).click();
      await page.getByText('Bought by AliCloud account 20000000000001.').waitFor();
      await page.reload();
      await page.getByText('Bought by AliCloud account 20000000000001.').waitFor();
      await page.getByText('This account has bought nothing yet.').waitFor();
    }));
});

describe('Purchased Services', () => {
  test('the link without a password leads to the registration with a proof', () =>
    visit({}, async ({ page, context }) => {
      const buyer = '30000000000001';
      await buyAs(buyer);
      await logInAs(page, buyer);
      await page.goto('/local/simulator/purchased');
      const [center] = await Promise.all([
        context.waitForEvent('page'),
        page.getByRole('link', { name: 'Activate immediately' }).click(),
      ]);
      await center.getByRole('heading', { name: 'Register' }).first().waitFor();
      expect(new URL(center.url()).pathname).toBe('/register');
    }));

  test('a bill goes overdue and is paid, each with its signed call', () =>
    visit({}, async ({ page }) => {
      const buyer = '30000000000002';
      await buyAs(buyer);
      await logInAs(page, buyer);
      await page.goto('/local/simulator/purchased');
      await page.getByRole('button', { name: 'Let its bill go overdue' }).click();
      await page.getByText('Overdue', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Pay', exact: true }).click();
      await page.getByText('Open', { exact: true }).waitFor();
      for (const action of ['createInstance', 'expiredInstance', 'renewInstance']) {
        await page.getByRole('row', { name: `${action} 1 Delivered` }).waitFor();
      }
    }));

  test('closing asks first, in a dialog that a reload keeps; what happens elsewhere is seen by itself', () =>
    visit({}, async ({ page }) => {
      const buyer = '30000000000003';
      await buyAs(buyer);
      await logInAs(page, buyer);
      await page.goto('/local/simulator/purchased');
      const closure = page.getByRole('dialog', { name: 'Service closure' });
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await closure.getByRole('button', { name: 'Cancel' }).click();
      await closure.waitFor({ state: 'hidden' });
      expect(await sold(buyer)).toMatchObject([{ status: 'OPENED' }]);
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await closure.waitFor();
      await page.reload();
      await closure.getByRole('button', { name: 'Confirm' }).click();
      await page.getByText('Closed', { exact: true }).waitFor();
      await closure.waitFor({ state: 'hidden' });
      await page.getByRole('row', { name: 'releaseInstance 1 Delivered' }).waitFor();
      expect(await page.getByRole('button', { name: 'Close', exact: true }).count()).toBe(0);

      const second = await buyAs(buyer);
      await page.getByText(second, { exact: true }).waitFor();
    }));
});

describe('the mailbox', () => {
  const address = 'owner@mailbox.example';

  test('shows a mail as it was received, HTML and text, whose link leads to the Billing Center', () =>
    visit({}, async ({ page, context }) => {
      const accountId = '40000000000001';
      const instanceId = await buyAs(accountId);
      await post('/api/registrations', {
        site: 'cn1',
        username: 'mailbox-owner',
        password: 'correct horse battery',
        email: address,
        workspace: { name: 'Kept by <b>mail</b>', language: 'en' },
        settlement: { method: 'alicloud', accountId, instanceId },
        agreementAccepted: true,
      });
      await page.goto(`/local/simulator/mailbox?to=${address}`);
      await page.getByText('There is no mail to such an address.').waitFor();
      await post(`/local/marketplace/instances/${instanceId}/close`);
      await post('/local/clock', { advanceMs: 120_000 });
      await page.getByRole('link', { name: instanceId }).click();

      const mail = page.frameLocator('iframe');
      await mail.getByText('Kept by <b>mail</b>').waitFor();
      // The styles that the mail brought are in force, which the page around it would not let through.
      expect(await mail.locator('body').boundingBox()).toMatchObject({ width: 640 + 2 * 24 });
      const [center] = await Promise.all([context.waitForEvent('page'), mail.getByRole('link').click()]);
      await center.waitForURL(/\/(workspaces|log-in)\?/);
      expect(decodeURIComponent(center.url())).toContain(`/workspaces?closedBy=${instanceId}`);

      await page.getByText('Text', { exact: true }).click();
      await page.locator('pre').getByText(`/workspaces?closedBy=${instanceId}`).waitFor();
      await page.reload();
      await page.locator('pre').waitFor();
    }));
});

test('a faulty line is told as it is, bears on the next call, and is mended', () =>
  visit({}, async ({ page }) => {
    const buyer = '50000000000001';
    await page.goto('/local/simulator/faults');
    await page.getByText('The line is in order.').waitFor();
    await page.getByLabel('Answers lost').fill('2');
    await page.getByRole('checkbox', { name: 'Out of order' }).check();
    await page.getByRole('checkbox', { name: 'Out of order' }).uncheck();
    await page.getByRole('button', { name: 'Set' }).click();
    const inForce = page.getByRole('status').filter({ hasText: 'In force now' });
    await inForce.getByText('2', { exact: true }).waitFor();
    await buyAs(buyer);
    expect(await sold(buyer)).toMatchObject([{ status: 'OPENING', notifications: [{ state: 'pending' }] }]);
    // One of the two is used up: the page tells what is left.
    await inForce.getByText('1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Mend the line' }).click();
    await page.getByText('The line is in order.').waitFor();
  }));

test('a timer is fired, and the function’s count goes up', () =>
  visit({}, async ({ page }) => {
    await page.goto('/local/simulator/functions');
    const card = page.locator('.ant-card', { has: page.getByRole('heading', { name: 'deliver-mail' }) });
    await card.getByText('CRON_TZ=Asia/Shanghai 30 * * * * *').waitFor();
    await card.getByRole('button', { name: 'Fire its timer' }).click();
    await card.getByText('Result').waitFor();
    await card
      .locator('.ant-statistic', { hasText: 'Invocations' })
      .getByText(/^[1-9]\d*$/)
      .waitFor();
    expect(await page.getByRole('button', { name: 'Fire its timer' }).count()).toBe(5);
  }));

test('the clock is moved on', () =>
  visit({}, async ({ page }) => {
    const now = async () => Date.parse((await send(system(), 'GET', '/local/clock')).body.now);
    await page.goto('/local/simulator/clock');
    const beforeMs = await now();
    await page.getByLabel('By how much').fill('3');
    await page.getByRole('button', { name: 'Move it on' }).click();
    await page.getByText('It was moved on').waitFor();
    expect(await now()).toBeGreaterThanOrEqual(beforeMs + 3 * 60_000);
  }));

test('says where the product is, and by which token operators look in', () =>
  visit({}, async ({ page }) => {
    await page.goto('/local/simulator/console');
    await page.getByText('development-operator-token').waitFor();
    await page.getByRole('link', { name: '/operations' }).click();
    await page.waitForURL('**/operations');
  }));

test('a browser that was started without a language is shown the time all the same', () =>
  visit({}, async ({ page }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'languages', { value: ['en-US@posix'] }));
    await page.goto('/local/simulator/functions');
    await page.getByRole('heading', { name: 'deliver-mail' }).waitFor();
  }));
