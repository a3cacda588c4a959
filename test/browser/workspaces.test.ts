/** Workspace management: finding, paging, what an address keeps, five thousand of them, who paid over time, a further one. */
import type { Page } from 'playwright-core';
import { refusals } from '../../shared/domain/refusals';
import { settlement } from '../../shared/validation/settlement';
import { send } from '../fakes/system';
import { buy, happen, newCustomer } from './customers';
import { signIn } from './go-to';
import { addWorkspaces, givePast, newOwner, type Owner } from './many-workspaces';
import { systemInBrowser } from './rig';
import type { Visit } from './visit';

const { system, visit } = systemInBrowser();

const rowsOf = (page: Page) => page.locator('.ant-table-row');
const searchOf = (page: Page) => page.getByRole('searchbox', { name: 'Search by the start of the name' });
const queryOf = (page: Page): string => new URL(page.url()).search;
/** Waits until the list begins with this workspace. */
const begins = (page: Page, name: string) => rowsOf(page).first().getByRole('link', { name, exact: true }).waitFor();

const open = async (here: Visit, { token }: Owner, address: string): Promise<Page> => {
  await signIn(here, token);
  await here.page.goto(address);
  await here.page.getByRole('heading', { level: 1 }).waitFor();
  return here.page;
};

describe('the list', () => {
  let many: Owner;
  beforeAll(async () => {
    many = await newOwner(system(), 'many');
    await addWorkspaces(system(), many, 5_000, (nth) => (nth % 50 === 0 ? `Needle ${nth}` : `Workspace ${nth}`));
  });

  test('is gone through page by page, there and back, and keeps its place over a reload', () =>
    visit({}, async (here) => {
      const page = await open(here, many, '/workspaces?limit=20');
      await begins(page, 'First of many');
      expect(await rowsOf(page).count()).toBe(20);
      await page.getByRole('button', { name: 'Next' }).click();
      await begins(page, 'Workspace 20');
      await page.getByRole('button', { name: 'Next' }).click();
      await begins(page, 'Workspace 40');
      await page.reload();
      await begins(page, 'Workspace 40');
      await page.getByRole('status').filter({ hasText: 'Page 3, 20 workspaces' }).waitFor();
      await page.getByRole('button', { name: 'Previous' }).click();
      await begins(page, 'Workspace 20');
      await page.goBack();
      await begins(page, 'Workspace 40');
      await page.getByRole('button', { name: 'Previous' }).click();
      await begins(page, 'Workspace 20');
      await page.getByRole('button', { name: 'Previous' }).click();
      await begins(page, 'First of many');
      expect(await page.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);
    }));

  test('a page that a link names can be gone on from, and left for the first', () =>
    visit({}, async (here) => {
      const first = await send(system(), 'GET', '/api/workspaces?limit=20', { token: many.token });
      const page = await open(here, many, `/workspaces?limit=20&cursor=${first.body.nextCursor}`);
      await begins(page, 'Workspace 20');
      await page.getByRole('button', { name: 'First page' }).click();
      await begins(page, 'First of many');
      expect(queryOf(page)).toBe('?limit=20');
    }));

  test('a search keeps every letter, and is one step back', () =>
    visit({}, async (here) => {
      const page = await open(here, many, '/workspaces?site=cn1');
      await rowsOf(page).first().waitFor();
      const before = await page.evaluate(() => window.history.length);
      await searchOf(page).pressSequentially('needle 1');
      await begins(page, 'Needle 100');
      await searchOf(page).pressSequentially('00');
      await page.waitForURL(/q=needle\+100/);
      expect(await searchOf(page).inputValue()).toBe('needle 100');
      expect(await page.evaluate(() => window.history.length)).toBe(before + 1);
      expect(queryOf(page)).toBe('?q=needle+100&site=cn1');
      await page.goBack();
      await begins(page, 'First of many');
      expect(await searchOf(page).inputValue()).toBe('');
    }));

  test('looks through all five thousand for the few that fit, with few questions and few rows', () =>
    visit({}, async (here) => {
      const page = await open(here, many, '/workspaces?limit=200');
      await begins(page, 'First of many');
      expect(await rowsOf(page).count()).toBe(200);
      const asked: string[] = [];
      page.on('request', (request) => {
        if (new URL(request.url()).pathname === '/api/workspaces') asked.push(request.url());
      });
      await searchOf(page).fill('needle');
      await page
        .getByRole('status')
        .filter({ hasText: /^100 workspaces$/ })
        .waitFor();
      // Drawn bit by bit, after it is said.
      await rowsOf(page).nth(99).waitFor();
      expect(await rowsOf(page).count()).toBe(100);
      // 2,000 are looked at for each.
      expect(asked).toHaveLength(3);
      await searchOf(page).fill('nobody is called so');
      await page.getByText('No workspace fits').waitFor();
      expect(asked).toHaveLength(6);
      await page.getByRole('button', { name: 'Show all workspaces' }).click();
      await begins(page, 'First of many');
      expect(queryOf(page)).toBe('?limit=200');
    }));

  test('what a link in a mail looks for is said, and taken off', () =>
    visit({}, async (here) => {
      const page = await open(here, many, '/workspaces?closedBy=33884913&instanceId=33884913');
      await page.getByText('No workspace fits').waitFor();
      const tag = page.locator('.ant-tag').filter({ hasText: 'Switched when instance 33884913 closed' });
      await tag.getByRole('button', { name: 'Remove this filter' }).click();
      await page.waitForURL(/\?instanceId=33884913$/);
      // The address is new before its page is drawn.
      await tag.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Remove this filter' }).click();
      await begins(page, 'First of many');
    }));

  test('an address that means nothing is told so, with the way out', () =>
    visit({}, async (here) => {
      here.expectFailure('400 GET /api/workspaces');
      const page = await open(here, many, '/workspaces?site=nowhere');
      await page.getByRole('alert').filter({ hasText: 'site' }).waitFor();
      await page.getByRole('button', { name: 'Show all workspaces' }).click();
      await begins(page, 'First of many');
    }));

  test('a mistake of ours is told, and can be tried again', () =>
    visit({}, async (here) => {
      here.expectFailure('500 GET /api/workspaces');
      const problem = {
        type: 'about:blank',
        title: 'Internal error',
        status: 500,
        detail: 'Something went wrong on our side.',
        code: 'internal-error',
        requestId: '1-6b0c94d4',
      };
      await here.page.route('**/api/workspaces?*', (route) =>
        route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
      );
      const page = await open(here, many, '/workspaces');
      await page.getByText('Request ID: 1-6b0c94d4').waitFor();
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Try again' }).click();
      await begins(page, 'First of many');
    }));
});

describe('one workspace', () => {
  const DAY_MS = 86_400_000;
  const ownAccount = settlement.parse({ method: 'billing-center' });
  const alicloud = settlement.parse({ method: 'alicloud', accountId: '1234567890123456', instanceId: '33884913' });

  test.each([1, 2, 30, 200])('shows who paid, to scale and never too narrow to be seen: %d entries', (count) =>
    visit({ width: 360 }, async (here) => {
      const owner = await newOwner(system(), `past-${count}`);
      const begin = Date.now() - count * 10 * DAY_MS;
      const past = Array.from({ length: count }, (_, at) => ({
        settlement: at % 2 === 0 ? ownAccount : alicloud,
        // By turns nine days and one.
        fromMs: begin + (Math.floor(at / 2) * 20 + (at % 2) * 18) * DAY_MS,
      }));
      await givePast(system(), owner, past);
      const page = await open(here, owner, `/workspaces/${owner.first.site}/${owner.first.workspaceId}`);
      await page.getByRole('img', { name: count === 1 ? ': 1 period,' : `: ${count} periods,` }).waitFor();
      const widths = await page
        .locator('.band-span')
        .evaluateAll((spans) => spans.map((span) => span.getBoundingClientRect().width));
      expect(widths).toHaveLength(count);
      expect(Math.min(...widths)).toBeGreaterThanOrEqual(20);
      // Each of those that last long is as wide as the others; a short one is narrower.
      const long = widths.slice(0, -1).filter((_, at) => at % 2 === 0);
      expect(Math.max(...long) - Math.min(...long)).toBeLessThan(1);
      if (count > 2) expect(Math.min(...long)).toBeGreaterThan(widths[1] ?? 0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      const listed = await rowsOf(page)
        .filter({ hasText: /Workspace created|Settlement changed/ })
        .count();
      expect(listed).toBe(Math.min(count, 20));
    }),
  );

  test('says the zone of its times once, and tells apart what happened within one minute', () =>
    visit({}, async (here) => {
      const owner = await newOwner(system(), 'minute');
      const begin = Date.parse('2026-01-05T04:00:01Z');
      await givePast(system(), owner, [
        { settlement: ownAccount, fromMs: begin },
        { settlement: alicloud, fromMs: begin + 20_000 },
      ]);
      const page = await open(here, owner, `/workspaces/${owner.first.site}/${owner.first.workspaceId}`);
      await rowsOf(page).filter({ hasText: '12:00:01' }).filter({ hasText: '12:00:21' }).waitFor();
      expect(await page.getByText('Times: UTC+8 (Asia/Shanghai)').count()).toBe(1);
    }));

  test('the dialog of its settlement stands in the address: over a reload, and from the list', () =>
    visit({}, async (here) => {
      const owner = await newOwner(system(), 'dialog');
      const page = await open(here, owner, '/workspaces');
      await page.getByRole('link', { name: 'Change settlement: First of dialog' }).click();
      const dialog = page.getByRole('dialog', { name: 'Change settlement' });
      await dialog.waitFor();
      await page.reload();
      await dialog.waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'hidden' });
      expect(queryOf(page)).toBe('');
      await page.getByRole('button', { name: 'Change settlement' }).click();
      await dialog.waitFor();
      await page.goBack();
      await dialog.waitFor({ state: 'hidden' });
      await page.goBack();
      await page.getByRole('heading', { name: 'Workspace management' }).waitFor();
    }));
});

describe('a closure', () => {
  test('shows up by itself, says which workspaces, and is told until a person took note', () =>
    visit({}, async (here) => {
      const accountId = '4444333322221111';
      const bought = await send(system(), 'POST', '/local/marketplace/instances', { json: { accountId } });
      const { instanceId } = bought.body;
      const owner = await newOwner(system(), 'closing');
      const { site, workspaceId } = owner.first;
      await send(system(), 'PUT', `/api/settlements/${site}/${workspaceId}`, {
        token: owner.token,
        json: { method: 'alicloud', accountId, instanceId },
      });
      await here.page.clock.install();
      const page = await open(here, owner, '/workspaces');
      await rowsOf(page).filter({ hasText: instanceId }).waitFor();
      await send(system(), 'POST', `/local/marketplace/instances/${instanceId}/close`);
      await send(system(), 'POST', '/local/clock', { json: { advanceMs: 60_000 } });

      await page.clock.fastForward(31_000);
      const told = page.getByRole('status').filter({ hasText: `Product instance ${instanceId} was closed` });
      await told.filter({ hasText: '1 workspace was switched' }).waitFor();
      await rowsOf(page).filter({ hasText: 'Billing Center account settlement' }).waitFor();
      await told.getByRole('link', { name: 'See all workspaces that it switched' }).click();
      await page.waitForURL(new RegExp(`closedBy=${instanceId}$`));

      await told.getByRole('button', { name: 'Close' }).click();
      await told.waitFor({ state: 'hidden' });
      await page.reload();
      await rowsOf(page).first().waitFor();
      expect(await told.count()).toBe(0);
      await begins(page, 'First of closing');
      await rowsOf(page).first().getByRole('link', { name: 'First of closing', exact: true }).click();
      await page.getByText(`Product instance ${instanceId} closed, as the marketplace told us`).waitFor();
      await page.getByText('this workspace was switched to Billing Center account settlement').waitFor();
    }));

  test('is told behind however many that switched nothing', () =>
    visit({}, async (here) => {
      const used = await buy(system());
      const customer = await newCustomer(system(), used);
      const unused = [used, used, used].map(({ accountId }) => buy(system(), accountId));
      for (const { instanceId } of [used, ...(await Promise.all(unused))]) await happen(system(), instanceId, 'close');
      await signIn(here, customer.token);
      await here.page.goto('/workspaces');
      await here.page
        .getByRole('status')
        .filter({ hasText: `Product instance ${used.instanceId} was closed` })
        .waitFor();
    }));
});

describe('a further workspace', () => {
  test('is held to the schema, says a refusal at its field, and is made once however often it is clicked', () =>
    visit({}, async (here) => {
      const owner = await newOwner(system(), 'further');
      const page = await open(here, owner, '/workspaces/new');
      const create = page.getByRole('button', { name: 'Create' });
      await create.click();
      await page.getByText('Please fill in the workspace name').first().waitFor();
      await page.getByRole('combobox', { name: 'Site' }).click();
      await page.getByTitle('us1 Oregon').click();
      await page.getByRole('textbox', { name: 'Workspace name' }).fill('Second');
      await page.getByRole('textbox', { name: 'Account ID' }).fill('1234567890123456');
      await page.getByRole('textbox', { name: 'Product instance ID' }).fill('99999999');
      here.expectFailure('404 POST /api/registrations/workspaces');
      await create.click();
      const refused = page.getByText(refusals['instance-not-found'].sentence.en);
      await refused.waitFor();
      await page.locator('#instanceId:focus').fill('9999999');
      await refused.waitFor({ state: 'hidden' });
      await page.getByRole('radio', { name: 'Billing Center account settlement' }).check();
      await create.dblclick();
      await page.getByRole('heading', { name: 'Second' }).waitFor();
      const { body } = await send(system(), 'GET', '/api/workspaces', { token: owner.token });
      expect(body.workspaces.map(({ name, site }: { name: string; site: string }) => `${site} ${name}`)).toEqual([
        'cn1 First of further',
        'us1 Second',
      ]);
    }));

  test('loses nothing that was entered when the session ends, and keeps none of it once it is made', () =>
    visit({}, async (here) => {
      const customer = await newCustomer(system());
      await signIn(here, customer.token);
      const { page } = here;
      await page.goto('/workspaces/new');
      await page.getByRole('combobox', { name: 'Site' }).click();
      await page.getByTitle('us1 Oregon').click();
      const name = page.getByRole('textbox', { name: 'Workspace name' });
      await name.fill('Second');
      await page.getByRole('radio', { name: 'Billing Center account settlement' }).check();
      await send(system(), 'DELETE', '/api/sessions', { token: customer.token });
      here.expectFailure(/^401 /);
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByText('Your session has ended').waitFor();
      await page.getByLabel('Username', { exact: true }).fill(customer.username);
      await page.getByLabel('Password', { exact: true }).fill(customer.password);
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('heading', { name: 'New workspace' }).waitFor();
      expect(await name.inputValue()).toBe('Second');
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('heading', { name: 'Second' }).waitFor();
      await page.goto('/workspaces/new');
      await page.getByRole('heading', { name: 'New workspace' }).waitFor();
      expect(await name.inputValue()).toBe('');
    }));

  test('is paid by the instance that somebody comes with from the marketplace, whose proof is then used up', () =>
    visit({}, async (here) => {
      const customer = await newCustomer(system());
      const mine = await buy(system());
      await signIn(here, customer.token);
      const { page } = here;
      const sent: unknown[] = [];
      page.on('request', (request) => {
        if (request.method() === 'POST') sent.push(request.postDataJSON().settlement);
      });
      await page.goto(`/local/marketplace/instances/${mine.instanceId}/sso`);
      await page.getByRole('link', { name: 'Add a workspace' }).click();
      await page.getByRole('combobox', { name: 'Site' }).click();
      await page.getByTitle('us1 Oregon').click();
      await page.getByRole('textbox', { name: 'Workspace name' }).fill('Second');
      // What is chosen stands over a reload, though the IDs are those of the marketplace.
      await page.getByRole('radio', { name: 'Billing Center account settlement' }).check();
      await page.reload();
      await page.getByRole('radio', { name: 'AliCloud account settlement', checked: false }).check();
      expect(await page.getByRole('textbox', { name: 'Product instance ID' }).isEditable()).toBe(false);
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('heading', { name: 'Second' }).waitFor();
      expect(sent).toEqual([{ ...mine, proof: expect.any(String) }]);
      expect(await page.evaluate(() => sessionStorage.getItem('arrival'))).toBeNull();
    }));

  test('is made once, though it is pressed again before its page is loaded', () =>
    visit({}, async (here) => {
      const owner = await newOwner(system(), 'slow');
      const page = await open(here, owner, '/workspaces/new');
      await page.getByRole('combobox', { name: 'Site' }).click();
      await page.getByTitle('us1 Oregon').click();
      await page.getByRole('textbox', { name: 'Workspace name' }).fill('Second');
      await page.getByRole('radio', { name: 'Billing Center account settlement' }).check();
      let load = () => {};
      const loaded = new Promise<void>((resolve) => {
        load = resolve;
      });
      await page.route('**/assets/*.js', async (route) => {
        await loaded;
        await route.continue();
      });
      const awaited = page.waitForRequest('**/assets/*.js');
      const create = page.getByRole('button', { name: 'Create' });
      await create.click();
      await awaited;
      const drawn = () => page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      await drawn();
      await create.dispatchEvent('click');
      await drawn();
      load();
      await page.getByRole('heading', { name: 'Second' }).waitFor();
      const { body } = await send(system(), 'GET', '/api/workspaces', { token: owner.token });
      expect(body.workspaces).toHaveLength(2);
    }));
});
