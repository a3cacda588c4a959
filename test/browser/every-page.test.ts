/** What holds of every page, in both languages, wide and narrow, light and dark. */
import { expectAccessible } from './accessible';
import { goTo } from './go-to';
import { type Place, places } from './places';
import { systemInBrowser } from './rig';
import { type Seeded, seed } from './seed';
import { languages, themes, widths } from './variants';

const { system, visit } = systemInBrowser();
let seeded: Seeded;
beforeAll(async () => {
  seeded = await seed(system());
});

const langOf = ({ onlyEnglish }: Place, language: 'zh' | 'en') => (onlyEnglish || language === 'en' ? 'en' : 'zh-CN');

describe.each(places)('$name', (place) => {
  test.each(languages.flatMap((language) => widths.map((width) => ({ language, width }))))(
    'in $language, $width px wide, is accessible, fits, and says what it is',
    ({ language, width }) =>
      visit({ language, width }, async (visited) => {
        const { page } = visited;
        await goTo(visited, place, seeded);
        for (const colorScheme of themes) {
          await page.emulateMedia({ colorScheme });
          await expectAccessible(page, place);
        }
        const seen = await page.evaluate(() => ({
          lang: document.documentElement.lang,
          title: document.title,
          widthPx: document.documentElement.scrollWidth,
        }));
        expect(seen).toEqual({
          lang: langOf(place, language),
          title: expect.stringContaining(place.heading[language]),
          widthPx: width,
        });
      }),
  );
});
