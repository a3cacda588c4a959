/** What holds of every page, in both languages, wide and narrow, light and dark: any two of the three in every combination. */
import { expectAccessible } from './accessible';
import { goTo } from './go-to';
import { type Place, places } from './places';
import { systemInBrowser } from './rig';
import { type Seeded, seed } from './seed';
import type { Variant } from './variants';

const { system, visit } = systemInBrowser();
let seeded: Seeded;
beforeAll(async () => {
  seeded = await seed(system());
});

const langOf = ({ onlyEnglish }: Place, language: 'zh' | 'en') => (onlyEnglish || language === 'en' ? 'en' : 'zh-CN');

// biome-ignore format: one variant a line
const pairwise: readonly Variant[] = [
  { language: 'en', width: 1280, theme: 'light' },
  { language: 'en', width: 360,  theme: 'dark' },
  { language: 'zh', width: 1280, theme: 'dark' },
  { language: 'zh', width: 360,  theme: 'light' },
];

describe.each(places)('$name', (place) => {
  test.each(pairwise)('in $language, $width px wide, $theme, is accessible, fits, and says what it is', (variant) =>
    visit(variant, async (visited) => {
      const { page } = visited;
      await goTo(visited, place, seeded);
      await expectAccessible(page, place);
      const seen = await page.evaluate(() => ({
        lang: document.documentElement.lang,
        title: document.title,
        widthPx: document.documentElement.scrollWidth,
      }));
      expect(seen).toEqual({
        lang: langOf(place, variant.language),
        title: expect.stringContaining(place.heading[variant.language]),
        widthPx: variant.width,
      });
    }),
  );
});
