/**
 * Bills as a person comes to them: usage is told, a night goes by, and the bill is there, with its chart, its rows and its hours,
 * in a file too; and the balance that it was taken from.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { Bilingual } from '../../shared/validation/language';
import { send } from '../fakes/system';
import { expectAccessible } from './accessible';
import { buy, type Customer, newCustomer } from './customers';
import { signIn } from './go-to';
import { systemInBrowser } from './rig';

const { system, visit } = systemInBrowser({ beginsAt: '23:50' });

const both = (zh: string, en: string): Bilingual => ({ zh, en });

/** One is settled by the account itself, one by AliCloud; the night is the same for both. */
let own: Customer;
let bought: Customer & { readonly instanceId: string };
/** The day that was billed, in Beijing. */
let day: string;

const call = async (method: string, path: string, json?: unknown) => {
  const { status, body } = await send(system(), method, path, json === undefined ? {} : { json });
  if (status >= 400) throw new Error(`${method} ${path} was answered ${status}: ${JSON.stringify(body)}`);
  return body;
};

beforeAll(async () => {
  own = await newCustomer(system());
  const instance = await buy(system());
  bought = { ...(await newCustomer(system(), instance)), instanceId: instance.instanceId };
  const { now } = await call('GET', '/local/clock');
  const hour = `${now.slice(0, 13)}:00:00.000Z`;
  day = new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 10);
  const usage = [own, bought].flatMap(({ workspace: { site, workspaceId } }) => [
    { site, workspaceId, hour, item: 'hosts', quantity: '3' },
    { site, workspaceId, hour, item: 'logs', retention: 7, quantity: '2500000' },
  ]);
  await call('POST', '/local/usage', usage);
  await call('POST', '/local/clock', { until: '00:06' });
});

const opens = (page: Page, t: (words: Bilingual) => string, table: string) =>
  page
    .getByRole('table', { name: table })
    .getByRole('button', { name: t(both('展开行', 'Expand row')) })
    .first()
    .click();

test('in Chinese: from the workspace to its bill of the night, down to the hours, and to what is owed', () =>
  visit({ language: 'zh' }, async (visited) => {
    const { page } = visited;
    const t = ({ zh }: Bilingual) => zh;
    await signIn(visited, own.token);
    await page.goto(own.address);
    await page.getByRole('link', { name: '查看账单' }).click();
    await page.getByRole('heading', { name: '账单', exact: true }).waitFor();
    // Three hosts at 2 yuan, two and a half million logs at 1.2 yuan.
    await page.getByRole('img', { name: '合计 ¥9.00' }).waitFor();
    await opens(page, t, '账单');
    const rows = page.getByRole('table', { name: '的明细' });
    await rows.getByRole('row').filter({ hasText: '日志 · 保存 7 天' }).filter({ hasText: '¥3.00' }).waitFor();
    await rows.getByRole('button', { name: '展开行' }).first().click();
    const hours = page.getByRole('table', { name: '每小时的用量' });
    await hours.getByRole('row').filter({ hasText: '23:00–24:00' }).filter({ hasText: '2,500,000' }).waitFor();
    await expectAccessible(page);

    // The bill is still open after a reload, and its way back is the workspace.
    await page.reload();
    await rows.getByRole('row').filter({ hasText: '主机' }).filter({ hasText: '¥6.00' }).waitFor();
    await page.getByRole('link', { name: '1 张账单未付清' }).click();
    await page.getByRole('heading', { name: '余额与收支' }).waitFor();
    await page.getByText('欠款 ¥9.00').first().waitFor();
    await page.getByText('费用中心不会因欠款锁定任何工作空间').waitFor();
    await page.goBack();
    await rows.waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: own.workspace.name }).waitFor();
  }));

test('in English, on a phone: who pays through AliCloud is told where, and takes the file along', () =>
  visit({ language: 'en', width: 360, theme: 'dark' }, async (visited) => {
    const { page } = visited;
    await signIn(visited, bought.token);
    await page.goto('/bills');
    await page.getByText('of which AliCloud collects CN¥9.00').waitFor();
    expect(await page.getByRole('link', { name: 'AliCloud user center' }).getAttribute('href')).toMatch(/aliyun\.com/);
    await page.getByText('By payer').click();
    await page
      .getByRole('listitem')
      .filter({ hasText: `Instance ${bought.instanceId}` })
      .waitFor();
    expect(new URL(page.url()).searchParams.get('by')).toBe('payer');
    await expectAccessible(page);

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(/^bills-\d{4}-\d\d-01-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    expect(text).toContain(day);
    expect(text).toContain(bought.workspace.workspaceId);

    // Another month has none, and says so; one step back is where the bill was.
    await page.getByRole('button', { name: 'Previous month' }).click();
    await page.getByText('There is no bill of these days').waitFor();
    await page.goBack();
    await page.getByText('of which AliCloud collects CN¥9.00').waitFor();
  }));

test('what cannot be read says so, and is there once it can be', () =>
  visit({}, async (visited) => {
    const { page, expectFailure } = visited;
    expectFailure(/^500 GET \/api\/bills/);
    await signIn(visited, own.token);
    const problem = {
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      detail: 'Something went wrong on our side.',
      code: 'internal-error',
      requestId: 'request-9',
    };
    await page.route('**/api/bills?*', (route) => route.fulfill({ status: 500, json: problem }));
    await page.goto('/bills');
    await page.getByRole('alert').filter({ hasText: 'request-9' }).waitFor();
    await page.unroute('**/api/bills?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('1 bill is owed').waitFor();
  }));
