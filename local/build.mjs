/**
 * Builds what runs: each function to one CommonJS file, `dist/<function>/code.js`, which is uploaded with what V8 made of it,
 * `code.cache`, what loads the two, `index.js`, and the notices that its packages mark as legal in their code,
 * `code.js.LEGAL.txt`; the pages and files that the console serves beside its code; and the local cloud, with the commands of
 * operators and its own pages, to `dist/local/`. What went into each function's file stands in `dist/<function>.meta.json`,
 * what a browser loads for each page in `dist/console.loads.json`.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { codeCaches, digestOf, loaderOf } from './code-cache.mjs';
import { compressed } from './compressed.mjs';
import { documentFiles } from './document-files.mjs';
import { bundle, common } from './function-bundle.mjs';
import { buildPages } from './pages-build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

/** Each file whole or not at all, also where two commands build at once: a system that runs from here may be loading it. */
const put = async (path, contents) => {
  await mkdir(dirname(path), { recursive: true });
  const written = `${path}.${process.pid}.new`;
  await writeFile(written, contents);
  await rename(written, path);
};
const putAll = (files) => Promise.all(files.map(({ path, contents }) => put(path, contents)));

const buildFunction = async (name) => {
  const { metafile, outputFiles } = await bundle(root, `functions/${name}/index.ts`, `dist/${name}/code.js`);
  await putAll(outputFiles);
  await put(join(dist, `${name}.meta.json`), JSON.stringify(metafile));
  // What an earlier build put there is uploaded too.
  const kept = ['index.js', 'code.cache', 'files', 'pages', ...outputFiles.map(({ path }) => basename(path))];
  const stale = (await readdir(join(dist, name))).filter((entry) => !kept.includes(entry) && !entry.endsWith('.new'));
  await Promise.all(stale.map((entry) => rm(join(dist, name, entry), { recursive: true, force: true })));
};

/** After the functions' code and the local cloud, in which it is run. What is there already and still right is left. */
const buildCaches = async (names) => {
  const story = await readFile(join(dist, 'local/warm-up.js'));
  const origin = `V8 ${process.versions.v8}, story ${digestOf(story, '').slice(0, 16)}`;
  const fileOf = (name, file) => join(dist, name, file);
  const loaderFor = async (name, cache) => loaderOf(digestOf(await readFile(fileOf(name, 'code.js')), cache), origin);
  const isRight = async (name) => {
    const [cache, loader] = await Promise.all(
      ['code.cache', 'index.js'].map((file) => readFile(fileOf(name, file)).catch(() => Buffer.alloc(0))),
    );
    return loader.toString() === (await loaderFor(name, cache));
  };
  if ((await Promise.all(names.map(isRight))).every(Boolean)) return;
  const files = Object.fromEntries(names.map((name) => [name, fileOf(name, 'code.js')]));
  for (const [name, cache] of Object.entries(await codeCaches(root, files))) {
    await put(fileOf(name, 'code.cache'), cache);
    await put(fileOf(name, 'index.js'), await loaderFor(name, cache));
  }
};

const buildLocal = async () => {
  const commands = (await readdir(join(root, 'local/commands'))).map((file) => file.replace(/\.ts$/, ''));
  const { outputFiles } = await build({
    ...common,
    absWorkingDir: root,
    entryPoints: {
      main: 'local/main.ts',
      'instance-thread': 'local/function-compute/instance-thread.ts',
      'api-document': 'local/api-document/document.ts',
      'warm-up': 'local/warm-up.ts',
      'bundle-thread': 'local/deployment/check/bundle-thread.ts',
      ...Object.fromEntries(commands.map((name) => [`commands/${name}`, `local/commands/${name}.ts`])),
    },
    outdir: 'dist/local',
    packages: 'external',
    sourcemap: 'inline',
  });
  await putAll(outputFiles);
};

/** What lies in the folder is then these files and no other. */
const putFolder = async (folder, files) => {
  await putAll(files.map(({ name, contents }) => ({ path: join(folder, name), contents })));
  const kept = new Set(files.map(({ name }) => name));
  const stale = (await readdir(folder)).filter((name) => !kept.has(name) && !name.endsWith('.new'));
  await Promise.all(stale.map((name) => rm(join(folder, name), { recursive: true, force: true })));
};

/** The API's document, after the local cloud, of which its maker is a part. */
const buildDocument = async () => {
  const { createApiDocument } = createRequire(import.meta.url)('../dist/local/api-document.js');
  const folder = join(dist, 'console/files');
  await putFolder(folder, await compressed(await documentFiles(root, createApiDocument()), folder));
};

const buildConsolePages = async () => {
  const { files, loads } = await buildPages(join(root, 'functions/console/pages'), '/assets/');
  const folder = join(dist, 'console/pages');
  await putFolder(folder, await compressed(files, folder));
  await put(join(dist, 'console.loads.json'), JSON.stringify(loads));
};

/** The simulator's, which only the local cloud serves. */
const buildLocalPages = async () => {
  const pages = join(root, 'local/pages');
  if (!existsSync(join(pages, 'index.html'))) return;
  await putFolder(join(dist, 'local/pages'), (await buildPages(pages, '/local/simulator/assets/')).files);
};

/** What an earlier build left of a function that is no more. */
const removeStale = async (names) => {
  const kept = new Set([
    'local',
    'proofs',
    'console.loads.json',
    ...names,
    ...names.map((name) => `${name}.meta.json`),
  ]);
  const there = await readdir(dist).catch(() => []);
  // What another build is writing just now is not stale.
  const stale = there.filter((entry) => !kept.has(entry) && !entry.endsWith('.new'));
  await Promise.all(stale.map((entry) => rm(join(dist, entry), { recursive: true, force: true })));
};

try {
  const names = await readdir(join(root, 'functions'));
  await removeStale(names);
  const built = Promise.all([buildLocal(), ...names.map(buildFunction)]);
  const pages = buildConsolePages();
  await Promise.all([
    built.then(buildDocument),
    Promise.all([built, pages]).then(() => buildCaches(names)),
    pages.then(buildLocalPages),
  ]);
} catch (fault) {
  // esbuild, and it alone tells of warnings too, has printed what is wrong, and where; anything else would only hide it.
  if (!Array.isArray(fault.warnings)) console.error(fault);
  process.exitCode = 1;
}
