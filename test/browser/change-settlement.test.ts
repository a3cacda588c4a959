/** Change settlement, as a dialog: in both directions, with every refusal at its place, and whatever happens meanwhile. */
import type { Page, Route } from 'playwright-core';
import { type RefusalCode, refusals } from '../../shared/domain/refusals';
import type { Bilingual, Language } from '../../shared/validation/language';
import { settlementMethods } from '../../shared/validation/settlement';
import { send } from '../fakes/system';
import { expectAccessible } from './accessible';
import { buy, type Customer, change, happen, newAccountId, newCustomer, ownAccount, settlementOf } from './customers';
import { signIn } from './go-to';
import { systemInBrowser } from './rig';
import { languages } from './variants';
import type { Visit } from './visit';

const ofWish = /\/api\/settlements\//;
const ofPut = /^\d+ PUT \/api\/settlements\//;

const words = {
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
const refuse = (route: Route, status: number, code: RefusalCode, headers: Record<string, string>) =>
  route.fulfill({
    status,
    headers,
    contentType: 'application/problem+json',
    json: { type: 'about:blank', title: code, status, detail: refusals[code].sentence.en, code, requestId: 'r-1' },
  });

/** The dialog as a person sees it. */
const dialogOf = (page: Page, language: Language = 'en') => {
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

const openDialog = async (visit: Visit, customer: Customer) => {
  const { page, variant } = visit;
  await signIn(visit, customer.token);
  await page.goto(customer.address);
  await page.getByRole('button', { name: words.title[variant.language] }).click();
  const shown = dialogOf(page, variant.language);
  await shown.dialog.waitFor();
  return shown;
};

const enter = async (shown: ReturnType<typeof dialogOf>, ids: { accountId: string; instanceId: string }) => {
  await shown.accountId.fill(ids.accountId);
  await shown.instanceId.fill(ids.instanceId);
};

/** What the last key or click has brought about is drawn. */
const drawn = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** The changes that the page asked for. */
const wishesOf = (page: Page): string[] => {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(request.postData() ?? '');
  });
  return sent;
};

describe('the dialog', () => {
  const { system, visit } = systemInBrowser();

  test.each(languages)('changes to AliCloud by new IDs, to a registered instance, and back, in %s', (language) =>
    visit({ language }, async (here) => {
      const customer = await newCustomer(system());
      const first = await buy(system());
      const second = await buy(system(), first.accountId);
      const shown = await openDialog(here, customer);
      await shown.method('alicloud').check();
      await enter(shown, first);
      await expectAccessible(here.page);
      await shown.confirm.click();
      await shown.gone();
      await shown.changedTo('alicloud');
      expect(await settlementOf(system(), customer)).toEqual(first);

      await here.page.getByRole('button', { name: words.title[language] }).click();
      await shown.registered(second.instanceId).check();
      await expectAccessible(here.page);
      await shown.confirm.click();
      await shown.gone();
      expect(await settlementOf(system(), customer)).toEqual(second);

      await here.page.getByRole('button', { name: words.title[language] }).click();
      await shown.method('billing-center').check();
      await shown.confirm.click();
      await shown.changedTo('billing-center');
      expect(await settlementOf(system(), customer)).toEqual(ownAccount);
    }),
  );

  test('says why what is so already cannot be confirmed', () =>
    visit({}, async (here) => {
      const shown = await openDialog(here, await newCustomer(system()));
      await shown.said('This is how it is settled now').waitFor();
      expect(await shown.confirm.isDisabled()).toBe(true);
      // Nothing was chosen yet: nothing will change.
      expect(await shown.said('What will change').count()).toBe(0);
      await shown.method('alicloud').check();
      await shown.said('What will change').waitFor();
      expect(await shown.confirm.isEnabled()).toBe(true);
      expect(await shown.said('This is how it is settled now').count()).toBe(0);
    }));

  test.each(languages)(
    'tells every refusal at its field, keeps what was entered, and goes on from there, in %s',
    (language) =>
      visit({ language }, async (here) => {
        const customer = await newCustomer(system());
        const stranger = await buy(system());
        await newCustomer(system(), stranger);
        const accountId = newAccountId();
        const [overdue, closed, good] = [
          await buy(system(), accountId),
          await buy(system(), accountId),
          await buy(system(), accountId),
        ];
        await happen(system(), overdue.instanceId, 'overdue');
        await happen(system(), closed.instanceId, 'close');
        const shown = await openDialog(here, customer);
        await shown.method('alicloud').check();

        // What the schema knows is told without asking anybody.
        const wishes = wishesOf(here.page);
        await enter(shown, { accountId: 'ops@1234567890123456.onaliyun.com', instanceId: '123' });
        await shown.confirm.click();
        await shown.said(/1234567890123456/).waitFor();
        expect(wishes).toEqual([]);

        here.expectFailure(ofPut);
        for (const [ids, code, field] of [
          [{ accountId, instanceId: '99999999' }, 'instance-not-found', shown.instanceId],
          [overdue, 'instance-overdue', shown.instanceId],
          [closed, 'instance-closed', shown.instanceId],
          [stranger, 'cloud-account-linked-elsewhere', shown.accountId],
        ] as const) {
          await enter(shown, ids);
          await shown.confirm.click();
          await shown.said(refusals[code].sentence[language]).waitFor();
          expect(await field.getAttribute('aria-invalid')).toBe('true');
          expect([await shown.accountId.inputValue(), await shown.instanceId.inputValue()]).toEqual([
            ids.accountId,
            ids.instanceId,
          ]);
          // It stays when the field is left.
          await field.press('Tab');
          await drawn(here.page);
          expect(await field.getAttribute('aria-invalid')).toBe('true');
          // The same can be asked for again: what it was refused for may be over.
          const asked = here.page.waitForResponse((response) => response.request().method() === 'PUT');
          await shown.confirm.click();
          await asked;
          await shown.said(refusals[code].sentence[language]).waitFor();
          await field.press('End');
          // It goes while it is corrected, not only when it is left.
          await field.press('Backspace');
          await shown.said(refusals[code].sentence[language]).waitFor({ state: 'hidden' });
        }
        await enter(shown, good);
        await shown.confirm.click();
        await shown.changedTo('alicloud');
        expect(await settlementOf(system(), customer)).toEqual(good);
      }),
  );

  test('sends what is clicked twice once', () =>
    visit({}, async (here) => {
      const customer = await newCustomer(system());
      const wishes = wishesOf(here.page);
      const shown = await openDialog(here, customer);
      await shown.method('alicloud').check();
      await enter(shown, await buy(system()));
      await shown.confirm.dblclick();
      await shown.confirm.evaluateAll((buttons) => {
        for (const button of buttons) (button as HTMLButtonElement).click();
      });
      await shown.gone();
      expect(wishes).toHaveLength(1);
    }));

  test.each([
    ['Escape', (shown: ReturnType<typeof dialogOf>) => shown.instanceId.press('Escape')],
    ['Cancel', (shown: ReturnType<typeof dialogOf>) => shown.cancel.click()],
  ])('sends nothing on %s, and gives the focus back', (_name, leave) =>
    visit({}, async (here) => {
      const customer = await newCustomer(system());
      const wishes = wishesOf(here.page);
      const shown = await openDialog(here, customer);
      await shown.method('alicloud').check();
      await enter(shown, await buy(system()));
      await leave(shown);
      await shown.gone();
      await here.page.waitForFunction((title) => document.activeElement?.textContent === title, words.title.en);
      expect(wishes).toEqual([]);
    }),
  );

  test('waits for an instance that is being opened, and changes by itself; or stops when it is cancelled', () =>
    visit({}, async (here) => {
      const customer = await newCustomer(system());
      const mine = await buy(system());
      let opened = false;
      await here.page.route(ofWish, (route) =>
        opened ? route.continue() : refuse(route, 409, 'instance-not-ready', { 'Retry-After': '1' }),
      );
      here.expectFailure(ofPut);
      const shown = await openDialog(here, customer);
      await shown.method('alicloud').check();
      await enter(shown, mine);
      await shown.confirm.click();
      await shown.said('still being opened').waitFor();
      await shown.cancel.click();
      await shown.gone();
      opened = true;
      expect(await here.page.waitForRequest(ofWish, { timeout: 2_000 }).catch(() => 'none was sent')).toBe(
        'none was sent',
      );
      opened = false;
      await here.page.getByRole('button', { name: words.title.en }).click();
      await shown.method('alicloud').check();
      await enter(shown, mine);
      await shown.confirm.click();
      await shown.said('still being opened').waitFor();
      opened = true;
      await shown.changedTo('alicloud');
      expect(await settlementOf(system(), customer)).toEqual(mine);
    }));
});

describe('meanwhile', () => {
  const { system, visit } = systemInBrowser();

  /** What the page reads of workspaces is held back, until it is let go. */
  const holdReads = async (page: Page) => {
    const held: Route[] = [];
    const reads = /\/api\/workspaces/;
    await page.route(reads, (route) => void held.push(route));
    return async () => {
      await page.unroute(reads);
      await Promise.all(held.map((route) => route.continue()));
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
