/** Whoever comes to the registration from the marketplace, with the two IDs and its proof. */
import { expectAccessible } from './accessible';
import { buy, newAccountId } from './customers';
import { registrant, someone } from './registrant';
import { watchRegistrations } from './registrations';
import { systemInBrowser } from './rig';

const { visit, system } = systemInBrowser();

const readOnly = { zh: '由云市场提供，不能修改', en: 'From the marketplace: read only' };

test('who comes from the marketplace finds both IDs filled in and locked', () =>
  visit({ language: 'zh' }, async ({ variant: { language }, page }) => {
    const { words, field, press, everything, arrived } = registrant(page, language);
    const sent = watchRegistrations(page);
    const { accountId, instanceId } = await buy(system());
    await page.goto(`/local/marketplace/instances/${instanceId}/sso`);
    await arrived('basic');
    await page.waitForURL((url) => url.hash === '');
    await page.reload();
    await everything(someone());
    for (const [label, value] of [
      [words.accountId, accountId],
      [words.instanceId, instanceId],
    ] as const) {
      expect(await field(label).inputValue()).toBe(value);
      expect(await field(label).isEditable()).toBe(false);
      // Nor does it look as if it were.
      expect(await field(label).evaluate((input) => getComputedStyle(input).borderTopStyle)).toBe('none');
    }
    expect(await page.getByText(readOnly[language]).count()).toBe(2);
    await expectAccessible(page);
    await press(words.activate);
    await arrived('success');
    expect(sent.map(({ body }) => body.settlement)).toEqual([
      { method: 'alicloud', accountId, instanceId, proof: expect.any(String) },
    ]);
  }));

test('who chose another method before they come from the marketplace is asked for no other', () =>
  visit({}, async ({ page }) => {
    const { words, field, press, everything, arrived } = registrant(page, 'en');
    const { accountId, instanceId } = await buy(system());
    await page.goto('/register');
    await everything(someone(), { accountId, instanceId });
    await page.getByRole('radio', { name: /Billing Center account/ }).check();
    await page.goto(`/local/marketplace/instances/${instanceId}/sso`);
    await arrived('basic');
    await field(words.password).fill('correct horse battery');
    await press(words.next);
    await press(words.next);
    await arrived('activation');
    expect(await page.getByRole('radio', { name: /AliCloud Market Activation/ }).isChecked()).toBe(true);
    // What is chosen from then on stands, over a reload too.
    await page.getByRole('radio', { name: /Billing Center account/ }).check();
    await page.reload();
    await arrived('basic');
    await field(words.password).fill('correct horse battery');
    await press(words.next);
    await press(words.next);
    await arrived('activation');
    expect(await page.getByRole('radio', { name: /Billing Center account/ }).isChecked()).toBe(true);
  }));

test('whoever wants other IDs than those of the marketplace drops its proof with them', () =>
  visit({}, async ({ page }) => {
    const { words, field, press, everything, arrived } = registrant(page, 'en');
    const sent = watchRegistrations(page);
    const buyer = newAccountId();
    const [first, second] = [await buy(system(), buyer), await buy(system(), buyer)];
    await page.goto(`/local/marketplace/instances/${first.instanceId}/sso`);
    await everything(someone());
    await press('Enter other IDs');
    expect(await field(words.accountId).inputValue()).toBe('');
    await field(words.accountId).fill(buyer);
    await field(words.instanceId).fill(second.instanceId);
    await press(words.activate);
    await arrived('success');
    expect(sent.map(({ body }) => body.settlement)).toEqual([
      { method: 'alicloud', accountId: buyer, instanceId: second.instanceId },
    ]);
  }));

test.each([
  ['zh', '免登链接已失效'],
  ['en', 'The link from the marketplace is no longer valid'],
] as const)('a link that was followed too late is explained: %s', (language, said) =>
  visit({ language }, async ({ page }) => {
    await page.goto('/register#notice=link-expired');
    await page.getByRole('alert').getByText(said).waitFor();
    await expectAccessible(page);
  }),
);
