/** Change settlement, as a dialog: in both directions, with every refusal at its place, once however often it is clicked. */
import { refusals } from '../../shared/domain/refusals';
import { expectAccessible } from './accessible';
import { type dialogOf, drawn, enter, ofPut, ofWish, openDialog, refuse, wishesOf, words } from './change-dialog';
import { buy, happen, newAccountId, newCustomer, ownAccount, settlementOf } from './customers';
import { systemInBrowser } from './rig';
import { languages } from './variants';

describe('the dialog', () => {
  const { system, visit } = systemInBrowser();

  test.each(['en'] as const)('changes to AliCloud by new IDs, to a registered instance, and back, in %s', (language) =>
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
