/** The API's documentation, where people read it: in a browser that loads nothing from elsewhere. */
import { send } from '../fakes/system';
import { systemInBrowser } from './rig';

const { system, visit } = systemInBrowser();

test('shows every operation of the document', () =>
  visit({}, async ({ page }) => {
    const { paths } = (await send(system(), 'GET', '/api/openapi.json')).body;
    const documented = Object.entries<object>(paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((member) => ['get', 'post', 'put', 'delete'].includes(member))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    await page.goto('/api/docs');
    const rows = page.locator('.opblock-summary-control');
    await rows.nth(documented.length - 1).waitFor();
    const shown = await rows.evaluateAll((all) =>
      all.map((row) =>
        ['.opblock-summary-method', '.opblock-summary-path']
          .map((part) => row.querySelector(part)?.textContent)
          .join(' '),
      ),
    );
    expect(shown.sort()).toEqual(documented.sort());
  }));

test('sends a request from the page, and shows its answer', () =>
  visit({}, async ({ page }) => {
    await page.goto('/api/docs');
    await page.getByText('The Billing Center account that is signed in').click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.locator('.live-responses-table').getByText('"not-signed-in"').waitFor();
  }));
