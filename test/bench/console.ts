/**
 * The console in headless Chromium: what a browser loads before it shows a page, and the list of 5,000 workspaces, with the
 * most rows that a page of it has, against an empty page.
 *
 * Two hundred milliseconds of one task are what a person notices as a page that hangs (W3C, "Long Tasks": it tells of those
 * beyond 50). What is filtered for is the longest search: its answer is made of several requests, and the field waits for a
 * pause in the typing before the first.
 */
import { join } from 'node:path';
import { firstLoadsOf } from '../../local/deployment/budgets';
import { SESSION_COOKIE } from '../../shared/triggers/sign-in';
import { addWorkspaces, newOwner, type Owner } from '../browser/many-workspaces';
import { contextOptions, usual } from '../browser/variants';
import { closeSystemAndBrowser, openSystemAndBrowser, type SystemAndBrowser } from '../browser/visit';
import { measure, spreadOf } from './measure';
import { type Bench, countedRow, measuredRow, plainRow } from './row';

const WORKSPACES = 5_000;
const ROUNDS = 7;
const FIRST_LOAD_KB = 350;
const TASK_MS = 200;
const FILTER_MS = 1_000;

/** A function of the page, as text: it is no part of what is compiled for Node. */
const WATCH_TASKS = `
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
`;

interface Seen {
  readonly loadMs: number;
  readonly filterMs: number;
  /** 0 where none was longer than 50 ms. */
  readonly longestTaskMs: number;
}

/** In a profile that nobody used before. */
const lookAtList = async ({ system, browser }: SystemAndBrowser, { token }: Owner): Promise<Seen> => {
  const context = await browser.newContext({ baseURL: system.origin, ...contextOptions(usual) });
  const { hostname: domain } = new URL(system.origin);
  await context.addCookies([{ name: SESSION_COOKIE, value: token, domain, path: '/api', httpOnly: true }]);
  await context.addInitScript({ content: WATCH_TASKS });
  const page = await context.newPage();
  const beganMs = performance.now();
  await page.goto('/workspaces?limit=200');
  await page.locator('tbody tr.ant-table-row').nth(199).waitFor();
  const loadMs = performance.now() - beganMs;
  const search = page.getByRole('searchbox').or(page.getByRole('textbox')).first();
  const typedMs = performance.now();
  await search.fill('needle');
  await page.getByRole('status').filter({ hasText: /^100 / }).waitFor();
  await page.locator('tbody tr.ant-table-row').nth(99).waitFor();
  const filterMs = performance.now() - typedMs;
  const tasks = (await page.evaluate('window.longTasks')) as readonly number[];
  await context.close();
  return { loadMs, filterMs, longestTaskMs: Math.max(0, ...tasks) };
};

const lookAtNothing = async ({ browser }: SystemAndBrowser): Promise<number> => {
  const context = await browser.newContext(contextOptions(usual));
  const page = await context.newPage();
  const beganMs = performance.now();
  await page.goto('data:text/html,<title>Empty</title>');
  const ms = performance.now() - beganMs;
  await context.close();
  return ms;
};

export const consolePages: Bench = {
  about: 'the first load, and the list of 5,000 workspaces in headless Chromium, against an empty page',
  async run() {
    const both = await openSystemAndBrowser();
    try {
      const owner = await newOwner(both.system, 'many');
      await addWorkspaces(both.system, owner, WORKSPACES, (nth) => `${nth % 50 === 0 ? 'Needle' : 'Workspace'} ${nth}`);
      const seen: Seen[] = [];
      const list = await measure({
        rounds: ROUNDS,
        async ours() {
          const one = await lookAtList(both, owner);
          seen.push(one);
          return one.loadMs;
        },
        reference: () => lookAtNothing(both),
      });
      // The first is the warm-up.
      const counted = seen.slice(1);
      const longest = counted.map(({ longestTaskMs }) => longestTaskMs);
      const filter = spreadOf(counted.map(({ filterMs }) => filterMs));
      const heaviest = Math.max(...firstLoadsOf(join(process.cwd(), 'dist')).map(({ bytes }) => bytes));
      return [
        countedRow('first load of the heaviest page, brotli', 'kB', Math.round(heaviest / 1_000), FIRST_LOAD_KB),
        measuredRow('list of 5,000, 200 a page', 'ms', list),
        plainRow(
          'its longest task',
          'ms',
          spreadOf(longest).median,
          { atMost: TASK_MS },
          `the longest of ${counted.length} rounds: ${Math.round(Math.max(...longest))} ms`,
        ),
        plainRow('its filter, until the last row', 'ms', filter.median, { atMost: FILTER_MS }),
      ];
    } finally {
      await closeSystemAndBrowser(both);
    }
  },
};
