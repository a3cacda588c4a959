/**
 * Pages for browsers, built by Vite out of a folder with an `index.html`: flat files whose names carry the hash of what is in
 * them, and the HTML that loads them. Each page that is loaded lazily becomes a file of its own; what more than one of them
 * uses is shared between them.
 *
 * Two texts stand in the HTML for whoever serves it: `__NONCE__`, in the tags that a Content-Security-Policy must allow, and
 * what the HTML itself leaves open.
 */

/** Named in each script, and a file of that name. */
const LICENCES = 'pages.LICENSE.txt';

/** `[hash:16]` of hex digits is what the console takes for a name that never means something else. */
const names = {
  hashCharacters: 'hex',
  entryFileNames: '[name].[hash:16].js',
  chunkFileNames: '[name].[hash:16].js',
  assetFileNames: '[name].[hash:16][extname]',
};

/**
 * What nearly every page needs is small, and would be a file for each set of pages that share it: a dozen that one page loads, each
 * compressed by itself. Together they are smaller, and one. What is large, or only some need, does not belong here.
 */
const common = new RegExp(
  [
    '@tanstack',
    String.raw`pages.(times|zone|queries|problem-alert|seconds-left|site-text|server-clock)\.tsx?$`,
    String.raw`workspaces.(words|settlement-text|place)\.tsx?$`,
    String.raw`validation.(currency|day|site|usage-item|workspace|language)\.ts$`,
  ].join('|'),
);

/** How Vite builds the pages in `root`, to be found under the address `base`, which ends in `/`. */
const optionsFor = (root, base) => ({
  configFile: false,
  envDir: false,
  publicDir: false,
  root,
  base,
  logLevel: 'warn',
  html: { cspNonce: '__NONCE__' },
  build: {
    write: false,
    // Every browser that takes our modules preloads them itself.
    modulePreload: { polyfill: false },
    // A style or picture inside a script would need its own leave from the Content-Security-Policy.
    assetsInlineLimit: 0,
    license: { fileName: LICENCES },
    // What a first load may weigh is held by the budgets, as it is sent.
    reportCompressedSize: false,
    chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
    rolldownOptions: {
      // What every page needs is one file: smaller than many, and all of it is loaded anyway.
      output: {
        ...names,
        codeSplitting: {
          groups: [
            { name: 'index', tags: ['$initial'], priority: 2 },
            { name: 'common', test: common, priority: 1 },
          ],
        },
        postBanner: `/* Licences: ${base}${LICENCES} */`,
      },
      // `"use client"` tells servers that render React; here everything runs in the browser.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
});

/**
 * `files` as `{ name, contents }`, `index.html` among them. `loads` tells what a browser fetches, by file names: under
 * `index.html` before anything else, and under each lazily loaded file what it needs beyond that, itself included.
 */
export const buildPages = async (root, base) => {
  // Else a shell that says `development` would get React's, larger and slower.
  process.env.NODE_ENV = 'production';
  // Loaded here, for it is the slowest to load of all that the build uses, and runs beside the rest.
  const { build } = await import('vite');
  const { output } = await build(optionsFor(root, base));
  const files = output.map(({ fileName, code, source }) => ({ name: fileName, contents: Buffer.from(code ?? source) }));
  return { files, loads: loadsOf(output) };
};

const loadsOf = (output) => {
  const chunks = new Map(output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  const reachedFrom = (name, reached = new Set()) => {
    if (reached.has(name)) return reached;
    reached.add(name);
    const { imports = [], viteMetadata } = chunks.get(name) ?? {};
    for (const style of viteMetadata?.importedCss ?? []) reached.add(style);
    for (const imported of imports) reachedFrom(imported, reached);
    return reached;
  };
  const first = new Set(
    [...chunks.values()].filter((chunk) => chunk.isEntry).flatMap(({ fileName }) => [...reachedFrom(fileName)]),
  );
  const lazy = [...chunks.values()].filter((chunk) => chunk.isDynamicEntry && !first.has(chunk.fileName));
  return Object.fromEntries([
    ['index.html', ['index.html', ...first]],
    ...lazy.map(({ fileName }) => [fileName, [...reachedFrom(fileName)].filter((name) => !first.has(name))]),
  ]);
};
