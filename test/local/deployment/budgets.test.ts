/** How large each function's bundle may be, and what is in it: those of the last build, and small ones made up here. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  BUNDLE_BUDGET_BYTES,
  budgetTable,
  bundlesOf,
  EVERY_PAGE_BUDGET_BYTES,
  FIRST_LOAD_BUDGET_BYTES,
  firstLoadsOf,
  firstLoadTable,
  overBudget,
  overFirstLoad,
} from '../../../local/deployment/budgets';

const root = join(__dirname, '../../..');

describe('what was built last', () => {
  const bundles = bundlesOf(join(root, 'dist'), readdirSync(join(root, 'functions')));

  test.each(bundles)('$name keeps its budget', (bundle) => {
    expect({ faults: overBudget(bundle), within: bundle.withinBudget }).toEqual({ faults: [], within: true });
  });

  test.each(bundles)('$name is accounted for, but for what joins its modules', ({ codeBytes, parts }) => {
    const inParts = parts.reduce((sum, part) => sum + part.bytes, 0);
    expect(inParts).toBeLessThanOrEqual(codeBytes);
    expect(inParts).toBeGreaterThan(0.98 * codeBytes);
  });

  test.each(bundles)('$name has one copy of each package', ({ parts }) => {
    const names = parts.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  test('every page is drawn within the budget of a first load', () => {
    const loads = firstLoadsOf(join(root, 'dist'));
    expect(loads.map(({ page }) => page)).toContain(undefined);
    expect(overFirstLoad(loads)).toEqual([]);
  });
});

describe('bundles made up', () => {
  let dist: string;
  beforeEach(() => {
    dist = mkdtempSync(join(tmpdir(), 'budgets-'));
  });
  afterEach(() => rmSync(dist, { recursive: true }));

  const put = (path: string, bytes: number) => {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), Buffer.alloc(bytes));
  };
  const putBundle = (name: string, bytes: number, inputs: Readonly<Record<string, number>> = {}) => {
    put(`${name}/index.js`, 600);
    put(`${name}/code.cache`, Math.floor(bytes / 2));
    put(`${name}/code.js`, Math.ceil(bytes / 2) - 600);
    const entries = Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }]);
    const outputs = { [`dist/${name}/code.js`]: { bytes, inputs: Object.fromEntries(entries) } };
    writeFileSync(join(dist, `${name}.meta.json`), JSON.stringify({ outputs }));
  };
  const bundleOf = (name: string) => bundlesOf(dist, [name]);

  // biome-ignore format: one bundle a line
  test.each([
    // function   bytes                    files beside it                          fault
    ['log-in',    BUNDLE_BUDGET_BYTES,     {},                                      []],
    ['log-in',    BUNDLE_BUDGET_BYTES + 1, {},                                      [expect.stringMatching(/^log-in is 1000 kB, over its budget of 1000 kB/)]],
    ['log-in',    2000,                    { 'code.js.LEGAL.txt': 5000 },           []],
    ['log-in',    2000,                    { 'other.js': 1 },                       ['log-in has 0.0 kB of files beside its code, over their budget of 0.0 kB.']],
    ['console',   320_000,                 { 'files/a/b.js': 2_680_000 },           []],
    ['console',   320_001,                 { 'files/a/b.js': 2_680_000 },           [expect.stringMatching(/^console is 320 kB, over /)]],
    ['console',   320_000,                 { 'files/a/b.js': 2_680_000, 'files/c': 1 }, [expect.stringMatching(/^console has 2680 kB of files /)]],
  ])('%s of %i bytes with %j', (name, bytes, files, faults) => {
    putBundle(name, bytes);
    for (const [path, size] of Object.entries(files)) put(join(name, path), size);
    const [bundle] = bundleOf(name);
    expect(bundle?.withinBudget).toBe(faults.length === 0);
    expect(bundle && overBudget(bundle)).toEqual(faults);
  });

  test('a function that was not built keeps no budget', () => {
    const [bundle] = bundleOf('log-in');
    expect(bundle).toMatchObject({ name: 'log-in', bytes: undefined, withinBudget: false });
    expect(bundle && overBudget(bundle)).toEqual(['log-in is not built: run npm run build.']);
  });

  test('parts are packages by their folders, the heaviest first, and what is our own', () => {
    putBundle('log-in', 1_400_000, {
      'shared/ports.ts': 10_000,
      'functions/log-in/index.ts': 5_000,
      'node_modules/a/x.js': 4_000,
      'node_modules/a/lib/y.js': 3_000,
      '../elsewhere/node_modules/@scope/b/index.js': 20_000,
      'node_modules/a/node_modules/@scope/b/index.js': 2_000,
      'node_modules/empty/index.js': 0,
    });
    const [bundle] = bundleOf('log-in');
    // biome-ignore format: one part a line
    expect(bundle?.parts).toEqual([
      { name: '@scope/b', folder: '../elsewhere/node_modules/@scope/b',   bytes: 20_000 },
      { name: '',         folder: '',                                     bytes: 15_000 },
      { name: 'a',        folder: 'node_modules/a',                       bytes: 7_000 },
      { name: '@scope/b', folder: 'node_modules/a/node_modules/@scope/b', bytes: 2_000 },
    ]);
    expect(bundle && overBudget(bundle)).toEqual([
      'log-in is 1400 kB, over its budget of 1000 kB; heaviest in it: @scope/b 20 kB, our own code 15 kB, a 7.0 kB.',
    ]);
  });

  test('the table has a row for each function and one for each package', () => {
    putBundle('log-in', 1_000_000, { 'node_modules/tablestore/x.js': 900_000, 'shared/ports.ts': 90_000 });
    putBundle('console', 100_000, { 'node_modules/zod/x.js': 9_000, 'node_modules/tablestore/x.js': 80_000 });
    put('console/files/page', 2_000_000);
    expect(budgetTable(bundlesOf(dist, ['log-in', 'console']))).toBe(
      [
        'log-in   1000 kB of 1000 kB   our own 90 kB',
        'console    100 kB of 320 kB  our own 0.0 kB  files 2000 kB of 2680 kB',
        '',
        'tablestore  900 kB  in 2 of 2',
        'zod         9.0 kB  in 1 of 2',
      ].join('\n'),
    );
  });

  test('a first load is what every page loads, as it is sent, and what the page needs beyond it', () => {
    const loads = {
      'index.html': ['index.html', 'index.js'],
      'light.js': ['light.js'],
      'heavy.js': ['heavy.js', 'shared.js'],
      'right.js': ['right.js'],
    };
    writeFileSync(join(dist, 'console.loads.json'), JSON.stringify(loads));
    put('console/pages/index.html', 1_000);
    put('console/pages/index.js.br', EVERY_PAGE_BUDGET_BYTES - 1_000);
    put('console/pages/index.js.gz', 900_000);
    put('console/pages/light.js', 500);
    const rest = FIRST_LOAD_BUDGET_BYTES - EVERY_PAGE_BUDGET_BYTES;
    put('console/pages/right.js.br', rest);
    put('console/pages/shared.js.br', rest - 1_000);
    put('console/pages/heavy.js.br', 1_001);
    const found = firstLoadsOf(dist);
    expect(found).toEqual([
      { page: 'heavy.js', bytes: FIRST_LOAD_BUDGET_BYTES + 1 },
      { page: 'right.js', bytes: FIRST_LOAD_BUDGET_BYTES },
      { page: 'light.js', bytes: EVERY_PAGE_BUDGET_BYTES + 500 },
      { page: undefined, bytes: EVERY_PAGE_BUDGET_BYTES },
    ]);
    expect(overFirstLoad(found)).toEqual(['The first load of heavy.js is 350 kB, over its budget of 350 kB.']);
    expect(overFirstLoad([{ page: undefined, bytes: 271_000 }])).toEqual([
      'The first load of every page is 271 kB, over its budget of 270 kB.',
    ]);
    expect(firstLoadTable(found)).toBe(
      ['first load of heavy.js    350 kB of 350 kB', 'first load of every page  270 kB of 270 kB'].join('\n'),
    );
  });
});
