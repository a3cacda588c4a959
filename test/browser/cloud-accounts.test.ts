/** Cloud accounts: each AliCloud account with its instances, how they stand, what they pay for and what can be done next. */
import { expectAccessible } from './accessible';
import { buy, change, happen, newCustomer, ownAccount } from './customers';
import { signIn } from './go-to';
import { systemInBrowser } from './rig';

const { system, visit } = systemInBrowser();

const words = {
  empty: { zh: '还没有云账号', en: 'There is no cloud account yet' },
  buy: { zh: '前往云市场开通', en: 'Activate at the marketplace' },
  open: { zh: '已开通', en: 'Open' },
  overdue: { zh: '已欠费', en: 'Overdue' },
  closed: { zh: '已关闭', en: 'Closed' },
  pay: { zh: '请在阿里云结清欠款', en: 'Please pay what is owed at AliCloud' },
  one: { zh: '1 个', en: '1 workspace' },
  none: { zh: '无', en: 'None' },
  switched: { zh: '查看被切换的工作空间', en: 'See the workspaces that it switched' },
};

test.each(['zh'] as const)('shows how to begin where there is none, in %s', (language) =>
  visit({ language, width: 360 }, async (here) => {
    await signIn(here, (await newCustomer(system())).token);
    await here.page.goto('/cloud-accounts');
    await here.page.getByText(words.empty[language]).waitFor();
    expect(await here.page.getByRole('link', { name: words.buy[language] }).getAttribute('target')).toBe('_blank');
    await expectAccessible(here.page);
  }),
);

test.each(['en'] as const)(
  'shows each instance with what it pays for, and follows what becomes of it, in %s',
  (language) =>
    visit({ language, width: 360 }, async (here) => {
      const { page } = here;
      const first = await buy(system());
      const second = await buy(system(), first.accountId);
      const customer = await newCustomer(system(), first);
      await change(system(), customer, second);
      await happen(system(), first.instanceId, 'overdue');
      await signIn(here, customer.token);
      await page.goto('/cloud-accounts');
      await page.getByText(first.accountId).waitFor();
      await page.getByText(words.overdue[language], { exact: true }).waitFor();
      await page.getByText(words.pay[language]).waitFor();
      // Nothing is bound to it any more.
      await page.getByText(words.none[language], { exact: true }).waitFor();
      await page.getByText(words.open[language], { exact: true }).waitFor();
      await expectAccessible(page);
      // Nothing is wider than the window.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);

      await page.getByRole('link', { name: words.one[language] }).click();
      await page.getByText(customer.workspace.name).first().waitFor();
      expect(new URL(page.url()).searchParams.get('instanceId')).toBe(second.instanceId);

      await happen(system(), second.instanceId, 'close');
      await page.goto('/cloud-accounts');
      await page.getByText(words.closed[language], { exact: true }).first().waitFor();
      await page.getByRole('link', { name: words.switched[language] }).click();
      await page.getByText(customer.workspace.name).first().waitFor();
      expect(new URL(page.url()).searchParams.get('closedBy')).toBe(second.instanceId);
    }),
);

test('says what failed, and loads it again when asked to', () =>
  visit({}, async (here) => {
    const { page } = here;
    const customer = await newCustomer(system(), await buy(system()));
    await signIn(here, customer.token);
    here.expectFailure(/^500 GET \/api\/cloud-accounts/);
    await page.route('**/api/cloud-accounts', (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        json: {
          type: 'about:blank',
          title: 'Internal error',
          status: 500,
          detail: 'Something broke.',
          code: 'internal-error',
          requestId: 'r-1',
        },
      }),
    );
    await page.goto('/cloud-accounts');
    await page.getByRole('alert').getByText('Something broke.').waitFor();
    await page.getByText('Request ID: r-1').waitFor();
    await page.unroute('**/api/cloud-accounts');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(words.open.en, { exact: true }).waitFor();
  }));

test('asks a few times where something else than the API answers, then says that the service is not available', () =>
  visit({}, async (here) => {
    const { page } = here;
    const customer = await newCustomer(system(), await buy(system()));
    await signIn(here, customer.token);
    here.expectFailure('429 GET /api/cloud-accounts');
    let asked = 0;
    await page.route('**/api/cloud-accounts', (route) => {
      asked++;
      return route.fulfill({ status: 429, json: { ErrorCode: 'ResourceExhausted', ErrorMessage: 'Too many.' } });
    });
    await page.clock.install();
    await page.goto('/cloud-accounts');
    const told = page.getByRole('alert').getByText('The service is not available at the moment');
    // Between two tries it waits for at most eight seconds.
    while (!(await told.isVisible())) await page.clock.fastForward(8_000);
    expect(asked).toBe(4);
    await page.unroute('**/api/cloud-accounts');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(words.open.en, { exact: true }).waitFor();
  }));

test('the account is shown as it was registered, and says that AliCloud’s is another', () =>
  visit({}, async (here) => {
    const customer = await newCustomer(system(), ownAccount);
    await signIn(here, customer.token);
    await here.page.goto('/account');
    await here.page.getByRole('main').getByText(customer.username, { exact: true }).waitFor();
    await here.page.getByText('independent of AliCloud').waitFor();
    await expectAccessible(here.page);
  }));
