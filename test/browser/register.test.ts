/** The registration, as a person does it: step by step, with whatever can go wrong said where it can be mended. */
import type { RefusalCode } from '../../shared/validation/refusal-code';
import { expectAccessible } from './accessible';
import { buy } from './customers';
import { activationFaults, basicFaults, companyFaults, type FieldFault } from './register-faults';
import { registrant, someone } from './registrant';
import { ADDRESS, refuse, watchRegistrations } from './registrations';
import { systemInBrowser } from './rig';
import { languages, type Variant } from './variants';

const { visit, system } = systemInBrowser();

/** Of nobody: nothing was sold to it. */
const accountId = '1234567890123456';

const stories: readonly Partial<Variant>[] = [
  { language: 'en', width: 1280, theme: 'light' },
  { language: 'zh', width: 360, theme: 'dark' },
];

test.each(stories)(
  'the whole of it, each step accessible, into the Billing Center: $language $width $theme',
  (variant) =>
    visit(variant, async ({ page, variant: { language } }) => {
      const { words, press, basic, company, activation, arrived } = registrant(page, language);
      const ids = await buy(system());
      const who = someone();
      await page.goto('/register');
      await basic(who);
      await expectAccessible(page);
      await page.keyboard.press('Enter');
      await company();
      await expectAccessible(page);
      await press(words.next);
      await activation(ids);
      await expectAccessible(page);
      await press(words.activate);
      await arrived('success');
      await expectAccessible(page);
      expect(await page.locator(':focus').innerText()).toBe(words.success);
      // Each of the four steps is ticked off, the last too.
      expect(await page.locator('.ant-steps-item-finish').count()).toBe(4);
      await page.getByText(`${who.username}`).first().waitFor();
      await press(words.enter);
      await page.waitForURL(/\/workspaces\/cn1\/wksp_[0-9a-f]{32}$/);
      expect(await page.evaluate(() => fetch('/api/account').then(({ status }) => status))).toBe(200);
      expect(await page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))).not.toMatch(/acme|battery/);
    }),
);

const unmet = {
  site: {
    zh: '请选择“站点”，可选值：杭州 (cn1), 宁夏 (cn2), 张家口 (cn3), 广州 (cn4), 香港 (cn6), 俄勒冈 (us1), 法兰克福 (eu1), 新加坡 (ap1), 南非 (za1), 雅加达 (id1)。',
    en: 'Please choose the site: Hangzhou (cn1), Ningxia (cn2), Zhangjiakou (cn3), Guangzhou (cn4), Hong Kong (cn6), Oregon (us1), Frankfurt (eu1), Singapore (ap1), South Africa (za1), Jakarta (id1).',
  },
  agreement: { zh: '请先阅读并同意“服务协议”。', en: 'Please read and accept the agreements to go on.' },
  charge: {
    zh: '请先同意由谁支付该工作空间的费用。',
    en: 'Please agree to who pays the fees of this workspace to go on.',
  },
};

test.each(languages)('every fault of a field stands at it, and no step is left with one: %s', (language) =>
  visit({ language }, async ({ page }) => {
    const { words, field, press, basic, company, activation, arrived } = registrant(page, language);
    const sent = watchRegistrations(page);
    const toldAt = (id: string, said: string) => page.locator(`#${id}_help`).getByText(said, { exact: true }).waitFor();
    const told = async (faults: readonly FieldFault[]) => {
      for (const { field: id, input, [language]: said } of faults) {
        await page.locator(`#${id}`).fill(input);
        await page.locator(`#${id}`).blur();
        await toldAt(id, said);
      }
    };
    await page.goto('/register');
    await arrived('basic');
    await press(words.next);
    await toldAt('site', unmet.site[language]);
    await told(basicFaults);
    await expectAccessible(page);
    await basic(someone());
    await field(words.phone).fill('+86 138 0013 8000');
    await press(words.next);

    await arrived('company');
    await press(words.next);
    await toldAt('agreementAccepted', unmet.agreement[language]);
    await told(companyFaults);
    await field(words.companyName).fill('Acme');
    await company();
    await press(words.next);

    await arrived('activation');
    await press(words.activate);
    await toldAt('activation_agreementAccepted', unmet.charge[language]);
    await told(activationFaults);
    await expectAccessible(page);
    // The digits of a RAM user's log-in name are taken with a click.
    await activation({ accountId: `ops@${accountId}.onaliyun.com`, instanceId: '33884913' });
    await page.getByRole('button', { name: accountId }).click();
    expect(await field(words.accountId).inputValue()).toBe(accountId);
    await page.getByRole('button', { name: accountId }).waitFor({ state: 'detached' });
    expect(sent).toEqual([]);
  }),
);

test('a field that is left by a click says its fault once the button is up: the click meets what it was meant for', () =>
  visit({ width: 360 }, async ({ page }) => {
    const { words, field, everything } = registrant(page, 'en');
    await page.goto('/register');
    await everything(someone(), { accountId, instanceId: '33884913' });
    const agreed = page.getByRole('checkbox', { name: words.charge });
    await agreed.uncheck();
    await field(words.instanceId).fill('222222222222222');
    await agreed.hover();
    await page.mouse.down();
    await page.waitForFunction(() => document.activeElement?.id !== 'settlement_instanceId');
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestAnimationFrame(resolve))));
    await page.mouse.up();
    await page.locator('#settlement_instanceId_help').getByText('This is the ID of an order').waitFor();
    expect(await agreed.isChecked()).toBe(true);
  }));

// biome-ignore format: a table
const refusals: readonly { status: number; code: RefusalCode; at: string }[] = [
  { status: 404, code: 'instance-not-found', at: 'settlement_instanceId' },
  { status: 409, code: 'instance-closed', at: 'settlement_instanceId' },
  { status: 409, code: 'instance-overdue', at: 'settlement_instanceId' },
  { status: 409, code: 'cloud-account-linked-elsewhere', at: 'settlement_accountId' },
  { status: 409, code: 'proof-required', at: 'settlement_accountId' },
  { status: 409, code: 'settlement-change-not-allowed', at: 'alert' },
  { status: 413, code: 'body-too-large', at: 'alert' },
  { status: 415, code: 'unsupported-media-type', at: 'alert' },
  { status: 429, code: 'too-many-attempts', at: 'alert' },
];

test('every refusal of the API is seen, at its field where it has one', () =>
  visit({}, async ({ page, expectFailure }) => {
    const { words, press, everything } = registrant(page, 'en');
    expectFailure(/^4\d\d POST \/api\/registrations$/);
    await page.goto('/register');
    await everything(someone(), { accountId, instanceId: '33884913' });
    for (const { status, code, at } of refusals) {
      const detail = `What to do about ${code}.`;
      const headers = status === 429 ? { 'Retry-After': '60' } : {};
      await page.route(`**${ADDRESS}`, (route) => refuse(route, status, code, detail, headers), { times: 1 });
      await press(words.activate);
      const place = at === 'alert' ? page.getByRole('alert') : page.locator(`#${at}_help`);
      await place.getByText(detail).first().waitFor();
      if (status === 429) await page.getByText(/You can try again in (1 min|\d\d sec)/).waitFor();
    }
    // What only the API knows of a field stays when the language is switched.
    await page.route(`**${ADDRESS}`, (route) => refuse(route, 409, 'instance-closed', 'Closed.'), { times: 1 });
    await press(words.activate);
    await page.locator('#settlement_instanceId_help').getByText('Closed.').waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { level: 2, name: '开通方式' }).waitFor();
    await page.locator('#settlement_instanceId_help').getByText('Closed.').waitFor();
  }));

test('a username that is taken leads back to the first step, with the rest kept', () =>
  visit({ language: 'zh' }, async ({ variant: { language }, page, expectFailure }) => {
    const { words, field, press, company, everything, arrived } = registrant(page, language);
    expectFailure('409 POST /api/registrations');
    const who = someone();
    await page.goto('/register');
    await everything(who, await buy(system()));
    await press(words.activate);
    await arrived('success');

    await page.goto('/register');
    await everything(who, await buy(system()));
    await field(words.name).fill('Another');
    await press(words.activate);
    const said = {
      zh: '该用户名已被使用，请换一个用户名；如果这是您的账号，请直接登录。',
      en: 'This username is taken: please choose another one, or log in if the account is yours.',
    };
    await page.locator('#username_help').getByText(said[language], { exact: true }).waitFor();
    expect(await page.locator(':focus').getAttribute('id')).toBe('username');
    await field(words.username).fill(someone().username);
    await press(words.next);
    await company();
    await press(words.next);
    expect(await field(words.name).inputValue()).toBe('Another');
    await press(words.activate);
    await arrived('success');
  }));

test('a double click on each button goes one step on, and sends one request', () =>
  visit({}, async ({ page }) => {
    const { words, button, basic, company, activation, arrived } = registrant(page, 'en');
    const sent = watchRegistrations(page);
    const pressTwice = (name: string) => button(name).dblclick();
    await page.goto('/register');
    await basic(someone());
    await pressTwice(words.next);
    await arrived('company');
    expect(await page.getByText('Please read and accept').count()).toBe(0);
    await page.goBack();
    await arrived('basic');
    await page.goForward();
    await company();
    await pressTwice(words.next);
    await arrived('activation');
    expect(await page.getByText('Please fill in').count()).toBe(0);
    await activation(await buy(system()));
    await pressTwice(words.activate);
    await arrived('success');
    expect(sent.length).toBe(1);
  }));

test('back and forward lead through the steps; a reload keeps all but the password', () =>
  visit({}, async ({ page }) => {
    const { words, field, press, basic, company, activation, arrived } = registrant(page, 'en');
    const who = someone();
    await page.goto('/register');
    await basic(who);
    await press(words.next);
    await company();
    await press(words.next);
    await activation({ accountId, instanceId: '33884913' });
    await page.goBack();
    await arrived('company');
    expect(await page.locator(':focus').innerText()).toBe(words.company);
    await press(words.back);
    await arrived('basic');
    expect(await field(words.username).inputValue()).toBe(who.username);
    await page.goForward();
    await page.goForward();
    await arrived('activation');
    expect(await field(words.accountId).inputValue()).toBe(accountId);

    await page.reload();
    await arrived('basic');
    await page.getByText('the password is never kept').waitFor();
    expect(await field(words.username).inputValue()).toBe(who.username);
    expect(await field(words.password).inputValue()).toBe('');
    await field(words.password).fill(who.password);
    await press(words.next);
    await arrived('company');
    expect(await page.getByRole('checkbox', { name: words.agreement }).isChecked()).toBe(true);
    await press(words.next);
    await arrived('activation');
    expect(await field(words.name).inputValue()).toBe('Acme production');
  }));

test('who is signed in is offered a further workspace instead', () =>
  visit({}, async ({ page }) => {
    const { words, press, everything, arrived } = registrant(page, 'en');
    const who = someone();
    await page.goto('/register');
    await everything(who, await buy(system()));
    await press(words.activate);
    await arrived('success');
    await press(words.enter);
    await page.waitForURL(/wksp_/);
    await page.goto('/register');
    await page.getByText(`You are signed in to the Billing Center as ${who.username}`).waitFor();
    await page.getByRole('link', { name: 'Add a workspace' }).click();
    await page.waitForURL(/\/workspaces\/new$/);
  }));

// biome-ignore format: a table
const helps = [
  { language: 'zh', question: '账号 ID 在哪里找？', drawing: /头像菜单/ },
  { language: 'zh', question: '商品实例 ID 在哪里找？', drawing: /已购买的服务/ },
  { language: 'en', question: 'Where do I find the account ID?', drawing: /picture at the top right/ },
  { language: 'en', question: 'Where do I find the product instance ID?', drawing: /Purchased Services/ },
] as const;

test.each(['zh'] as const)('where the IDs are found is drawn: %s', (language) =>
  visit({ language, width: 360, theme: 'dark' }, async ({ page }) => {
    const { everything } = registrant(page, language);
    await page.goto('/register');
    await everything(someone(), { accountId, instanceId: '33884913' });
    for (const { question, drawing } of helps.filter((help) => help.language === language)) {
      await page.getByRole('button', { name: question, exact: true }).click();
      await page.getByRole('dialog', { name: question }).getByRole('img', { name: drawing }).waitFor();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await page.locator(':focus').innerText()).toBe(question);
    }
  }),
);

test('with the keyboard alone', () =>
  visit({}, async ({ page }) => {
    const { arrived } = registrant(page, 'en');
    const { keyboard } = page;
    const who = someone();
    await page.goto('/register');
    await arrived('basic');
    await page.getByRole('combobox').focus();
    for (const key of ['ArrowDown', 'Enter', 'Tab']) await keyboard.press(key);
    await keyboard.type(who.username);
    await keyboard.press('Tab');
    await keyboard.type(who.password);
    // Past the button that shows it.
    for (const key of ['Tab', 'Tab']) await keyboard.press(key);
    await keyboard.type(who.email);
    await keyboard.press('Enter');
    await arrived('company');
    for (const key of ['Tab', 'Tab', 'Space', 'Enter']) await keyboard.press(key);
    await arrived('activation');
  }));
