/**
 * How large each function's package may be, and what is in it. A cold start loads all of it: Function Compute publishes no
 * figure for one but "hundreds of milliseconds", and names the package's size as the first lever. Our decision: 1 MB for the
 * code together with what V8 made of it, `code.cache`. The console loads no client and has a budget of its own, and one for
 * the pages and files that it serves beside its code: with it, 3 MB.
 *
 * What is in the code is told by esbuild's metafile, `dist/<function>.meta.json`: bytes of the minified file, by the package
 * from whose folder they came. What a browser must load before a page is drawn has a budget too, by the bytes that are sent:
 * `dist/console.loads.json` lists the files.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const BUNDLE_BUDGET_BYTES = 1_000_000;
const CONSOLE_BUDGET_BYTES = 320_000;
const CONSOLE_FILES_BUDGET_BYTES = 2_680_000;
/** By brotli, which every browser takes that runs the pages; on a slow line, 1.5 Mbit/s, two seconds. */
export const FIRST_LOAD_BUDGET_BYTES = 350_000;
/** The part of it that no page can do without. */
export const EVERY_PAGE_BUDGET_BYTES = 270_000;

export const budgetOf = (name: string): { readonly bytes: number; readonly filesBytes: number } =>
  name === 'console'
    ? { bytes: CONSOLE_BUDGET_BYTES, filesBytes: CONSOLE_FILES_BUDGET_BYTES }
    : { bytes: BUNDLE_BUDGET_BYTES, filesBytes: 0 };

export interface Part {
  /** A package's name; `''` for what is our own. */
  readonly name: string;
  /** The package's folder, seen from the checkout: another one is another copy. `''` for what is our own. */
  readonly folder: string;
  readonly bytes: number;
}

export interface Bundle {
  /** The function's. */
  readonly name: string;
  /** Of its code, what V8 made of it, and what loads them; undefined where it was not built. */
  readonly bytes: number | undefined;
  /** Of its code alone, `code.js`. */
  readonly codeBytes: number;
  /** What the code is made of, the largest first. The bundler's own lines between them belong to no part. */
  readonly parts: readonly Part[];
  /** Of all that is uploaded beside those, legal notices apart. */
  readonly filesBytes: number;
  readonly withinBudget: boolean;
}

/** The code, what V8 made of it, and what loads the two. */
const CODE_FILES = ['code.js', 'code.cache', 'index.js'] as const;

/** The built bundle of each function; `dist` is where the build puts them. */
export const bundlesOf = (dist: string, functions: readonly string[]): Bundle[] =>
  functions.map((name) => {
    const sizes = CODE_FILES.map((file) => statSync(join(dist, name, file), { throwIfNoEntry: false })?.size);
    const [codeBytes] = sizes;
    const bytes = sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0);
    const filesBytes = filesBytesIn(join(dist, name));
    const budget = budgetOf(name);
    const withinBudget = bytes !== undefined && bytes <= budget.bytes && filesBytes <= budget.filesBytes;
    const parts = codeBytes === undefined ? [] : partsOf(dist, name);
    return { name, bytes, codeBytes: codeBytes ?? 0, parts, filesBytes, withinBudget };
  });

/** A sentence for each budget that a bundle does not keep, with what weighs most in it. */
export const overBudget = ({ name, bytes, parts, filesBytes }: Bundle): string[] => {
  if (bytes === undefined) return [`${name} is not built: run npm run build.`];
  const budget = budgetOf(name);
  const heaviest = parts.slice(0, 3).map((part) => `${part.name || 'our own code'} ${kB(part.bytes)}`);
  return [
    ...(bytes > budget.bytes
      ? [`${name} is ${kB(bytes)}, over its budget of ${kB(budget.bytes)}; heaviest in it: ${heaviest.join(', ')}.`]
      : []),
    ...(filesBytes > budget.filesBytes
      ? [`${name} has ${kB(filesBytes)} of files beside its code, over their budget of ${kB(budget.filesBytes)}.`]
      : []),
  ];
};

/** What a browser that comes for the first time loads until it shows a page, at most. */
export interface FirstLoad {
  /** The file that is loaded last, of which only that page has need; undefined for what every page loads. */
  readonly page: string | undefined;
  /** Of the HTML and all files, as they are sent by brotli. */
  readonly bytes: number;
}

/** Of the last build, the heaviest first. */
export const firstLoadsOf = (dist: string): FirstLoad[] => {
  const loads: Readonly<Record<string, readonly string[]>> = JSON.parse(
    readFileSync(join(dist, 'console.loads.json'), 'utf8'),
  );
  const bytesOf = (names: readonly string[] = []) => names.reduce((sum, name) => sum + sentBytes(dist, name), 0);
  const { 'index.html': first, ...pages } = loads;
  const firstBytes = bytesOf(first);
  return [
    { page: undefined, bytes: firstBytes },
    ...Object.entries(pages).map(([page, names]) => ({ page, bytes: firstBytes + bytesOf(names) })),
  ].sort((a, b) => b.bytes - a.bytes);
};

/** A small file is kept as it is. */
const sentBytes = (dist: string, name: string): number => {
  const path = join(dist, 'console/pages', name);
  return (statSync(`${path}.br`, { throwIfNoEntry: false }) ?? statSync(path)).size;
};

const budgetOfLoad = ({ page }: FirstLoad): number =>
  page === undefined ? EVERY_PAGE_BUDGET_BYTES : FIRST_LOAD_BUDGET_BYTES;

/** A sentence for each page that is too heavy. */
export const overFirstLoad = (loads: readonly FirstLoad[]): string[] =>
  loads
    .filter((load) => load.bytes > budgetOfLoad(load))
    .map((load) => {
      const { page = 'every page', bytes } = load;
      return `The first load of ${page} is ${kB(bytes)}, over its budget of ${kB(budgetOfLoad(load))}.`;
    });

/** For people: the heaviest page, and what every page loads. */
export const firstLoadTable = (loads: readonly FirstLoad[]): string => {
  const shown = [loads[0], loads.find(({ page }) => page === undefined)].flatMap((load) => load ?? []);
  return columns(
    shown.map((load) => [
      `first load of ${load.page ?? 'every page'}`,
      `${kB(load.bytes)} of ${kB(budgetOfLoad(load))}`,
    ]),
  );
};

/** For people: what each function weighs, then what each package adds to it, the heaviest first. */
export const budgetTable = (bundles: readonly Bundle[]): string => {
  const functions = bundles.map(({ name, bytes, parts, filesBytes }) => {
    const budget = budgetOf(name);
    const own = parts.find((part) => part.folder === '')?.bytes ?? 0;
    const files = filesBytes > 0 ? [`files ${kB(filesBytes)} of ${kB(budget.filesBytes)}`] : [];
    return [name, `${kB(bytes ?? 0)} of ${kB(budget.bytes)}`, `our own ${kB(own)}`, ...files];
  });
  const sizes = new Map<string, number[]>();
  for (const { name, folder, bytes } of bundles.flatMap(({ parts }) => parts)) {
    if (folder !== '') sizes.set(name, [...(sizes.get(name) ?? []), bytes]);
  }
  const packages = [...sizes]
    .map(([name, each]) => ({ name, bytes: Math.max(...each), functions: each.length }))
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ name, bytes, functions: number }) => [name, kB(bytes), `in ${number} of ${bundles.length}`]);
  return `${columns(functions)}\n\n${columns(packages)}`;
};

/** The part of esbuild's metafile that is read here. */
interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

const packageFolder = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/;

const partsOf = (dist: string, name: string): Part[] => {
  const { outputs }: Metafile = JSON.parse(readFileSync(join(dist, `${name}.meta.json`), 'utf8'));
  const parts = new Map<string, Part>();
  for (const [path, { bytesInOutput }] of Object.entries(outputs[`dist/${name}/code.js`]?.inputs ?? {})) {
    const [folder = '', ofPackage = ''] = packageFolder.exec(path) ?? [];
    parts.set(folder, { name: ofPackage, folder, bytes: (parts.get(folder)?.bytes ?? 0) + bytesInOutput });
  }
  return [...parts.values()].filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes);
};

/** A build that runs meanwhile takes away files that are stale, and has some that end in `.new` and are not there yet. */
const filesBytesIn = (folder: string): number => {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && !/^(code\.js|code\.cache|index\.js|code\.js\.LEGAL\.txt)$|\.new$/.test(entry.name),
    )
    .reduce(
      (sum, { parentPath, name }) => sum + (statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
};

/** Thousands of bytes. */
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;

/** The first cell of each row to the left, the others to the right. */
const columns = (rows: readonly (readonly string[])[]): string => {
  const widthOf = (at: number) => Math.max(...rows.map((row) => row[at]?.length ?? 0));
  return rows
    .map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widthOf(at)) : cell.padStart(widthOf(at)))).join('  '))
    .join('\n');
};
