/** The pages of operators: the token, what the check found, how far closures are, which mails wait. */
import type { Page } from 'playwright-core';
import { currentEntry } from '../../shared/domain/workspace';
import { instanceId as instanceIdField } from '../../shared/validation/instance-id';
import { timelineEntry, workspaceRow } from '../contracts/sample-rows';
import { send, storeOf } from '../fakes/system';
import { expectAccessible } from './accessible';
import { enterOperatorToken, OPERATOR_TOKEN } from './go-to';
import { systemInBrowser } from './rig';
import { themes } from './variants';

const { system, visit } = systemInBrowser();

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
const tokenField = (page: Page) => page.getByLabel('Operator token');
const enter = async (page: Page, token: string) => {
  await tokenField(page).fill(token);
  await page.getByRole('button', { name: 'Enter' }).click();
};
const stored = (page: Page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
/** The row of a table with all that it says. */
const row = (page: Page, ...texts: (string | RegExp)[]) =>
  texts.reduce((rows, hasText) => rows.filter({ hasText }), page.getByRole('row'));

/** By day and by night. */
const accessible = async (page: Page) => {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
};

/** From now on the operation answers this. */
const answers = (
  page: Page,
  operation: 'consistency' | 'closures' | 'mails' | 'metering' | 'usage',
  json: () => object,
  status = 200,
) => page.route(`**/api/operations/${operation}`, (route) => route.fulfill({ json: json(), status }));

const HOUR_MS = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

describe('the token', () => {
  test('is asked for on every page, told apart from a wrong one at its field, and keeps the place', () =>
    visit({}, async ({ page, expectFailure }) => {
      expectFailure('401 GET /api/operations/consistency');
      await page.goto('/operations/mails');
      await heading(page, 'Unsent mails');

      await page.getByRole('button', { name: 'Enter' }).click();
      await page.getByText('Please enter the operator token.').waitFor();
      await enter(page, '令牌');
      await page.getByText('A token has visible ASCII characters only').waitFor();

      await enter(page, 'not-the-token');
      await page.getByText('This is not the operator token').waitFor();
      expect(await tokenField(page).getAttribute('aria-invalid')).toBe('true');
      await accessible(page);
      expect(await stored(page)).not.toContain('not-the-token');
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByText('令牌不正确').waitFor();
      await page.getByRole('button', { name: 'English' }).click();

      await enter(page, ` ${OPERATOR_TOKEN} `);
      await page.getByText('No mail is waiting: all is well.').waitFor();
      expect(new URL(page.url()).pathname).toBe('/operations/mails');
    }));

  test('lasts as long as the tab, through reloads, and no longer than it is wanted', () =>
    visit({}, async ({ page, context }) => {
      await page.goto('/operations/mails');
      await enter(page, OPERATOR_TOKEN);
      await page.getByText('all is well').waitFor();
      await page.reload();
      await page.getByText('all is well').waitFor();

      const other = await context.newPage();
      await other.goto('/operations/mails');
      await tokenField(other).waitFor();

      await page.getByRole('button', { name: 'Forget the token' }).click();
      await tokenField(page).waitFor();
      expect(await stored(page)).not.toContain(OPERATOR_TOKEN);
      await page.reload();
      await tokenField(page).waitFor();
    }));

  test('is asked for anew, with the reason, where it is not accepted any more', () =>
    visit({}, async ({ page, context, expectFailure }) => {
      await context.addInitScript(() => sessionStorage.setItem('operator-token', 'the-one-before'));
      expectFailure('401 GET /api/operations/closures');
      await page.goto('/operations/closures');
      await page.getByText('it may have been rotated').waitFor();
      await enter(page, OPERATOR_TOKEN);
      await page.getByRole('heading', { name: 'Under way' }).waitFor();
    }));

  test('goes to the operations of operators only, in no address, and a customer’s session is not asked for', () =>
    visit({}, async ({ page, context }) => {
      const requests: { readonly path: string; readonly carries: boolean }[] = [];
      context.on('request', (request) => {
        const { pathname, href } = new URL(request.url());
        expect(href).not.toContain(OPERATOR_TOKEN);
        const carries = JSON.stringify(request.headers()).includes(OPERATOR_TOKEN);
        if (pathname.startsWith('/api/')) requests.push({ path: pathname, carries });
      });
      await page.goto('/operations');
      await enter(page, OPERATOR_TOKEN);
      for (const name of ['Service closures', 'Unsent mails', 'Consistency check']) {
        await page.getByRole('link', { name }).click();
        await heading(page, name);
        await page.getByText('by itself').waitFor();
      }
      expect([...new Set(requests.map(({ path }) => path))].sort()).toEqual(
        ['closures', 'consistency', 'mails'].map((name) => `/api/operations/${name}`),
      );
      expect(requests.filter(({ carries }) => !carries)).toEqual([]);
    }));
});

describe('what the check found', () => {
  test('what it repaired, what it left and what is then to be done, in both languages', () =>
    visit({}, async (visited) => {
      const { page, context } = visited;
      const store = storeOf(system());
      const [unknown, closed] = ['77777777', '88888888'];
      await store.write({ table: 'instances', put: { instanceId: unknown, version: 1, status: 'open' } });
      const times = { releasedAtMs: 1, closedAtMs: 2 };
      await store.write({ table: 'instances', put: { instanceId: closed, version: 1, status: 'closed', ...times } });
      const { workspaceId } = workspaceRow();
      await store.write({ table: 'bindings', put: { instanceId: closed, workspaceId } });
      expect((await send(system(), 'POST', '/local/timers/check-consistency')).status).toBe(200);

      await enterOperatorToken(visited);
      await page.goto('/operations');
      const finding = row(page, 'An instance that the marketplace does not know', unknown);
      await finding.filter({ hasText: 'unknown-to-marketplace' }).waitFor();
      await finding.filter({ hasText: 'find out whether it is of our products' }).waitFor();
      await row(page, 'A binding left at a closed instance', '1 found, 1 repaired, 0 left').waitFor();

      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const copies = finding.getByRole('button', { name: 'Copy' });
      await copies.nth(0).click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(unknown);
      await copies.nth(0).click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        `npm run ops -- show instance ${unknown} --stage local`,
      );

      await page.getByRole('button', { name: '中文' }).click();
      await accessible(page);
      await row(page, '云市场不认识的实例', '请确认它是否属于本商品').waitFor();
      await row(page, '已关闭实例上残留的绑定', '发现 1，已修复 1，待处理 0').waitFor();
    }));

  const report = (given: object = {}) => ({
    startedAt: ago(HOUR_MS),
    endedAt: ago(HOUR_MS - 185_000),
    dryRun: false,
    checked: 123_456,
    findings: {},
    ...given,
  });

  test.each([
    ['no check has ended', { reports: [], findings: [] }, ['No check has come to its end yet', 'None yet']],
    ['all is well', { reports: [report()], findings: [] }, ['All is well', '123,456', '3 min 5 sec']],
    [
      'it only looked',
      { reports: [report({ dryRun: true, endedAt: ago(HOUR_MS - 40) })], findings: [] },
      ['Only looked', / ms$/],
    ],
    [
      'it stopped repairing',
      { reports: [report({ stopped: 'repair-limit' })], findings: [] },
      ['The last check stopped: limit of repairs reached', 'Alarm: check-stopped'],
    ],
    [
      'a kind that the page does not know',
      {
        reports: [report()],
        findings: [{ kind: 'kind-of-tomorrow', subject: 'it', since: ago(0), advice: 'Look at it.' }],
      },
      ['kind-of-tomorrow', 'Look at it.'],
    ],
  ])('%s', (_, answer, texts) =>
    visit({}, async (visited) => {
      await answers(visited.page, 'consistency', () => answer);
      await enterOperatorToken(visited);
      await visited.page.goto('/operations');
      for (const text of texts) await visited.page.getByText(text).first().waitFor();
    }),
  );

  test('many findings are leafed through, and a reload keeps the page', () =>
    visit({}, async (visited) => {
      const { page } = visited;
      const findings = Array.from({ length: 25 }, (_, at) => ({
        kind: 'timeline-broken',
        subject: `wksp_${String(at).padStart(32, '0')}`,
        since: ago(at),
        advice: 'Compare.',
      }));
      await answers(page, 'consistency', () => ({ reports: [report()], findings }));
      await enterOperatorToken(visited);
      await page.goto('/operations');
      await page.getByRole('listitem', { name: '3' }).click();
      await row(page, findings[24]?.subject ?? '').waitFor();
      await page.reload();
      await row(page, findings[24]?.subject ?? '').waitFor();
      expect(await row(page, 'timeline-broken').count()).toBe(5);
      await page.goBack();
      await row(page, findings[0]?.subject ?? '').waitFor();
    }));
});

test('closures under way, with how far they are, and below them the finished ones', () =>
  visit({}, async (visited) => {
    const { page } = visited;
    const store = storeOf(system());
    const nowMs = Date.now();
    // Without a to-do row, no walker comes to it while it is looked at.
    const [closing, closed] = ['66666666', '66666667'];
    const instance = { version: 1, releasedAtMs: nowMs - 125_000 };
    await store.write({ table: 'instances', put: { ...instance, instanceId: closing, status: 'closing' } });
    await store.write({
      table: 'instances',
      put: { ...instance, instanceId: closed, status: 'closed', closedAtMs: nowMs - 65_000 },
    });
    const entry = timelineEntry('change-1', 1);
    const paid = { ...entry, settlement: { ...entry.settlement, instanceId: instanceIdField.parse(closing) } };
    const switched = {
      ...timelineEntry(`closure/${closing}`, nowMs),
      settlement: { method: 'billing-center' },
      cause: 'closure',
      by: 'marketplace',
      closureOf: closing,
    } as const;
    const workspaces = [[paid], [paid], [paid, switched]].map((timeline) =>
      workspaceRow({ timeline: timeline as unknown as ReturnType<typeof workspaceRow>['timeline'] }),
    );
    expect(workspaces.map((one) => currentEntry(one).cause)).toEqual(['registration', 'registration', 'closure']);
    await store.writeMany(workspaces.map((put) => ({ table: 'workspaces', put })));
    await store.writeMany(
      workspaces.map(({ workspaceId }) => ({ table: 'bindings', put: { instanceId: closing, workspaceId } })),
    );

    // The clock of whoever looks is wrong, and nothing that is shown is.
    await page.clock.install({ time: nowMs + 7 * HOUR_MS });
    await enterOperatorToken(visited);
    await page.goto('/operations/closures');
    const underWay = page.getByRole('table', { name: 'Under way' });
    await row(page, closing, '1 of 3', /2 min \d+ sec/).waitFor();
    const bar = underWay.getByRole('progressbar', { name: `Progress of the closure of ${closing}` });
    expect(await bar.getAttribute('aria-valuenow')).toBe('33');
    await page.getByText(`npm run ops -- show instance ${closing} --stage local`).waitFor();
    await page.getByRole('table', { name: 'Finished' }).getByText(closed).waitFor();
    await row(page, closed, '1 min').waitFor();
    await accessible(page);
  }));

test('mails that wait or fail, read anew while somebody looks and not otherwise', () =>
  visit({}, async (visited) => {
    const { page } = visited;
    const store = storeOf(system());
    const settlement = { method: 'billing-center' };
    const registered = await send(system(), 'POST', '/api/registrations', {
      json: {
        site: 'cn1',
        username: 'unreached',
        password: 'correct horse battery',
        email: 'unreached@acme.example',
        workspace: { name: 'Acme', language: 'en' },
        settlement,
        agreementAccepted: true,
      },
    });
    expect(registered.status).toBe(201);
    await page.clock.install();
    await enterOperatorToken(visited);
    await page.goto('/operations/mails');
    await page.getByText('No mail is waiting: all is well.').waitFor();

    const account = await store.get('usernames', { username: registered.body.billingAccount.username });
    if (!account) throw new Error('There is no account.');
    const mailId = `closure/33884913/${account.owner}`;
    const nowMs = Date.now();
    await store.write({
      table: 'mails',
      put: {
        mailId,
        version: 1,
        owner: account.owner,
        username: account.username,
        notice: {
          kind: 'closure',
          instanceId: '33884913',
          closedAtMs: nowMs,
          count: 1,
          first: [],
          languages: ['en'],
        },
        createdAtMs: nowMs,
        attempts: 7,
        // No sender comes to it while it is looked at.
        nextAttemptAtMs: nowMs + HOUR_MS,
        lastError: 'SingleSendMail was not answered.',
      },
    });
    await store.write({ table: 'todos', put: { queue: 'mails', subject: mailId, sinceMs: nowMs } });
    await page.clock.fastForward(15_000);
    await row(page, 'unreached@acme.example', 'Service closure', '7', 'SingleSendMail was not answered.').waitFor();
    await page.getByText('Resend a mail').waitFor();
    await accessible(page);

    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    let asked = 0;
    page.on('request', () => asked++);
    await page.clock.fastForward(60_000);
    expect(asked).toBe(0);

    await store.write({ table: 'todos', remove: { queue: 'mails', subject: mailId } });
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.getByText('No mail is waiting: all is well.').waitFor();
  }));

test('a fault of ours is said with its request id, what was read before stays, and the next try mends it', () =>
  visit({}, async (visited) => {
    const { page, expectFailure } = visited;
    await answers(page, 'mails', () => ({
      mails: [{ to: 'a@acme.example', kind: 'change', attempts: 0, nextAttemptAt: ago(0) }],
    }));
    await enterOperatorToken(visited);
    await page.goto('/operations/mails');
    await row(page, 'a@acme.example', 'Change of settlement').waitFor();

    expectFailure('500 GET /api/operations/mails');
    const problem = { type: 'about:blank', title: 'Internal error', status: 500, detail: 'This is our mistake.' };
    await answers(page, 'mails', () => ({ ...problem, code: 'internal-error', requestId: 'request-7' }), 500);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByRole('alert').filter({ hasText: 'request-7' }).waitFor();
    await row(page, 'a@acme.example').waitFor();

    await answers(page, 'mails', () => ({ mails: [] }));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No mail is waiting: all is well.').waitFor();
    expect(await page.getByText('request-7').count()).toBe(0);
  }));

test('windows of which nobody knows come first, each with its commands, and what is nearly too late says so', () =>
  visit({}, async (visited) => {
    const { page } = visited;
    await enterOperatorToken(visited);
    const window = (instanceId: string, state: string, minutesLeft: number) => ({
      instanceId,
      windowStart: '2026-11-29T15:00:00.000Z',
      windowEnd: '2026-11-29T16:00:00.000Z',
      deadline: '2026-11-29T16:59:00.000Z',
      minutesLeft,
      state,
      units: 120,
      amount: '1.2',
      attempts: 2,
      owner: 'acct_1',
      ...(state === 'missed' && { code: 'Service.Flow.Control' }),
    });
    const windows = [
      window('33884911', 'pending', 12),
      window('33884912', 'pending', 48),
      window('33884913', 'missed', 0),
      window('33884914', 'unknown', 30),
    ];
    const counts = { pending: 2, sent: 0, unknown: 1, refused: 0, missed: 1 };
    await answers(page, 'metering', () => ({ windows, counts }));
    await page.goto('/operations/metering');
    const trouble = page.getByRole('table', { name: 'To be dealt with' });
    await row(page, '33884914', '--window 2026-11-29T15:00:00.000Z --not-accepted').waitFor();
    expect(await trouble.getByText(/^3388491\d$/).allTextContents()).toEqual(['33884914', '33884913']);
    await row(page, '33884913', 'The deadline has passed', 'CNY 1.2', 'Service.Flow.Control', 'acct_1').waitFor();
    await row(page, '33884911', '12 minutes', 'nearly too late').waitFor();
    await row(page, '33884912', '48 minutes', 'told by itself').waitFor();
    await accessible(page);

    await answers(page, 'metering', () => ({ windows: [], counts: { ...counts, pending: 0, unknown: 0, missed: 0 } }));
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('No outcome is unknown, and nothing was refused or missed.').waitFor();
  }));

test('unusable usage is counted by reason, and shown without its envelope, with the command that takes it again', () =>
  visit({}, async (visited) => {
    const { page } = visited;
    await enterOperatorToken(visited);
    const subject = '0123456789abcdef'.repeat(4);
    const element = JSON.stringify({ specversion: '1.0', id: 'usage-1', data: { item: 'coffee', quantity: '1' } });
    const unusable = [
      { subject, reason: 'item-not-known', receivedAt: ago(HOUR_MS), seen: 3, element, advice: 'Add the item.' },
    ];
    await answers(page, 'usage', () => ({ unusable, counts: { 'item-not-known': 1_204, malformed: 0 } }));
    await page.goto('/operations/usage');
    await page.getByText('1,204').waitFor();
    await row(page, 'Unknown item', '3 times', '{"item":"coffee","quantity":"1"}', 'Add the item.').waitFor();
    await row(page, `retake-usage --subject ${subject}`).waitFor();
    expect(await page.getByText('usage-1').count()).toBe(0);
    await accessible(page);
  }));
