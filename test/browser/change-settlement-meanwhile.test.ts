/** Change settlement while something else happens: another tab, a closure, a lost connection; and where policies are configured. */
import type { Page, Route } from 'playwright-core';
import { refusals } from '../../shared/domain/refusals';
import { send } from '../fakes/system';
import { expectAccessible } from './accessible';
import { dialogOf, enter, ofPut, ofWish, openDialog, wishesOf, words } from './change-dialog';
import { buy, change, happen, newCustomer, ownAccount, settlementOf } from './customers';
import { systemInBrowser } from './rig';

describe('meanwhile', () => {
  const { system, visit } = systemInBrowser();

  /** What the page reads of workspaces is held back, until it is let go. */
  const holdReads = async (page: Page) => {
    const held: Route[] = [];
    const reads = /\/api\/workspaces/;
    await page.route(reads, (route) => void held.push(route));
    return async () => {
      await page.unroute(reads);
      // The page may have called one off.
      await Promise.allSettled(held.map((route) => route.continue()));
    };
  };

  test('another tab changes the same workspace: what it is now is shown, and what was entered can be confirmed again', () =>
    visit({}, async (here) => {
      const customer = await newCustomer(system());
      const [mine, other] = [await buy(system()), await buy(system())];
      const shown = await openDialog(here, customer);
      await shown.method('alicloud').check();
      await enter(shown, mine);

      const letGo = await holdReads(here.page);
      const tab = await here.context.newPage();
      await tab.goto(`${customer.address}?change`);
      const inTab = dialogOf(tab);
      await inTab.method('alicloud').check();
      await enter(inTab, other);
      await inTab.confirm.click();
      await inTab.changedTo('alicloud');

      here.expectFailure(ofPut);
      await shown.confirm.click();
      const refused = await here.page.waitForResponse((response) => response.request().method() === 'PUT');
      expect(refused.status()).toBe(412);
      await letGo();
      await shown.said('was changed elsewhere meanwhile').waitFor();
      await shown.said(other.instanceId).waitFor();
      expect(await settlementOf(system(), customer)).toEqual(other);
      expect(await shown.instanceId.inputValue()).toBe(mine.instanceId);
      await shown.confirm.click();
      await shown.gone();
      expect(await settlementOf(system(), customer)).toEqual(mine);
    }));

  test('the instance that was picked is closed: it is said at once, and another can be picked', () =>
    visit({}, async (here) => {
      const first = await buy(system());
      const second = await buy(system(), first.accountId);
      const customer = await newCustomer(system(), first);
      await change(system(), customer, second);
      const shown = await openDialog(here, customer);
      await shown.registered(first.instanceId).check();
      await happen(system(), first.instanceId, 'close');
      here.expectFailure(ofPut);
      await shown.confirm.click();
      await shown.dialog
        .getByText(/instance (is|was) closed/)
        .first()
        .waitFor();
      await shown.dialog.getByText('Closed', { exact: true }).waitFor();
      await expectAccessible(here.page);
      await shown.method('billing-center').check();
      await shown.confirm.click();
      await shown.gone();
      expect(await settlementOf(system(), customer)).toEqual(ownAccount);
    }));

  test('the instance that pays is closed, which makes what was asked for: there is nothing left to change', () =>
    visit({}, async (here) => {
      const paying = await buy(system());
      const customer = await newCustomer(system(), paying);
      const shown = await openDialog(here, customer);
      await shown.method('billing-center').check();
      const letGo = await holdReads(here.page);
      await happen(system(), paying.instanceId, 'close');
      here.expectFailure(ofPut);
      await shown.confirm.click();
      await letGo();
      // It has become what was asked for.
      await shown.gone();
      expect(await settlementOf(system(), customer)).toEqual(ownAccount);
    }));

  test('the connection is lost: it is said, nothing is lost, and the wish arrives once it is back', () =>
    visit({}, async (here) => {
      const customer = await newCustomer(system());
      const mine = await buy(system());
      const shown = await openDialog(here, customer);
      await shown.method('alicloud').check();
      await enter(shown, mine);
      here.expectFailure(/^net::ERR_INTERNET_DISCONNECTED PUT/);
      await here.context.setOffline(true);
      await shown.confirm.click();
      await here.page.getByText('The connection is lost').waitFor();
      await shown.said('has not answered yet').waitFor();
      await here.context.setOffline(false);
      await shown.changedTo('alicloud');
      expect(await settlementOf(system(), customer)).toEqual(mine);
    }));

  test('the answer is lost, though the change was made: the same wish changes nothing twice', () =>
    visit({}, async (here) => {
      const customer = await newCustomer(system());
      const mine = await buy(system());
      const shown = await openDialog(here, customer);
      await shown.method('alicloud').check();
      await enter(shown, mine);
      here.expectFailure(/^net::ERR_\w+ PUT/, /^412 PUT/);
      let lost = false;
      await here.page.route(ofWish, async (route) => {
        if (lost) return route.continue();
        lost = true;
        await route.fetch();
        await route.abort('connectionreset');
      });
      await shown.confirm.click();
      await shown.gone();
      expect(await settlementOf(system(), customer)).toEqual(mine);
      const { workspaceId, site } = customer.workspace;
      const { body } = await send(system(), 'GET', `/api/workspaces/${site}/${workspaceId}/settlements`, {
        token: customer.token,
      });
      expect(body.settlements).toHaveLength(2);
    }));

  test('the session ends: the log-in says so, and leads back to the dialog', () =>
    visit({}, async (here) => {
      const customer = await newCustomer(system());
      const shown = await openDialog(here, customer);
      await shown.method('alicloud').check();
      await enter(shown, await buy(system()));
      await send(system(), 'DELETE', '/api/sessions', { token: customer.token });
      here.expectFailure(ofPut);
      await shown.confirm.click();
      await here.page.getByText('Your session has ended').waitFor();
      await here.page.getByLabel('Username', { exact: true }).fill(customer.username);
      await here.page.getByLabel('Password', { exact: true }).fill(customer.password);
      await here.page.getByRole('button', { name: 'Log in' }).click();
      await shown.dialog.waitFor();
      expect(new URL(here.page.url()).pathname).toBe(customer.address);
    }));
});

describe('where it is configured', () => {
  const proof = systemInBrowser({ environment: { SETTLEMENT_REQUIRE_PROOF: 'enforce' } });
  const provider = systemInBrowser({ environment: { SETTLEMENT_SITE_PROVIDER: 'enforce' } });

  test('the first settlement by an AliCloud account needs the marketplace’s proof', () =>
    proof.visit({}, async (here) => {
      const shown = await openDialog(here, await newCustomer(proof.system()));
      await shown.method('alicloud').check();
      await enter(shown, await buy(proof.system()));
      here.expectFailure(ofPut);
      await shown.confirm.click();
      await shown.said(refusals['proof-required'].sentence.en).waitFor();
      expect(await shown.accountId.getAttribute('aria-invalid')).toBe('true');
    }));

  test('whoever comes from the marketplace and has an account logs in, and changes the settlement with its proof', () =>
    proof.visit({}, async ({ page, expectFailure }) => {
      const customer = await newCustomer(proof.system());
      const mine = await buy(proof.system());
      expectFailure('401 GET /api/account');
      const wishes = wishesOf(page);
      await page.goto(`/local/marketplace/instances/${mine.instanceId}/sso`);
      await page.getByRole('heading', { name: 'Basic information' }).waitFor();
      await page.getByRole('link', { name: 'Log in' }).click();
      await page.waitForURL(/\/log-in\?next=\/register$/);
      await page.getByLabel('Username', { exact: true }).fill(customer.username);
      await page.getByLabel('Password', { exact: true }).fill(customer.password);
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByText('those of the marketplace are filled in for you').waitFor();
      await page.goto(customer.address);
      await page.getByRole('button', { name: words.title.en }).click();
      const shown = dialogOf(page);
      await shown.method('alicloud').check();
      expect(await shown.accountId.inputValue()).toBe(mine.accountId);
      await shown.confirm.click();
      await shown.changedTo('alicloud');
      expect(wishes.map((wish) => JSON.parse(wish))).toEqual([{ ...mine, proof: expect.any(String) }]);
      expect(await page.evaluate(() => sessionStorage.getItem('arrival'))).toBeNull();
    }));

  test('a policy that refuses is told in full', () =>
    provider.visit({ language: 'zh' }, async (here) => {
      const shown = await openDialog(here, await newCustomer(provider.system(), ownAccount, 'us1'));
      await shown.method('alicloud').check();
      await enter(shown, await buy(provider.system()));
      here.expectFailure(ofPut);
      await shown.confirm.click();
      await shown.said('俄勒冈站点不在阿里云上运行，不支持阿里云账号结算').waitFor();
    }));
});
