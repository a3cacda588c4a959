/**
 * The files of the API's document, which the console serves as they are: the document, the page that shows it, and the
 * viewer's script and style out of its package. What the page loads gets the hash of its contents into its name, so that
 * browsers may keep it.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const viewer = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const hashOf = (contents) => createHash('sha256').update(contents).digest('hex').slice(0, 16);

/** As `{ name, contents }`, every one of them; `document` is the API's. */
export const documentFiles = async (root, document) => {
  const pages = join(root, 'functions/console/docs');
  const loaded = await Promise.all(
    [join(viewer, 'swagger-ui.css'), join(viewer, 'swagger-ui-bundle.js'), join(pages, 'docs.js')].map(async (path) => {
      const contents = await readFile(path);
      const [, stem, ending] = /([^/\\]+)(\.[a-z]+)$/.exec(path);
      return { from: `${stem}${ending}`, name: `${stem}.${hashOf(contents)}${ending}`, contents };
    }),
  );
  const page = loaded.reduce(
    (html, { from, name }) => html.replace(`"/api/docs/${from}"`, `"/api/docs/${name}"`),
    await readFile(join(pages, 'docs.html'), 'utf8'),
  );
  // The script names this file as the place of its licences.
  const licences = 'swagger-ui-bundle.js.LICENSE.txt';
  return [
    { name: 'openapi.json', contents: Buffer.from(JSON.stringify(document)) },
    { name: 'docs.html', contents: Buffer.from(page) },
    ...loaded,
    { name: licences, contents: await readFile(join(viewer, licences)) },
    { name: 'swagger-ui.LICENSE.txt', contents: await readFile(join(viewer, 'LICENSE')) },
    { name: 'swagger-ui.NOTICE.txt', contents: await readFile(join(viewer, 'NOTICE')) },
  ];
};
