/**
 * `npm run screenshots`: a picture of every page in both languages, wide and narrow, light and dark, in `screenshots/`; and a
 * look at each whether people can use it.
 * `npm run screenshots -- log-in register` takes those of these pages only.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { goTo } from './go-to';
import { look } from './look';
import { places } from './places';
import { seed } from './seed';
import { SEED_BEGINS } from './seeded-fees';
import { languages, nameOf, themes, widths } from './variants';
import { closeSystemAndBrowser, openSystemAndBrowser, type SystemAndBrowser, visit } from './visit';

const FOLDER = join(__dirname, '../../screenshots');

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !places.some((place) => place.name === name));

/** How many were taken. */
const takeAll = async (both: SystemAndBrowser): Promise<number> => {
  let taken = 0;
  const seeded = await seed(both.system);
  for (const place of places.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    process.stderr.write(`${place.name}\n`);
    for (const language of languages) {
      for (const width of widths) {
        await visit(both, place.name, { language, width, theme: 'light' }, async (visited) => {
          await goTo(visited, place, seeded);
          for (const theme of themes) {
            await visited.page.emulateMedia({ colorScheme: theme });
            await look(visited.page, place, { language, width, theme });
            const path = join(FOLDER, `${place.name}-${nameOf({ language, width, theme })}.png`);
            await visited.page.screenshot({ path, fullPage: true });
            taken++;
          }
        });
      }
    }
  }
  return taken;
};

const main = async (): Promise<number> => {
  await mkdir(FOLDER, { recursive: true });
  const both = await openSystemAndBrowser({ beginsAt: SEED_BEGINS });
  try {
    return await takeAll(both);
  } finally {
    await closeSystemAndBrowser(both);
  }
};

if (unknown !== undefined) {
  process.stderr.write(`${unknown} is no page of the list: there are ${places.map(({ name }) => name).join(', ')}.\n`);
  process.exitCode = 1;
} else {
  main().then(
    (taken) => process.stdout.write(`${JSON.stringify({ pictures: taken, folder: 'screenshots' })}\n`),
    (fault: unknown) => {
      console.error(fault);
      process.exitCode = 1;
    },
  );
}
