/** What holds of every page: people with other senses can use it, it fits its window, says what it is, and speaks one language. */
import type { Page } from 'playwright-core';
import { expectAccessible } from './accessible';
import type { Place } from './places';
import { chineseNames } from './seed';
import type { Variant } from './variants';

/** Throws what is not so. */
export const look = async (page: Page, place: Place, { language, width }: Variant): Promise<void> => {
  await expectAccessible(page, place);
  const { lang, title, widthPx } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    widthPx: document.documentElement.scrollWidth,
  }));
  const heading = place.heading[language];
  const speaks = place.onlyEnglish || language === 'en' ? 'en' : 'zh-CN';
  if (lang !== speaks) throw new Error(`The page says that it speaks ${lang}, not ${speaks}.`);
  if (!title.includes(heading)) throw new Error(`Its window is called ${title}, and not ${heading}.`);
  const chinese = speaks === 'en' ? await chineseOn(page) : [];
  if (chinese.length > 0) throw new Error(`It is in English, and says: ${chinese.join(' · ')}`);
  if (widthPx !== width) throw new Error(`It is ${widthPx} px wide, in a window of ${width} px.`);
};

/** Chinese is its own name in every language; what is marked as Chinese is meant for those who read it. */
const expected = [...chineseNames, '中文'];

/** What stands in it, or is told of it, with Chinese characters that are none of the expected. */
const chineseOn = async (page: Page): Promise<string[]> => {
  const said = await page.evaluate(() =>
    [...document.querySelectorAll('body, body *:not(script, style, noscript)')]
      .filter((element) => element.closest('[lang^="zh"]') === null)
      .flatMap((element) => [
        ...[...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : '')),
        ...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
      ]),
  );
  return said.filter((text) =>
    /\p{Script=Han}/u.test(expected.reduce((left, name) => left.replaceAll(name, ''), text)),
  );
};
