/** What holds of every page: people with other senses can use it, it fits its window, and says what it is, in which language. */
import type { Page } from 'playwright-core';
import { expectAccessible } from './accessible';
import type { Place } from './places';
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
  if (widthPx !== width) throw new Error(`It is ${widthPx} px wide, in a window of ${width} px.`);
};
