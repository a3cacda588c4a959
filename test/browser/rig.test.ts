/** That the rig sees what it is there to see, and leaves nothing running. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expectAccessible } from './accessible';
import { look } from './look';
import { usual } from './variants';
import { closeSystemAndBrowser, openSystemAndBrowser, type SystemAndBrowser, type Visit, visit } from './visit';

let both: SystemAndBrowser;
let open = false;
/** What other tests of this process have started, and keep. */
let others: readonly number[] = [];
beforeAll(async () => {
  others = startedBy(process.pid);
  both = await openSystemAndBrowser();
  open = true;
});
const close = async () => {
  if (open) await closeSystemAndBrowser(both);
  open = false;
};
afterAll(close);

/** Waits for the answer to a request that the page makes itself. */
const fetched = (page: Page, address: string) =>
  page.evaluate(
    (url) =>
      fetch(url)
        .then((response) => response.status)
        .catch(() => 'no answer'),
    address,
  );

test.each<[fault: string, said: RegExp, story: (visit: Visit) => Promise<unknown>]>([
  [
    'an error in the console',
    /error in the console: it went wrong/,
    ({ page }) => page.evaluate(() => console.error('it went wrong')),
  ],
  [
    'an error that no code caught',
    /uncaught: nobody caught it/,
    ({ page }) =>
      page.evaluate(
        () =>
          new Promise((resolve) => {
            setTimeout(resolve, 1);
            setTimeout(() => {
              throw new Error('nobody caught it');
            });
          }),
      ),
  ],
  [
    'a promise that nobody awaited',
    /uncaught: nobody awaited it/,
    ({ page }) =>
      page.evaluate(() => {
        void Promise.reject(new Error('nobody awaited it'));
      }),
  ],
  [
    'a script in the page',
    /error in the console: .*script-src/,
    ({ page }) =>
      page.evaluate(() => {
        document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }));
      }),
  ],
  [
    'a style in an attribute',
    /error in the console: .*style-src/,
    ({ page }) =>
      page.evaluate(() => {
        document.body.innerHTML = '<p style="color: red">Red</p>';
      }),
  ],
  [
    'a request to a third party',
    /request to a third party: https:\/\/example\.com\//,
    ({ page }) => page.goto('https://example.com/').catch(() => {}),
  ],
  [
    'a picture of a third party',
    /error in the console: .*img-src/,
    ({ page }) =>
      page.evaluate(() => {
        document.body.append(Object.assign(new Image(), { src: 'https://example.com/picture.png', alt: '' }));
      }),
  ],
  ['a request that is refused', /request failed: 404 GET \/api\/nothing/, ({ page }) => fetched(page, '/api/nothing')],
  [
    'a request without an answer',
    /request failed: net::ERR_INTERNET_DISCONNECTED GET \/api\/nothing/,
    async ({ page, context }) => {
      await context.setOffline(true);
      await fetched(page, '/api/nothing');
    },
  ],
  [
    'an expected failure that never came',
    /did not fail, though it was expected: 500 GET \/api\/nothing/,
    async ({ expectFailure }) => expectFailure('500 GET /api/nothing'),
  ],
  ['what the story itself throws', /In the browser \(en-1280-light\)/, () => Promise.reject(new Error('the story'))],
])('a visit fails on %s', (_, said, story) =>
  expect(
    visit(both, undefined, usual, async (visited) => {
      await visited.page.goto('/api/docs');
      await story(visited);
    }),
  ).rejects.toThrow(said),
);

test('a visit succeeds where the failures are those that were expected', () =>
  visit(both, undefined, usual, async ({ page, expectFailure }) => {
    expectFailure('404 GET /api/nothing', /^405 /);
    await page.goto('/api/docs');
    expect(await fetched(page, '/api/nothing')).toBe(404);
    expect(await page.evaluate(() => fetch('/api/account', { method: 'POST' }).then(({ status }) => status))).toBe(405);
  }));

test('what people cannot use is told, with the place and the way out', () =>
  visit(both, undefined, usual, async ({ page }) => {
    await page.setContent(
      '<html lang="en"><title>Two</title><main><h1>Two</h1><img src="data:,"><p>Text</p></main></html>',
    );
    await expect(expectAccessible(page)).rejects.toThrow(
      /^image-alt: .*\n {2}img\n[\s\S]*does not have an alt attribute/,
    );
    await expectAccessible(page, { exempt: { 'image-alt': 'It is there to be found.' } });
  }));

// biome-ignore format: a table
test.each<[body: string, said: RegExp | undefined]>([
  ['<p>已关闭</p>',                                              /says: 已关闭/],
  ['<button aria-label="关闭">x</button>',                       /says: 关闭/],
  ['<p>Acme 宁夏灾备 已关闭</p>',                                /says: Acme 宁夏灾备 已关闭/],
  ['<p>Acme 宁夏灾备</p><button lang="zh-CN">切换到中文</button>', undefined],
])('an English page that says %s', (body, said) =>
  visit(both, undefined, usual, async ({ page }) => {
    await page.setContent(`<html lang="en"><title>Two</title><main><h1>Two</h1>${body}</main></html>`);
    const looked = look(page, { name: 'two', address: '/', heading: { zh: 'Two', en: 'Two' } }, usual);
    await (said ? expect(looked).rejects.toThrow(said) : looked);
  }),
);

test('each visit has a profile of its own', async () => {
  const languages: string[] = [];
  for (const language of ['zh', 'en'] as const) {
    await visit(both, undefined, { ...usual, language, theme: 'dark', width: 360 }, async ({ page }) => {
      await page.goto('/api/docs');
      const seen = await page.evaluate(() => ({
        language: navigator.language,
        dark: matchMedia('(prefers-color-scheme: dark) and (prefers-reduced-motion) and (width: 360px)').matches,
        stored: localStorage.length,
      }));
      await page.evaluate(() => localStorage.setItem('seen', 'yes'));
      expect(seen).toMatchObject({ dark: true, stored: 0 });
      languages.push(seen.language);
    });
  }
  expect(languages).toEqual(['zh-CN', 'en-US']);
});

/** What runs, as [process, its parent]. */
const processes = (): (readonly [number, number])[] =>
  existsSync('/proc/self/stat')
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
          try {
            const [, state, parent = ''] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
            // One that has ended and that nobody has asked about is none that runs.
            return state === 'Z' ? [] : [[Number(name), Number(parent)] as const];
          } catch {
            // It has ended meanwhile.
            return [];
          }
        })
    : execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number))
        .map(([process = 0, parent = 0]) => [process, parent] as const);

const startedBy = (parent: number, all = processes()): number[] =>
  all.flatMap(([process, its]) => (its === parent ? [process, ...startedBy(process, all)] : []));

test('nothing is left running', async () => {
  const before = startedBy(process.pid).filter((one) => !others.includes(one));
  // The system, and at least the browser with its renderer.
  expect(before.length).toBeGreaterThan(2);
  await close();
  // The browser's own helpers notice a moment later that it is gone. Whatever stays lets this test run out of time.
  const running = () => processes().filter(([one]) => before.includes(one));
  while (running().length > 0) await new Promise(setImmediate);
}, 60_000);
