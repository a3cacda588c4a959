/**
 * The files that the console serves as they are: the API's document, the page that shows it, and the viewer's script and
 * style out of its package. What a page loads gets the hash of its contents into its name, so that browsers may keep it; all
 * are compressed here, once, and not for each request.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const viewer = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const hashOf = (contents) => createHash('sha256').update(contents).digest('hex').slice(0, 16);

/** Quality 5 is an eighth larger than the best, 11, in a twentieth of its time: this is done at every start. */
const brotli = (contents) => promisify(brotliCompress)(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });

const compressed = async ({ name, contents }) => [
  { name, contents },
  { name: `${name}.br`, contents: await brotli(contents) },
  { name: `${name}.gz`, contents: await promisify(gzip)(contents) },
];

/** As `{ name, contents }`, every one of them; `document` is the API's. */
export const consoleFiles = async (root, document) => {
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
  const files = [
    { name: 'openapi.json', contents: JSON.stringify(document) },
    { name: 'docs.html', contents: page },
    ...loaded,
    { name: licences, contents: await readFile(join(viewer, licences)) },
    { name: 'swagger-ui.LICENSE.txt', contents: await readFile(join(viewer, 'LICENSE')) },
    { name: 'swagger-ui.NOTICE.txt', contents: await readFile(join(viewer, 'NOTICE')) },
  ];
  return (await Promise.all(files.map(compressed))).flat();
};
