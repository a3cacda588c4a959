/**
 * The built system with data of its own, a browser, and visits to the one with the other: each in a profile that nobody used
 * before, and each failing at its end on whatever `faults.ts` saw. Of a visit that fails, a picture of each page it had open lies
 * in `screenshots/failures/`.
 */
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type RunningSystem, removeData, type StartOptions, startSystem } from '../fakes/system';
import { launchChromium } from './chromium';
import { type Expected, watch } from './faults';
import { contextOptions, nameOf, type Variant } from './variants';

export interface SystemAndBrowser {
  readonly system: RunningSystem;
  readonly browser: Browser;
}

export interface Visit {
  /** Blank at first. Addresses such as `/log-in` are the system's. */
  readonly page: Page;
  /** The profile: its cookies and storage, further tabs by `newPage()`. */
  readonly context: BrowserContext;
  readonly variant: Variant;
  readonly system: RunningSystem;
  /** Requests that are to fail, as `401 POST /api/sessions`; the visit fails where they do not. */
  expectFailure(...failures: readonly Expected[]): void;
}

/** Both or none. */
export const openSystemAndBrowser = async (options: StartOptions = {}): Promise<SystemAndBrowser> => {
  const [system, browser] = await Promise.allSettled([startSystem(options), launchChromium()]);
  if (system.status === 'fulfilled' && browser.status === 'fulfilled') {
    return { system: system.value, browser: browser.value };
  }
  if (system.status === 'fulfilled') await system.value.stop();
  if (browser.status === 'fulfilled') await browser.value.close();
  await removeData();
  throw [system, browser].find((opened) => opened.status === 'rejected')?.reason;
};

export const closeSystemAndBrowser = async ({ system, browser }: SystemAndBrowser): Promise<void> => {
  try {
    await browser.close();
  } finally {
    await system.stop();
    await removeData();
  }
};

/** `name` is that of the pictures, should it fail; without, none are taken. */
export const visit = async (
  { system, browser }: SystemAndBrowser,
  name: string | undefined,
  variant: Variant,
  story: (visit: Visit) => Promise<void>,
): Promise<void> => {
  const context = await browser.newContext({ baseURL: system.origin, ...contextOptions(variant) });
  // Twice Playwright's own: a busy machine is slow, and what is green waits no longer for it.
  context.setDefaultTimeout(60_000);
  const watched = watch(context, system.origin);
  let failure: unknown;
  let pictures: string[] = [];
  try {
    await story({ page: await context.newPage(), context, variant, system, expectFailure: watched.expect });
  } catch (fault) {
    failure = fault;
  }
  // A rejection that nobody awaited is told after the task that made it: another one comes behind it.
  await Promise.allSettled(context.pages().map((page) => page.evaluate(() => undefined)));
  if (name !== undefined && (failure !== undefined || watched.faults().length > 0)) {
    pictures = await takePictures(context, `${name} ${nameOf(variant)}`);
  }
  await context.close();
  const faults = watched.faults();
  if (failure === undefined && faults.length === 0) return;
  const lines = [...faults.map((fault) => `- ${fault}`), ...pictures.map((picture) => `See ${picture}`)];
  throw new Error([`In the browser (${nameOf(variant)}):`, ...lines].join('\n'), { cause: failure });
};

const FAILURES = join(__dirname, '../../screenshots/failures');

/** Where they are. That one could not be taken must not hide what went wrong. */
const takePictures = async (context: BrowserContext, name: string): Promise<string[]> => {
  await mkdir(FAILURES, { recursive: true });
  const pictures = context.pages().map(async (page, number) => {
    const numbered = number === 0 ? name : `${name} ${number + 1}`;
    const path = join(FAILURES, `${numbered.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`);
    await page.screenshot({ path, fullPage: true, timeout: 10_000 });
    return relative('', path);
  });
  return (await Promise.allSettled(pictures)).flatMap((taken) => (taken.status === 'fulfilled' ? [taken.value] : []));
};
