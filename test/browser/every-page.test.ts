/**
 * What holds of every page. Each is looked at in one variant; which one takes turns from page to page, so that any two of a
 * language, a width and a theme meet. `npm run screenshots` looks at each page in all eight.
 */
import { goTo } from './go-to';
import { look } from './look';
import { places } from './places';
import { systemInBrowser } from './rig';
import { type Seeded, seed } from './seed';
import { SEED_BEGINS } from './seeded-fees';
import { nameOf, type Variant } from './variants';

const { system, visit } = systemInBrowser({ beginsAt: SEED_BEGINS });
let seeded: Seeded;
beforeAll(async () => {
  seeded = await seed(system());
});

// biome-ignore format: one variant a line
const turns: readonly Variant[] = [
  { language: 'en', width: 1280, theme: 'light' },
  { language: 'zh', width: 360,  theme: 'light' },
  { language: 'en', width: 360,  theme: 'dark' },
  { language: 'zh', width: 1280, theme: 'dark' },
];
/** One visit for all that the same person sees in the same variant: the browser then loads the pages once. */
const visits = turns
  .flatMap((variant, turn) =>
    (['visitor', 'customer', 'operator'] as const).map((who) => ({
      name: `${who}, ${nameOf(variant)}`,
      variant,
      seen: places.filter(({ as = 'visitor' }, at) => as === who && at % turns.length === turn),
    })),
  )
  .filter(({ seen }) => seen.length > 0);

test.each(visits)('$name: every page is accessible, fits, and says what it is', ({ seen, variant }) =>
  visit(variant, async (visited) => {
    await visited.page.close();
    for (const place of seen) {
      const page = await visited.context.newPage();
      try {
        await goTo({ ...visited, page }, place, seeded);
        await look(page, place, variant);
      } catch (fault) {
        throw new Error(`${place.name}: ${(fault as Error).message}`);
      }
      await page.close();
    }
  }),
);
