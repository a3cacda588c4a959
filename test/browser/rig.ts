/**
 * What the browser tests stand on: the built system and one browser for all tests of a file.
 *
 *     const { visit } = systemInBrowser();
 *
 *     test('leads visitors to the log-in', () =>
 *       visit({ language: 'zh', width: 360 }, async ({ page, expectFailure }) => {
 *         expectFailure('401 GET /api/account');
 *         await page.goto('/workspaces');
 *         await page.getByRole('heading', { name: '登录' }).waitFor();
 *         await expectAccessible(page);
 *       }));
 *
 * Wait for what a person would see (`waitFor`, `click` and their like wait 30 s), never for time.
 */
import type { RunningSystem, StartOptions } from '../fakes/system';
import { usual, type Variant } from './variants';
import * as visits from './visit';

export interface SystemInBrowser {
  /** The system that runs; there is none before the first test. */
  readonly system: () => RunningSystem;
  /** What the variant leaves open is as in `usual`. */
  visit(variant: Partial<Variant>, story: (visit: visits.Visit) => Promise<void>): Promise<void>;
}

/** Registers the hooks that start and end both: call it at the top of a test file. */
export const systemInBrowser = (options: StartOptions = {}): SystemInBrowser => {
  let both: visits.SystemAndBrowser | undefined;
  const opened = (): visits.SystemAndBrowser => {
    if (!both) throw new Error('The system and the browser start before the first test: use them in tests only.');
    return both;
  };
  beforeAll(async () => {
    both = await visits.openSystemAndBrowser(options);
  });
  afterAll(async () => {
    if (both) await visits.closeSystemAndBrowser(both);
  });
  return {
    system: () => opened().system,
    visit: (variant, story) =>
      visits.visit(opened(), expect.getState().currentTestName ?? 'visit', { ...usual, ...variant }, story),
  };
};
