/** Whether people with other senses, or without a mouse, can use a page: as far as a program can tell (axe-core), WCAG 2.2 A and AA. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

export interface Exemptions {
  /** Rules of axe that are left out on this page, and why. */
  readonly exempt?: Readonly<Record<string, string>>;
}

/** Throws what is wrong, where, and what to do. Whatever is open on the page, such as a dialog, is looked at as it is. */
export const expectAccessible = async (page: Page, { exempt = {} }: Exemptions = {}): Promise<void> => {
  // A script's tag would be refused by the Content-Security-Policy.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    async ([values, rules]) => {
      const { axe: injected } = window as unknown as { axe: typeof axe };
      // The one frame that there is shows a mail, and runs no script.
      return injected.run({ runOnly: { type: 'tag', values }, rules, iframes: false, resultTypes: ['violations'] });
    },
    [WCAG, Object.fromEntries(Object.keys(exempt).map((rule) => [rule, { enabled: false }]))] as const,
  );
  if (violations.length > 0) throw new Error(violations.map(readable).join('\n\n'));
};

/** The same fault is in many places often: the first few tell enough. */
const SHOWN = 5;

const readable = ({ id, help, helpUrl, nodes }: axe.Result): string =>
  [
    `${id}: ${help} (${helpUrl})`,
    ...nodes
      .slice(0, SHOWN)
      .map(({ target, html, failureSummary = '' }) =>
        [`  ${target.join(' ')}`, html.slice(0, 300), ...failureSummary.split('\n')].join('\n    '),
      ),
    ...(nodes.length > SHOWN ? [`  and in ${nodes.length - SHOWN} more places`] : []),
  ].join('\n');
