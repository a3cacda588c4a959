/**
 * Builds what runs: each function to one CommonJS file, `dist/<function>/index.js`, which is uploaded with the notices
 * that its packages mark as legal in their code, `index.js.LEGAL.txt`; and the local cloud to `dist/local/`. What went into
 * each function's file stands in `dist/<function>.meta.json`.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

/** Function Compute's newest managed runtime for Node; `npm start` needs no newer one. */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
};

const buildFunction = async (name) => {
  const { metafile } = await build({
    ...common,
    entryPoints: [`functions/${name}/index.ts`],
    outfile: `dist/${name}/index.js`,
    minify: true,
    // The Tablestore SDK assigns to variables that it never declares, which strict mode forbids: the file as a whole must not
    // be strict. What is TypeScript in it was checked as strict before.
    tsconfigRaw: { compilerOptions: { strict: false } },
    metafile: true,
    legalComments: 'linked',
  });
  await writeFile(join(dist, `${name}.meta.json`), JSON.stringify(metafile));
};

const buildLocal = () =>
  build({
    ...common,
    entryPoints: { main: 'local/main.ts', 'instance-thread': 'local/function-compute/instance-thread.ts' },
    outdir: 'dist/local',
    packages: 'external',
    sourcemap: 'inline',
  });

await rm(dist, { recursive: true, force: true });
await mkdir(dist);
try {
  await Promise.all([...(await readdir(join(root, 'functions'))).map(buildFunction), buildLocal()]);
} catch (fault) {
  // esbuild has printed what is wrong, and where; anything else would only hide it.
  if (!Array.isArray(fault.errors)) console.error(fault);
  process.exitCode = 1;
}
